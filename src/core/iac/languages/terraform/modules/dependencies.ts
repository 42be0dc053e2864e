import { onceFor } from '../../../../base/onceFor.ts';
import type { Body, Expression, HclFile } from '../../../formats/hcl/index.ts';
import { chainOf } from '../evaluation/operations.ts';
import { childrenOf } from './conditions.ts';
import { bodiesOf, type Declared, type Module } from './module.ts';

/**
 * Whether one thing of a module depends on another, directly or through others: `aws_kms_key.logs`,
 * `data.aws_region.here`, `local.name`, `module.audit`. A reference back would be a circle, which Terraform refuses.
 */
export function dependsOn(module: Module, name: string, other: string): boolean {
  return mentionersOf(module, other).has(name) && isReached(module, namesBehind(module, name), other);
}

/** Whether an expression of a module refers to something of it, at once or through other things. */
export function refersTo(module: Module, expression: Expression, name: string): boolean {
  return isReached(module, namesIn(expression), name);
}

/** Expressions of a module with those of the locals and data sources that they depend on, at once or through others. */
export function expressionsBehind(module: Module, expressions: readonly Expression[]): readonly Expression[] {
  const names = new Set(expressions.flatMap(namesIn));
  const all = [...expressions];
  for (const name of names) {
    if (/^(?:local|data)\./.test(name)) {
      all.push(...expressionsOf(module, name));
      for (const next of namesBehind(module, name)) {
        names.add(next);
      }
    }
  }
  return all;
}

/**
 * What mentions a name in its text, at once or through others: a quick look, that spares reading the blocks of all that
 * does not.
 */
function mentionersOf(module: Module, name: string): ReadonlySet<string> {
  for (const { hcl } of module.files) {
    searched.add(hcl);
  }
  if (!module.files.some(({ hcl }) => hcl.text.includes(name))) {
    return new Set();
  }
  const direct = mentionsOf(module);
  const mentioners = new Set(direct.get(name));
  for (const one of mentioners) {
    for (const next of direct.get(one) ?? []) {
      mentioners.add(next);
    }
  }
  return mentioners;
}

/** Kept as long as the module, whose files do not change. */
const mentionsOf = onceFor(mentionsIn);

const searched = new WeakSet<HclFile>();

/** Whether the text of a file was searched for names, including those of unread blocks. */
export function wasSearched(file: HclFile): boolean {
  return searched.has(file);
}

/** By name, what mentions it in its own text. */
function mentionsIn(module: Module): ReadonlyMap<string, ReadonlySet<string>> {
  const mentions = new Map<string, Set<string>>();
  for (const [thing, text] of textsOf(module)) {
    for (const [name] of text.matchAll(/(?:\bdata\.)?[\w-]+\.[\w-]+/g)) {
      const mentioners = mentions.get(name);
      if (mentioners) {
        mentioners.add(thing);
      } else {
        mentions.set(name, new Set([thing]));
      }
    }
  }
  return mentions;
}

function* textsOf({ resources, calls, locals }: Module): Iterable<readonly [name: string, text: string]> {
  for (const [name, resource] of resources) {
    yield* textsOfBlocks(name, resource);
  }
  for (const [name, call] of calls) {
    yield* textsOfBlocks(`module.${name}`, call);
  }
  for (const [name, { attribute, file }] of locals) {
    yield [`local.${name}`, file.hcl.text.slice(attribute.range.start, attribute.range.end)];
  }
}

function* textsOfBlocks(name: string, declared: Declared): Iterable<readonly [name: string, text: string]> {
  for (const { block, file } of [declared, ...declared.overrides]) {
    yield [name, file.hcl.text.slice(block.range.start, block.range.end)];
  }
}

function isReached(module: Module, from: readonly string[], wanted: string): boolean {
  const seen = new Set(from);
  for (const name of seen) {
    if (name === wanted) {
      return true;
    }
    for (const next of namesBehind(module, name)) {
      seen.add(next);
    }
  }
  return false;
}

function namesBehind(module: Module, name: string): readonly string[] {
  const known = namesOf(module);
  const names = known.get(name) ?? [...new Set(expressionsOf(module, name).flatMap(namesIn))];
  known.set(name, names);
  return names;
}

/** By what refers to them, as far as it was asked for: what refers to a key is asked for each call of a module, in each world. */
const namesOf = onceFor((_: Module) => new Map<string, readonly string[]>());

function expressionsOf(module: Module, name: string): readonly Expression[] {
  const local = name.startsWith('local.') ? module.locals.get(name.slice('local.'.length)) : undefined;
  if (local) {
    return [local.attribute.value];
  }
  const declared = name.startsWith('module.')
    ? module.calls.get(name.slice('module.'.length))
    : module.resources.get(name);
  return declared ? bodiesOf(declared).flatMap(body => [...expressionsIn(body)]) : [];
}

function* expressionsIn(body: Body): Iterable<Expression> {
  for (const { value } of body.attributes) {
    yield value;
  }
  for (const block of body.blocks) {
    yield* expressionsIn(block.body);
  }
}

function namesIn(expression: Expression): readonly string[] {
  const names: string[] = [];
  const waiting = [expression];
  for (let one = waiting.pop(); one; one = waiting.pop()) {
    const chain = one.kind === 'member' || one.kind === 'index' ? chainOf(one) : undefined;
    if (chain && chain.names.length === (chain.root === 'data' ? 2 : 1)) {
      names.push([chain.root, ...chain.names].join('.'));
    }
    waiting.push(...childrenOf(one));
  }
  return names;
}
