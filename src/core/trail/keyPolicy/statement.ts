/** A statement as it is written into a policy. Member order is the order in which it is printed. */
export interface PolicyStatement {
  readonly Sid: string;
  readonly Effect: 'Allow';
  readonly Principal: { readonly Service: string } | { readonly AWS: string | readonly string[] };
  readonly Action: string | readonly string[];
  readonly Resource: '*';
  readonly Condition?: PolicyCondition;
}

export interface PolicyCondition {
  readonly [operator: string]: { readonly [key: string]: string | readonly string[] };
}

/** One value is written alone, several as a list, each once. */
export function single(values: readonly string[]): string | readonly string[] {
  const [first, ...others] = new Set(values);
  return first !== undefined && others.length === 0 ? first : [...new Set(values)];
}

/** The key of a condition: with the data key of a log file, CloudTrail sends the ARN of the trail under this name. */
export const encryptionContext = 'kms:EncryptionContext:aws:cloudtrail:arn';
