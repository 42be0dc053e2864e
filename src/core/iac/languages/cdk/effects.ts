import { hole, type PolicyValue } from '../../../trail/keyPolicy/index.ts';
import { mayDeclare } from '../programs/aliases.ts';
import { argumentsOf } from '../programs/evaluation/arguments.ts';
import { environmentsAt, everyTurn, type Standing } from '../programs/evaluation/callers.ts';
import { environmentsOfObjects } from '../programs/evaluation/creations.ts';
import { type Environment, idOfCall } from '../programs/evaluation/environment.ts';
import { isSure } from '../programs/evaluation/operations.ts';
import {
  type Attribute,
  literalOf,
  type Made,
  madeOf,
  methodOf,
  nothing,
  notUnderstood,
  type Text,
  type Value,
} from '../programs/evaluation/value.ts';
import type { World } from '../programs/evaluation/world.ts';
import { bindingsOf, callsThatMake, isMadeOtherwise, rootName } from '../programs/outline/classes.ts';
import type { AssignmentSite, Owner, ProgramFile, Site } from '../programs/outline/outline.ts';
import { camelCase } from '../programs/spelling.ts';
import { aliasNameOf, keyGranted, writtenName } from './constructs.ts';
import { isGrantHandedOn, mayAdmit } from './grants.ts';
import { classOf, nameOf } from './names.ts';
import { grantedBy, grants, type PolicyReader, statementOf } from './policy.ts';
import { type StatementChanges, statementMethods } from './statementChanges.ts';

/** What happens to a construct after its creation: grants, overrides, assignments, all over the files of a program. */
export class Effects {
  readonly #files: readonly ProgramFile[];
  readonly #world: World;
  readonly #standing: Standing;
  readonly #environments = new Map<Site, readonly Environment[]>();
  readonly #handedOn = new Map<string, boolean>();
  readonly #changes = new Map<string, StatementChanges>();
  readonly #overrides = new Map<string, readonly Override[]>();

  constructor(files: readonly ProgramFile[], world: World, standing: Standing = new Map()) {
    this.#files = files;
    this.#world = world;
    this.#standing = standing;
  }

