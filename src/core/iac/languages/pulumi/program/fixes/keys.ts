import { knownValue } from '../../../../../trail/fact.ts';
import { descriptionOfKey } from '../../../../declared/newKey.ts';
import type { TextEdit } from '../../../../fix.ts';
import { type DeclaredKey, keysToOffer, namesCloudTrail } from '../../../../fixes/declaredKeys.ts';
import { defaults, quiet } from '../../../programs/evaluation/explore.ts';
import { environmentOf, programEnvironment } from '../../../programs/evaluation/owners.ts';
import { propertyNamed } from '../../../programs/evaluation/properties.ts';
import { type Made, madeOf, type Place } from '../../../programs/evaluation/value.ts';
import { fallBackInFront, passKey } from '../../../programs/fixes/passing.ts';
import { declaredAction, isKnownThere, keyPoint, type Remedy } from '../../../programs/fixes/site.ts';
import { inFrontOfTest, underTest, withoutTest } from '../../../programs/fixes/underTest.ts';
import { classCalls } from '../../../programs/outline/classes.ts';
import { oneSided, writtenFor } from '../../../programs/write/choices.ts';
import { type Code, print, type Raw, raw, type Style, spelled } from '../../../programs/write/code.ts';
import {
  addProperty,
  hasOwnLine,
  indentOf,
  replaceProperty,
  statementAround,
} from '../../../programs/write/edits.ts';
import { partsOfText } from '../../../programs/write/parts.ts';
import { expressionFor, textAt, unusedName } from '../../../programs/write/refer.ts';
import { factsOfKey, policyOfKey } from '../key.ts';
import { propertiesOf } from '../names.ts';
import { othersIn } from '../others.ts';
import { policyOf } from '../policy.ts';
import { isNative, keyBehind, keyName, writtenName } from '../resources.ts';
import { type Classes, dialectOf, type Writing } from './dialect.ts';
import { isWrittenAlike, surroundingsOf } from './options.ts';
import { opening } from './policy.ts';
import { PolicyCode } from './policyCode.ts';
import { linesInFront } from './policyWriting.ts';
import { inputsAt, Names, type Site } from './site.ts';

/** Edits that give a trail its key; undefined where the code leaves no place for it. A given key still counts. */
export function placeKey(site: Site, key: string): readonly TextEdit[] | undefined {
  const { trail, file, style } = site;
  if (trail.call) {
    return passKey(site, key, inputsAt(style));
  }
  const { property, misspelt, made } = trail.reading;
  if (!property && misspelt) {
    return misspelt.file === file ? [replaceMisspelt(misspelt, key, style)] : undefined;
  }
  if (!property && site.finding.code === 'kms-key-conditional') {
    // What may be given comes with other inputs.
    return undefined;
  }
  if (!property) {
    const { call } = site.place;
    // In Python, a class may wrap the arguments.
    const inner = style.writer.language === 'python' ? call.args[1]?.value : undefined;
    const target = inner?.kind === 'call' && !call.args[1]?.name ? inner : call;
    return made.call === call ? addProperty(file, target, keyName, key, style, inputsAt(style)) : undefined;
  }
  const under = site.finding.code === 'kms-key-conditional' ? underTest(site) : undefined;
  if (under) {
    return [under.isAsked ? inFrontOfTest(site, under, key) : withoutTest(site, under, key)];
  }
  const written = property.file === file ? writtenFor(property)?.expression : undefined;
  const isGiven = site.finding.code === 'kms-key-conditional' && written && !oneSided(written);
  if (property.file !== file) {
    return undefined;
  }
  if (!isGiven) {
    return [replaceProperty(property, key)];
  }
  const given = textAt(file, written);
  const value = orElse(given, key, style);
  return value !== undefined
    ? [replaceProperty(property, value)]
    : mayBeNil(given, site)
      ? fallBackInFront(site, given, undefined, variable => [`${variable} = ${key}`])
      : undefined;
}

/** In Go, of what may be given only inputs of Pulumi take the output of a key; texts do not. */
function mayBeNil(given: string, { trail }: Site): boolean {
  return trail.reading.related.some(({ kind, name, uri, range }) => {
    const text = trail.files.find(one => one.uri === uri)?.program.text.slice(range.start, range.end) ?? '';
    return kind === 'variable-default' && name === given && /\bpulumi\.StringPtrInput\b/.test(text);
  });
}

