import type { Related } from '../../../declaration.ts';
import { type Expression, literalText } from '../../../formats/hcl/index.ts';
import { valuesUri } from '../inputs/givenFiles.ts';
import type { Deployment } from '../modules/deployment.ts';
import { type Declared, type Setting, settingOf } from '../modules/module.ts';
import { allowedValues, validationsOf } from './checks.ts';
import type { Evaluator } from './evaluator.ts';
import type { Caller, Scope } from './scope.ts';
import { attributesOfType, convert, isType } from './types.ts';
import {
  bool,
  failure,
  nothing,
  type OpenInput,
  solidValue,
  type UnknownValue,
  unknownValue,
  type Value,
} from './value.ts';
import type { World } from './world.ts';

/**
 * What variables evaluate to: what a call passes, what a variable file sets, the default, or a value given at
 * deployment. A default that a `validation` refuses is no default, and a world in which one fails does not exist.
 */
export class Variables {
  readonly #evaluator: Evaluator;

  constructor(evaluator: Evaluator) {
    this.#evaluator = evaluator;
  }

  get #world(): World {
    return this.#evaluator.world;
  }

  value(name: string, scope: Scope): Value {
    return this.#world.once<Value>(memoryId(name, scope), unknownValue('not-understood'), () =>
      this.#evaluator.marking(() => this.#value(name, scope)),
    );
  }

  /**
   * The attribute of an object that is given at deployment: it is an input itself, with its own default where it is
   * optional.
   */
  attribute(input: OpenInput, name: string): Value {
    const attribute = attributesOfType(input.type)?.find(one => one.name === name);
    if (!attribute) {
      return failure;
    }
    const { type, optional, fallback, range } = attribute;
    const id = `${input.id}.${name}`;
    const inner: OpenInput = { ...input, id, type };
    if (!optional) {
      return this.open(inner, undefined);
    }
    const place = input.quoted ?? range;
    this.#world.trace({ kind: 'variable-default', name: id, uri: input.uri, range: place });
    const byDefault = fallback
      ? convert(this.#evaluate(fallback, input.scope), type, one => this.#evaluate(one, input.scope))
      : nothing;
    return this.open(inner, byDefault);
  }

  #value(name: string, scope: Scope): Value {
    const id = variableId(scope, name);
    this.#world.consult(id);
    if (this.#world.assumes(id)) {
      return taken(name);
    }
    const declared = scope.module.variables.get(name);
    if (!declared) {
      return unknownValue('not-understood');
    }
    const type = settingOf(declared, 'type');
    const given = this.#given(name, scope);
    if (given && !(given.kind === 'null' && refusesNull(declared))) {
      return this.#assumed(id, this.#checked(declared, scope, this.#converted(given, type, scope)));
    }
    const fallback = settingOf(declared, 'default');
    const written = fallback && this.#converted(this.#evaluate(fallback.attribute.value, scope), type, scope);
    const byDefault = written && this.#refuses(declared, scope, written) !== true ? written : undefined;
    if (fallback && byDefault) {
      this.#world.trace(defaultOf(name, fallback));
    }
    if (given || scope.caller) {
      return this.#assumed(
        id,
        byDefault ?? (written ? this.#checked(declared, scope, written) : unknownValue('not-understood')),
      );
    }
    const open = this.open(inputOf(name, type, scope), byDefault);
    return open === byDefault ? open : this.#checked(declared, scope, this.#narrowed(declared, scope, open));
  }

  /** An object with those of its attributes that are taken as given. */
  #assumed(id: string, value: Value): Value {
    return value.kind === 'map' && this.#world.assumesWithin(id)
      ? {
          ...value,
          entries: new Map(
            [...value.entries].map(([name, inner]) => {
              const own = `${id}.${name}`;
              const isTaken = this.#world.assumes(own);
              return [name, isTaken ? taken(own) : this.#assumed(own, inner)] as const;
            }),
          ),
        }
      : value;
  }

  /** What the call passes, or a variable file of the root sets; undefined if nothing is given. */
  #given(name: string, scope: Scope): Value | undefined {
    if (scope.caller) {
      const { call, scope: outer, bindings } = scope.caller;
      if (call.deployment) {
        return this.#deployed(call.deployment, name, scope, scope.caller);
      }
      const passed = settingOf(call, name);
      return passed && this.#evaluator.evaluate(passed.attribute.value, outer, bindings);
    }
    return this.#ofFile(name, scope);
  }

  /** What a tool around Terraform gives, as environment variables or as options of the command. */
  #deployed(deployment: Deployment, name: string, scope: Scope, caller: Caller): Value | undefined {
    const { scope: outer, bindings } = caller;
    const given = (isForced: boolean) => deployment.value(name, isForced, this.#evaluator, outer, bindings);
    return given(true) ?? (deployment.isRoot ? this.#ofFile(name, scope) : undefined) ?? given(false);
  }

  /** What a variable file of the module sets, which Terraform reads where it runs. */
  #ofFile(name: string, scope: Scope): Value | undefined {
    const given = scope.module.given.get(name);
    if (!given) {
      return undefined;
    }
    const { attribute, file } = given;
    if (file.uri !== valuesUri) {
      this.#world.trace({
        kind: 'variable-value',
        name: `var.${name}`,
        uri: file.uri,
        range: attribute.range,
      });
    }
    return this.#evaluate(attribute.value, scope);
  }

  /** An input of the root, which may be set where the module is used. */
  open(input: OpenInput, byDefault: Value | undefined): Value {
    const { id, type } = input;
    if (isType(type, 'bool') || byDefault?.kind === 'bool') {
      const usual = byDefault?.kind === 'bool' ? (byDefault.value ? 0 : 1) : undefined;
      if (usual !== undefined || !byDefault) {
        const answer = this.#world.answer(id, 2, usual, { name: id, answers: ['true', 'false'] });
        return answer === undefined ? unknownValue('decided-at-deployment') : bool(answer === 0);
      }
    }
    // A deployment that sets an input with a default chooses another value, which is not known.
    const named = byDefault && isEmpty(byDefault) ? { name: id, answers: [] } : undefined;
    if (byDefault && this.#world.answer(id, 2, 0, named) !== 1) {
      return byDefault;
    }
    const isObject = attributesOfType(type) !== undefined;
    const simple = !byDefault || isObject || (byDefault.kind !== 'list' && byDefault.kind !== 'map');
    if (!simple && !isType(type, 'string')) {
      return unknownValue('decided-at-deployment');
    }
    const given = solidInput(input, isObject);
    return byDefault || (type && !isType(type, 'string')) ? given : { ...given, mustBeGiven: input.id };
  }

  /** A value given at deployment, with the values that it is limited to. */
  #narrowed(declared: Declared, scope: Scope, value: Value): Value {
    if (value.kind !== 'unknown' || !this.#world.explores) {
      return value;
    }
    const allowed = allowedValues(declared, one => this.#evaluate(one, scope))?.filter(
      one => this.#refuses(declared, scope, one) !== true,
    );
    return allowed ? { ...value, among: { id: memoryId(declared.name, scope), values: allowed } } : value;
  }

  /** The value; where a validation fails for it, there is no such world. */
  #checked(declared: Declared, scope: Scope, value: Value): Value {
    if (validationsOf(declared).length > 0) {
      this.#world.require(() => this.#refuses(declared, scope, value) !== true);
    }
    return value;
  }

  /** Whether a validation fails for a value; undefined if that is not known. */
  #refuses(declared: Declared, scope: Scope, value: Value): boolean | undefined {
    const answers = validationsOf(declared).map(condition =>
      this.#world.supposing(memoryId(declared.name, scope), value, () =>
        this.#evaluator.fails(condition, scope),
      ),
    );
    return answers.includes(true) ? true : answers.includes(undefined) ? undefined : false;
  }

  #converted(value: Value, type: Setting | undefined, scope: Scope): Value {
    return convert(value, type?.attribute.value, one => this.#evaluate(one, scope));
  }

  #evaluate(expression: Expression, scope: Scope): Value {
    return this.#evaluator.evaluate(expression, scope);
  }
}

