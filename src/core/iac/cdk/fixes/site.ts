import type { Finding } from '../../finding.ts';
import type { FixAction, FixContext, TextEdit } from '../../fix.ts';
import type { Call, Import, ImportedName } from '../../formats/code/syntax.ts';
import type { Site as Place, ProgramFile } from '../../programs/outline.ts';
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

/** What the trail is called in the names of what belongs to it: `AuditTrail` of `'audit-trail'`. */
export function baseName(made: Made): string {
  const words = (constructId(made) ?? 'Trail').split(/[^A-Za-z0-9]+/).filter(word => word !== '');
  const name = words.map(word => word.charAt(0).toUpperCase() + word.slice(1)).join('');
  return /^[A-Za-z]/.test(name) ? name : `Trail${name}`;
}
