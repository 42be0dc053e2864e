import { join, parentOf } from '../../../base/uri.ts';
import type { SourceDocument, Sources } from '../../sources/sources.ts';
import { bringsInTasks, namesTrail } from './claims.ts';
import { isMeta } from './files.ts';

/** Limit of files opened to find out whether a playbook leads to a trail. */
const mostFiles = 100;

/**
 * Whether the roles and files that a text names lead to a task of CloudTrail, by words alone: nearly every playbook calls roles,
 * and nearly none of these is read any further.
 */
export async function leadsToTrails(document: SourceDocument, sources: Sources): Promise<boolean> {
  const waiting: SourceDocument[] = [document];
  const seen = new Set([document.uri]);
  for (let next = waiting.pop(); next && seen.size < mostFiles; next = waiting.pop()) {
    if (!bringsInTasks(next.text) && !isMeta(next.uri)) {
      continue;
    }
    for (const uri of await namedBy(next, document, sources)) {
      const other = seen.has(uri) ? undefined : await sources.read(uri);
      seen.add(uri);
      if (other) {
        if (namesTrail(other.text)) {
          return true;
        }
        waiting.push(other);
      }
    }
  }
  return false;
}

async function namedBy(
  { uri, text }: SourceDocument,
  playbook: SourceDocument,
  sources: Sources,
): Promise<readonly string[]> {
  const found = new Set<string>();
  const [own, play] = [parentOf(uri), parentOf(playbook.uri)];
  for (const [, name] of text.matchAll(fileName)) {
    for (const folder of [own, play]) {
      const file = folder === undefined || name === undefined ? undefined : join(folder, name);
      if (file !== undefined) {
        found.add(file);
      }
    }
  }
  for (const folder of roleFolders(own, play)) {
    const roles = await sources.folders(folder);
    for (const role of roles.filter(one =>
      new RegExp(`\\b${escaped(one.slice(one.lastIndexOf('/') + 1))}\\b`).test(text),
    )) {
      for (const part of ['tasks', 'meta']) {
        for (const file of await sources.list(`${role}/${part}`, true)) {
          found.add(file);
        }
      }
    }
  }
  return [...found];
}

/** Where roles are, for a text in one folder and a playbook in another. */
function roleFolders(own: string | undefined, play: string | undefined): readonly string[] {
  const above = play === undefined ? undefined : parentOf(play);
  const role = own === undefined ? undefined : parentOf(own);
  const folders = [
    play && join(play, 'roles'),
    above && join(above, 'roles'),
    role === undefined ? undefined : parentOf(role),
  ];
  return [
    ...new Set(folders.filter(folder => folder !== undefined && /(?:^|\/)(?:roles|targets)$/.test(folder))),
  ] as string[];
}

/** What follows a word for a file of tasks. */
const fileName =
  /^[ \t-]*(?:ansible\.(?:builtin|legacy)\.)?(?:(?:include|import)_tasks|import_playbook|include|file)\s*:\s*["']?([^\s"'{}#]+\.ya?ml)/gm;

function escaped(name: string): string {
  return name.replaceAll(/[^\w]/g, '\\$&');
}
