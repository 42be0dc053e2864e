import type { Finding } from '../../../finding.ts';
import type { FixContext } from '../../../fix.ts';
import type { Remedy as RemedyIn } from '../../../fixes/remedies.ts';
import { habitsOf } from '../../../formats/edit.ts';
import type { Habits } from '../../../formats/print.ts';
import type { Entry, MapNode } from '../../../formats/tree.ts';
import type { ManifestFile } from '../manifest.ts';
import type { DeclaredTrail } from '../read.ts';
import type { Surroundings } from '../surroundings.ts';

/** A finding at a trail, and everything that a fix of it has to know. */
export interface Site {
  readonly finding: Finding;
  readonly trail: DeclaredTrail;
  readonly around: Surroundings;
  readonly context: FixContext;
}

export type Remedy = RemedyIn<ManifestFile>;

/** The habits of a text, as the object near a place shows them, or the entry that holds it. */
export function habitsAt(file: ManifestFile, near: MapNode, entry?: Entry): Habits {
  const document = file.tree.documents.find(
    ({ range }) => near.range.start >= range.start && near.range.start <= range.end,
  );
  const spec = entry ?? near.entries.find(({ key }) => key === 'spec') ?? near.entries[0];
  return habitsOf(file.text, document?.format ?? 'yaml', spec);
}
