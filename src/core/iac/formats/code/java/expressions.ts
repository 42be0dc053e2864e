import type { SyntaxNode } from '@lezer/common';
import { memberOrIndex, operatorsOfC, unknownAt } from '../expressions.ts';
import { LaterEntry } from '../later.ts';
import { childOf, childrenOf, groupsOf, rangeOf } from '../lezer.ts';
import type {
  Argument,
  Call,
  ClassDeclaration,
  Entry,
  Expression,
  ObjectExpression,
  Operation,
} from '../syntax.ts';
import { TreeReader } from '../treeReader.ts';
import { unescaped } from '../unescaped.ts';

/**
 * Expressions of Java. The settings of a builder become an object, the result a call with that object, and a getter a
 * property.
 */
export abstract class Expressions extends TreeReader {
  /** What an object has of its own, beside its class. */
  protected abstract bodyOf(body: SyntaxNode): ClassDeclaration;

  protected isExpression({ name }: SyntaxNode): boolean {
    return /Expression$|^(?:MethodInvocation|FieldAccess|ArrayAccess|Identifier|ScopedIdentifier|StringLiteral|TextBlock)$/.test(
      name,
    );
  }

  protected expressionAt(node: SyntaxNode): Expression {
    const range = rangeOf(node);
    switch (node.name) {
      case 'Identifier':
      case 'TypeName':
        return { kind: 'name', name: this.written(node), range };
      case 'ScopedIdentifier':
      case 'ScopedTypeName':
      case 'FieldAccess':
        return this.path(node);
      case 'GenericType':
        return this.expressionOr(childOf(node, 'TypeName', 'ScopedTypeName'), node);
      case 'this':
        return { kind: 'self', isBase: false, range };
      case 'super':
        return { kind: 'self', isBase: true, range };
      case 'null':
        return { kind: 'literal', value: null, range };
      case 'BooleanLiteral':
        return { kind: 'literal', value: this.written(node) === 'true', range };
      case 'IntegerLiteral':
      case 'FloatingPointLiteral':
        return { kind: 'literal', value: Number(this.written(node).replaceAll(/[_lLfFdD]/g, '')), range };
      case 'StringLiteral':
        return { kind: 'literal', value: unescaped(this.written(node).replace(/^"|"$/g, '')), range };
      case 'TextBlock':
        return { kind: 'literal', value: textOfBlock(this.written(node)), range };
      case 'ParenthesizedExpression':
        return this.expressionOr(childrenOf(node)[1], node);
      case 'CastExpression':
        return this.expressionOr(childrenOf(node).at(-1), node);
      case 'ArrayCreationExpression': {
        const items = childOf(node, 'ArrayInitializer');
        return items ? this.expression(items) : this.unknown(node);
      }
      case 'ArrayInitializer':
        return { kind: 'list', items: this.#itemsOf(node), range };
      case 'ArrayAccess': {
        const [object, , index] = childrenOf(node);
        return object && index
          ? memberOrIndex(this.expression(object), this.expression(index), range)
          : this.unknown(node);
      }
      case 'MethodInvocation':
        return this.#invocation(node);
      case 'ObjectCreationExpression':
        return this.#creation(node);
      case 'TernaryExpression': {
        const [test, , yes, , no] = childrenOf(node);
        return this.conditional([test, yes, no], node);
      }
      case 'BinaryExpression': {
        const [left, operator, right] = childrenOf(node);
        return this.operation(left, operatorsOfC[operator ? this.written(operator) : ''], right, node);
      }
      case 'UnaryExpression': {
        const [operator, operand] = childrenOf(node);
        return operand && operator && this.written(operator) === '!'
          ? { kind: 'not', operand: this.expression(operand), range }
          : this.unknown(node);
      }
      case 'LambdaExpression':
        return { kind: 'function', declaration: this.functionIn(node), range };
      case 'MethodReference':
        return this.#getter(node) ?? this.unknown(node);
      default:
        return this.unknown(node);
    }
  }

  /** `a.b.c`, in a type, too. */
  protected path(node: SyntaxNode): Expression {
    const names = childrenOf(node).filter(({ name }) => name !== '.' && name !== 'TypeArguments');
    const [object, name, ...more] = names;
    return object && name && more.length === 0
      ? {
          kind: 'member',
          object: this.expression(object),
          name: this.written(name),
          nameRange: rangeOf(name),
          range: rangeOf(node),
        }
      : this.unknown(node);
  }

  protected argumentsIn(list: SyntaxNode | undefined): Argument[] {
    return this.#nodesIn(list).map(node => this.argumentLater(node, rangeOf(node)));
  }

  #nodesIn(list: SyntaxNode | undefined): readonly SyntaxNode[] {
    const inner = list ? childrenOf(list).filter(({ name }) => !/^[(){}]$/.test(name)) : [];
    return groupsOf(inner).flatMap(([first]) => (first && !first.type.isError ? [first] : []));
  }

