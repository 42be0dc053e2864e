import type { UnknownCause } from '../../../trail/fact.ts';
import type { Related } from '../../declaration.ts';
import type { Expression } from '../../formats/hcl/index.ts';
import { lifecycleArgument } from '../lifecycle.ts';
import { type Declared, type Setting, settingOf } from '../module.ts';
import type { Evaluator } from './evaluator.ts';
import { entriesOf } from './functions/collections.ts';
import { largestCollection } from './functions/helpers.ts';
import { questionId } from './operations.ts';
import { policyDocumentJson } from './policyDocument.ts';
import type { Scope } from './scope.ts';
import { convert, isType } from './types.ts';
import {
  asNumber,
  asText,
  type Bindings,
  bindingsId,
  bool,
  failure,
  fromFile,
  list,
  map,
  noBindings,
  number,
  type ResourceValue,
  solidValue,
  unknownValue,
  type Value,
} from './value.ts';
import type { World } from './world.ts';

/** Calls in calls, deeper than anybody writes. */
const deepestCall = 10;

/** What names stand for: variables, locals, resources, module outputs. Each is evaluated once in a world. */
export class References {
  readonly #evaluator: Evaluator;

  constructor(evaluator: Evaluator) {
    this.#evaluator = evaluator;
  }

  get #world(): World {
    return this.#evaluator.world;
  }

  variable(name: string, scope: Scope): Value {
    return this.#once(`${scope.path} var.${name}`, circle, () =>
      this.#evaluator.marking(() => this.#variable(name, scope)),
    );
  }

  local(name: string, scope: Scope): Value {
    const local = scope.module.locals.get(name);
    return local
      ? this.#once(`${scope.path} local.${name}`, circle, () =>
          this.#evaluator.evaluate(local.attribute.value, scope),
        )
      : unknownValue('not-understood');
  }

  /** The attribute of a resource as written; undefined where it is not. */
  written({ resource, scope, bindings }: ResourceValue, name: string): Value | undefined {
    const setting = settingOf(resource, name);
    return setting && this.#evaluator.evaluate(setting.attribute.value, scope, bindings);
  }

  /** What `count` and `for_each` make of a block: no instance, one, or several with their own `each`. */
  instances(declared: Declared, id: string, scope: Scope, outer: Bindings = noBindings): Instances {
    return this.#evaluator.apart(() =>
      this.#once(`${scope.path} instances ${id}`, noInstances, () => this.#instances(declared, scope, outer)),
    );
  }

  /** The scopes that a module call makes; undefined where the module is out of reach. */
  callScope(call: Declared, scope: Scope, bindings: Bindings, suffix: string): Scope | undefined {
    const names = [...scope.names, call.name];
    const called =
      names.length > deepestCall ? undefined : this.#evaluator.tree.folderOf(call, scope.module, names);
    const module = called && this.#evaluator.tree.module(called.folder);
    if (!called || !module || isInside(scope, called.folder)) {
      return undefined;
    }
    const path = `${scope.path === '' ? '' : `${scope.path}.`}module.${call.name}${suffix}`;
    return { module, path, names, caller: { scope, call, bindings, local: called.local } };
  }

  #variable(name: string, scope: Scope): Value {
    const id = variableId(scope, name);
    this.#world.consult(id);
    if (this.#world.assumes(id)) {
      return solidValue({ address: 'var', attribute: name, declared: undefined });
    }
    const declared = scope.module.variables.get(name);
    if (!declared) {
      return unknownValue('not-understood');
    }
    const type = settingOf(declared, 'type')?.attribute.value;
    const evaluateDefault = (expression: Expression) => this.#evaluator.evaluate(expression, scope);
    const given = this.#given(name, scope);
    const nullable = settingOf(declared, 'nullable')?.attribute.value;
    const refusesNull = nullable?.kind === 'literal' && nullable.value === false;
    if (given && !(given.kind === 'null' && refusesNull)) {
      return convert(given, type, evaluateDefault);
    }
    const fallback = settingOf(declared, 'default');
    if (fallback) {
      this.#world.trace(defaultOf(name, fallback));
    }
    const byDefault =
      fallback && convert(this.#evaluator.evaluate(fallback.attribute.value, scope), type, evaluateDefault);
    return given || scope.caller
      ? (byDefault ?? unknownValue('not-understood'))
      : this.#open(name, byDefault, type);
  }

  /** What the call passes, or a variable file of the root sets; undefined where nobody gives anything. */
  #given(name: string, scope: Scope): Value | undefined {
    if (scope.caller) {
      const { call, scope: outer, bindings } = scope.caller;
      const passed = settingOf(call, name);
      return passed && this.#evaluator.evaluate(passed.attribute.value, outer, bindings);
    }
    const given = scope.module.given.get(name);
    if (!given) {
      return undefined;
    }
    const { attribute, file } = given;
    this.#world.trace({ kind: 'variable-value', name: `var.${name}`, uri: file.uri, range: attribute.range });
    return this.#evaluator.evaluate(attribute.value, scope);
  }

  /** A variable of the root, which somebody may set where the module is used. */
  #open(name: string, byDefault: Value | undefined, type: Expression | undefined): Value {
    const origin = { address: 'var', attribute: name, declared: undefined };
    if (isType(type, 'bool') || byDefault?.kind === 'bool') {
      const usual = byDefault?.kind === 'bool' ? (byDefault.value ? 0 : 1) : undefined;
      if (usual !== undefined || !byDefault) {
        const answer = this.#world.answer(`var.${name}`, 2, usual, {
          name: `var.${name}`,
          answers: ['true', 'false'],
        });
        return answer === undefined ? unknownValue('decided-at-deployment') : bool(answer === 0);
      }
    }
    if (!byDefault) {
      return solidValue(origin);
    }
    if (this.#world.answer(`var.${name}`, 2, 0, { name: `var.${name}`, answers: [] }) === 1) {
      const simple = byDefault.kind !== 'list' && byDefault.kind !== 'map';
      const text = simple || isType(type, 'string');
      return text ? solidValue(origin) : unknownValue('decided-at-deployment');
    }
    return byDefault;
  }

  resource(address: string, scope: Scope): Value {
    const resource = scope.module.resources.get(address);
    if (!resource) {
      // The provider's types have an underscore; anything else is no resource, or is half typed.
      const type = address.replace(/^data\./, '').split('.')[0] ?? '';
      const declared = undefined;
      return type.includes('_')
        ? solidValue({ address, attribute: '', declared })
        : unknownValue('not-understood');
    }
    return this.#valueOf(this.instances(resource, address, scope), bindings => ({
      kind: 'resource',
      scope,
      resource,
      bindings,
    }));
  }

  module(name: string, scope: Scope): Value {
    const call = scope.module.calls.get(name);
    const outOfReach = solidValue({ address: `module.${name}`, attribute: '', declared: undefined });
    if (!call) {
      return outOfReach;
    }
    return this.#valueOf(this.instances(call, `module.${name}`, scope), (bindings, suffix) => {
      const inner = this.callScope(call, scope, bindings, suffix);
      return inner ? { kind: 'module', scope: inner } : outOfReach;
    });
  }

  #valueOf(instances: Instances, make: (bindings: Bindings, suffix: string) => Value): Value {
    const made = instances.items.map(item => make(item.bindings, item.suffix));
    switch (instances.kind) {
      case 'single':
        return made[0] ?? failure;
      case 'count':
        return list(made);
      case 'each':
        return map(instances.items.map((item, index) => [item.key, made[index] ?? failure]));
      case 'some': {
        const [only] = made;
        return only ? { kind: 'list', items: [only] } : list([]);
      }
      case 'unknown':
        return unknownValue(instances.cause ?? 'not-understood');
    }
  }

  #instances(declared: Declared, scope: Scope, outer: Bindings): Instances {
    const count = settingOf(declared, 'count');
    if (count) {
      const value = this.#evaluator.evaluate(count.attribute.value, scope, outer);
      return this.#counted(value, questionId(count.attribute.value, scope, outer));
    }
    const each = settingOf(declared, 'for_each');
    if (each) {
      const value = this.#evaluator.evaluate(each.attribute.value, scope, outer);
      return this.#eached(value, questionId(each.attribute.value, scope, outer));
    }
    const enabled = lifecycleArgument(declared, 'enabled');
    if (enabled && this.#evaluator.decide(enabled, scope, outer) === false) {
      return { kind: 'single', items: [] };
    }
    return { kind: 'single', items: [{ key: '', suffix: '', bindings: noBindings }] };
  }

  #counted(value: Value, question: string): Instances {
    const known = asNumber(value) ?? (value.kind === 'bool' ? Number(value.value) : undefined);
    const total = known ?? (value.kind === 'unknown' ? this.#some(value, `count ${question}`) : undefined);
    if (total === undefined) {
      return { kind: 'unknown', cause: value.kind === 'unknown' ? value.cause : 'not-understood', items: [] };
    }
    const items = Array.from({ length: Math.min(Math.max(Math.trunc(total), 0), 64) }, (_, index) => ({
      key: String(index),
      suffix: `[${index}]`,
      bindings: new Map([['count', map([['index', number(index)]])]]),
    }));
    return { kind: 'count', items };
  }

  #eached(value: Value, question: string): Instances {
    const entries = entriesOf(value);
    if (entries) {
      const items = entries.slice(0, largestCollection).map(([key, item]) => {
        const name = value.kind === 'list' ? (asText(item) ?? '') : (asText(key) ?? '');
        const entry = map([
          ['key', value.kind === 'list' ? item : key],
          ['value', item],
        ]);
        const each = value.fromFile ? fromFile(entry) : entry;
        return { key: name, suffix: `[${JSON.stringify(name)}]`, bindings: new Map([['each', each]]) };
      });
      return { kind: 'each', items };
    }
    if (value.kind !== 'unknown') {
      return { kind: 'unknown', cause: 'not-understood', items: [] };
    }
    const total = this.#some(value, `for_each ${question}`);
    if (total === undefined) {
      return { kind: 'unknown', cause: value.cause, items: [] };
    }
    const each = map([
      ['key', solidValue()],
      ['value', unknownValue(value.cause)],
    ]);
    const items = total === 0 ? [] : [{ key: '', suffix: '', bindings: new Map([['each', each]]) }];
    return { kind: 'some', items };
  }

  /** An unknown number of instances: one stands for all, or there is none. */
  #some(value: Value, id: string): number | undefined {
    if (value.kind === 'unknown' && value.cause === 'not-understood') {
      return undefined;
    }
    const answer = this.#world.answer(id, 2, undefined);
    return answer === undefined ? undefined : 1 - answer;
  }

  attribute(object: ResourceValue, name: string): Value {
    const { resource, scope } = object;
    if (resource.type === 'aws_iam_policy_document' && (name === 'json' || name === 'minified_json')) {
      return this.#once(`${scope.path} ${resource.address}${bindingsId(object.bindings)} json`, circle, () =>
        this.#evaluator.marking(() => policyDocumentJson(this.#evaluator, object)),
      );
    }
    const origin = { address: resource.address, attribute: name, declared: object };
    // An alias leads to its key by whatever attribute it is named.
    const isComputed =
      ['arn', 'id', 'key_id'].includes(name) || resource.mode === 'data' || resource.type === 'aws_kms_alias';
    const written = isComputed
      ? undefined
      : this.#once(`${scope.path} ${resource.address}${bindingsId(object.bindings)}.${name}`, circle, () =>
          this.written(object, name),
        );
    return written ?? solidValue(origin);
  }

  output(scope: Scope, name: string): Value {
    const output = scope.module.outputs.get(name);
    const setting = output && settingOf(output, 'value');
    if (!setting) {
      return unknownValue('not-understood');
    }
    return this.#once(`${scope.path} output.${name}`, circle, () =>
      this.#evaluator.evaluate(setting.attribute.value, scope),
    );
  }

  /** Evaluates a name once in a world; a name that needs itself is unknown. */
  #once<T>(id: string, circular: T, evaluate: () => T): T {
    const { memory } = this.#world;
    if (memory.has(id)) {
      return memory.get(id) as T;
    }
    memory.set(id, circular);
    const value = evaluate();
    memory.set(id, value);
    return value;
  }
}

export interface Instances {
  /** `some`: an unknown number, of which one stands for all. */
  readonly kind: 'single' | 'count' | 'each' | 'some' | 'unknown';
  readonly cause?: UnknownCause;
  readonly items: readonly Instance[];
}

export interface Instance {
  readonly key: string;
  /** `[0]`, `["eu"]`. */
  readonly suffix: string;
  readonly bindings: Bindings;
}

const circle: Value = unknownValue('not-understood');
const noInstances: Instances = { kind: 'unknown', cause: 'not-understood', items: [] };

/** A variable of a module by the names of the calls that lead to it, whatever their instances. */
export function variableId(scope: Pick<Scope, 'names'>, name: string): string {
  return `${scope.names.map(call => `module.${call}`).join('.')} var.${name}`;
}

function isInside(scope: Scope, folder: string): boolean {
  for (let one: Scope | undefined = scope; one; one = one.caller?.scope) {
    if (one.module.folder === folder) {
      return true;
    }
  }
  return false;
}

function defaultOf(name: string, { attribute, file }: Setting): Related {
  return { kind: 'variable-default', name: `var.${name}`, uri: file.uri, range: attribute.range };
}
