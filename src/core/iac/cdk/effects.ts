import { hole, type PolicyValue } from '../../trail/keyPolicy/index.ts';
import { environmentsAt, everyTurn, type Standing } from '../programs/callers.ts';
import { type AssignmentSite, calledName, type ProgramFile, type Site } from '../programs/outline.ts';
import { type Attribute, camelCase, literalOf, type Made, madeOf, type Value } from '../programs/value.ts';
import type { World } from '../programs/world.ts';
import { keyBehind } from './constructs.ts';
import { classOf, methodOf } from './names.ts';
import { grantedBy, grants, type PolicyReader, statementOf } from './policy.ts';

/** What happens to a construct after it was made: grants, overrides, assignments, all over the files of a program. */
export class Effects {
  readonly #files: readonly ProgramFile[];
  readonly #world: World;
  readonly #standing: Standing;
  readonly #calls = new Map<Site, readonly Made[]>();

  constructor(files: readonly ProgramFile[], world: World, standing: Standing = new Map()) {
    this.#files = files;
    this.#world = world;
    this.#standing = standing;
  }

  /** Statements that are added to the policy of a key; undefined where nobody knows what is done with it. */
  grantsTo(key: Made, reader: PolicyReader): readonly PolicyValue[] | undefined {
    const statements: PolicyValue[] = [];
    for (const { made, on, name } of this.#callsOf(grantNames)) {
      const isGrants = on.kind === 'attribute' && camelCase(on.name) === 'grants';
      const receiver = keyBehind(isGrants ? on.of : on);
      const isShort =
        name === 'actions' || name === 'encrypt' || name === 'decrypt' || name === 'encryptDecrypt';
      if (receiver && isSame(receiver, key) && isShort === isGrants) {
        statements.push(grantedBy(name, made, reader));
      }
    }
    return statements;
  }

  /** Statements that are added to a policy document after it was made. */
  addedTo(policy: Value, reader: PolicyReader): readonly PolicyValue[] {
    const document = madeOf(policy);
    return !document
      ? []
      : this.#callsOf(['addStatements']).flatMap(({ made, on }) => {
          const receiver = madeOf(on);
          return receiver && isSame(receiver, document)
            ? made.args.isOpen
              ? [hole]
              : made.args.positional.map(one => statementOf(one(), reader))
            : [];
        });
  }

  /** What a property of a construct is set to after it was made; undefined where nothing sets it. */
  lastSet(construct: Made, property: string): Value | undefined {
    let value: Value | undefined;
    for (const { owner, guards, object, name, value: written } of this.#assignments()) {
      if (camelCase(name) === property) {
        for (const environment of environmentsAt({ owner, guards }, this.#world, everyTurn, this.#standing)) {
          const target = madeOf(templateOf(environment.evaluate(object)));
          if (target && isSame(target, construct)) {
            value = environment.evaluate(written);
          }
        }
      }
    }
    return value;
  }

  /** The overrides of a construct's template, by their paths, in the order of the text: undefined takes a property away. */
  overridesOf(construct: Made): readonly {
    readonly path: string | undefined;
    readonly value: Value | undefined;
    readonly made: Made;
  }[] {
    return this.#callsOf(overrideNames).flatMap(({ made, on, name }) => {
      const target = madeOf(templateOf(on));
      const [first, second] = made.args.positional;
      if (!target || !isSame(target, construct)) {
        return [];
      }
      const written = literalOf(first?.());
      const isProperty = name === 'addPropertyOverride' || name === 'addPropertyDeletionOverride';
      const path =
        written === undefined ? undefined : isProperty ? written : /^Properties\.(.*)$/.exec(written)?.[1];
      return written !== undefined && path === undefined
        ? []
        : [{ path, value: name.includes('Deletion') ? undefined : second?.(), made }];
    });
  }

  /** What is written into the metadata of a construct's resource: by key, with the value and the place. */
  metadataOf(
    construct: Made,
  ): readonly { readonly key: string; readonly value: Value; readonly made: Made }[] {
    return this.#callsOf(['addMetadata']).flatMap(({ made, on }) => {
      const target = madeOf(templateOf(on));
      const [key, value] = made.args.positional.map(one => one());
      const name = literalOf(key);
      return target && isSame(target, construct) && name !== undefined && value
        ? [{ key: name, value, made }]
        : [];
    });
  }

  *#assignments(): Iterable<AssignmentSite> {
    for (const { outline } of this.#files) {
      yield* outline.assignments;
    }
  }

  /** Calls of methods by these names, each as often as it is reached, with what they are called on. */
  #callsOf(names: readonly string[]): readonly MethodCall[] {
    return this.#files.flatMap(({ outline }) =>
      outline.calls.flatMap(site => {
        const name = camelCase(calledName(site.call) ?? '');
        return site.call.callee.kind === 'member' && names.includes(name) ? this.#reached(site) : [];
      }),
    );
  }

  #reached(site: Site): readonly MethodCall[] {
    const known =
      this.#calls.get(site) ??
      environmentsAt(site, this.#world, everyTurn, this.#standing).flatMap(environment => {
        const made = environment.evaluate(site.call);
        return made.kind === 'made' ? [made] : [];
      });
    this.#calls.set(site, known);
    return known.flatMap(made => {
      const method = methodOf(made);
      return method ? [{ made, ...method }] : [];
    });
  }
}

interface MethodCall {
  readonly made: Made;
  readonly on: Value;
  readonly name: string;
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

/**
 * Whether two are one construct. One that is seen as anybody makes its class is the same as each that somebody makes of it.
 */
export function isSame(one: Made, other: Made): boolean {
  const isSite =
    one.file.uri === other.file.uri &&
    one.range.start === other.range.start &&
    classOf(one) === classOf(other);
  return one.id === other.id || (isSite && (one.id.includes('#') || other.id.includes('#')));
}
