import type { AccountState } from '../../account/state.ts';
import { message } from '../../wording/message.ts';
import { profileName } from '../../wording/profiles.ts';
import type { WizardContext } from '../context.ts';

/** Reads profiles; those that were read, again. What cannot be read shows in the view, beside what can. */
export async function loadProfiles(context: WizardContext, profiles: readonly string[]): Promise<void> {
  const { inventory, show } = context;
  const title =
    profiles.length === 1
      ? message('Reading the trails of {0}', profileName(profiles[0] ?? ''))
      : message('Reading the trails of {0} profiles', profiles.length);
  await show.reading(title, async signal => {
    const cancel = () => {
      for (const profile of profiles) {
        inventory.cancel(profile);
      }
    };
    signal.addEventListener('abort', cancel, { once: true });
    await Promise.all(
      profiles.map(profile =>
        isSettled(inventory.state(profile)?.phase) ? inventory.refresh(profile) : inventory.load(profile),
      ),
    );
    signal.removeEventListener('abort', cancel);
  });
}

function isSettled(phase: AccountState['phase'] | undefined): boolean {
  return phase === 'failed' || phase === 'loaded';
}
