import type { KeyFacts } from '../../trail/key.ts';

/**
 * What is wrong with a text that names a key where a provider asks for its ARN. CloudTrail answers with the ARN of the key
 * itself, so that the ARN of an alias differs at every plan (CloudTrail API Reference, GetTrail). Parts that are no strings
 * are given later. Undefined for the ARN of a key, and for what is not known.
 */
export function formOfText(parts: readonly unknown[]): KeyFacts['form'] {
  const [first] = parts;
  if (typeof first !== 'string') {
    return undefined;
  }
  const isWhole = parts.length === 1;
  if (isWhole ? first.split(':').length < 6 || !first.startsWith('arn:') : !beginsAsArn(first)) {
    return 'no-arn';
  }
  return parts.some(part => typeof part === 'string' && /:alias\//.test(part)) ? 'alias-arn' : undefined;
}

function beginsAsArn(text: string): boolean {
  return text.startsWith('arn:') || 'arn:'.startsWith(text);
}
