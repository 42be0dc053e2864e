/** The components of an ARN: `arn:partition:service:region:account:resource`. */
export interface Arn {
  readonly partition: string;
  readonly service: string;
  /** Empty for what has no Region. */
  readonly region: string;
  readonly account: string;
  readonly resource: string;
}

/** `undefined` for a text that is not an ARN, such as an ID or an alias: its account and Region are not known. */
export function readArn(text: string): Arn | undefined {
  const found = /^arn:([a-z0-9-]+):([a-z0-9-]+):([a-z0-9-]*):([0-9]*):(.+)$/.exec(text);
  if (!found) {
    return undefined;
  }
  const [, partition = '', service = '', region = '', account = '', resource = ''] = found;
  return { partition, service, region, account, resource };
}

/** The Region in an ARN; `undefined` where there is none. */
export function regionOfArn(text: string): string | undefined {
  return readArn(text)?.region || undefined;
}

/** The account in an ARN; `undefined` where there is none. */
export function accountOfArn(text: string): string | undefined {
  return readArn(text)?.account || undefined;
}

/** Whether a text is the id of an AWS account. */
export function isAccountId(text: string): boolean {
  return /^\d{12}$/.test(text);
}

/** The ARN of a KMS key or of an alias (KMS Developer Guide, "Key identifiers"); `undefined` for any other text. */
export function readKmsArn(text: string): (Arn & { readonly names: 'key' | 'alias' }) | undefined {
  const arn = readArn(text);
  if (arn?.service !== 'kms' || arn.region === '' || !isAccountId(arn.account)) {
    return undefined;
  }
  if (/^key\/[a-zA-Z0-9-]+$/.test(arn.resource)) {
    return { ...arn, names: 'key' };
  }
  return /^alias\/[a-zA-Z0-9/_-]+$/.test(arn.resource) ? { ...arn, names: 'alias' } : undefined;
}

/** The id of a key in its ARN, `arn:P:kms:REGION:ACCOUNT:key/ID`; any other text as it is. */
export function keyIdIn(text: string): string {
  const arn = readArn(text);
  return arn?.service === 'kms' ? arn.resource.replace(/^key\//, '') : text;
}

/** The name of a trail in its ARN, `arn:P:cloudtrail:REGION:ACCOUNT:trail/NAME`; any other text as it is. */
export function trailNameIn(text: string): string {
  const arn = readArn(text);
  return arn?.service === 'cloudtrail' ? arn.resource.replace(/^trail\//, '') : text;
}

/** ARN of a bucket: it names neither its Region nor its account. */
export function bucketArn(partition: string, bucket: string): string {
  return `arn:${partition}:s3:::${bucket}`;
}
