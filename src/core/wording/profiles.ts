import { environmentProfile } from '../account/profile.ts';
import { type Message, message } from './message.ts';

/** A profile as people call it. The credentials in the environment are none of the shared AWS files' and have no name. */
export function profileName(name: string): Message {
  return name === environmentProfile ? message('Environment') : message('{0}', name);
}
