import { environmentProfile } from '../../core/account/profile.ts';

/** A profile as people call it. */
export function profileName(name: string): string {
  return name === environmentProfile ? 'Environment' : name;
}
