/** The components of an ARN: `arn:partition:service:region:account:resource`. */
export interface Arn {
  readonly partition: string;
  readonly service: string;
  /** Empty for what has no Region. */
  readonly region: string;
  readonly account: string;
  readonly resource: string;
}

export function readArn(text: string): Arn | undefined {
  const found = /^arn:([a-z0-9-]+):([a-z0-9-]+):([a-z0-9-]*):([0-9]*):(.+)$/.exec(text);
  if (!found) {
    return undefined;
  }
  const [, partition = '', service = '', region = '', account = '', resource = ''] = found;
  return { partition, service, region, account, resource };
}
