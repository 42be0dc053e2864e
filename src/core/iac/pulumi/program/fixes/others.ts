import type { TextEdit } from '../../../fix.ts';
import { insert, lineStart, replace } from '../../../formats/edit.ts';
import type { ProgramFile } from '../../../programs/outline.ts';
import { propertyNamed } from '../../../programs/properties.ts';
import { oneSided, writtenFor } from '../../../programs/write/choices.ts';
import { spelled } from '../../../programs/write/code.ts';
import { addProperty, replaceProperty } from '../../../programs/write/edits.ts';
import { requiring } from '../../../programs/write/inputs.ts';
import { textAt } from '../../../programs/write/refer.ts';
import { styleOf } from '../../../programs/write/style.ts';
import { propertiesOf } from '../names.ts';
import { keyName } from '../resources.ts';
import type { Remedy, Site } from './site.ts';

/** Take away what makes the input of the key one that may be left out: `config.get` becomes `config.require`. */
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
    const edit = requiringSetting(file, range) ?? requiring(file, range);
    return edit
      ? [{ action: { kind: 'require-input', input: name }, changes: [{ file, edits: [edit] }] }]
      : [];
  });
}

function requiringSetting(
  { program: { text } }: ProgramFile,
  { start, end }: { readonly start: number; readonly end: number },
): TextEdit | undefined {
  const found = /\.get(?=(?:_?[sS]ecret)?\s*\()/.exec(text.slice(start, end));
  return found
    ? replace({ start: start + found.index, end: start + found.index + 4 }, '.require')
    : undefined;
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
  return [{ action: { kind: 'drop-condition', condition }, changes: [{ file: site.file, edits: [edit] }] }];
}

/** Turn rotation on where the key is made. */
export function enableRotation(site: Site): Remedy[] {
  const { reading, declaration } = site.trail;
  const { key } = declaration.facts;
  const name = site.finding.key ?? (key.kind === 'known' ? key.value.name : undefined);
  const made = reading.keys.get(name ?? '') ?? [...reading.keys.values()][0];
  if (!made?.call) {
    return [];
  }
  const style = styleOf(made.file);
  const yes = style.language === 'python' ? 'True' : 'true';
  const property = propertyNamed(propertiesOf(made), 'enableKeyRotation');
  const edits = property
    ? [replaceProperty(property.entry, yes)]
    : addProperty(made.file, made.call, 'enableKeyRotation', yes, style, 1);
  return edits
    ? [{ action: { kind: 'enable-rotation', key: name ?? '' }, changes: [{ file: made.file, edits }] }]
    : [];
}

/** A comment above the line on which the call begins. */
export function ignoreHere({ finding, file, style, place }: Site): Remedy[] {
  const { text } = file.program;
  const start = lineStart(text, place.call.range.start);
  const indent = /^[ \t]*/.exec(text.slice(start))?.[0] ?? '';
  const mark = style.language === 'python' ? '#' : '//';
  const content = `${indent}${mark} cloudtrail-encryption:ignore ${finding.code}${style.eol}`;
  return [
    {
      action: { kind: 'ignore', code: finding.code },
      changes: [{ file, edits: [insert(start, content)] }],
    },
  ];
}

/** The name that the resource knows, where it is given a key under another one. */
export function renameProperty({ trail, file, style }: Site): Remedy[] {
  const { misspelt } = trail.reading;
  if (!misspelt || misspelt.file !== file || trail.call) {
    return [];
  }
  const to = spelled(keyName, style);
  const edit = misspelt.isShorthand
    ? replace(misspelt.range, `${to}: ${misspelt.name}`)
    : replace(misspelt.nameRange, to);
  return [
    { action: { kind: 'rename-property', from: misspelt.name, to }, changes: [{ file, edits: [edit] }] },
  ];
}

/** `key.id` → `key.arn`, and the ARN of the key behind an alias. */
export function useArn({ trail, file, style }: Site): Remedy[] {
  const { property } = trail.reading;
  const value = property?.value;
  if (value?.kind !== 'member' || property?.file !== file || trail.call) {
    return [];
  }
  const isAlias =
    /alias/i.test(textAt(file, value.object)) || /^(?:name|aliasName|alias_name|arn)$/.test(value.name);
  const right = spelled(isAlias ? 'targetKeyArn' : 'arn', style);
  const reference = `${textAt(file, value.object)}.${right}`;
  return [
    {
      action: { kind: 'use-arn', reference },
      changes: [{ file, edits: [replace(value.nameRange, right)] }],
    },
  ];
}
