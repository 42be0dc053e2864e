import { quoted } from '../base/show.ts';
import { type Message, message } from './message.ts';

/** A document that was not read, or not to its end. `why`: a few words in English, for the log and behind the colon. */
export function unreadDocument(why: string): Message {
  return message('This file could not be read, so trails in it may be missing: {0}', quoted(why));
}

/** When a workspace was scanned. */
export function scannedAt(time: string): Message {
  return message('scanned {0}', time);
}

/**
 * Folders and other paths that a scan could not read. `detail`: a few words in English, as in the log, which names
 * those for which there is no room.
 */
export function unreadPaths(paths: readonly { readonly path: string; readonly detail: string }[]): Message {
  const named = paths
    .slice(0, mostNamed)
    .map(({ path, detail }) => `${quoted(path)} (${quoted(detail)})`)
    .join(', ');
  if (paths.length === 1) {
    return message('This path could not be read, so trails in it may be missing: {0}', named);
  }
  return paths.length > mostNamed
    ? message(
        '{0} paths could not be read, so trails in them may be missing. The log names all of them. The first: {1}',
        paths.length,
        named,
      )
    : message('{0} paths could not be read, so trails in them may be missing: {1}', paths.length, named);
}

/** More would leave no room for the rows. */
const mostNamed = 3;
