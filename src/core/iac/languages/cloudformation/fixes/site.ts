import type { Finding } from '../../../finding.ts';
import type { FixContext } from '../../../fix.ts';
import type { FileChange as FileChangeIn, Remedy as RemedyIn } from '../../../fixes/remedies.ts';
import { habitsOf } from '../../../formats/edit.ts';
import type { Habits } from '../../../formats/print.ts';
import type { Entry } from '../../../formats/tree.ts';
import { Scope, type Surroundings } from '../evaluation/scope.ts';
import { unasked } from '../evaluation/world.ts';
import type { PlacedTrail } from '../placedTrails.ts';
import type { Resource, Template, TemplateFile } from '../template.ts';

/** A finding at a trail, and everything that a fix of it has to know. */
export interface Site {
  readonly finding: Finding;
  readonly trail: PlacedTrail;
  readonly template: Template;
  /** What is to be mended: the trail, or the stack that makes it. */
  readonly resource: Resource;
  readonly surroundings: Surroundings;
  readonly context: FixContext;
}

export type Remedy = RemedyIn<TemplateFile>;

export type FileChange = FileChangeIn<TemplateFile>;

export function habitsAt(file: TemplateFile, near: Entry | undefined): Habits {
  const document = file.tree.documents.find(
    ({ range }) => near && near.keyRange.start >= range.start && near.keyRange.start <= range.end,
  );
  return habitsOf(file.text, document?.format ?? 'yaml', near);
}

/** A scope in which nothing is asked: what depends on inputs is unknown. */
export function silentScope({ template, surroundings }: Site): Scope {
  return new Scope(template, unasked(), surroundings);
}

/** Logical ids that are taken; parameters share their space. */
export function takenIds(template: Template): Set<string> {
  return new Set([...template.resources.map(({ id }) => id), ...template.parameters.keys()]);
}

export function unusedId(wanted: string, taken: ReadonlySet<string>): string {
  let id = wanted;
  for (let next = 2; taken.has(id); next++) {
    id = `${wanted}${next}`;
  }
  return id;
}