/** A text that may be given, and else the output of a key; in Java, both have to be outputs. */
function orElse(given: string, key: string, { writer }: Style): string | undefined {
  if (writer.language !== 'java') {
    return writer.orElse(given, key);
  }
  const lifted = key.startsWith('"') ? '' : '.map(Output::of)';
  return given.endsWith('.orElse(null)')
    ? `${given.slice(0, -'.orElse(null)'.length)}${lifted}.orElse(${key})`
    : undefined;
}

/** What was meant for the key is under another name; the key takes the place of both. */
function replaceMisspelt(written: Place, key: string, style: Style): TextEdit {
  const { start } = isChained(style) ? written.range : written.nameRange;
  const content = style.writer.property(keyName, key);
  return { offset: start, length: written.range.end - start, content };
}

function isChained({ writer }: Style): boolean {
  return writer.language === 'java';
}

/** The ARN from the settings, or picked from AWS. */
export function useKeyArn(site: Site): Remedy[] {
  const { keyArn: arn } = site.context;
  const edits =
    arn === undefined ? undefined : placeKey(site, print({ kind: 'text', parts: [arn] }, site.style, ''));
  return arn !== undefined && edits
    ? [{ action: { kind: 'use-key-arn', arn }, changes: [{ file: site.file, edits }] }]
    : [];
}

/** Use a key that the program makes already; one whose policy keeps CloudTrail out is opened with it. */
export function useDeclaredKeys(site: Site): Remedy[] {
  return keysToOffer(candidates(site), site.trail.declaration.facts.bucketRegion).flatMap(
    ({ key, name, facts, opens, needsThought }): Remedy[] => {
      const reference = expressionFor(key, site, keyPoint(site));
      const placed = reference === undefined ? undefined : placeKey(site, arnOf(reference, site.style));
      if (!placed) {
        return [];
      }
      const policy = knownValue(facts.policy);
      const opened: readonly (readonly TextEdit[])[] = opens
        ? opening(site, key, policy?.answer === 'does-not-admit' ? policy.missing : [])
        : [[]];
      const imports = new Names(site).edits(placed.map(({ content }) => content).join('\n'));
      const action = declaredAction(site, name, needsThought);
      return opened.map(more => {
        const added = imports.filter(one => !more.some(({ content }) => content === one.content));
        return {
          action,
          needsThought,
          changes: [{ file: site.file, edits: [...placed, ...more, ...added] }],
        };
      });
    },
  );
}

function arnOf(key: string, style: Style): string {
  return outputOf(key, 'arn', style);
}

/** An output of a resource; in Java, those are functions. */
function outputOf(resource: string, name: string, { writer }: Style): string {
  return `${resource}.${spelled(name, { writer })}${writer.language === 'java' ? '()' : ''}`;
}

/** Keys of the file that exist where the trail is created. */
function candidates(site: Site): readonly DeclaredKey<Made>[] {
  const { file, trail } = site;
  const world = quiet(defaults({ library: trail.library, files: trail.files }));
  const others = othersIn(trail.files, world);
  const own = trail.declaration.facts.key;
  const named = own.kind === 'known' ? own.value.name : undefined;
  return classCalls(file, ['aws']).flatMap(({ owner, call }): DeclaredKey<Made>[] => {
    const made = madeOf(environmentOf(owner, programEnvironment(file, world)).evaluate(call));
    if (!made || keyBehind(made)?.id !== made.id || writtenName(made) === named) {
      return [];
    }
    const { facts } = factsOfKey(made, trail.reading.trail, others);
    const policy = policyOfKey(made, others)?.get();
    return facts.kind === 'known' && expressionFor(made, site, keyPoint(site)) !== undefined
      ? [
          {
            key: made,
            facts: facts.value,
            name: writtenName(made),
            namesCloudTrail: namesCloudTrail(policy && policyOf(policy, trail.reading.trail)),
          },
        ]
      : [];
  });
}

/**
 * A new key with the policy that CloudTrail needs, rotation and an alias, in front of the trail. Where a key may be given there
 * is none: it would be created for those too who give one. It stays when the stack goes: log files need it as long as they are kept.
 */
