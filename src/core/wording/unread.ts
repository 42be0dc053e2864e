import { quoted } from '../base/show.ts';
import { type Message, message } from './message.ts';

/** A document that was not read, or not to its end. `why`: a few words in English, for the log and behind the colon. */
export function unreadDocument(why: string): Message {
  return message('This file could not be read, so trails in it may be missing: {0}', quoted(why));
}
