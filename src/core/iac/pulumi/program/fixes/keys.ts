import { knownValue } from '../../../../trail/fact.ts';
import { cloudTrailPrincipal } from '../../../../trail/keyPolicy/index.ts';
import { type DeclaredKey, keysToOffer } from '../../../declaredKeys.ts';
import type { TextEdit } from '../../../fix.ts';
import { classCalls } from '../../../programs/classes.ts';
import { defaults, quiet } from '../../../programs/explore.ts';
import { passKey } from '../../../programs/fixes/passing.ts';
import { declaredAction, type Remedy } from '../../../programs/fixes/site.ts';
import { environmentOf, programEnvironment } from '../../../programs/owners.ts';
import { type Made, madeOf, type Place } from '../../../programs/value.ts';
import { oneSided, writtenFor } from '../../../programs/write/choices.ts';
import { type Code, print, type Raw, raw, type Style, spelled } from '../../../programs/write/code.ts';
import {
  addProperty,
  hasOwnLine,
  indentOf,
  replaceProperty,
  statementAround,
} from '../../../programs/write/edits.ts';
import { expressionFor, textAt, unusedName } from '../../../programs/write/refer.ts';
import { factsOfKey, policyOfKey } from '../key.ts';
import { isNative, keyBehind, keyName, writtenName } from '../resources.ts';
import { othersIn } from '../trail.ts';
import { linesInFront, opening, PolicyCode, writesResources } from './policy.ts';
import { Names, type Site } from './site.ts';

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
  if (!property) {
    const { call } = site.place;
    // In Python, a class may wrap the arguments.
    const inner = style.writer.language === 'python' ? call.args[1]?.value : undefined;
    const target = inner?.kind === 'call' && !call.args[1]?.name ? inner : call;
    return made.call === call ? addProperty(file, target, keyName, key, style, inputsAt(style)) : undefined;
  }
  const written = property.file === file ? writtenFor(property)?.expression : undefined;
  const isGiven = site.finding.code === 'kms-key-conditional' && written && !oneSided(written);
  if (property.file !== file) {
    return undefined;
  }
  const fallback = style.writer.orElse(written ? textAt(file, written) : '', key);
  const value = isGiven ? fallback : key;
  return value === undefined ? undefined : [replaceProperty(property, value)];
}

/** What was meant for the key is under another name; the key takes the place of both. */
function replaceMisspelt(written: Place, key: string, style: Style): TextEdit {
  const { start } = isChained(style) ? written.range : written.nameRange;
  const content = style.writer.property(keyName, key);
  return { offset: start, length: written.range.end - start, content };
}

/** The inputs of a resource follow its name, in Go also after the context. */
export function inputsAt({ writer }: Style): number {
  return writer.language === 'go' ? 2 : 1;
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
      const reference = expressionFor(key, site);
      const placed = reference === undefined ? undefined : placeKey(site, arnOf(reference, site.style));
      if (!placed) {
        return [];
      }
      const policy = knownValue(facts.policy);
      const opened: readonly (readonly TextEdit[])[] = opens
        ? opening(site, key, policy?.answer === 'does-not-admit' ? policy.missing : [])
        : [[]];
      const action = declaredAction(site, name, needsThought);
      return opened.map(more => ({
        action,
        needsThought,
        changes: [{ file: site.file, edits: [...placed, ...more] }],
      }));
    },
  );
}

