import type { Batch } from '../../remediation/index.ts';
import { isAccountId } from '../../trail/arn.ts';
import { isOrganizationId, type Reader } from '../../trail/keyPolicy/index.ts';
import { type Message, message } from '../../wording/message.ts';
import { answer, type Entry, type PageNumber } from '../ask.ts';
import type { WizardContext } from '../context.ts';
import type { Page } from '../walk.ts';
import { type Answers, type ReaderEntries, type ReaderKind, withEntry } from './answers.ts';

/** Asks who may decrypt log files, as a step of the walk to a new key. */
export function readersPage(batch: Batch, context: WizardContext): Page<Answers> {
  return {
    id: `readers ${batch.id}`,
    ask: (answers, page) => askReaders(batch, answers, context, page),
  };
}

/**
 * Asks who may decrypt log files in addition to those whom the key policy and IAM allow. No one else is an answer, too. Gives the
 * answers with the readers; where the person goes back, with what was chosen and typed by then.
 */
export async function askReaders(
  batch: Batch,
  answers: Answers,
  context: WizardContext,
  page: PageNumber,
): Promise<Entry<Answers>> {
  const former = readersOf(answers, batch, context);
  let { kinds, typed } = entriesOf(answers, batch, former);
  for (;;) {
    const picked = await pickKinds(batch, kinds, context, page);
    if (picked.kind === 'cancel') {
      return picked;
    }
    kinds = picked.kind === 'back' ? picked.entered : picked.value;
    if (picked.kind === 'back') {
      const others = former.filter(({ kind }) => kind !== 'account');
      const readers = withReaders(answers, batch, [...accountIn(kinds), ...others]);
      const choosing = withEntry(answers.choosing, keyOfAnswer(answers, batch), { kinds, typed });
      return { kind: 'back', entered: { ...readers, choosing } };
    }
    const given = await askIds(kinds, typed, batch, context, page);
    if (given.kind !== 'back') {
      return given.kind === 'answer'
        ? answer(withReaders(nothingChosen(answers, batch), batch, given.value))
        : given;
    }
    typed = given.entered;
  }
}

/** What was left here, except whether the account reads: that may have been answered elsewhere since. */
function entriesOf(answers: Answers, batch: Batch, former: readonly Reader[]): ReaderEntries {
  const left = answers.choosing.get(keyOfAnswer(answers, batch));
  const kinds = former.map(({ kind }) => kind);
  if (left) {
    const others = left.kinds.filter(kind => kind !== 'account');
    return { ...left, kinds: [...kinds.filter(kind => kind === 'account'), ...others] };
  }
  return {
    kinds,
    typed: new Map([
      ['accounts', former.flatMap(reader => (reader.kind === 'accounts' ? reader.ids : [])).join(', ')],
      ['organization', former.flatMap(reader => (reader.kind === 'organization' ? [reader.id] : [])).join()],
    ]),
  };
}

/** The person's answer; for a new key the settings, before there is an answer. */
export function readersOf(answers: Answers, batch: Batch, context: WizardContext): readonly Reader[] {
  const given = answers.readers.get(keyOfAnswer(answers, batch));
  const byDefault = isNew(answers, batch) && context.settings().newKeyReaders === 'account';
  return given ?? (byDefault ? [{ kind: 'account' }] : []);
}

/** Forgets what was left at the question. */
export function nothingChosen(answers: Answers, batch: Batch): Answers {
  const own = keyOfAnswer(answers, batch);
  return { ...answers, choosing: new Map([...answers.choosing].filter(([key]) => key !== own)) };
}

export function withReaders(answers: Answers, batch: Batch, readers: readonly Reader[]): Answers {
  return { ...answers, readers: withEntry(answers.readers, keyOfAnswer(answers, batch), readers) };
}

function isNew({ keys }: Answers, { id }: Batch): boolean {
  return keys.get(id)?.kind === 'new';
}

/** Readers are of one key: who chooses another key is not surprised by statements that were meant for the first. */
function keyOfAnswer({ keys, typed }: Answers, { id }: Batch): string {
  const pick = keys.get(id);
  switch (pick?.kind) {
    case 'existing':
      return `${id} ${pick.key.arn}`;
    case 'typed': {
      const key = typed.get(id);
      return `${id} ${key?.kind === 'own' ? key.key.arn : key?.arn}`;
    }
    default:
      return `${id} new`;
  }
}

