import type { Settings, SharedConfig } from './sharedConfig.ts';

/**
 * The profiles for whose credentials an MFA code is asked: their own, or those of a profile that they take theirs from. All at
 * once, since each profile of a long chain would go through the chain again.
 */
export function profilesAskingForMfa({ profiles }: SharedConfig): ReadonlySet<string> {
  const asks = new Map<string, boolean>();
  for (const profile of profiles.keys()) {
    const passed: string[] = [];
    let name: string | undefined = profile;
    let found = false;
    while (name !== undefined && !found) {
      const settings: Settings | undefined = profiles.get(name)?.settings;
      const known = asks.get(name);
      if (known !== undefined || !settings) {
        found = known ?? false;
        break;
      }
      // A profile that is visited twice closes a loop.
      asks.set(name, false);
      passed.push(name);
      found = settings.has('mfa_serial');
      name = settings.get('source_profile');
    }
    for (const one of passed) {
      asks.set(one, found);
    }
  }
  return new Set([...asks].flatMap(([name, asking]) => (asking ? [name] : [])));
}
