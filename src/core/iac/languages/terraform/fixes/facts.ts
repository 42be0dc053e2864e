import type { Expression } from '../../../formats/hcl/index.ts';
import { canonical } from '../evaluation/canonical.ts';
import { lifecycleSetting } from '../lifecycle.ts';
import { childrenOf } from '../modules/conditions.ts';
import { refersTo } from '../modules/dependencies.ts';
import { type Declared, type Module, type Resource, type Setting, settingOf } from '../modules/module.ts';
import { isOfInstance, providerOf } from '../modules/providers.ts';
import { nativeOf, unwrapped } from './written.ts';

/** The first of these names, or the first with a number, that no resource of the types has. */
export function freeName(module: Module, prefix: string, ...wanted: readonly (string | undefined)[]): string {
  const names = wanted.filter(name => name !== undefined);
  const [first = 'current'] = names;
  const free = names.find(name => !module.resources.has(`${prefix}${name}`));
  for (let count = 2; ; count++) {
    const name = free ?? `${first}_${count}`;
    if (!module.resources.has(`${prefix}${name}`)) {
      return name;
    }
  }
}

/**
 * What a trail is called, as it can be repeated in its ARN, and so only where its Region can be repeated, too; in the policy of
 * `key` where that is given.
 */
export function repeatableName(module: Module, trail: Resource, key?: Resource): string | undefined {
  const attribute = trail.type === 'aws_cloudtrail' ? 'name' : 'trail_name';
  const value = settingOf(trail, attribute)?.attribute.value;
  const makesCircle = key && value && refersTo(module, value, key.address);
  return makesCircle || !isPlaceRepeatable(module, trail) ? undefined : repeatable(module, trail, attribute);
}

/** Whether what is created elsewhere can be in the Region of a resource, whichever of its instances is meant. */
export function isPlaceRepeatable(module: Module, resource: Resource): boolean {
  const isElsewhere =
    settingOf(resource, 'region') !== undefined && ownRegion(module, resource) === undefined;
  return !isElsewhere && !isOfInstance(providerOf(resource));
}

/** A resource's own Region (AWS provider 6), as it can be repeated elsewhere. */
export function ownRegion(module: Module, resource: Resource): string | undefined {
  return repeatable(module, resource, 'region');
}

/** An attribute as the inside of a template; undefined where it may depend on the instance, or on the key itself. */
function repeatable(module: Module, resource: Resource, name: string): string | undefined {
  const setting = settingOf(resource, name);
  if (!setting || !isRepeatable(module, setting.attribute.value, 0)) {
    return undefined;
  }
  const { value } = setting.attribute;
  const { text } = setting.file.hcl;
  const written = text.slice(value.range.start, value.range.end);
  if (written.includes('\n')) {
    return undefined;
  }
  if (value.kind !== 'template') {
    return `\${${written}}`;
  }
  if (!value.closed) {
    return undefined;
  }
  return value.form === 'json' ? JSON.parse(written) : text.slice(value.inner.start, value.inner.end);
}

/**
 * When there is one at all: the condition of `var.enabled ? 1 : 0`, for a `count` that says nothing else, or what OpenTofu
 * takes as `lifecycle { enabled }`.
 */
export function existenceOf(declared: Declared): string | undefined {
  const count = settingOf(declared, 'count');
  const enabled = lifecycleSetting(declared, 'enabled');
  return count ? countedExistence(count) : enabled && enabledExistence(enabled);
}

function enabledExistence(setting: Setting): string | undefined {
  const native = nativeOf(setting);
  if (!native || native.expression.kind === 'literal' || native.expression.kind === 'broken') {
    return undefined;
  }
  const { start, end } = native.expression.range;
  const condition = native.text.slice(start, end);
  return native.expression.kind === 'conditional' ? `(${condition})` : condition;
}

function countedExistence(setting: Setting): string | undefined {
  const native = nativeOf(setting);
  const choice = native && unwrapped(native.expression);
  if (!native || choice?.kind !== 'conditional') {
    return undefined;
  }
  const [yes, no] = [choice.yes, choice.no].map(one => (one.kind === 'literal' ? one.value : undefined));
  const { start, end } = choice.condition.range;
  const condition = native.text.slice(start, end);
  return yes === 1 && no === 0 ? condition : yes === 0 && no === 1 ? `!(${condition})` : undefined;
}

/** Created once, so that it can be referred to without an index. */
export function isPlain(declared: Declared): boolean {
  return (
    !settingOf(declared, 'count') &&
    !settingOf(declared, 'for_each') &&
    !lifecycleSetting(declared, 'enabled')
  );
}

/** Other resources may depend on the key, by ways that no text shows: a policy that names them could make a circle. */
function isRepeatable(module: Module, expression: Expression, depth: number): boolean {
  if (expression.kind === 'broken' || depth > 8) {
    return false;
  }
  const local = /^local\.([\w-]+)$/.exec(expression.kind === 'member' ? canonical(expression) : '')?.[1];
  if (local !== undefined) {
    const value = module.locals.get(local)?.attribute.value;
    return value !== undefined && isRepeatable(module, value, depth + 1);
  }
  if (expression.kind === 'variable') {
    return /^(?:var|data|terraform|path|random_\w+|time_\w+)$/.test(expression.name);
  }
  return childrenOf(expression).every(child => isRepeatable(module, child, depth));
}

export function aliasOf(provider: string): string | undefined {
  return /\.([\w-]+)/.exec(provider)?.[1];
}
