import { quoted } from '../base/show.ts';
import { type Message, message } from './message.ts';

/** A document that was not read, or not to its end. `why`: a few words in English, for the log and behind the colon. */
export function unreadDocument(why: string): Message {
  return message('This file could not be read, so trails in it may be missing: {0}', quoted(why));
}

/** When a workspace was scanned, and how many folders and other paths in it could not be read. */
export function scannedAt(time: string, unreadPaths: number): Message {
  switch (unreadPaths) {
    case 0:
      return message('scanned {0}', time);
    case 1:
      return message('1 path not read · scanned {0}', time);
    default:
      return message('{0} paths not read · scanned {1}', unreadPaths, time);
  }
}
