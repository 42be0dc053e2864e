import type { KeyFacts } from '../../../trail/key.ts';

/**
 * What the attributes of keys and aliases, and of what is read of them, are where the classic provider asks for the ARN of a
 * key (Pulumi Registry, "aws.kms"). Undefined for the ARN, and for what is not known.
 */
export function formOfAttribute(
  role: string | undefined,
  attribute: string,
  isRead: boolean,
): KeyFacts['form'] {
  const name = attribute.replace(/_([a-z])/g, (_, letter: string) => letter.toUpperCase());
  if (role === 'alias') {
    return name === 'arn'
      ? 'alias-arn'
      : ['id', 'name', 'aliasName'].includes(name) || (isRead && name === 'targetKeyId')
        ? 'no-arn'
        : undefined;
  }
  // What `getKey` calls `keyId` is its argument.
  return name === 'id' || (name === 'keyId' && !isRead) ? 'no-arn' : undefined;
}
