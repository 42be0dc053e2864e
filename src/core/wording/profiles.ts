import { environmentProfile } from '../account/profile.ts';
import { type Message, message } from './message.ts';

/** A profile as people call it. The credentials in the environment are none of the shared AWS files' and have no name. */
export function profileName(name: string): Message {
  return name === environmentProfile ? message('Environment') : message('{0}', name);
}

/** Which other profiles see the same trail; nothing where none does. */
export function alsoThrough(profiles: readonly string[]): readonly Message[] {
  const [first, ...others] = profiles;
  if (first === undefined) {
    return [];
  }
  return [
    others.length === 0
      ? message('also through {0}', profileName(first))
      : message('also through {0} and {1} more', profileName(first), others.length),
  ];
}
