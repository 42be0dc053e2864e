import { replace } from '../../../formats/edit.ts';
import { languageTable } from '../../../languageTable.ts';
import {
  enableRotation as enableRotationOf,
  renameProperty as renamePropertyTo,
  requireInput as requireInputOf,
  shutKey,
} from '../../programs/fixes/others.ts';
import { passedFor } from '../../programs/fixes/passing.ts';
import { changesOf, type Remedy, type Site } from '../../programs/fixes/site.ts';
import { printFlat, raw, spelled } from '../../programs/write/code.ts';
import { expressionFor, textAt } from '../../programs/write/refer.ts';
import { trailClasses } from '../constructs.ts';
import { classOf, propertiesOf } from '../names.ts';
import { importedKey, opening, openingInline, takesStatements } from './keys.ts';
import { placeKey } from './placement.ts';
import { referencesIn } from './site.ts';

/** Takes away what makes the input of the key one that may be left out. */
export function requireInput(site: Site): Remedy[] {
  return requireInputOf(site, requiringObject);
}

/** The object that holds an input: where it may be left out, so may be all that it holds. */
function requiringObject({ trail, file }: Site, input: string): Remedy['changes'] {
  const [object, property] = input.split('.');
  const parameter = trail.site.owner.declaration?.parameters.find(
    ({ target }) => target.kind === 'name' && target.name === object,
  );
  if (property === undefined || !parameter?.isOptional || trail.site.owner.file !== file) {
    return [];
  }
  const written = file.program.text.slice(parameter.range.start, parameter.range.end);
  const byDefault = /\s*=\s*\{\s*\}$/.exec(written);
  const mark = /^[\w$]+(\?)\s*:/.exec(written);
  const at = mark
    ? parameter.range.start + mark[0].indexOf('?')
    : parameter.range.start + (byDefault?.index ?? 0);
  const end = mark ? at + 1 : parameter.range.end;
  return mark || byDefault ? [{ file, edits: [replace({ start: at, end }, '')] }] : [];
}

/** Add to the key's policy what CloudTrail lacks, in front of the trail. */
export function addStatements(site: Site): Remedy[] {
  const key = shutKey(site);
  if (!key || !takesStatements(key.made)) {
    return [];
  }
  const { made, missing, name } = key;
  const reference = expressionFor(made, site) ?? referencePassed(site);
  const edits =
    reference === undefined ? openingInline(site, made, missing) : opening(site, reference, missing);
  return edits
    ? [{ action: { kind: 'add-policy-statements', key: name }, changes: changesOf(site, edits) }]
    : [];
}

/** How a call refers to the key that it passes to what makes the trail. */
function referencePassed(site: Site): string | undefined {
  const passed = passedFor(site)?.value;
  return passed?.kind === 'name' || passed?.kind === 'member' ? textAt(site.file, passed) : undefined;
}

/** Turns rotation on where the key is created. */
export function enableRotation(site: Site): Remedy[] {
  return enableRotationOf(site, propertiesOf);
}

const { keyAttribute } = languageTable.cdk;

/** The name that the construct knows, where it is given a key under another one. */
export function renameProperty(site: Site): Remedy[] {
  const { misspelt, made } = site.trail.reading;
  const [right] = trailClasses[classOf(made) ?? ''] ?? [];
  if (!misspelt || misspelt.file !== site.file || right === undefined) {
    return [];
  }
  const value = misspelt.value && misspelt.environment.evaluate(misspelt.value);
  if (value?.kind !== 'text' || right !== keyAttribute) {
    return renamePropertyTo(site, right);
  }
  // The construct takes a key, not its ARN.
  const references = referencesIn(site);
  const key = importedKey(
    site,
    references.to('kms', 'Key'),
    raw(textAt(site.file, misspelt.value ?? misspelt)),
  );
  const placed = key && placeKey(site, printFlat(key, site.style));
  const action = { kind: 'rename-property', from: misspelt.name, to: spelled(right, site.style) } as const;
  return placed ? [{ action, changes: changesOf(site, [...placed, ...references.edits()]) }] : [];
}
