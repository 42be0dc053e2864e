import { type JsonLike, metadataSuppressions } from '../../suppression/index.ts';
import type { Suppression } from '../../suppression.ts';
import { environmentsAt, everyTurn } from '../programs/evaluation/callers.ts';
import { defaults } from '../programs/evaluation/explore.ts';
import {
  idOf,
  literalOf,
  type Made,
  madeOf,
  methodOf,
  type RecordValue,
  type Value,
} from '../programs/evaluation/value.ts';
import { calledName, type ProgramFile, type Site } from '../programs/outline/outline.ts';
import { camelCase } from '../programs/spelling.ts';
import { Effects, isSame } from './effects.ts';
import { cdk } from './library.ts';

/*
 * Other scanners read the output of a program, with the metadata that it puts on a resource. For cdk-nag the program itself
 * says what is ignored: `NagSuppressions` in its version 2, `Validations.of(…).acknowledge(…)` in version 3. Both end in the
 * metadata of the resource or of the template, and mean what they mean there.
 */

/** What the program says to other scanners of a trail. */
export function suppressionsOf(trail: Made, files: readonly ProgramFile[]): Suppression[] {
  return [...nagSuppressions(trail, files), ...metadataOf(trail, files)];
}

/** `addMetadata('guard', { SuppressedRules: […] })` of the resource. */
function metadataOf(trail: Made, files: readonly ProgramFile[]): Suppression[] {
  if (!files.some(({ program }) => /add_?metadata/i.test(program.text))) {
    return [];
  }
  return new Effects(files, defaults({ library: cdk, files }))
    .metadataOf(trail)
    .flatMap(({ key, value, made }) => {
      const found = metadataSuppressions({ [key]: jsonOf(value) }, made.range);
      return made.file.uri === trail.file.uri ? found : found.map(one => ({ ...one, uri: made.file.uri }));
    });
}

function jsonOf(value: Value): JsonLike {
  switch (value.kind) {
    case 'text':
      return literalOf(value);
    case 'plain':
      return value.value;
    case 'list':
      return value.items.map(jsonOf);
    case 'record':
      return Object.fromEntries([...value.properties].map(([name, { get }]) => [name, jsonOf(get())]));
    default:
      return undefined;
  }
}

/** The suppressions for cdk-nag. */
function nagSuppressions(trail: Made, files: readonly ProgramFile[]): Suppression[] {
  return files.flatMap(({ uri, program, outline }) =>
    /NagSuppressions|acknowledge/.test(program.text)
      ? outline.calls.flatMap(site => {
          const name = camelCase(calledName(site.call) ?? '');
          const accepted = names.includes(name) ? acceptedBy(name, site, trail, files) : [];
          return accepted.map(one => (uri === trail.file.uri ? one : { ...one, uri }));
        })
      : [],
  );
}

const names = [
  'addResourceSuppressions',
  'addStackSuppressions',
  'addResourceSuppressionsByPath',
  'acknowledge',
];

function acceptedBy(name: string, site: Site, trail: Made, files: readonly ProgramFile[]): Suppression[] {
  const world = defaults({ library: cdk, files });
  return environmentsAt(site, world, everyTurn).flatMap(environment => {
    const made = madeOf(environment.evaluate(site.call));
    if (!made) {
      return [];
    }
    const [first, second, third] = made.args.positional.map(one => one());
    const named = (property: string) => made.args.named.properties.get(property)?.get();
    const isDeep = [third ?? named('apply_to_children') ?? named('applyToChildren')].some(
      one => one?.kind === 'plain' && one.value === true,
    );
    switch (name) {
      case 'addResourceSuppressions':
        return first && covers(first, trail, isDeep) ? accepted(second ?? named('suppressions'), site) : [];
      case 'addStackSuppressions':
        return accepted(second ?? named('suppressions'), site);
      case 'addResourceSuppressionsByPath':
        return third && pathCovers(second, trail) ? accepted(third, site) : [];
      default: {
        const of = madeOf(methodOf(made)?.on ?? { kind: 'nothing' });
        const subject = of?.args.positional[0]?.();
        return subject && covers(subject, trail, true)
          ? accepted({ kind: 'list', items: made.args.positional.map(one => one()), isOpen: false }, site)
          : [];
      }
    }
  });
}

/** Whether something is the trail, or holds it so that suppressions on it apply to the trail. */
function covers(subject: Value, trail: Made, isDeep: boolean): boolean {
  if (subject.kind === 'list') {
    return subject.items.some(one => covers(one, trail, isDeep));
  }
  const made = madeOf(subject);
  if (made && isSame(made, trail)) {
    return true;
  }
  const id = idOf(subject);
  return isDeep && id !== undefined && trail.id.startsWith(id) && !/^\d/.test(trail.id.slice(id.length));
}

function pathCovers(path: Value | undefined, trail: Made): boolean {
  const id = literalOf(trail.args.positional[1]?.());
  const paths = path?.kind === 'list' ? path.items.map(literalOf) : [literalOf(path)];
  return id !== undefined && paths.some(one => one?.split('/').includes(id));
}

function accepted(rules: Value | undefined, { call }: Site): Suppression[] {
  const list = rules?.kind === 'list' ? rules.items : [];
  const entries = list.flatMap((rule): JsonLike[] =>
    rule.kind === 'record' || rule.kind === 'made'
      ? [entryOf(rule.kind === 'record' ? rule : rule.args.named)]
      : [],
  );
  return metadataSuppressions({ cdk_nag: { rules_to_suppress: entries } }, call.range);
}

function entryOf({ properties }: RecordValue): JsonLike {
  const member = (name: string) =>
    literalOf([...properties].find(([written]) => camelCase(written) === name)?.[1].get());
  const appliesTo = [...properties.keys()].some(written => camelCase(written) === 'appliesTo');
  return { id: member('id'), reason: member('reason'), ...(appliesTo && { applies_to: [] }) };
}
