import { isInput } from '../../../declaration.ts';
import type { Finding } from '../../../finding.ts';
import type { DocumentEdits, FixAction, FixContext, TextEdit } from '../../../fix.ts';
import {
  inOrder,
  proposalsOf,
  type Remedy as RemedyIn,
  remediesFor,
  type Ways,
} from '../../../fixes/remedies.ts';
import { trailNow } from '../../../fixes/trailNow.ts';
import type { DeclaredTrail } from '../declare.ts';
import type { Place } from '../evaluation/value.ts';
import type { ProgramFile } from '../outline/outline.ts';
import { type Point, type Standpoint, timesNamed } from '../write/refer.ts';
import { styleOf } from '../write/style.ts';

export type Remedy = RemedyIn<ProgramFile>;

/** The place of a fix: a trail, and the call that gets its key, of the trail or of its creator. */
export interface Site<T extends DeclaredTrail = DeclaredTrail> extends Standpoint {
  readonly finding: Finding;
  readonly trail: T;
  readonly context: FixContext;
}

/** Ways to answer a finding, the best one first; none where the text is no longer the one it was found in. */
export function fixesFor<T extends DeclaredTrail>(
  finding: Finding,
  trails: readonly T[],
  context: FixContext,
  ways: Ways<Site<T>, ProgramFile>,
) {
  const trail = trailNow(finding, trails);
  if (!trail) {
    return [];
  }
  const place = trail.call ?? trail.site;
  const { file } = place.owner;
  const remedies = remediesFor({ finding, trail, context, file, place, style: styleOf(file) }, ways);
  return proposalsOf(remedies).map(proposal => ({
    ...proposal,
    documents: proposal.documents.map(one => (one.uri === file.uri ? withConsequences(one, file) : one)),
  }));
}

/** Edits of a program as it compiles with them; one that would not is not proved. */
function withConsequences({ uri, edits }: DocumentEdits, { program }: ProgramFile): DocumentEdits {
  return { uri, edits: inOrder([...edits, ...(program.consequencesOf?.(edits) ?? [])]) ?? edits };
}

/** Where the key of a trail is written, which may be in front of the trail: in properties that have a name, in a builder. */
export function keyPoint({ trail, place, file }: Site): Point {
  const { property, misspelt } = trail.reading;
  const written = property ?? misspelt;
  const { range } = place.call;
  const isApart =
    !trail.call &&
    written?.file === file &&
    !(range.start <= written.range.start && written.range.end <= range.end);
  return isApart && written
    ? { owner: written.environment.owner, range: written.range }
    : { owner: place.owner, range };
}

/** Whether what a trail is created with has a name already where its key is written: a scope, a provider. */
export function isKnownThere(site: Site): boolean {
  const { place, file } = site;
  const point = keyPoint(site);
  const { range, argsRange } = place.call;
  const isLater = (start: number, end: number) => start > point.range.start && end <= range.start;
  const written = file.program.text.slice(argsRange.start, argsRange.end);
  return (
    point.owner === place.owner &&
    [...place.owner.names].every(
      ([name, bindings]) =>
        // All that a module has is a name, too, which no text holds.
        !bindings.some(one => one.kind === 'value' && isLater(one.event.range.start, one.event.range.end)) ||
        timesNamed(name, written) === 0,
    )
  );
}

/** Edits of the file of the finding. */
export function changesOf({ file }: Site, edits: readonly TextEdit[]): Remedy['changes'] {
  return [{ file, edits }];
}

/** The input that decides about the key of a trail that an object makes, as its class calls it: a property, or one of its own. */
export function passedInput({
  trail,
}: Site): { readonly name: string; readonly object: string; readonly isProperty: boolean } | undefined {
  const input = (trail.own ?? trail.reading).related.find(isInput)?.name ?? parameterIn(trail.own?.property);
  return input === undefined
    ? undefined
    : {
        name: input.slice(input.lastIndexOf('.') + 1),
        object: input.replace(/\..*/s, ''),
        isProperty: input.includes('.'),
      };
}

/** The parameter that a key is given by, also as a property of one, be it kept in a variable first: `key`, `props.key`. */
function parameterIn(property: Place | undefined): string | undefined {
  const { value, environment } = property ?? {};
  const given = value && environment?.evaluate(value);
  const name = given?.kind === 'given' ? given.name : undefined;
  return name !== undefined && /^[\w$]+(?:\.[\w$]+)?$/.test(name) ? name : undefined;
}

/** Using a declared key, in its place or as an input of the trail's creator. */
export function declaredAction(site: Site, key: string, everybody: boolean): FixAction {
  const variable = site.trail.call ? passedInput(site)?.name : undefined;
  const module = site.trail.declaration.resource.split('.')[0] ?? '';
  return variable === undefined
    ? { kind: 'use-declared-key', key, ...(everybody && { everybody }) }
    : { kind: 'pass-variable', module, variable, key };
}