function isEmpty(value: Value): boolean {
  switch (value.kind) {
    case 'null':
      return true;
    case 'string':
      return value.value === '';
    case 'list':
      return value.items.length === 0;
    case 'map':
      return value.entries.size === 0;
    default:
      return false;
  }
}

/** A variable of a module by the names of the calls that lead to it, for all instances. */
export function variableId(scope: Pick<Scope, 'names'>, name: string): string {
  return `${scope.names.map(call => `module.${call}`).join('.')} var.${name}`;
}

function memoryId(name: string, scope: Scope): string {
  return `${scope.path} var.${name}`;
}

function inputOf(name: string, type: Setting | undefined, scope: Scope): OpenInput {
  const written = type?.attribute.value;
  return {
    id: `var.${name}`,
    type: written,
    uri: type?.file.uri ?? '',
    scope,
    ...(written?.kind === 'template' && { quoted: written.range }),
  };
}

function solidInput(input: OpenInput, isObject: boolean): UnknownValue {
  const [address = '', ...names] = input.id.split('.');
  const value = solidValue({ address, attribute: names.join('.'), declared: undefined });
  return isObject ? { ...value, open: input } : value;
}

function refusesNull(declared: Declared): boolean {
  const nullable = settingOf(declared, 'nullable')?.attribute.value;
  return (
    (nullable?.kind === 'literal' && nullable.value === false) ||
    (nullable && literalText(nullable)) === 'false'
  );
}

function defaultOf(name: string, { attribute, file }: Setting): Related {
  return { kind: 'variable-default', name: `var.${name}`, uri: file.uri, range: attribute.range };
}

/** What stands for a value that is taken as given. */
function taken(name: string): UnknownValue {
  return solidValue({ address: 'var', attribute: name, declared: undefined });
}
