import {
  entriesOf,
  entryOf,
  follow,
  itemsOf,
  type TreeNode,
  textOf,
  valueAt,
} from '../../../formats/tree.ts';
import type { Resource } from '../../manifests/resource.ts';
import type { Scope } from '../../manifests/scope.ts';
import {
  type Given,
  isItems,
  literalOf,
  none,
  type Structure,
  type Text,
  text,
  unknownValue,
  type Value,
} from '../../manifests/value.ts';
import { policyDocument } from './policyDocument.ts';
import { isProgram, type Program } from './program.ts';

/*
 * Pulumi YAML language reference, "Expressions": `${name.property}` in texts, and functions written as maps of one entry.
 */

/** What a value of a program means in it. */
export function resolved(value: Value, { template }: Resource, scope: Scope): Value {
  if (!isProgram(template)) {
    return value;
  }
  const evaluation = new Evaluation(template, scope);
  switch (value.kind) {
    case 'text':
      return evaluation.interpolated(literalOf(value) ?? '');
    case 'written':
      return asValue(evaluation.structure(value.node, 0));
    default:
      return value;
  }
}

/** A structure with a value of its own is that value. */
function asValue(structure: Structure): Value {
  return isItems(structure) || structure.kind === 'fields'
    ? { kind: 'structure', value: structure }
    : structure;
}

const deepest = 30;

class Evaluation {
  readonly #program: Program;
  readonly #scope: Scope;
  /** Variables that are being evaluated. */
  readonly #open = new Set<string>();

  constructor(program: Program, scope: Scope) {
    this.#program = program;
    this.#scope = scope;
  }

  interpolated(written: string): Value {
    if (!written.includes('$')) {
      return text(written);
    }
    const parts: Value[] = [];
    let end = 0;
    for (const found of written.matchAll(/\$\$|\$\{([^{}]*)\}/g)) {
      const [whole, expression] = found;
      parts.push(text(written.slice(end, found.index)));
      parts.push(expression === undefined ? text('$') : this.#access(expression.trim()));
      end = found.index + whole.length;
    }
    parts.push(text(written.slice(end)));
    const [only = text(''), ...others] = parts.filter(part => part.kind !== 'text' || part.parts.length > 0);
    if (others.length === 0) {
      return only;
    }
    return joined([only, ...others], '');
  }

  structure(node: TreeNode, depth: number): Structure {
    const target = follow(node);
    if (depth > deepest || !this.#scope.answers.step()) {
      return unknownValue('not-understood');
    }
    switch (target.kind) {
      case 'scalar':
        return target.broken
          ? unknownValue('not-understood')
          : target.text === null
            ? none
            : this.interpolated(target.text);
      case 'list':
        return target.items.map(item => this.structure(item, depth + 1));
      case 'map': {
        const entries = entriesOf(target);
        const [first] = entries;
        if (first && entries.length === 1 && /^fn::/i.test(first.key)) {
          return this.#called(first.key.slice(4), first.value, depth + 1);
        }
        const fields = entries.map(({ key, value }) => [key, this.structure(value, depth + 1)] as const);
        return { kind: 'fields', fields: new Map(fields) };
      }
      case 'alias':
        return unknownValue('not-understood');
    }
  }

  #called(name: string, argument: TreeNode, depth: number): Structure {
    switch (name.toLowerCase()) {
      case 'tojson':
      case 'secret':
        return this.structure(argument, depth);
      case 'join': {
        const [separator, items] = this.#items(argument, depth);
        const literal = separator && !isItems(separator) ? literalOf(asValue(separator)) : undefined;
        return items && isItems(items) && literal !== undefined
          ? joined(items.map(asValue), literal)
          : unknownValue();
      }
      case 'select': {
        const [index, items] = this.#items(argument, depth);
        const at = index && !isItems(index) ? Number(literalOf(asValue(index)) ?? Number.NaN) : Number.NaN;
        return items && isItems(items) ? (items[at] ?? unknownValue()) : unknownValue();
      }
      case 'invoke':
        return this.#invoked(
          textOf(entry(argument, 'function')) ?? '',
          entry(argument, 'arguments'),
          textOf(entry(argument, 'return')),
          depth,
        );
      default:
        // `fn::aws:kms:getAlias`, with its arguments.
        return name.includes(':') ? this.#invoked(name, argument, undefined, depth) : unknownValue();
    }
  }

  #items(argument: TreeNode, depth: number): readonly Structure[] {
    return (itemsOf(argument) ?? []).map(item => this.structure(item, depth));
  }

  /** What a function of a provider answers is known at deployment, but for a policy that it puts together. */
  #invoked(
    name: string,
    argument: TreeNode | undefined,
    member: string | undefined,
    depth: number,
  ): Structure {
    const result: Structure =
      /\bgetPolicyDocument$/.test(name) && argument
        ? { kind: 'fields', fields: new Map([['json', policyDocument(this.structure(argument, depth))]]) }
        : answer(name, this.#keyRead(name, argument, depth));
    return member === undefined ? result : fieldOf(result, member);
  }

  /** By what a function reads a key. */
  #keyRead(name: string, argument: TreeNode | undefined, depth: number): string | undefined {
    const [, kind] = /\bkms:get(Key|Alias)$/.exec(name) ?? [];
    const written = kind && argument && entry(argument, kind === 'Alias' ? 'name' : 'keyId');
    const value = written && this.structure(written, depth);
    return value && !isItems(value) ? literalOf(asValue(value)) : undefined;
  }

  /** `name.property["other"][0]`. */
  #access(expression: string): Value {
    const [, name = '', rest = ''] = /^([^.[\]]+)((?:\.[^.[\]]+|\[[^\]]*\])*)$/.exec(expression) ?? [];
    const path = [...rest.matchAll(/\.([^.[\]]+)|\[["']?([^\]"']*)["']?\]/g)].map(
      ([, plain, bracketed]) => plain ?? bracketed ?? '',
    );
    return asValue(path.reduce<Structure>(fieldOf, this.#named(name)));
  }

  #named(name: string): Structure {
    const { resources, variables, list } = this.#program;
    if (resources.has(name)) {
      return text({ name, item: name });
    }
    const variable = entryOf(variables, name);
    if (variable) {
      if (this.#open.has(name)) {
        return unknownValue('not-understood');
      }
      this.#open.add(name);
      const value = this.structure(variable.value, this.#open.size);
      this.#open.delete(name);
      return namedAs(name, value);
    }
    if (this.#program.hasInput(name)) {
      return this.#scope.input(this.#program, name) ?? none;
    }
    // A resource that is only read, and what Pulumi itself says of the stack, are given.
    return entryOf(list, name) || name === 'pulumi' ? text({ name }) : unknownValue('not-understood');
  }
}

