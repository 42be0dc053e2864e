import { addressOf } from '../modules/deployment.ts';
import { type Declared, settingOf } from '../modules/module.ts';
import type { Evaluator } from './evaluator.ts';
import { type Instances, instancesOf, noInstances } from './instances.ts';
import { policyDocumentJson } from './policyDocument.ts';
import type { Scope } from './scope.ts';
import {
  type Bindings,
  bindingsId,
  failure,
  list,
  map,
  noBindings,
  type ResourceValue,
  solidValue,
  unknownValue,
  type Value,
} from './value.ts';
import type { World } from './world.ts';

/** Calls in calls, deeper than in real code. */
const deepestCall = 10;

/** What names stand for: locals, resources, module outputs. Each is evaluated once in a world. */
export class References {
  readonly #evaluator: Evaluator;

  constructor(evaluator: Evaluator) {
    this.#evaluator = evaluator;
  }

  get #world(): World {
    return this.#evaluator.world;
  }

  local(name: string, scope: Scope): Value {
    const local = scope.module.locals.get(name);
    return local
      ? this.#world.once(`${scope.path} local.${name}`, circle, () =>
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
      this.#world.once(`${scope.path} instances ${id}`, noInstances, () =>
        instancesOf(this.#evaluator, declared, scope, outer),
      ),
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
    const path = `${scope.path === '' ? '' : `${scope.path}.`}${addressOf(call)}${suffix}`;
    return { module, path, names, caller: { scope, call, bindings, local: called.local } };
  }

  resource(address: string, scope: Scope): Value {
    const resource = scope.module.resources.get(address);
    if (!resource) {
      // The provider's types have an underscore; anything else is not a resource, or is half typed.
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
        return list(only ? [only] : []);
      }
      case 'unknown':
        return unknownValue(instances.cause ?? 'not-understood');
    }
  }

  attribute(object: ResourceValue, name: string): Value {
    const { resource, scope } = object;
    if (resource.type === 'aws_iam_policy_document' && (name === 'json' || name === 'minified_json')) {
      return this.#world.once(
        `${scope.path} ${resource.address}${bindingsId(object.bindings)} json`,
        circle,
        () =>
          this.#evaluator.marking(() => this.#evaluator.bounded(policyDocumentJson(this.#evaluator, object))),
      );
    }
    const origin = { address: resource.address, attribute: name, declared: object };
    // An alias leads to its key through any of its attributes.
    const isComputed =
      ['arn', 'id', 'key_id'].includes(name) || resource.mode === 'data' || resource.type === 'aws_kms_alias';
    const written = isComputed
      ? undefined
      : this.#world.once(
          `${scope.path} ${resource.address}${bindingsId(object.bindings)}.${name}`,
          circle,
          () => this.written(object, name),
        );
    return written ?? solidValue(origin);
  }

  output(scope: Scope, name: string): Value {
    const output = scope.module.outputs.get(name);
    const setting = output && settingOf(output, 'value');
    if (!setting) {
      return unknownValue('not-understood');
    }
    return this.#world.once(`${scope.path} output.${name}`, circle, () =>
      this.#evaluator.evaluate(setting.attribute.value, scope),
    );
  }
}

const circle: Value = unknownValue('not-understood');

function isInside(scope: Scope, folder: string): boolean {
  for (let one: Scope | undefined = scope; one; one = one.caller?.scope) {
    if (one.module.folder === folder) {
      return true;
    }
  }
  return false;
}