export function addKey(site: Site): Remedy[] {
  const { style, file, trail } = site;
  const { owner, range } = keyPoint(site);
  const statement = statementAround(owner, range);
  const isOpen =
    site.finding.code === 'kms-key-conditional' || trail.call !== undefined || !isKnownThere(site);
  if (isOpen || !statement || !hasOwnLine(file, statement)) {
    return [];
  }
  const around = surroundingsOf(trail.reading.made, style);
  const region = regionGiven(site);
  if (!around || region === 'not-written') {
    return [];
  }
  const writing: Writing = { site, statement, around, names: new Names(site) };
  const dialect = dialectOf(site);
  const keyClasses = dialect.classes('kms', 'Key', writing.names);
  const aliasClasses = dialect.classes('kms', 'Alias', writing.names);
  const parts = logicalParts(site);
  if (!keyClasses || !aliasClasses || !parts || !dialect.mayWrite(writing)) {
    return [];
  }
  const [only] = parts;
  // A name that is not the same every time is distinguished only by its notation.
  const base = parts.length === 1 && typeof only === 'string' ? only : 'trail';
  const name = unusedName(site, style.writer.variable(camel(`${base}-key`)));
  const placed = placeKey(site, arnOf(name, style));
  if (!placed) {
    return [];
  }
  const code = new PolicyCode(writing);
  const indent = indentOf(file.program.text, statement);
  const make = (own: string | undefined, classes: Classes, retained: boolean, properties: Properties) => {
    const { before, behind, named = [] } = dialect.around(retained, writing);
    const call: Code = {
      kind: 'call',
      callee: classes.resource,
      isNew: true,
      args: [...before.map(raw), { kind: 'text', parts: [...parts, '-key'] }],
      properties: [...properties, ...named.map(([key, value]) => [key, raw(value)] as const)],
      ...(classes.inputs !== undefined && { type: classes.inputs }),
      behind,
    };
    const column =
      indent.length + (own === undefined ? 0 : style.writer.declaring(own, classes.resource).length);
    return dialect.resource(own, classes, print(call, style, indent, column), writing);
  };
  const native = isNative(trail.reading.made);
  const policy = code.whole();
  const key = make(name, keyClasses, true, [
    ...region,
    ['description', { kind: 'text', parts: [descriptionOfKey(''), ...parts] }],
    ['enableKeyRotation', { kind: 'flag', value: true }],
    [native ? 'keyPolicy' : 'policy', policy],
  ]);
  const alias = make(undefined, aliasClasses, false, [
    ...region,
    [
      native ? 'aliasName' : 'name',
      { kind: 'text', parts: ['alias/', { raw: dialect.stack(writing) }, '-', ...parts.map(inAlias)] },
    ],
    ['targetKeyId', raw(outputOf(name, 'keyId', style))],
  ]);
  const edits = [
    ...linesInFront(site, statement, [...code.lines, ...key, ...alias]),
    ...dialect.behind(writing),
    ...placed,
  ];
  const imports = writing.names.edits(edits.map(({ content }) => content).join('\n'));
  return [{ action: { kind: 'add-key', key: name }, changes: [{ file, edits: [...edits, ...imports] }] }];
}

type Properties = readonly (readonly [string, Code])[];

/** The Region that the trail is given as an input of its own, as the key then has to be. */
function regionGiven({ trail, file }: Site): Properties | 'not-written' {
  const { made } = trail.reading;
  const written = propertyNamed(propertiesOf(made), 'region');
  if (!written || written.get().kind === 'nothing') {
    return [];
  }
  const { value, environment } = written.entry;
  return value && written.entry.file === file && isWrittenAlike(value, environment, made)
    ? [['region', raw(textAt(file, value))]]
    : 'not-written';
}

/** The logical name of the trail, as it is written; undefined where it cannot be part of another text. */
function logicalParts({ trail, file, style }: Site): readonly (string | Raw)[] | undefined {
  const { made } = trail.reading;
  const args = made.call?.args ?? [];
  const named = args.find(({ name }) => name === 'resource_name');
  const first = args[inputsAt(style) - 1];
  const written = (named ?? (first?.name === undefined ? first : undefined))?.value;
  if (!written || made.file !== file) {
    return undefined;
  }
  const parts = partsOfText(written, file);
  const isQuoted = parts.some(part => typeof part !== 'string' && part.raw.includes('"'));
  // A text that becomes an output cannot be put together, and before C# 11 no expression in a text can hold its quotes.
  return isQuoted && style.writer.language === 'csharp' ? undefined : parts;
}

/** An alias has letters, digits, `/`, `_` and `-`. */
function inAlias(part: string | Raw): string | Raw {
  return typeof part === 'string' ? part.replaceAll(/[^\w/-]/g, '-') : part;
}

/** `audit-key` → `auditKey`. */
function camel(name: string): string {
  const words = name.split(/[^A-Za-z0-9]+/).filter(word => word !== '');
  const [first = 'trail', ...rest] = words;
  const joined = first + rest.map(word => word.charAt(0).toUpperCase() + word.slice(1)).join('');
  return /^[A-Za-z]/.test(joined) ? joined.charAt(0).toLowerCase() + joined.slice(1) : `trail${joined}`;
}
