import { type Expression, literalText, type ObjectItem } from '../../../formats/hcl/index.ts';
import { forAllInputs } from '../../../worlds/forAllInputs.ts';
import { canonical } from '../evaluation/canonical.ts';
import { Evaluator } from '../evaluation/evaluator.ts';
import type { Scope } from '../evaluation/scope.ts';
import type { ResourceValue } from '../evaluation/value.ts';
import { World } from '../evaluation/world.ts';
import { bodiesOf, type Declared, type Module, type Resource, settingOf } from './module.ts';
import type { ModuleTree } from './tree.ts';

/**
 * Reads something of the provider that a resource is created with, in the module that configures it, as the `providers` of module
 * calls pass it on; undefined where none of them is known to do so.
 */
export function readProvider<T>(
  { resource, scope }: ResourceValue,
  read: (provider: Declared, scope: Scope) => T | undefined,
): T | undefined {
  const provider = settingOf(resource, 'provider')?.attribute.value;
  const name = provider ? providerName(provider) : defaultProvider(resource.type);
  return name === undefined ? undefined : readConfigured(name, scope, read);
}

function readConfigured<T>(
  name: string,
  scope: Scope,
  read: (provider: Declared, scope: Scope) => T | undefined,
): T | undefined {
  const configured = configuredIn(scope.module, name);
  if (configured) {
    return read(configured, scope);
  }
  if (!scope.caller) {
    return undefined;
  }
  const { call, scope: outer } = scope.caller;
  const next = passedAs(call, name, name.includes('.') ? undefined : name);
  return next === undefined ? undefined : readConfigured(next, outer, read);
}

/** What is read in a module for all inputs alike. */
export function inEveryWorld<T>(
  tree: ModuleTree,
  read: (evaluator: Evaluator) => T | undefined,
): T | undefined {
  return forAllInputs(
    answers => new World(answers),
    world => read(new Evaluator(tree, world)),
  );
}

/**
 * The provider of the root module that a resource behind these calls is created with, as `providers` passes it on;
 * undefined where that is the default one, or one that a module in between declares itself.
 */
export function providerBehind(calls: readonly Declared[], own: string | undefined): string | undefined {
  let name = own ?? 'aws';
  for (const call of calls.toReversed()) {
    const next = passedAs(call, name, name === 'aws' ? name : undefined);
    if (next === undefined) {
      return undefined;
    }
    name = next;
  }
  return name === 'aws' ? undefined : name;
}

/** By which name the caller knows what a module knows by `name`: `otherwise` where its `providers` do not say. */
function passedAs(call: Declared, name: string, otherwise: string | undefined): string | undefined {
  const passed = settingOf(call, 'providers')?.attribute.value;
  const item = passed?.kind === 'object' ? passed.items.find(one => keyOf(one) === name) : undefined;
  return item ? providerName(item.value) : otherwise;
}

/** `aws`, `aws.west`, OpenTofu's `aws.each["west"]`; in JSON, and in older texts, in quotes. A stack calls it `provider.aws.west`. */
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
  if (expression.kind === 'index') {
    const key = literalText(expression.key);
    return `${providerName(expression.object)}[${key === undefined ? canonical(expression.key) : JSON.stringify(key)}]`;
  }
  return literalText(expression);
}

function keyOf(item: ObjectItem): string | undefined {
  return providerName(item.key);
}

function defaultProvider(type: string): string {
  return type.slice(0, type.indexOf('_'));
}

function configuredIn(module: Module, name: string): Declared | undefined {
  const [type, alias] = name.split('.');
  return module.providers.find(
    one => one.name === type && literalText(settingOf(one, 'alias')?.attribute.value) === alias,
  );
}

/** The provider that a resource names, `aws.west`. */
export function providerOf(resource: Resource): string | undefined {
  const provider = settingOf(resource, 'provider');
  if (!provider) {
    return undefined;
  }
  const { start, end } = provider.attribute.value.range;
  return provider.file.hcl.text.slice(start, end).replaceAll(/^"(?:\$\{)?|\}?"$/g, '');
}

/** Whether each instance of a resource may have another provider (OpenTofu documentation, "for_each in provider"). */
export function isOfInstance(provider: string | undefined): boolean {
  return provider !== undefined && /\b(?:each|count)\./.test(provider);
}

/**
 * Whether two providers sign in to one account for sure: they are one, or both are configured here and differ in nothing
 * that decides who signs in. One that is handed to the module may lead anywhere.
 */
export function isOneAccount(module: Module, left: string | undefined, right: string | undefined): boolean {
  if (left === right) {
    return true;
  }
  const [one, other] = [left, right].map(name => credentialsOf(module, name));
  return one !== undefined && one === other;
}

/** What a provider signs in with, as text; undefined for one that the module does not configure. */
function credentialsOf(module: Module, name = 'aws'): string | undefined {
  const provider = configuredIn(module, name);
  if (!provider) {
    return name.includes('.') ? undefined : '';
  }
  const attributes = credentialAttributes.flatMap(attribute => {
    const value = settingOf(provider, attribute)?.attribute.value;
    return value ? [`${attribute}=${canonical(value)}`] : [];
  });
  return [...attributes, ...rolesOf(provider)].join('\n');
}

function rolesOf(provider: Declared): string[] {
  return bodiesOf(provider)
    .flatMap(body => body.blocks.filter(({ type }) => type.startsWith('assume_role')))
    .flatMap(({ type, body }) =>
      body.attributes.map(({ name, value }) => `${type}.${name}=${canonical(value)}`),
    );
}

/** Arguments of the AWS provider that decide which account it signs in to (AWS provider documentation, "Argument Reference"). */
const credentialAttributes = [
  'access_key',
  'secret_key',
  'token',
  'profile',
  'shared_config_files',
  'shared_credentials_files',
  'allowed_account_ids',
];
