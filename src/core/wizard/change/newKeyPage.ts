import { checkAlias, type NewKeyAnswer } from '../../remediation/index.ts';
import type { Reader } from '../../trail/keyPolicy/index.ts';
import { message } from '../../wording/message.ts';
import { aliasRefusal } from '../../wording/plans.ts';
import { answer } from '../ask.ts';
import type { OpenAccounts, WizardContext } from '../context.ts';
import type { Page } from '../walk.ts';
import { type Answers, type Group, withEntry } from './answers.ts';
import { readersOf, readersPage, withReaders } from './readersPage.ts';

/** What has to be known of a key that is made: its alias, then everything that has a good default. */
export function newKeyPages(
  group: Group,
  { asksReaders }: Pick<Answers, 'asksReaders'>,
  context: WizardContext,
  accounts: OpenAccounts,
): readonly Page<Answers>[] {
  return [
    aliasPage(group, context, accounts),
    optionsPage(group, context),
    ...(asksReaders.includes(group.id) ? [readersPage(group, context)] : []),
  ];
}

/** Names that are taken are told while typing; the run looks again before it makes a key. */
function aliasPage(group: Group, context: WizardContext, accounts: OpenAccounts): Page<Answers> {
  return {
    id: `alias ${group.id}`,
    stage: 'key',
    async ask(answers, page) {
      const { keys } = await accounts.of(group.profile);
      const reading = new AbortController();
      const taken = namesIn(keys.listAliases(group.region, reading.signal));
      // Asked about below, where it matters; a refusal to list them is told by the run, which asks again.
      taken.catch(() => undefined);
      try {
        const former = answers.newKeys.get(group.id)?.alias;
        const reply = await context.ask.input({
          title: message('Alias of the New Key in {0}', group.region),
          prompt: message('The name by which people know the key; "alias/" may be left out'),
          value: former ?? proposedAlias(group),
          page,
          async check(value) {
            const alias = checkAlias(value);
            if (alias.kind === 'invalid') {
              return aliasRefusal(alias.why);
            }
            const names = await taken.catch(() => new Set<string>());
            return names.has(alias.alias)
              ? message('{0} is the name of another key in {1}.', alias.alias, group.region)
              : undefined;
          },
        });
        return reply.kind === 'answer' ? answer(withNewKey(answers, group, { alias: reply.value })) : reply;
      } finally {
        reading.abort();
      }
    },
  };
}

type Option = 'rotation' | 'account-reads' | 'others-read' | 'multi-region';

function optionsPage(group: Group, context: WizardContext): Page<Answers> {
  return {
    id: `options ${group.id}`,
    stage: 'key',
    async ask(answers, page) {
      const former = newKeyOf(answers, group);
      const readers = readersOf(answers, group, context);
      const reply = await context.ask.pickMany<Option>({
        title: message('New Key {0}', former.alias),
        placeholder: message('Options of the new key; Enter accepts them'),
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
            label: message('Let Every Principal of Account {0} Decrypt Log Files', group.caller.account),
            description: message('as the AWS console does; otherwise IAM policies decide'),
            value: 'account-reads',
            picked: readers.some(({ kind }) => kind === 'account'),
          },
          {
            id: 'other-readers',
            label: message('Let Other Accounts Decrypt Log Files…'),
            description: message('the account of the log bucket, accounts by ID, or the organization'),
            value: 'others-read',
            picked: readers.some(({ kind }) => kind !== 'account'),
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
      if (reply.kind !== 'answer') {
        return reply;
      }
      const chosen = reply.value;
      const others = chosen.includes('others-read');
      const chosenReaders: readonly Reader[] = [
        ...(chosen.includes('account-reads') ? [{ kind: 'account' } as const] : []),
        ...(others ? readers.filter(({ kind }) => kind !== 'account') : []),
      ];
      const asksReaders = answers.asksReaders.filter(id => id !== group.id);
      return answer({
        ...withReaders(
          withNewKey(answers, group, {
            rotation: chosen.includes('rotation'),
            multiRegion: chosen.includes('multi-region'),
          }),
          group,
          chosenReaders,
        ),
        asksReaders: others ? [...asksReaders, group.id] : asksReaders,
      });
    },
  };
}

/** What the person answered, and the defaults for the rest. */
export function newKeyOf(answers: Answers, group: Group): NewKeyAnswer {
  return {
    alias: proposedAlias(group),
    rotation: true,
    multiRegion: false,
    ...answers.newKeys.get(group.id),
  };
}

function withNewKey(answers: Answers, group: Group, change: Partial<NewKeyAnswer>): Answers {
  const newKey = { ...answers.newKeys.get(group.id), ...change };
  return { ...answers, newKeys: withEntry(answers.newKeys, group.id, newKey) };
}

function proposedAlias({ subjects }: Group): string {
  const [only] = subjects;
  const name = subjects.length === 1 && only ? `-${only.trail.name}` : '';
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
