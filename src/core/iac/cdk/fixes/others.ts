import { knownValue } from '../../../trail/fact.ts';
import { insert, lineStart, replace } from '../../formats/edit.ts';
import { propertyNamed } from '../../programs/properties.ts';
import type { Made } from '../../programs/value.ts';
import { oneSided, writtenFor } from '../../programs/write/choices.ts';
import { spelled } from '../../programs/write/code.ts';
import { addProperty, replaceProperty } from '../../programs/write/edits.ts';
import { requiring } from '../../programs/write/inputs.ts';
import { expressionFor, textAt } from '../../programs/write/refer.ts';
import { styleOf } from '../../programs/write/style.ts';
import { trailClasses } from '../constructs.ts';
import { classOf, propertiesOf } from '../names.ts';
import { changesOf, opening } from './keys.ts';
import type { Remedy, Site } from './site.ts';

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
    return edit
      ? [{ action: { kind: 'require-input', input: name }, changes: [{ file, edits: [edit] }] }]
      : [];
  });
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
  const { key } = site.trail.declaration.facts;
  const all =
    key.kind === 'known'
      ? [key.value]
      : key.kind === 'conditional'
        ? key.branches.flatMap(one => (one.kind === 'known' ? [one.value] : []))
        : [];
  const facts = all.find(({ name }) => site.finding.key === undefined || name === site.finding.key);
  const policy = facts && knownValue(facts.policy);
  const made = facts && site.trail.reading.keys.get(facts.name);
  const reference = made && expressionFor(made, site);
  if (!facts || policy?.answer !== 'does-not-admit' || reference === undefined) {
    return [];
  }
  const edits = opening(site, reference, policy.missing);
  return edits
    ? [{ action: { kind: 'add-policy-statements', key: facts.name }, changes: changesOf(site, edits) }]
    : [];
}

/** Turn rotation on where the key is made. */
export function enableRotation(site: Site): Remedy[] {
  const { key } = site.trail.declaration.facts;
  const all =
    key.kind === 'known'
      ? [key.value]
      : key.kind === 'conditional'
        ? key.branches.flatMap(one => (one.kind === 'known' ? [one.value] : []))
        : [];
  const facts = all.find(({ name }) => site.finding.key === undefined || name === site.finding.key);
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

/** The name that the construct knows, where it is given a key under another one. */
export function renameProperty({ trail, file, style }: Site): Remedy[] {
  const { misspelt, made } = trail.reading;
  const [right] = trailClasses[classOf(made) ?? ''] ?? [];
  if (!misspelt || misspelt.file !== file || right === undefined) {
    return [];
  }
  const to = spelled(right, style);
  const edit = misspelt.isShorthand
    ? replace(misspelt.range, `${to}: ${misspelt.name}`)
    : replace(misspelt.nameRange, to);
  return [
    { action: { kind: 'rename-property', from: misspelt.name, to }, changes: [{ file, edits: [edit] }] },
  ];
}
