import { problemOf } from '../../account/problem.ts';
import { arnOf, madeKeyOf, type RecordedRun } from '../../remediation/index.ts';
import { message } from '../../wording/message.ts';
import type { NameKey } from '../../wording/plans.ts';
import { type OpenAccounts, type WizardContext, withAccounts } from '../context.ts';
import { keyNames } from '../keys/keyNames.ts';

/**
 * Names the keys of recorded runs. A key that no trail uses any more is not in the view: its alias is requested from AWS,
 * with the profile from `profileFor`. A key that cannot be read, or is not waited for, keeps its ID; no MFA code is
 * requested only for a name.
 */
export async function namesOfKeysIn(
  runs: readonly RecordedRun[],
  profileFor: (run: RecordedRun) => string,
  context: WizardContext,
): Promise<NameKey> {
  const { inventory, show } = context;
  const known = keyNames(inventory);
  const unnamed = new Map<string, string>();
  for (const run of runs) {
    const profile = profileFor(run);
    const state = inventory.state(profile);
    if (state?.profile.asksForMfa && !state.identity) {
      continue;
    }
    for (const arn of keysOf(run).filter(one => !known(one).startsWith('alias/'))) {
      unnamed.set(arn, profile);
    }
  }
  if (unnamed.size === 0) {
    return known;
  }
  const read = await withAccounts(context, accounts =>
    show.reading(message('Reading the names of keys'), signal =>
      Promise.all([...unnamed].map(([arn, profile]) => aliasOf(arn, profile, accounts, context, signal))),
    ),
  );
  return keyNames(inventory, undefined, new Map(read.flat()));
}

function keysOf(run: RecordedRun): readonly string[] {
  const made = madeKeyOf(run);
  const found = run.steps.flatMap(({ step }) => {
    switch (step.kind) {
      case 'update-trail':
        return [step.from, arnOf(step.to, made)];
      case 'add-statements':
      case 'restore-policy':
      case 'cancel-deletion':
      case 'enable-key':
      case 'disable-key':
        return [step.keyArn];
      default:
        return [];
    }
  });
  return [...new Set([...found, made])].filter(arn => arn !== undefined);
}

async function aliasOf(
  arn: string,
  profile: string,
  accounts: OpenAccounts,
  { log }: WizardContext,
  signal: AbortSignal,
): Promise<(readonly [string, string])[]> {
  try {
    const account = await accounts.of(profile);
    const [alias] = await account.keys.aliases(arn, signal);
    return alias === undefined ? [] : [[arn, alias]];
  } catch (error) {
    log(`[${profile}] the aliases of ${arn} could not be read: ${problemOf(error).kind}`);
    return [];
  }
}
