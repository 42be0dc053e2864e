import { environmentProfile } from '../../account/profile.ts';
import { regionOfArn } from '../../trail/arn.ts';
import type { Plan } from '../plan.ts';
import type { KeyTarget } from '../step.ts';

/** Writes one call of the AWS CLI. All but the name of the call are words that the shell can take as they are. */
export type Aws = (call: string, region: string, ...args: readonly string[]) => string;

/** Calls of the AWS CLI with a plan's profile. What they print is text, picked by a JMESPath query. */
export function awsOf({ profile }: Plan): Aws {
  const who = profile === environmentProfile ? [] : [`--profile ${quote(profile)}`];
  return (call, region, ...args) => [`aws ${call} --region ${region}`, ...who, ...args].join(' ');
}

/** Picks from an answer. `quoted` is a shell word already, where a variable is part of it. */
export function picked(query: string, quoted = quote(query)): string {
  return `--query ${quoted} --output text`;
}

/** A word for a POSIX shell, for any content. At the start of a word, zsh takes `=` for the path of a command. */
export function quote(word: string): string {
  return /^[A-Za-z0-9_/.:@%+,-][A-Za-z0-9_/.:@%+=,-]*$/.test(word)
    ? word
    : `'${word.replaceAll("'", "'\\''")}'`;
}

/**
 * An option with the name of a trail or a key, which others may have answered. In place of `file://…` the AWS CLI would send what
 * is in that file. With a space in front it sends the text, which AWS refuses, as it refuses all that is no name.
 */
export function option(name: string, target: string | KeyTarget): string {
  if (typeof target !== 'string' && target.kind !== 'key') {
    return `${name} ${wordOf(target, "''")}`;
  }
  const text = typeof target === 'string' ? target : target.arn;
  return `${name} ${quote(text.includes('://') ? ` ${text}` : text)}`;
}

/** The variable with the key that the plan creates or finds. */
export const madeKey = '"$KEY_ARN"';

/** A key's ARN as a word; `none` for SSE-S3. */
export function wordOf(target: KeyTarget, none: string): string {
  switch (target.kind) {
    case 'made':
      return madeKey;
    case 'key':
      return quote(target.arn);
    case 'none':
      return none;
  }
}

/** Region of a trail or a key, as a word. Steps name both only by their ARNs. */
export function regionIn(arn: string): string {
  return quote(regionOfArn(arn) ?? '');
}

/** Sentences on the error output. No comments, which an interactive zsh takes for commands. */
export function say(...sentences: readonly string[]): string {
  return `say ${sentences.map(quote).join(' ')}`;
}
