import { knownValue } from '../../../../trail/fact.ts';
import { keyNameOf } from '../../../finding.ts';
import type { TextEdit } from '../../../fix.ts';
import { insert, lineStart, replace } from '../../../formats/edit.ts';
import { propertyNamed } from '../evaluation/properties.ts';
import type { Made, RecordValue } from '../evaluation/value.ts';
import type { ProgramFile } from '../outline/outline.ts';
import type { KeyMade } from '../trailReading.ts';
import { oneSided, usesWhatIsAsked, writtenFor } from '../write/choices.ts';
import { spelled } from '../write/code.ts';
import { addProperty, replaceProperty } from '../write/edits.ts';
import { requiring } from '../write/inputs.ts';
import { textAt } from '../write/refer.ts';
import { styleOf } from '../write/style.ts';
import { changesOf, type Remedy, type Site } from './site.ts';
import { underTest, withoutTest } from './underTest.ts';

/**
 * Takes away what makes the input of the key one that may be left out. `more` is what else has to change with it;
 * `ownWay` how the framework itself asks for an input.
 */
export function requireInput(
  site: Site,
  more: (site: Site, input: string) => Remedy['changes'] = () => [],
  ownWay: (file: ProgramFile, range: Made['range']) => TextEdit | undefined = () => undefined,
): Remedy[] {
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
    const edit = ownWay(file, range) ?? requiring(file, range);
    const changes = edit && [{ file, edits: [edit] }, ...more(site, name)];
    return changes ? [{ action: { kind: 'require-input', input: name }, changes }] : [];
  });
}

/** Always gives the key: removes the condition. */
export function dropCondition(site: Site): Remedy[] {
  const { property } = site.trail.reading;
  const written = property && !site.trail.call ? writtenFor(property)?.expression : undefined;
  const under = underTest(site);
  if (under && !under.isAsked) {
    const condition = textAt(site.file, under.whole.test);
    const changes = changesOf(site, [withoutTest(site, under)]);
    return [{ action: { kind: 'drop-condition', condition }, changes }];
  }
  const choice = written && oneSided(written);
  // What may be missing cannot be used without asking whether it is there.
  if (!choice || property?.file !== site.file || usesWhatIsAsked(choice, site)) {
    return [];
  }
  const condition = textAt(site.file, choice.test);
  const edit = replace(choice.whole.range, textAt(site.file, choice.key));
  return [{ action: { kind: 'drop-condition', condition }, changes: changesOf(site, [edit]) }];
}

/** The keys that a finding may be about, where the program makes them: those of its name, of which functions may have one each. */
function keysMeant({ finding, trail }: Site): readonly KeyMade[] {
  const name = keyNameOf(finding);
  return trail.reading.keys.filter(({ facts }) => facts.name === name);
}

/** The key whose policy a finding is about, and what CloudTrail lacks in it. */
export function shutKey(site: Site) {
  return keysMeant(site).flatMap(({ facts: { name, policy: fact }, made }) => {
    const policy = knownValue(fact);
    return policy?.answer === 'does-not-admit' ? [{ made, name, missing: policy.missing }] : [];
  })[0];
}

/** Turns rotation on where the key is created, whose properties are at a position of its call. */
export function enableRotation(
  site: Site,
  propertiesOf: (key: Made) => RecordValue,
  position?: number,
): Remedy[] {
  const { facts, made } = keysMeant(site).find(one => knownValue(one.facts.rotation) === false) ?? {};
  if (!facts || !made?.call) {
    return [];
  }
  const style = styleOf(made.file);
  const yes = style.writer.flag(true, style);
  const property = propertyNamed(propertiesOf(made), 'enableKeyRotation');
  const edits = property
    ? [replaceProperty(property.entry, yes)]
    : addProperty(made.file, made.call, 'enableKeyRotation', yes, style, position);
  return edits
    ? [{ action: { kind: 'enable-rotation', key: facts.name }, changes: [{ file: made.file, edits }] }]
    : [];
}

/** A comment above the line on which the call starts. */
export function ignoreHere(site: Site): Remedy[] {
  const { finding, file, style, place } = site;
  const { text } = file.program;
  const start = lineStart(text, place.call.range.start);
  const indent = /^[ \t]*/.exec(text.slice(start))?.[0] ?? '';
  const content = `${indent}${style.writer.comment} cloudtrail-encryption:ignore ${finding.code}${style.eol}`;
  return [
    { action: { kind: 'ignore', code: finding.code }, changes: changesOf(site, [insert(start, content)]) },
  ];
}

/** The name that the trail knows, where it is given a key under another one. */
export function renameProperty(site: Site, right: string): Remedy[] {
  const { misspelt } = site.trail.reading;
  if (!misspelt || misspelt.file !== site.file || site.trail.call) {
    return [];
  }
  const to = spelled(right, site.style);
  const edit = misspelt.isShorthand
    ? replace(misspelt.range, `${to}: ${misspelt.name}`)
    : replace(misspelt.nameRange, to);
  return [
    {
      action: { kind: 'rename-property', from: misspelt.name, to },
      changes: changesOf(site, [edit]),
    },
  ];
}
