import { readKeyDetails } from '../../account/keyDetails.ts';
import { problemOf } from '../../account/problem.ts';
import {
  type Batch,
  checkKeyArn,
  exampleKeyArn,
  type KeyObstacle,
  obstacleIn,
} from '../../remediation/index.ts';
import { knownValue } from '../../trail/fact.ts';
import { obstacleInFull } from '../../wording/keys.ts';
import { type Message, message } from '../../wording/message.ts';
import { keyArnRefusal } from '../../wording/plans.ts';
import { problemInBrief } from '../../wording/problems.ts';
import { answer, type Entry, type PageNumber, type Text } from '../ask.ts';
import type { OpenAccount, OpenAccounts, WizardContext } from '../context.ts';
import type { Page } from '../walk.ts';
import { type Answers, type TypedKeyAnswer, withEntry, withTyping } from './answers.ts';
import { titleFor } from './keyPage.ts';

/** Asks for the ARN of a key, and looks what can be known of it. */
export function typedKeyPage(batch: Batch, context: WizardContext, accounts: OpenAccounts): Page<Answers> {
  const id = `typed ${batch.id}`;
  return {
    id,
    async ask(answers, page) {
      const former = answers.typed.get(batch.id);
      const typing = answers.typing.get(id);
      const reply = await askKeyArn(titleFor(batch), batch, { former, typing }, page, context, accounts);
      switch (reply.kind) {
        case 'cancel':
          return reply;
        case 'back':
          return { kind: 'back', entered: withTyping(answers, id, reply.entered) };
        case 'answer': {
          const typed = withEntry(answers.typed, batch.id, reply.value);
          return answer(withTyping({ ...answers, typed }, id, arnOf(reply.value)));
        }
      }
    },
  };
}

/**
 * A key of the account is read as if it had been picked; for a key of another account, DescribeKey may give the state.
 * If that is refused, nothing is known and nothing is held against it. The ARN of an alias is replaced with that of its
 * current key.
 */
export async function askKeyArn(
  title: Text,
  { profile, caller, bucketRegion: region }: Pick<Batch, 'profile' | 'caller' | 'bucketRegion'>,
  {
    former,
    typing = '',
  }: { readonly former?: TypedKeyAnswer | undefined; readonly typing?: string | undefined },
  page: PageNumber | undefined,
  context: WizardContext,
  accounts: OpenAccounts,
): Promise<Entry<TypedKeyAnswer, string>> {
  const { keys } = await accounts.of(profile);
  const read = async (arn: string, other: boolean, signal: AbortSignal): Promise<TypedKeyAnswer> =>
    other
      ? { kind: 'other', arn, ...(await describeOther(keys, arn, signal)) }
      : { kind: 'own', key: await readKeyDetails(keys, arn, caller, signal) };
  let found = former;
  const checkKey = async (arn: string, other: boolean, signal: AbortSignal) => {
    // What was refused is read again: it may have been put right meanwhile.
    if (!found || arnOf(found) !== arn || obstacleOf(found, region)) {
      found = await read(arn, other, signal);
    }
    const obstacle = obstacleOf(found, region);
    return obstacle && obstacleInFull(obstacle);
  };
  const reply = await context.ask.input({
    title,
    prompt: message('ARN of a KMS key in {0}, or of an alias; it may belong to another account', region),
    value: typing,
    example: exampleKeyArn(region, caller),
    ...(page && { page }),
    async check(value, signal) {
      const typed = checkKeyArn(value, region, caller);
      if (typed.kind === 'ok') {
        return checkKey(typed.arn, typed.other, signal);
      }
      if (typed.kind !== 'invalid' || typed.why !== 'alias-arn') {
        return keyArnRefusal(typed);
      }
      const behind = await keyBehind(value.trim(), keys, signal);
      if (behind.kind === 'refused') {
        return behind.why;
      }
      const key = checkKeyArn(behind.arn, region, caller);
      if (key.kind !== 'ok') {
        return keyArnRefusal(key);
      }
      const refusal = await checkKey(key.arn, key.other, signal);
      return refusal ?? { note: message('This is the alias of key {0}.', key.arn) };
    },
  });
  if (reply.kind !== 'answer') {
    return reply;
  }
  return answer(found ?? { kind: 'other', arn: reply.value.trim() });
}

/** Asks KMS for the current key of an alias; for another account's alias only DescribeKey gives it. */
async function keyBehind(
  aliasArn: string,
  keys: OpenAccount['keys'],
  signal: AbortSignal,
): Promise<
  { readonly kind: 'key'; readonly arn: string } | { readonly kind: 'refused'; readonly why: Message }
> {
  try {
    const metadata = await keys.describe(aliasArn, signal);
    return metadata
      ? { kind: 'key', arn: metadata.arn }
      : { kind: 'refused', why: message('This alias does not exist.') };
  } catch (error) {
    const problem = problemOf(error);
    if (problem.kind === 'cancelled') {
      throw error;
    }
    return {
      kind: 'refused',
      why: message(
        'The key of this alias could not be read: {0}. Enter the ARN of the key instead.',
        problemInBrief(problem),
      ),
    };
  }
}

function arnOf(typed: TypedKeyAnswer): string {
  return typed.kind === 'own' ? typed.key.arn : typed.arn;
}

function obstacleOf(typed: TypedKeyAnswer, bucketRegion: string): KeyObstacle | undefined {
  if (typed.kind === 'own' ? typed.key.metadata.kind === 'absent' : typed.gone) {
    return { kind: 'not-found' };
  }
  const metadata = typed.kind === 'own' ? knownValue(typed.key.metadata) : typed.metadata;
  return metadata && obstacleIn(metadata, { bucketRegion });
}

async function describeOther(
  keys: OpenAccount['keys'],
  arn: string,
  signal: AbortSignal,
): Promise<Pick<Extract<TypedKeyAnswer, { kind: 'other' }>, 'metadata' | 'gone'>> {
  try {
    const metadata = await keys.describe(arn, signal);
    return metadata ? { metadata } : { gone: true };
  } catch (error) {
    if (problemOf(error).kind === 'cancelled') {
      throw error;
    }
    return {};
  }
}