function arnOf(key: string, { writer }: Style): string {
  return writer.language === 'java' ? `${key}.arn()` : `${key}.${spelled('arn', { writer })}`;
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
    const policy = policyOfKey(made, others)?.entry;
    const written = policy ? policy.file.program.text.slice(policy.range.start, policy.range.end) : '';
    return facts.kind === 'known' && expressionFor(made, site) !== undefined
      ? [
          {
            key: made,
            facts: facts.value,
            name: writtenName(made),
            namesCloudTrail: written.includes(cloudTrailPrincipal),
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
  const { style, file, trail, place } = site;
  const { made } = trail.reading;
  const statement = statementAround(place.owner, place.call.range);
  const names = new Names(site);
  const keyClass = names.to('kms', 'Key');
  const aliasClass = names.to('kms', 'Alias');
  const isOpen = site.finding.code === 'kms-key-conditional' || trail.call !== undefined;
  if (
    isOpen ||
    !writesResources(style) ||
    !statement ||
    !hasOwnLine(file, statement) ||
    !keyClass ||
    !aliasClass
  ) {
    return [];
  }
  const parts = logicalParts(site);
  if (!parts) {
    return [];
  }
  const [only] = parts;
  // A name that is not the same every time is distinguished only by its notation.
  const base = parts.length === 1 && typeof only === 'string' ? only : 'trail';
  const name = unusedName(site, spelled(camel(`${base}-key`), style));
  const placed = placeKey(site, `${name}.arn`);
  if (!placed) {
    return [];
  }
  const code = new PolicyCode(site, names);
  const native = isNative(made);
  const id: Code = { kind: 'text', parts: [...parts, '-key'] };
  const parent = parentOf(site);
  const key: Code = {
    kind: 'call',
    callee: keyClass,
    isNew: true,
    args: [id],
    properties: [
      ['description', { kind: 'text', parts: ['Encrypts the CloudTrail log files of ', ...parts] }],
      ['enableKeyRotation', { kind: 'flag', value: true }],
      [native ? 'keyPolicy' : 'policy', code.whole()],
      ...optionsAsArgument(site, names, [...parent, ['retainOnDelete', style.writer.flag(true, style)]]),
    ],
  };
  const stack = trail.isSst ? '$app.stage' : `${names.pulumi()}.${spelled('getStack', style)}()`;
  const alias: Code = {
    kind: 'call',
    callee: aliasClass,
    isNew: true,
    args: [id],
    properties: [
      [
        native ? 'aliasName' : 'name',
        { kind: 'text', parts: ['alias/', { raw: stack }, '-', ...parts.map(inAlias)] },
      ],
      ['targetKeyId', raw(`${name}.${spelled('keyId', style)}`)],
      ...optionsAsArgument(site, names, parent),
    ],
  };
  const indent = indentOf(file.program.text, statement);
  const head = style.writer.declaring(name, keyClass);
  const written = [
    ...code.lines,
    head +
      withOptions(site, print(key, style, indent, indent.length + head.length), [
        ...parent,
        ['retainOnDelete', 'true'],
      ]) +
      style.end,
    withOptions(site, print(alias, style, indent), parent) + style.end,
  ];
  return [
    {
      action: { kind: 'add-key', key: name },
      changes: [{ file, edits: [...linesInFront(site, statement, written), ...placed, ...names.edits()] }],
    },
  ];
}

type Options = readonly (readonly [string, string])[];

/** A resource that a component makes is a child of it, as the trail is. */
function parentOf({ place, file, style }: Site): Options {
  const options = place.call.args.find(
    ({ value }, index) => index > 0 && /\bparent\b/.test(textAt(file, value)),
  );
  const { self } = style.writer;
  const isOfComponent =
    options && new RegExp(`\\bparent\\s*[:=]\\s*${self}\\b`).test(textAt(file, options.value));
  return isOfComponent ? [['parent', self]] : [];
}

function optionsAsArgument({ style }: Site, names: Names, options: Options): [string, Code][] {
  if (style.writer.language !== 'python' || options.length === 0) {
    return [];
  }
  const written = options.map(([name, value]) => `${spelled(name, style)}=${value}`).join(', ');
  return [['opts', raw(`${names.pulumi()}.ResourceOptions(${written})`)]];
}

/** Options after the inputs of a resource. */
function withOptions({ style }: Site, call: string, options: Options): string {
  if (style.writer.language === 'python' || options.length === 0) {
    return call;
  }
  const written = options.map(([name, value]) => `${name}: ${value}`).join(', ');
  return `${call.slice(0, -1)}, { ${written} })`;
}

/** The logical name of the trail, as it is written; undefined where it cannot be part of another text. */
function logicalParts({ trail, file, style }: Site): readonly (string | Raw)[] | undefined {
  const { made } = trail.reading;
  const args = made.call?.args ?? [];
  const named = args.find(({ name }) => name === 'resource_name');
  const written = (named ?? (args[0]?.name === undefined ? args[0] : undefined))?.value;
  if (!written || made.file !== file) {
    return undefined;
  }
  if (written.kind === 'literal') {
    return [String(written.value)];
  }
  const parts = written.kind === 'template' && !written.tag ? written.parts : [written];
  const isQuoted = parts.some(part => typeof part !== 'string' && /["'`\\]/.test(textAt(file, part)));
  // Before Python 3.12, an expression in a text cannot hold its quotes.
  return isQuoted && style.writer.language === 'python'
    ? undefined
    : parts.map(part => (typeof part === 'string' ? part : { raw: textAt(file, part) }));
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