  /** Statements that are added to the policy of a key; undefined if its use is not known. */
  grantsTo(key: Made, reader: PolicyReader): readonly PolicyValue[] | undefined {
    const isOn = (value: Value) => {
      const receiver = keyGranted(isGrants(value) ? value.of : value);
      return isUnread(value) || (receiver !== undefined && isSame(receiver, key));
    };
    const statements = this.#callsOf(grantNames, isOn).flatMap(
      ({ made, on, name, isCertain }): PolicyValue[] => {
        if (shortNames.includes(name) !== isGrants(on)) {
          return [];
        }
        const granted = isCertain ? grantedBy(name, made, reader) : hole;
        // What is granted at something that is not known may be granted at the key.
        return !isUnread(on) ? [granted] : mayAdmit(granted, reader) ? [hole] : [];
      },
    );
    return this.#isHandedOn(key) || this.#files.some(isGrantHandedOn) ? undefined : statements;
  }

  /**
   * Whether a key is handed to a function or class of a module that is not read, which may grant something unseen. The CDK
   * itself grants nothing to CloudTrail.
   */
  #isHandedOn(key: Made): boolean {
    const name = writtenName(key);
    const isNamed = new RegExp(`\\b${name.replaceAll('$', '\\$')}\\b`);
    return this.#files.some(({ outline, program }) =>
      outline.calls.some(({ call, owner }) => {
        const root = rootName(call.callee);
        return (
          call !== key.call &&
          this.#isForeign(root, owner) &&
          isNamed.test(program.text.slice(call.argsRange.start, call.argsRange.end))
        );
      }),
    );
  }

  #isForeign(name: string | undefined, from: Owner): boolean {
    const id = `${from.file.uri} ${from.range.start} ${name}`;
    const known = this.#handedOn.get(id) ?? isForeign(name, from);
    this.#handedOn.set(id, known);
    return known;
  }

  /** Statements that are added to a policy document after its creation. */
  addedTo(policy: Value, reader: PolicyReader): readonly PolicyValue[] {
    const document = madeOf(policy);
    return !document
      ? []
      : this.#callsOf(['addStatements'], on => isConstruct(on, document)).flatMap(({ made, isCertain }) =>
          made.args.isOpen || !isCertain
            ? [hole]
            : made.args.positional.map(one => statementOf(one(), reader)),
        );
  }

  /** What is done to a statement of a policy after its creation. */
  changesOf(statement: Made): StatementChanges {
    const known = this.#changes.get(statement.id) ?? {
      calls: nearest(
        this.#callsOf(statementMethods, on => isConstruct(on, statement)),
        statement,
      ),
      effect: this.lastSet(statement, 'effect'),
    };
    this.#changes.set(statement.id, known);
    return known;
  }

  /** What a property of a construct is set to after its creation; undefined if nothing sets it. */
  lastSet(construct: Made, property: string): Value | undefined {
    let value: Value | undefined;
    for (const { owner, guards, object, name, value: written } of this.#assignments()) {
      if (name !== undefined && camelCase(name) === property) {
        for (const environment of environmentsAt({ owner, guards }, this.#world, everyTurn, this.#standing)) {
          const target = madeOf(templateOf(environment.evaluate(object)));
          if (target && isSame(target, construct)) {
            value = isSure(guards) ? environment.evaluate(written) : notUnderstood;
          }
        }
      }
    }
    return value;
  }

  /**
   * What the last override or assignment makes of a property of the template; undefined where there is none. `path` is its name
   * in the template.
   */
  lastWord(construct: Made, property: string, path = pascalCase(property)): Value | undefined {
    const known = this.#overrides.get(construct.id) ?? this.#overridesOf(construct);
    this.#overrides.set(construct.id, known);
    const override = known.findLast(
      one => one.path === undefined || one.path === path || one.path.startsWith(`${path}.`),
    );
    return override
      ? override.path === path
        ? (override.value ?? nothing)
        : notUnderstood
      : this.lastSet(construct, property);
  }

  /** The overrides of a construct's template, by their paths, in the order of the text: undefined takes a property away. */
  #overridesOf(construct: Made): readonly Override[] {
    const isOn = (on: Value) => isConstruct(templateOf(on), construct);
    const calls = this.#callsOf(overrideNames, isOn).toSorted(
      (left, right) => left.made.range.start - right.made.range.start,
    );
    return calls.flatMap(({ made, name, isCertain }) => {
      const [first, second] = made.args.positional;
      const written = literalOf(first?.());
      const isProperty = name === 'addPropertyOverride' || name === 'addPropertyDeletionOverride';
      const path =
        written === undefined ? undefined : isProperty ? written : /^Properties\.(.*)$/.exec(written)?.[1];
      return written !== undefined && path === undefined
        ? []
        : [{ path, value: !isCertain ? notUnderstood : name.includes('Deletion') ? undefined : second?.() }];
    });
  }

  /** What is written into the metadata of a construct's resource: by key, with the value and the place. */
  metadataOf(
    construct: Made,
  ): readonly { readonly key: string; readonly value: Value; readonly made: Made }[] {
    return this.#callsOf(['addMetadata'], on => isConstruct(templateOf(on), construct)).flatMap(
      ({ made }) => {
        const [key, value] = made.args.positional.map(one => one());
        const name = literalOf(key);
        return name !== undefined && value ? [{ key: name, value, made }] : [];
      },
    );
  }

  /** The constructs and calls that may declare an alias of a name, with the name that it is given. */
  aliases(wanted: string): readonly { readonly made: Made; readonly name: Text | undefined }[] {
    const sites = this.#files.flatMap(file => [
      ...callsThatMake(file, ['Alias', 'CfnAlias', 'Key', 'NewAlias', 'NewCfnAlias', 'NewKey']),
      ...file.outline.callsOf('addAlias'),
    ]);
    return mayDeclare(wanted, sites, this.#world, aliasNameOf)
      .flatMap(site =>
        environmentsOfObjects(site, this.#world, this.#standing).flatMap(
          one => madeOf(one.evaluate(site.call)) ?? [],
        ),
      )
      .map(made => ({ made, name: aliasNameOf(made) }));
  }

  *#assignments(): Iterable<AssignmentSite> {
    for (const { outline } of this.#files) {
      yield* outline.assignments;
    }
  }

  /** Calls of methods by these names, each as often as it is reached, with what they are called on. */
  #callsOf(names: readonly string[], on: (value: Value) => boolean): readonly MethodCall[] {
    return this.#files.flatMap(({ outline }) =>
      names.flatMap(name => outline.callsOf(name).flatMap(site => this.#reached(name, site, on))),
    );
  }

  /** What is passed is looked at only where it is called on something that matters. */
  #reached(name: string, site: Site, isMeant: (value: Value) => boolean): readonly MethodCall[] {
    const { callee } = site.call;
    if (callee.kind !== 'member' || isMadeOtherwise(callee.object, site.owner, classesThatMatter)) {
      return [];
    }
    const known =
      this.#environments.get(site) ?? environmentsAt(site, this.#world, everyTurn, this.#standing);
    this.#environments.set(site, known);
    return known.flatMap(environment => {
      const on = environment.evaluate(callee.object);
      const result = isMeant(on) ? environment.evaluate(site.call) : undefined;
      const made = result && isUnread(on) ? unreadCall(site, environment) : result;
      return made?.kind === 'made' ? [{ made, on, name, isCertain: isSure(site.guards) }] : [];
    });
  }
}