  #itemsOf(list: SyntaxNode | undefined): readonly Expression[] {
    return this.#nodesIn(list).map(one => this.expression(one));
  }

  #invocation(node: SyntaxNode): Expression {
    return this.#built(node) ?? this.#collection(node) ?? this.#operator(node) ?? this.#call(node);
  }

  #call(node: SyntaxNode): Expression {
    const name = childOf(node, 'MethodName');
    const list = childOf(node, 'ArgumentList');
    const [object] = childrenOf(node);
    if (!name || !object) {
      return this.unknown(node);
    }
    const named = { name: this.written(name), nameRange: rangeOf(name) };
    const range = rangeOf(node);
    const getter = propertyOf(named.name);
    if (getter !== undefined && this.#nodesIn(list).length === 0) {
      const isBare = object.name === 'MethodName';
      const of: Expression = isBare ? { kind: 'self', isBase: false, range } : this.expression(object);
      return { kind: 'member', object: of, name: getter, nameRange: named.nameRange, range };
    }
    const callee: Expression =
      object.name === 'MethodName'
        ? { kind: 'name', name: named.name, range: named.nameRange }
        : {
            kind: 'member',
            object: this.expression(object),
            ...named,
            range: { start: object.from, end: name.to },
          };
    return {
      kind: 'call',
      callee,
      isNew: false,
      args: this.argumentsIn(list),
      argsRange: rangeOf(list ?? node),
      range,
    };
  }

  #creation(node: SyntaxNode): Expression {
    const type = childOf(node, 'TypeName', 'ScopedTypeName', 'GenericType');
    const list = childOf(node, 'ArgumentList');
    const body = childOf(node, 'ClassBody');
    if (!type) {
      return this.unknown(node);
    }
    const puts = body && this.#puts(body);
    return puts
      ? { kind: 'object', form: 'braces', entries: puts, range: rangeOf(node) }
      : {
          kind: 'call',
          callee: this.expression(type),
          isNew: true,
          args: this.argumentsIn(list),
          argsRange: rangeOf(list ?? node),
          ...(body && { body: this.bodyOf(body) }),
          range: rangeOf(node),
        };
  }

  /** `new HashMap<>() {{ put("a", b); }}`. */
  #puts(body: SyntaxNode): Entry[] | undefined {
    const block = childOf(body, 'Block');
    const calls = block ? childrenOf(block).flatMap(one => childOf(one, 'MethodInvocation') ?? []) : [];
    const isMap = calls.every(one => this.written(one).startsWith('put('));
    return calls.length > 0 && isMap
      ? calls.flatMap(one => this.#pairsOf(childOf(one, 'ArgumentList')))
      : undefined;
  }

  /** `Trail.Builder.create(this, "T").encryptionKey(key).build()`, `TrailProps.builder().build()`. */
  #built(node: SyntaxNode): Expression | undefined {
    const chain = this.#chainOf(node);
    const [first, ...rest] = chain;
    const last = rest.at(-1);
    if (!first || !last || last.name !== 'build') {
      return undefined;
    }
    const maker = this.#maker(first.node, first.name);
    if (!maker) {
      return undefined;
    }
    const end = node.to;
    const [defaults] = first.name === 'builder' ? this.#nodesIn(childOf(first.node, 'ArgumentList')) : [];
    const setters = rest.slice(0, -1);
    const object: ObjectExpression = {
      kind: 'object',
      form: 'setters',
      ...(first.name === 'builder' && { type: this.expression(maker) }),
      entries: [
        ...(defaults
          ? [{ kind: 'spread' as const, value: this.expression(defaults), range: rangeOf(defaults) }]
          : []),
        ...setters.map(one => this.#setter(one)),
      ],
      // Where another setter goes, where there is none yet.
      range: { start: first.node.to, end: setters.at(-1)?.node.to ?? first.node.to },
    };
    if (first.name === 'builder') {
      return { ...object, range: rangeOf(node), setters: object.range };
    }
    const list = childOf(first.node, 'ArgumentList');
    const argument: Argument = { value: object, hasCalls: true, range: object.range };
    return {
      kind: 'call',
      callee: this.expression(maker),
      isNew: true,
      args: [...this.argumentsIn(list), argument],
      argsRange: { start: list?.from ?? first.node.to, end },
      range: rangeOf(node),
    } satisfies Call;
  }

  /** Method calls upon each other, the first one in front. */
  #chainOf(node: SyntaxNode): readonly { readonly node: SyntaxNode; readonly name: string }[] {
    const chain: { node: SyntaxNode; name: string }[] = [];
    for (let one: SyntaxNode | undefined = node; one?.name === 'MethodInvocation'; ) {
      const name = childOf(one, 'MethodName');
      chain.push({ node: one, name: name ? this.written(name) : '' });
      one = childrenOf(one)[0];
    }
    return chain.reverse();
  }

  /** What is built: `Trail` of `Trail.Builder.create(…)` and of `Trail.builder()`. */
  #maker(node: SyntaxNode, name: string): SyntaxNode | undefined {
    const [object] = childrenOf(node);
    if (name === 'builder') {
      return object?.name === 'MethodName' ? undefined : object;
    }
    const [of, , inner] = name === 'create' && object ? childrenOf(object) : [];
    return inner && this.written(inner) === 'Builder' ? of : undefined;
  }

  #setter({ node, name }: { readonly node: SyntaxNode; readonly name: string }): Entry {
    const [object] = childrenOf(node);
    const key = childOf(node, 'MethodName') ?? node;
    const values = this.#nodesIn(childOf(node, 'ArgumentList'));
    const [only, ...more] = values;
    const range = { start: childOf(node, '.')?.from ?? object?.to ?? node.from, end: node.to };
    if (only && more.length === 0) {
      return this.entryLater(name, key, only, range);
    }
    const last = more.at(-1);
    return {
      kind: 'entry',
      name,
      nameRange: rangeOf(key),
      value: {
        kind: 'list',
        items: values.map(one => this.expression(one)),
        range: only && last ? { start: only.from, end: last.to } : range,
      },
      hasCalls: true,
      range,
    };
  }

  /** `List.of("a", "b")`, `Map.of("a", b)`: what the language has no brackets for. */
  #collection(node: SyntaxNode): Expression | undefined {
    const [object] = childrenOf(node);
    const name = childOf(node, 'MethodName');
    const list = childOf(node, 'ArgumentList');
    const own = name ? this.written(name) : '';
    // Some are imported as functions.
    const called = object?.name === 'MethodName' || !object ? own : `${this.written(object)}.${own}`;
    const range = rangeOf(node);
    if (
      /^(?:Immutable)?(?:List|Set)\.of$|^(?:Arrays\.)?asList$|^(?:Collections\.)?singleton(?:List)?$/.test(
        called,
      )
    ) {
      return { kind: 'list', items: this.#itemsOf(list), range };
    }
    if (/^(?:Immutable)?Map\.of$|^(?:Collections\.)?singletonMap$/.test(called)) {
      return { kind: 'object', form: 'braces', entries: this.#pairsOf(list), range };
    }
    if (called === 'Optional.empty') {
      return { kind: 'literal', value: null, range };
    }
    // JSON, as Pulumi makes it (com.pulumi.codegen.internal.Serialization), is imported as functions.
    if (called === 'jsonArray') {
      return { kind: 'list', items: this.#itemsOf(list), range };
    }
    if (called === 'Map.ofEntries' || called === 'jsonObject') {
      const entries = this.#nodesIn(list).flatMap(one =>
        this.#pairsOf(childOf(one, 'ArgumentList')).map(entry => this.#wholeEntry(entry, one)),
      );
      return { kind: 'object', form: 'braces', entries, range };
    }
    const [index] = name && own === 'get' ? this.#nodesIn(list) : [];
    if (object && index?.name === 'IntegerLiteral') {
      return memberOrIndex(this.expression(object), this.expression(index), range);
    }
    return undefined;
  }

  /** An entry that a call makes. */
  #wholeEntry({ name, nameRange, hasCalls }: Entry, call: SyntaxNode): Entry {
    const value = this.#nodesIn(childOf(call, 'ArgumentList'))[1] ?? call;
    return new LaterEntry(name, nameRange, rangeOf(call), hasCalls, () => this.expression(value));
  }

  /** `optional.orElse(other)`, `text.equals(other)`: what other languages have operators for. */
  #operator(node: SyntaxNode): Expression | undefined {
    const name = childOf(node, 'MethodName');
    const [object] = childrenOf(node);
    const [other] = this.#nodesIn(childOf(node, 'ArgumentList'));
    if (other && object && name && this.written(name) === 'map' && this.written(other) === 'Output::of') {
      // What is given, as a value of another kind.
      return this.expression(object);
    }
    const method = name ? this.written(name) : '';
    if (!object || object.name === 'MethodName') {
      return undefined;
    }
    if (method === 'isPresent' || method === 'orElseThrow') {
      const range = rangeOf(node);
      const left = this.expression(object);
      return method === 'isPresent'
        ? { kind: 'operation', operator: '!=', left, right: { kind: 'literal', value: null, range }, range }
        : { kind: 'operation', operator: '??', left, right: unknownAt(node), range };
    }
    if (other?.name === 'LambdaExpression' && method === 'orElseGet' && !childOf(other, 'Block')) {
      return this.operation(object, '??', childrenOf(other).at(-1), node);
    }
    const operator = methodOperators.get(method);
    return other && operator ? this.operation(object, operator, other, node) : undefined;
  }

  /** `Key::getArn`: a function that gives the property of what it is called with. */
  #getter(node: SyntaxNode): Expression | undefined {
    const name = childrenOf(node).at(-1);
    const property = name && propertyOf(this.written(name));
    if (!name || property === undefined) {
      return undefined;
    }
    const range = rangeOf(node);
    const object: Expression = { kind: 'name', name: 'it', range };
    const value: Expression = { kind: 'member', object, name: property, nameRange: rangeOf(name), range };
    const parameters = [{ target: { kind: 'name' as const, name: 'it', range }, isOptional: false, range }];
    return {
      kind: 'function',
      declaration: { parameters, body: [{ kind: 'return', value, range }], range },
      range,
    };
  }

  /** Names and values in turn. */
  #pairsOf(list: SyntaxNode | undefined): Entry[] {
    const nodes = this.#nodesIn(list);
    return nodes.flatMap((key, index): Entry[] => {
      const value = index % 2 === 0 ? nodes[index + 1] : undefined;
      const written = value && this.expression(key);
      return value && written
        ? [
            this.entryLater(written.kind === 'literal' ? String(written.value) : undefined, key, value, {
              start: key.from,
              end: value.to,
            }),
          ]
        : [];
    });
  }
}

/** The property that a getter gives: `key` of `getKey`. */
export function propertyOf(method: string): string | undefined {
  const [, first, rest = ''] = /^get([A-Z])(\w*)$/.exec(method) ?? [];
  return first === undefined ? undefined : first.toLowerCase() + rest;
}

const methodOperators: ReadonlyMap<string, Operation['operator']> = new Map([
  ['orElse', '??'],
  ['equals', '=='],
]);

/** Without the indentation that all lines have. */
function textOfBlock(written: string): string {
  const lines = written
    .replace(/^"""[ \t]*\r?\n/, '')
    .replace(/"""$/, '')
    .split(/\r?\n/);
  const indents = lines.flatMap(line => (line.trim() === '' ? [] : [/^\s*/.exec(line)?.[0].length ?? 0]));
  const least = Math.min(...indents, ...(lines.at(-1)?.trim() === '' ? [lines.at(-1)?.length ?? 0] : []));
  return unescaped(lines.map(line => line.slice(Number.isFinite(least) ? least : 0)).join('\n'));
}
