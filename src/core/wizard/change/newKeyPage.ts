import { type Batch, checkAlias, type NewKeyAnswer } from '../../remediation/index.ts';
import type { Reader } from '../../trail/keyPolicy/index.ts';
import { message } from '../../wording/message.ts';
import { aliasRefusal } from '../../wording/plans.ts';
import { answer } from '../ask.ts';
import type { OpenAccounts, WizardContext } from '../context.ts';
import type { Page } from '../walk.ts';
import { type Answers, withEntry, withTyping } from './answers.ts';
import { nothingChosen, readersOf, readersPage, withReaders } from './readersPage.ts';

/** The questions for a new key: its alias, then everything that has a good default. */
export function newKeyPages(
  batch: Batch,
  { asksReaders }: Pick<Answers, 'asksReaders'>,
  context: WizardContext,
  accounts: OpenAccounts,
): readonly Page<Answers>[] {
  return [
    aliasPage(batch, context, accounts),
    optionsPage(batch, context),
    ...(asksReaders.includes(batch.id) ? [readersPage(batch, context)] : []),
  ];
}

/** Taken aliases are reported while typing; the run checks again before it creates a key. */
function aliasPage(batch: Batch, context: WizardContext, accounts: OpenAccounts): Page<Answers> {
  const id = `alias ${batch.id}`;
  return {
    id,
    async ask(answers, page) {
      const { keys } = await accounts.of(batch.profile);
      const reading = new AbortController();
      const taken = namesIn(keys.listAliases(batch.bucketRegion, reading.signal));
      // Handled below, where it matters; a refusal to list them is reported by the run, which tries again.
      taken.catch(() => undefined);
      try {
        const reply = await context.ask.input({
          title: message('Alias of the New Key in {0}', batch.bucketRegion),
          prompt: message('Name that people know the key by; "alias/" can be omitted'),
          value: answers.typing.get(id) ?? proposedAlias(batch),
          page,
          async check(value) {
            const alias = checkAlias(value);
            if (alias.kind === 'invalid') {
              return aliasRefusal(alias.why);
            }
            const names = await taken.catch(() => new Set<string>());
            return names.has(alias.alias)
              ? message('Another key in {1} already has the alias {0}.', alias.alias, batch.bucketRegion)
              : undefined;
          },
        });
        switch (reply.kind) {
          case 'cancel':
            return reply;
          case 'back':
            return { kind: 'back', entered: withTyping(answers, id, reply.entered) };
          case 'answer':
            return answer(withTyping(withNewKey(answers, batch, { alias: reply.value }), id, reply.value));
        }
      } finally {
        reading.abort();
      }
    },
  };
}

type Option = 'rotation' | 'account-reads' | 'others-read' | 'multi-region';

function optionsPage(batch: Batch, context: WizardContext): Page<Answers> {
  return {
    id: `options ${batch.id}`,
    async ask(answers, page) {
      const former = newKeyOf(answers, batch);
      const readers = readersOf(answers, batch, context);
      const reply = await context.ask.pickMany<Option>({
        title: message('New Key {0}', former.alias),
        placeholder: message('Options of the new key; press Enter to accept'),
        page,
        choices: [
          {
            id: 'rotation',
            label: message('Rotate the Key Every Year'),
            description: message('recommended; existing log files are not affected'),
            value: 'rotation',
            picked: former.rotation,
          },
          {
            id: 'readers',
            label: message('Let Every Principal of Account {0} Decrypt Log Files', batch.caller.account),
            description: message('as the AWS console does; otherwise IAM policies decide'),
            value: 'account-reads',
            picked: readers.some(({ kind }) => kind === 'account'),
          },
          {
            id: 'other-readers',
            label: message('Let Other Accounts Decrypt Log Files…'),
            description: message('the account of the log bucket, accounts by ID, or the organization'),
            value: 'others-read',
            picked: answers.asksReaders.includes(batch.id) || readers.some(({ kind }) => kind !== 'account'),
          },
          {
            id: 'multi-region',
            label: message('Multi-Region Key'),
            description: message('can be replicated to other Regions; cannot be changed later'),
            value: 'multi-region',
            picked: former.multiRegion,
          },
        ],
      });
      switch (reply.kind) {
        case 'cancel':
          return reply;
        case 'back':
          return { kind: 'back', entered: withOptions(answers, batch, readers, reply.entered) };
        case 'answer':
          return answer(withOptions(answers, batch, readers, reply.value));
      }
    },
  };
}

function withOptions(
  answers: Answers,
  batch: Batch,
  readers: readonly Reader[],
  chosen: readonly Option[],
): Answers {
  const others = chosen.includes('others-read');
  const chosenReaders: readonly Reader[] = [
    ...(chosen.includes('account-reads') ? [{ kind: 'account' } as const] : []),
    ...(others ? readers.filter(({ kind }) => kind !== 'account') : []),
  ];
  const asksReaders = answers.asksReaders.filter(id => id !== batch.id);
  return {
    ...withReaders(
      withNewKey(others ? answers : nothingChosen(answers, batch), batch, {
        rotation: chosen.includes('rotation'),
        multiRegion: chosen.includes('multi-region'),
      }),
      batch,
      chosenReaders,
    ),
    asksReaders: others ? [...asksReaders, batch.id] : asksReaders,
  };
}

/** What the person answered, and the defaults for the rest. */
export function newKeyOf(answers: Answers, batch: Batch): NewKeyAnswer {
  return {
    alias: proposedAlias(batch),
    rotation: true,
    multiRegion: false,
    ...answers.newKeys.get(batch.id),
  };
}

function withNewKey(answers: Answers, batch: Batch, change: Partial<NewKeyAnswer>): Answers {
  const newKey = { ...answers.newKeys.get(batch.id), ...change };
  return { ...answers, newKeys: withEntry(answers.newKeys, batch.id, newKey) };
}

/** The name that is offered for a new key. */
export function proposedAlias({ trails }: Batch): string {
  const [only] = trails;
  const name = trails.length === 1 && only ? `-${only.trail.name}` : '';
  return `alias/cloudtrail${name}`.replaceAll(/[^a-zA-Z0-9/_-]/g, '-').slice(0, 256);
}

async function namesIn(
  pages: AsyncIterable<readonly { readonly name: string }[]>,
): Promise<ReadonlySet<string>> {
  const names = new Set<string>();
  for await (const page of pages) {
    for (const { name } of page) {
      names.add(name);
    }
  }
  return names;
}