interface Override {
  readonly path: string | undefined;
  readonly value: Value | undefined;
}

function pascalCase(name: string): string {
  return name.charAt(0).toUpperCase() + name.slice(1);
}

interface MethodCall {
  readonly made: Made;
  readonly on: Value;
  readonly name: string;
  readonly isCertain: boolean;
}

/** What grants, overrides and metadata are looked for at: keys, aliases, trails, policies. */
const classesThatMatter: readonly string[] = [
  'Key',
  'CfnKey',
  'fromCfnKey',
  'fromAliasAttributes',
  'Alias',
  'CfnAlias',
  'Trail',
  'CfnTrail',
  'PolicyDocument',
  'PolicyStatement',
  'CompositePrincipal',
  ...['NewKey', 'NewCfnKey', 'NewAlias', 'NewCfnAlias', 'NewTrail', 'NewCfnTrail'],
  ...['NewPolicyDocument', 'NewPolicyStatement', 'NewCompositePrincipal'],
];

/** Methods of the `grants` of a key. */
const shortNames: readonly string[] = ['actions', 'encrypt', 'decrypt', 'encryptDecrypt'];

function isGrants(value: Value): value is Attribute {
  return value.kind === 'attribute' && camelCase(value.name) === 'grants';
}

function isConstruct(value: Value, construct: Made): boolean {
  const made = madeOf(value);
  return made !== undefined && isSame(made, construct);
}

/** Of the calls at one place, those on the construct itself, where there are any. */
function nearest(calls: readonly MethodCall[], construct: Made): readonly MethodCall[] {
  const isOwn = ({ on }: MethodCall) => madeOf(on)?.id === construct.id;
  const placeOf = ({ made: { file, range } }: MethodCall) => `${file.uri} ${range.start}`;
  const own = new Set(calls.filter(isOwn).map(placeOf));
  return calls.filter(one => isOwn(one) || !own.has(placeOf(one)));
}

/** What is not known: a name may be that of the parts of something. */
function isUnread(value: Value): boolean {
  return value.kind === 'unknown' || (value.kind === 'reference' && value.module === '');
}

/** A call of a method of something that is not known, by what it passes. */
function unreadCall({ call, owner: { file } }: Site, environment: Environment): Made {
  return {
    kind: 'made',
    id: idOfCall(environment, call),
    callee: { kind: 'reference', module: '', path: [] },
    args: argumentsOf(call, environment),
    file,
    range: call.range,
    call,
    environment,
  };
}

const grantNames = ['grant', 'addToResourcePolicy', 'actions', ...Object.keys(grants)];

const overrideNames = [
  'addPropertyOverride',
  'addOverride',
  'addPropertyDeletionOverride',
  'addDeletionOverride',
];

/** The construct of which something is the part that becomes the template: `trail.node.defaultChild`. */
function templateOf(value: Value): Value {
  const made = value.kind === 'made' ? methodOf(value) : undefined;
  const isFound = made && /^(?:findChild|tryFindChild)$/.test(made.name);
  const node = isFound ? made.on : value.kind === 'attribute' && isDefaultChild(value) ? value.of : undefined;
  return node?.kind === 'attribute' && node.name === 'node' ? node.of : value;
}

function isDefaultChild({ name }: Attribute): boolean {
  return camelCase(name) === 'defaultChild';
}

/** Whether two are one construct. A construct of a class with any caller is the same as each that a caller creates. */
export function isSame(one: Made, other: Made): boolean {
  const isSite =
    one.file.uri === other.file.uri &&
    one.range.start === other.range.start &&
    classOf(one) === classOf(other);
  return one.id === other.id || (isSite && (one.id.includes('#') || other.id.includes('#')));
}

/** Whether a name is imported from a module that is neither read nor the CDK's. */
function isForeign(name: string | undefined, from: Owner): boolean {
  const [binding] = name === undefined ? [] : bindingsOf(name, from);
  const { statement, name: given } = binding?.kind === 'import' ? binding : {};
  if (!statement) {
    return false;
  }
  const { module } = statement;
  const isRead = from.file.imported.has(module) || from.file.imported.has(`${module}.${given?.imported}`);
  const isCdk = nameOf({ kind: 'reference', module, path: [] }) !== undefined;
  return !isRead && !isCdk && !/^(?:cdk[-_]nag|constructs|path|fs|os)$/.test(module);
}