function pickKinds(
  batch: Batch,
  kinds: readonly ReaderKind[],
  { ask }: WizardContext,
  page: PageNumber,
): Promise<Entry<readonly ReaderKind[]>> {
  const account = batch.caller.account;
  const buckets = bucketsElsewhere(batch);
  return ask.pickMany<ReaderKind>({
    title: message('Who May Decrypt Log Files'),
    placeholder: message(
      'In addition to those that the key policy and the IAM policies of account {0} allow',
      account,
    ),
    page,
    choices: [
      {
        id: 'account',
        label: message('Every Principal of Account {0}', account),
        description: message('that can read the log bucket, as with keys created in the AWS console'),
        value: 'account',
        picked: kinds.includes('account'),
      },
      ...(buckets.length > 0
        ? [
            {
              id: 'bucket-account',
              label: message('The Account of the Log Bucket…'),
              description: buckets.join(', '),
              value: 'bucket-account',
              picked: kinds.includes('bucket-account'),
            } as const,
          ]
        : []),
      {
        id: 'accounts',
        label: message('Accounts by ID…'),
        description: message('their own IAM policies must also allow kms:Decrypt'),
        value: 'accounts',
        picked: kinds.includes('accounts'),
      },
      {
        id: 'organization',
        label: message('The Organization…'),
        description: message('all its accounts; their own IAM policies must also allow kms:Decrypt'),
        value: 'organization',
        picked: kinds.includes('organization'),
      },
    ],
  });
}

/** Log buckets that are not known to belong to the caller's account. */
function bucketsElsewhere({ trails }: Batch): readonly string[] {
  const foreign = trails.filter(({ bucketPolicy }) => !bucketPolicy || bucketPolicy.kind === 'unread');
  return [...new Set(foreign.map(({ trail }) => trail.bucket))];
}

async function askIds(
  kinds: readonly ReaderKind[],
  former: ReaderEntries['typed'],
  batch: Batch,
  { ask }: WizardContext,
  page: PageNumber,
): Promise<Entry<readonly Reader[], ReaderEntries['typed']>> {
  let typed = former;
  const readers = accountIn(kinds);
  for (const { kind, title, prompt, check, read } of idQuestions(batch)) {
    if (!kinds.includes(kind)) {
      continue;
    }
    const reply = await ask.input({
      title,
      prompt,
      value: typed.get(kind) ?? '',
      page: { ...page, canGoBack: true },
      check: async text => check(text),
    });
    if (reply.kind === 'cancel') {
      return reply;
    }
    typed = withEntry(typed, kind, reply.kind === 'back' ? reply.entered : reply.value);
    if (reply.kind === 'back') {
      return { kind: 'back', entered: typed };
    }
    readers.push(read(reply.value));
  }
  return answer(readers);
}

function accountIn(kinds: readonly ReaderKind[]): Reader[] {
  return kinds.includes('account') ? [{ kind: 'account' }] : [];
}

interface IdQuestion {
  readonly kind: ReaderKind;
  readonly title: Message;
  readonly prompt: Message;
  readonly check: (text: string) => Message | undefined;
  readonly read: (text: string) => Reader;
}

function idQuestions(batch: Batch): readonly IdQuestion[] {
  const accounts = {
    check: accountsRefusal,
    read: (text: string): Reader => ({ kind: 'accounts', ids: idsIn(text) }),
  };
  return [
    {
      kind: 'bucket-account',
      title: message('Account of the Log Bucket'),
      prompt: message('ID of the account that owns {0}', bucketsElsewhere(batch).join(', ')),
      ...accounts,
    },
    {
      kind: 'accounts',
      title: message('Accounts That May Decrypt Log Files'),
      prompt: message('12-digit account IDs, separated by commas or spaces'),
      ...accounts,
    },
    {
      kind: 'organization',
      title: message('Organization That May Decrypt Log Files'),
      prompt: message('ID of the organization, for example {0}', 'o-a1b2c3d4e5'),
      check: text =>
        isOrganizationId(text.trim())
          ? undefined
          : message('An organization ID is "o-" followed by 10 to 32 lowercase letters or digits.'),
      read: text => ({ kind: 'organization', id: text.trim() }),
    },
  ];
}

function accountsRefusal(text: string): Message | undefined {
  const ids = idsIn(text);
  const wrong = ids.find(id => !isAccountId(id));
  if (wrong !== undefined) {
    return message('{0} is not an account ID. An account ID has 12 digits.', wrong);
  }
  return ids.length === 0 ? message('Enter an account ID (12 digits).') : undefined;
}

/** Ids as people write them, also with hyphens: `1111-2222-3333`, as the AWS console shows them. */
function idsIn(text: string): readonly string[] {
  const ids = text.split(/[\s,;]+/).filter(id => id !== '');
  return [...new Set(ids.map(id => (/^\d{4}-\d{4}-\d{4}$/.test(id) ? id.replaceAll('-', '') : id)))];
}
