import { type Expression, literalText, type ObjectItem } from '../formats/hcl/index.ts';
import { wordOfAws } from '../fromFile.ts';
import { Evaluator } from './evaluation/evaluator.ts';
import type { Scope } from './evaluation/scope.ts';
import { asText, noBindings, type ResourceValue, type Value } from './evaluation/value.ts';
import { explore } from './evaluation/world.ts';
import { type Declared, settingOf } from './module.ts';
import type { ModuleTree } from './tree.ts';

/**
 * The Region a resource is created in, if the text proves it for all inputs: its own `region` (AWS provider 6), or that
 * of its provider, through the `providers` of module calls.
 */
export function regionOf(tree: ModuleTree, value: ResourceValue): string | undefined {
  const { outcomes, complete } = explore(world => regionIn(new Evaluator(tree, world), value), 8);
  const regions = new Set(outcomes.map(outcome => outcome.result));
  return complete && regions.size === 1 ? outcomes[0]?.result : undefined;
}

function regionIn(evaluator: Evaluator, value: ResourceValue): string | undefined {
  const own = evaluator.references.written(value, 'region');
  if (own && own.kind !== 'null') {
    return regionWritten(own);
  }
  const provider = settingOf(value.resource, 'provider')?.attribute.value;
  const name = provider ? providerName(provider) : defaultProvider(value.resource.type);
  return name === undefined ? undefined : regionOfProvider(evaluator, name, value.scope);
}

/** What does not look like a Region is passed over where it came out of a file: it may be anything. */
function regionWritten(value: Value): string | undefined {
  return value.fromFile ? wordOfAws(asText(value)) : asText(value);
}

/**
 * The provider of the root module that a resource behind these calls is created with, as `providers` passes it on;
 * undefined where that is the default one, or one that a module in between declares itself.
 */
export function providerBehind(calls: readonly Declared[], own: string | undefined): string | undefined {
  let name = own ?? 'aws';
  for (const call of calls.toReversed()) {
    const passed = settingOf(call, 'providers')?.attribute.value;
    const item = passed?.kind === 'object' ? passed.items.find(one => keyOf(one) === name) : undefined;
    const next = item ? providerName(item.value) : name === 'aws' ? name : undefined;
    if (next === undefined) {
      return undefined;
    }
    name = next;
  }
  return name === 'aws' ? undefined : name;
}

function regionOfProvider(evaluator: Evaluator, name: string, scope: Scope): string | undefined {
  const [type, alias] = name.split('.');
  const declared = scope.module.providers.find(
    one => one.name === type && aliasOf(settingOf(one, 'alias')?.attribute.value) === alias,
  );
  if (declared) {
    const region = settingOf(declared, 'region');
    return region && regionWritten(evaluator.evaluate(region.attribute.value, scope));
  }
  if (!scope.caller) {
    return undefined;
  }
  const { call, scope: outer } = scope.caller;
  const passed = settingOf(call, 'providers')?.attribute.value;
  const item = passed?.kind === 'object' ? passed.items.find(one => keyOf(one) === name) : undefined;
  const next = item ? providerName(item.value) : alias === undefined ? name : undefined;
  return next === undefined ? undefined : regionOfProvider(evaluator, next, outer);
}

/** `aws`, `aws.west`; in JSON, and in older texts, in quotes. A stack calls it `provider.aws.west`. */
function providerName(expression: Expression): string | undefined {
  if (expression.kind === 'member' && expression.object.kind === 'member') {
    const { object, name } = expression.object;
    const isOfStack = object.kind === 'variable' && object.name === 'provider';
    return isOfStack ? `${name}.${expression.name}` : undefined;
  }
  if (expression.kind === 'variable') {
    return expression.name;
  }
  if (expression.kind === 'member' && expression.object.kind === 'variable') {
    return `${expression.object.name}.${expression.name}`;
  }
  return literalText(expression);
}

function keyOf(item: ObjectItem): string | undefined {
  return providerName(item.key);
}

function aliasOf(expression: Expression | undefined): string | undefined {
  return literalText(expression);
}

function defaultProvider(type: string): string {
  return type.slice(0, type.indexOf('_'));
}

/** The bucket that a value names: by a reference, or because a declared bucket has the same name. */
export function bucketNamed(evaluator: Evaluator, value: Value, scope: Scope): ResourceValue | undefined {
  const declared = declaredBehind(value);
  if (declared) {
    return declared.resource.type === 'aws_s3_bucket' ? declared : undefined;
  }
  const name = asText(value);
  if (name === undefined) {
    return undefined;
  }
  for (const resource of scope.module.resources.values()) {
    if (resource.mode === 'managed' && resource.type === 'aws_s3_bucket') {
      const bucket: ResourceValue = { kind: 'resource', scope, resource, bindings: noBindings };
      const written = evaluator.references.written(bucket, 'bucket');
      if (written && asText(written) === name) {
        return bucket;
      }
    }
  }
  return undefined;
}

/** The instance of a resource that a value is an attribute of. */
export function declaredBehind(value: Value): ResourceValue | undefined {
  return value.kind === 'unknown' ? value.origin?.declared : undefined;
}
