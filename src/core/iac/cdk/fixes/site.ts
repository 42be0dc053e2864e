import type { Finding } from '../../finding.ts';
import type { FixAction, FixContext, TextEdit } from '../../fix.ts';
import type { Call, Expression, Import, ImportedName } from '../../formats/code/syntax.ts';
import type { Owner, Site as Place, ProgramFile } from '../../programs/outline.ts';
import type { Made } from '../../programs/value.ts';
import type { Style } from '../../programs/write/code.ts';
import { statementAround } from '../../programs/write/edits.ts';
import { type ModuleNames, References } from '../../programs/write/imports.ts';
import { styleOf } from '../../programs/write/style.ts';
import { constructId } from '../constructs.ts';
import { nameOf } from '../names.ts';
import type { DeclaredTrail } from '../read.ts';

/** Where a fix is made: a trail, and the file in which its finding stands. */
export interface Site {
  readonly finding: Finding;
  readonly trail: DeclaredTrail;
  readonly context: FixContext;
  /** The file of the call that is changed. */
  readonly file: ProgramFile;
  readonly place: Place;
  readonly style: Style;
}

/** A fix before it is one: changes by the files that they are made in. */
export interface Remedy {
  readonly action: FixAction;
  readonly needsThought?: boolean;
  readonly changes: readonly FileChange[];
}

export interface FileChange {
  readonly file: ProgramFile;
  readonly edits: readonly TextEdit[];
}

export function siteOf(finding: Finding, trail: DeclaredTrail, context: FixContext): Site {
  const place = trail.call ?? trail.site;
  const { file } = place.owner;
  return { finding, trail, context, file, place, style: styleOf(file) };
}

export function textAt(
  { program: { text } }: ProgramFile,
  { range: { start, end } }: { readonly range: Expression['range'] },
): string {
  return text.slice(start, end);
}

/** The call that is given the key: of the trail, or of what makes it. */
export function callOf({ place }: Site): Call {
  return place.call;
}

/** The statement in which the call stands, where lines can be put in front of it. */
export function statementOf({ place }: Site) {
  return statementAround(place.owner, place.call.range);
}

/** How classes of the CDK are referred to in the file. */
export function referencesIn({ file, style }: Pick<Site, 'file' | 'style'>): References {
  return new References(file, moduleNames, style, 'cloudtrail');
}

const moduleNames: ModuleNames = {
  given: ({ module }: Import, { imported }: ImportedName) =>
    nameOf({
      kind: 'reference',
      module,
      path: imported === undefined || imported === 'default' ? [] : [imported],
    }),
  siblingOf: (module, service) => module.replace(/cloudtrail/, service),
  nameLike: (imported, service) => imported.replace(/cloudtrail/, service),
};

/** A name that nothing in the file has: `auditKey`, `auditKey2`. */
export function unusedName({ file }: Pick<Site, 'file'>, wanted: string): string {
  const { text } = file.program;
  const isTaken = (name: string) => new RegExp(`\\b${name.replaceAll('$', '\\$')}\\b`).test(text);
  let name = wanted;
  for (let count = 2; isTaken(name); count++) {
    name = `${wanted}${count}`;
  }
  return name;
}

/** What the trail is called in the names of what belongs to it: `AuditTrail` of `'audit-trail'`. */
export function baseName(made: Made): string {
  const words = (constructId(made) ?? 'Trail').split(/[^A-Za-z0-9]+/).filter(word => word !== '');
  const name = words.map(word => word.charAt(0).toUpperCase() + word.slice(1)).join('');
  return /^[A-Za-z]/.test(name) ? name : `Trail${name}`;
}

/** How the code at a place refers to something that the program makes: by a variable or field that has it by then. */
export function expressionFor(
  made: Made,
  { place, file, style }: Pick<Site, 'place' | 'file' | 'style'>,
): string | undefined {
  const { call } = made;
  if (!call || made.file !== file) {
    return undefined;
  }
  const isBefore = (owner: Owner, at: number) => owner !== place.owner || at < place.call.range.start;
  for (const owner of ownersAround(place.owner)) {
    for (const [name, bindings] of owner.names) {
      const [only, ...more] = bindings;
      if (
        more.length === 0 &&
        only?.kind === 'value' &&
        only.event.value === call &&
        only.event.guards.every(guard => place.guards.includes(guard)) &&
        isBefore(owner, only.event.range.end)
      ) {
        return name;
      }
    }
    for (const [name, events] of owner.fields) {
      const [only, ...more] = events;
      if (
        more.length === 0 &&
        only?.value === call &&
        (only.owner === owner || isBefore(only.owner, only.range.end))
      ) {
        return `${style.language === 'python' ? 'self' : 'this'}.${name}`;
      }
    }
  }
  return undefined;
}

function* ownersAround(owner: Owner): Iterable<Owner> {
  for (let one: Owner | undefined = owner; one; one = one.parent) {
    yield one;
  }
}