/** What a function answers: where the code has no name for it, it is called as the key that it reads. */
function answer(called: string, key: string | undefined): Text {
  return text({ name: key ?? called, called, ...(key !== undefined && { key }) });
}

function isInline({ name, called, key }: Given): boolean {
  return called !== undefined && name === (key ?? called);
}

/** What a function answers, by the variable that has it. */
function namedAs(name: string, value: Structure): Structure {
  const [part, ...others] = !isItems(value) && value.kind === 'text' ? value.parts : [];
  return typeof part === 'object' && others.length === 0 && isInline(part) ? text({ ...part, name }) : value;
}

function fieldOf(structure: Structure, name: string): Structure {
  if (isItems(structure)) {
    return structure[Number(name)] ?? unknownValue();
  }
  switch (structure.kind) {
    case 'fields':
      return structure.fields.get(name) ?? none;
    case 'structure':
      return fieldOf(structure.value, name);
    case 'text': {
      const [part, ...others] = structure.parts;
      return typeof part === 'object' && others.length === 0
        ? text({
            ...part,
            ...whatIs(part, name),
            name: isInline(part) ? part.name : `${part.name}.${name}`,
            attribute: name,
          })
        : unknownValue();
    }
    default:
      return structure;
  }
}

/** What is known of a property of a resource, or of what a function of the provider answers. */
function whatIs({ called = '', item }: Given, name: string): Pick<Given, 'is'> {
  const isOfProvider = item !== undefined || called !== '';
  return /^aws(?:-native)?:.*\bget(?:CallerIdentity|AccountId|Partition|Region)$/.test(called) &&
    name !== 'arn'
    ? { is: 'place' }
    : isOfProvider && name === 'arn'
      ? { is: 'arn' }
      : {};
}

function joined(values: readonly Value[], separator: string): Value {
  const texts = values.flatMap(value => (value.kind === 'text' ? [value] : []));
  return texts.length < values.length
    ? unknownValue()
    : text(...texts.flatMap(({ parts }, index) => (index === 0 ? parts : [separator, ...parts])));
}

/** Older programs write the names of arguments with a capital letter. */
function entry(argument: TreeNode, name: string): TreeNode | undefined {
  return valueAt(argument, name) ?? valueAt(argument, name.charAt(0).toUpperCase() + name.slice(1));
}
