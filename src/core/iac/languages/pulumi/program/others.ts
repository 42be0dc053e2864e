import { onceFor } from '../../../../base/onceFor.ts';
import type { Call, Expression } from '../../../formats/code/syntax.ts';
import { mayDeclare } from '../../programs/aliases.ts';
import { environmentsAt, everyTurn, type Standing } from '../../programs/evaluation/callers.ts';
import { environmentsOfObjects } from '../../programs/evaluation/creations.ts';
import { type Made, madeOf } from '../../programs/evaluation/value.ts';
import type { World } from '../../programs/evaluation/world.ts';
import { bindingsOf, callsThatMake } from '../../programs/outline/classes.ts';
import type { Owner, ProgramFile, Site } from '../../programs/outline/outline.ts';
import { camelCase } from '../../programs/spelling.ts';
import { classOf } from './names.ts';
import { aliasNameOf } from './resources.ts';

/** What resources say of another one. */
export interface Kind {
  readonly classes: readonly string[];
  /** What names the other resource. */
  readonly property: string;
  /** What a function or class that creates such a one is called. */
  readonly of: RegExp;
}

/** Policies that are declared apart from their keys. */
export const policiesOfKeys: Kind = {
  classes: ['aws.kms.KeyPolicy'],
  property: 'keyId',
  of: /^(?:New)?(?:Replica|External)*Key$/,
};

/** Encryption that is declared apart from its bucket. */
export const encryptionOfBuckets: Kind = {
  classes: [
    'aws.s3.BucketServerSideEncryptionConfiguration',
    'aws.s3.BucketServerSideEncryptionConfigurationV2',
  ],
  property: 'bucket',
  of: /^(?:New)?Bucket(?:V2)?$/,
};

/** The resources of a program that say something of others. */
export interface Others {
  /** Those that may say it of a resource, as the world creates them. */
  about(kind: Kind, made: Made): readonly Made[];
  /** The aliases of keys that may have a name. */
  aliases(wanted: string): readonly Made[];
}

/** The resources of a program that are created in a world, each once. */
export function othersIn(
  files: readonly ProgramFile[],
  world: World,
  standing: Standing = new Map(),
): Others {
  const known = new Map<Site, readonly Made[]>();
  const madeAt = (site: Site): readonly Made[] => {
    const found =
      known.get(site) ??
      environmentsAt(site, world, everyTurn, standing)
        .map(one => one.evaluate(site.call))
        .flatMap(value => madeOf(value) ?? []);
    known.set(site, found);
    return found;
  };
  return {
    about: (kind, made) =>
      files
        .flatMap(file => linksIn(file, kind))
        .flatMap(({ all, certain }) => [...all, ...((made.call && certain.get(made.call)) ?? [])])
        .flatMap(madeAt)
        .filter(one => kind.classes.includes(classOf(one) ?? '')),
    aliases: wanted => {
      const sites = files.flatMap(file => callsThatMake(file, ['Alias', 'NewAlias'], ['aws']));
      return mayDeclare(wanted, sites, world, aliasNameOf)
        .flatMap(site => environmentsOfObjects(site, world, standing).map(one => one.evaluate(site.call)))
        .flatMap(value => madeOf(value) ?? []);
    },
  };
}

/** Where resources are created: those of which it is known what they are about, by its call, and all others. */
interface Links {
  readonly all: readonly Site[];
  readonly certain: ReadonlyMap<Call, readonly Site[]>;
}

const linksOf = onceFor((_: ProgramFile) => new Map<Kind, Links>());

/** Each trail asks for few of many: what a name shows without evaluation is noted once for all of them. */
function linksIn(file: ProgramFile, kind: Kind): Links {
  const own = linksOf(file);
  const links = own.get(kind) ?? linked(file, kind);
  own.set(kind, links);
  return links;
}

function linked(file: ProgramFile, { classes, property, of }: Kind): Links {
  // In Go, a function makes them.
  const names = classes
    .map(one => one.slice(one.lastIndexOf('.') + 1))
    .flatMap(one => [one, `New${one}`])
    .filter(one => file.program.text.includes(one));
  const all: Site[] = [];
  const certain = new Map<Call, Site[]>();
  for (const site of names.length === 0 ? [] : callsThatMake(file, names, ['aws'])) {
    const written = propertyOf(site.call, property);
    const call = written && callBehind(written, site.owner);
    const isOne = call && (call.callee.kind === 'name' || call.callee.kind === 'member');
    if (isOne && of.test(call.callee.name)) {
      certain.set(call, [...(certain.get(call) ?? []), site]);
    } else {
      all.push(site);
    }
  }
  return { all, certain };
}

/** A property where it is written out in the call; undefined where others may come after it. */
function propertyOf({ args }: Call, property: string): Expression | undefined {
  const isOpen = args.some(
    ({ value, spread }) =>
      spread !== undefined ||
      (value.kind === 'object' && value.entries.some(one => one.kind === 'spread' || one.name === undefined)),
  );
  const named = args.find(({ name }) => name !== undefined && camelCase(name) === property)?.value;
  const entries = args.flatMap(({ value }) => (value.kind === 'object' ? value.entries : []));
  const entry = entries.find(
    one => one.kind === 'entry' && one.name !== undefined && lowered(camelCase(one.name)) === property,
  );
  return isOpen ? undefined : (named ?? (entry?.kind === 'entry' ? entry.value : undefined));
}

function lowered(name: string): string {
  return name.charAt(0).toLowerCase() + name.slice(1);
}

/** The call whose result a name has, of which something is named: `key.id`, `key.id()`. */
function callBehind(expression: Expression, owner: Owner): Call | undefined {
  switch (expression.kind) {
    case 'member':
      return callBehind(expression.object, owner);
    case 'call':
      return expression.args.length === 0 && expression.callee.kind === 'member'
        ? callBehind(expression.callee, owner)
        : undefined;
    case 'name': {
      const [only, ...more] = isField(expression.name, owner) ? [] : bindingsOf(expression.name, owner);
      const value =
        only?.kind === 'value' && !only.event.part && more.length === 0 ? only.event.value : undefined;
      return value?.kind === 'call' ? value : undefined;
    }
    default:
      return undefined;
  }
}

/** Whether a name may be a field of a class around. */
function isField(name: string, from: Owner): boolean {
  for (let owner: Owner | undefined = from; owner; owner = owner.parent) {
    if (owner.kind === 'class' && owner.fields.has(name)) {
      return true;
    }
  }
  return false;
}
