import { knownValue } from '../../../trail/fact.ts';
import type { KeyFacts } from '../../../trail/key.ts';
import { insert, lineStart, replace } from '../../formats/edit.ts';
import { languageTable } from '../../languageTable.ts';
import { propertyNamed } from '../../programs/properties.ts';
import type { Made } from '../../programs/value.ts';
import { oneSided, writtenFor } from '../../programs/write/choices.ts';
import { printFlat, raw, spelled } from '../../programs/write/code.ts';
import { addProperty, replaceProperty } from '../../programs/write/edits.ts';
import { requiring } from '../../programs/write/inputs.ts';
import { expressionFor, textAt } from '../../programs/write/refer.ts';
import { styleOf } from '../../programs/write/style.ts';
import { trailClasses } from '../constructs.ts';
import { classOf, propertiesOf } from '../names.ts';
import { changesOf, importedKey, opening, openingInline } from './keys.ts';
import { placeKey } from './placement.ts';
import { type Remedy, referencesIn, type Site } from './site.ts';

/** Take away what makes the input of the key one that may be left out. */
export function requireInput(site: Site): Remedy[] {
  const { declaration, reading, files } = site.trail;
  const { key } = declaration.facts;
  const given =
    key.kind === 'conditional'
      ? key.branches.flatMap(one => (one.kind === 'known' ? [one.value.name] : []))
      : [];
  return reading.related.flatMap(({ kind, name, uri, range }): Remedy[] => {
    const file = files.find(one => one.uri === uri);
    if (kind !== 'variable-default' || !file || !given.includes(name) || site.trail.call) {
      return [];
    }
    const edit = requiring(file, range);
    const changes = edit && [{ file, edits: [edit] }, ...requiringObject(site, name)];
    return changes ? [{ action: { kind: 'require-input', input: name }, changes }] : [];
  });
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

/** Give the key whatever the condition says. */
export function dropCondition(site: Site): Remedy[] {
  const { property } = site.trail.reading;
  const written = property && !site.trail.call ? writtenFor(property)?.expression : undefined;
  const choice = written && oneSided(written);
  if (!choice || property?.file !== site.file) {
    return [];
  }
  const condition = textAt(site.file, choice.test);
  const edit = replace(choice.whole.range, textAt(site.file, choice.key));
  return [{ action: { kind: 'drop-condition', condition }, changes: changesOf(site, [edit]) }];
}

/** Add to the key's policy what CloudTrail lacks, in front of the trail. */
export function addStatements(site: Site): Remedy[] {
  const facts = keyMeant(site);
  const policy = facts && knownValue(facts.policy);
  const made = facts && site.trail.reading.keys.get(facts.name);
  if (!made || policy?.answer !== 'does-not-admit') {
    return [];
  }
  const reference = expressionFor(made, site);
  const edits =
    reference === undefined
      ? openingInline(site, made, policy.missing)
      : opening(site, reference, policy.missing);
  return edits
    ? [{ action: { kind: 'add-policy-statements', key: facts.name }, changes: changesOf(site, edits) }]
    : [];
}

/** The key that a finding is about. */
function keyMeant({ finding, trail }: Site): KeyFacts | undefined {
  const { key } = trail.declaration.facts;
  const all = key.kind === 'conditional' ? key.branches : [key];
  return all
    .flatMap(one => (one.kind === 'known' ? [one.value] : []))
    .find(({ name }) => finding.key === undefined || name === finding.key);
}

/** Turn rotation on where the key is made. */
export function enableRotation(site: Site): Remedy[] {
  const facts = keyMeant(site);
  const made: Made | undefined = facts && site.trail.reading.keys.get(facts.name);
  if (!facts || !made?.call) {
    return [];
  }
  const style = styleOf(made.file);
  const yes = style.language === 'python' ? 'True' : 'true';
  const property = propertyNamed(propertiesOf(made), 'enableKeyRotation');
  const edits = property
    ? [replaceProperty(property.entry, yes)]
    : addProperty(made.file, made.call, 'enableKeyRotation', yes, style);
  return edits
    ? [{ action: { kind: 'enable-rotation', key: facts.name }, changes: [{ file: made.file, edits }] }]
    : [];
}

/** A comment above the line on which the call begins. */
export function ignoreHere(site: Site): Remedy[] {
  const { finding, file, style, place } = site;
  const { text } = file.program;
  const start = lineStart(text, place.call.range.start);
  const indent = /^[ \t]*/.exec(text.slice(start))?.[0] ?? '';
  const mark = style.language === 'python' ? '#' : '//';
  const content = `${indent}${mark} cloudtrail-encryption:ignore ${finding.code}${style.eol}`;
  return [
    { action: { kind: 'ignore', code: finding.code }, changes: changesOf(site, [insert(start, content)]) },
  ];
}

const { keyAttribute } = languageTable.cdk;

/** The name that the construct knows, where it is given a key under another one. */
export function renameProperty(site: Site): Remedy[] {
  const { trail, file, style } = site;
  const { misspelt, made } = trail.reading;
  const [right] = trailClasses[classOf(made) ?? ''] ?? [];
  if (!misspelt || misspelt.file !== file || right === undefined) {
    return [];
  }
  const to = spelled(right, style);
  const action = { kind: 'rename-property', from: misspelt.name, to } as const;
  const value = misspelt.value && misspelt.environment.evaluate(misspelt.value);
  if (value?.kind === 'text' && right === keyAttribute) {
    // The construct takes a key, not its ARN.
    const references = referencesIn(site);
    const key = importedKey(site, references.to('kms', 'Key'), raw(textAt(file, misspelt.value ?? misspelt)));
    const placed = key && placeKey(site, printFlat(key, style));
    return placed ? [{ action, changes: changesOf(site, [...placed, ...references.edits()]) }] : [];
  }
  const edit = misspelt.isShorthand
    ? replace(misspelt.range, `${to}: ${misspelt.name}`)
    : replace(misspelt.nameRange, to);
  return [{ action, changes: changesOf(site, [edit]) }];
}
