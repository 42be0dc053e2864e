import type { SyntaxNode } from '@lezer/common';
import { mergedOf, unknownAt } from '../expressions.ts';
import { childOf, childrenOf, groupsOf, rangeOf } from '../lezer.ts';
import type { Argument, Call, Entry, Expression, Operation, Spread } from '../syntax.ts';
import { TreeReader } from '../treeReader.ts';
import { unescaped } from '../unescaped.ts';
import { type PartialNames, partialNames, partialOf } from './partial.ts';

/** Expressions of Python. */
export abstract class Expressions extends TreeReader {
  #partial: PartialNames | undefined;

  protected isExpression({ name }: SyntaxNode): boolean {
    return /Expression$|String$|^VariableName$/.test(name);
  }

  protected expressionAt(node: SyntaxNode): Expression {
    const range = rangeOf(node);
    switch (node.name) {
      case 'VariableName': {
        const name = this.written(node);
        return name === 'self' ? { kind: 'self', isBase: false, range } : { kind: 'name', name, range };
      }
      case 'None':
        return { kind: 'literal', value: null, range };
      case 'Boolean':
        return { kind: 'literal', value: this.written(node) === 'True', range };
      case 'Number':
        return { kind: 'literal', value: Number(this.written(node).replaceAll('_', '')), range };
      case 'String':
        return { kind: 'literal', value: textIn(this.written(node)), range };
      case 'FormatString':
        return this.format(node);
      case 'ContinuedString':
        return joinedTexts(
          childrenOf(node).map(one => this.expression(one)),
          node,
        );
      case 'ParenthesizedExpression':
      case 'AwaitExpression': {
        const inner = childrenOf(node).find(one => !['(', ')', 'await'].includes(one.name));
        return this.expressionOr(inner, node);
      }
      case 'ArrayExpression':
      case 'TupleExpression':
      case 'SetExpression':
        return { kind: 'list', items: this.items(node), range };
      case 'DictionaryExpression':
        return { kind: 'object', form: 'braces', entries: this.entries(node), range };
      case 'DictionaryComprehensionExpression':
        return this.comprehension(node);
      case 'MemberExpression':
        return childOf(node, ':', ',') ? this.unknown(node) : this.member(node);
      case 'CallExpression':
        return this.call(node);
      case 'ConditionalExpression': {
        const [yes, , test, , no] = childrenOf(node);
        return this.conditional([test, yes, no], node);
      }
      case 'BinaryExpression':
        return this.binary(node);
      case 'UnaryExpression': {
        const [operator, operand] = childrenOf(node);
        return operand && operator?.name === 'not'
          ? { kind: 'not', operand: this.expression(operand), range }
          : this.unknown(node);
      }
      case 'LambdaExpression':
        return { kind: 'function', declaration: this.functionIn(node), range };
      default:
        return this.unknown(node);
    }
  }

  protected items(node: SyntaxNode): (Expression | Spread)[] {
    const inner = childrenOf(node).filter(one => !/^[()[\]{}]$/.test(one.name));
    return groupsOf(inner).flatMap((parts): (Expression | Spread)[] => {
      const [first, second] = parts;
      return first?.name === '*' && second
        ? [{ kind: 'spread', value: this.expression(second), range: { start: first.from, end: second.to } }]
        : first
          ? [this.expression(first)]
          : [];
    });
  }

  protected entries(node: SyntaxNode): (Entry | Spread)[] {
    const inner = childrenOf(node).filter(one => one.name !== '{' && one.name !== '}');
    return groupsOf(inner).flatMap((parts): (Entry | Spread)[] => {
      const [first, second, third] = parts;
      if (first?.name === '**' && second) {
        return [
          { kind: 'spread', value: this.expression(second), range: { start: first.from, end: second.to } },
        ];
      }
      if (!first || second?.name !== ':' || !third) {
        return [];
      }
      const key = this.expression(first);
      const name = key.kind === 'literal' ? String(key.value) : undefined;
      const range = { start: first.from, end: third.to };
      return [this.entryLater(name, first, third, range)];
    });
  }

  /** `super()` is the object as its base class sees it. */
  protected override objectOf(node: SyntaxNode): Expression {
    return /^super\s*\(/.test(this.written(node))
      ? { kind: 'self', isBase: true, range: rangeOf(node) }
      : this.expression(node);
  }

  protected call(node: SyntaxNode): Expression {
    const [callee] = childrenOf(node);
    const list = childOf(node, 'ArgList');
    if (!callee || callee.name === 'ArgList') {
      return this.unknown(node);
    }
    const called = this.expression(callee);
    const isBase =
      called.kind === 'member' &&
      called.name === '__init__' &&
      called.object.kind === 'self' &&
      called.object.isBase;
    const args = list ? this.arguments(list) : [];
    this.#partial ??= partialNames(this.text);
    const call: Call = {
      kind: 'call',
      callee: isBase ? called.object : called,
      isNew: false,
      args,
      argsRange: rangeOf(list ?? node),
      range: rangeOf(node),
    };
    return partialOf(call, this.#partial);
  }

  protected arguments(list: SyntaxNode): Argument[] {
    const inner = childrenOf(list).filter(one => one.name !== '(' && one.name !== ')');
    return groupsOf(inner).flatMap((parts): Argument[] => {
      const [first, second, third] = parts;
      const last = parts.at(-1);
      if (!first || !last || first.type.isError) {
        return [];
      }
      const range = { start: first.from, end: last.to };
      if (first.name === '*' || first.name === '**') {
        const spread = first.name === '*' ? 'positional' : 'named';
        return second ? [this.argumentLater(second, range, { spread })] : [];
      }
      if (second?.name === 'AssignOp') {
        const named = { name: this.written(first), nameRange: rangeOf(first) };
        return [
          third
            ? this.argumentLater(third, range, named)
            : { ...named, value: unknownAt(first), hasCalls: false, range },
        ];
      }
      if (parts.length === 1) {
        return [this.argumentLater(first, range)];
      }
      // `f(x for x in y)`.
      const inside = parts.filter(one => this.isExpression(one)).map(one => this.expression(one));
      return [{ value: { kind: 'unknown', inside, range }, hasCalls: true, range }];
    });
  }

  protected binary(node: SyntaxNode): Expression {
    const children = childrenOf(node);
    const [left] = children;
    const right = children.at(-1);
    const written = children
      .slice(1, -1)
      .map(one => this.written(one))
      .join(' ');
    return this.operation(left, operators[written], right, node);
  }

  /**
   * `{name: value for name, value in settings.items()}` is the dictionary itself, without what a condition leaves out because it is
   * empty. What another one makes is not known.
   */
  protected comprehension(node: SyntaxNode): Expression {
    const children = childrenOf(node).slice(1, -1);
    const [key, , value] = children;
    const within = children.findIndex(one => one.name === 'in');
    const names = children.slice(4, within).filter(one => one.name !== ',');
    const over = children[within + 1];
    const called = over && this.expression(over);
    const items = called?.kind === 'call' && called.callee.kind === 'member' ? called.callee : undefined;
    const isWhole =
      names.length === 2 &&
      [key, value].every(
        (one, index) => one && names[index] && this.written(one) === this.written(names[index]),
      );
    const [word, test, ...more] = children.slice(within + 2);
    const asked = test && this.written(test).replaceAll(/\s+/g, ' ');
    const name = names[1] ? this.written(names[1]) : '';
    const isFilled = asked === name;
    const isSimple = !word || (more.length === 0 && (isFilled || asked === `${name} is not None`));
    return items?.name === 'items' && isWhole && isSimple
      ? mergedOf([items.object], isFilled)
      : this.unknown(node);
  }

  protected format(node: SyntaxNode): Expression {
    const open = /^[a-z]*(?:"""|'''|"|')/i.exec(this.written(node))?.[0] ?? '"';
    const quote = open.replace(/^[a-z]*/i, '');
    const parts: (string | Expression)[] = [];
    let at = node.from + open.length;
    const add = (end: number) => {
      const written = this.text.slice(at, Math.max(at, end)).replaceAll('{{', '{').replaceAll('}}', '}');
      parts.push(...(written === '' ? [] : [unescaped(written)]));
    };
    for (let child = node.firstChild; child; child = child.nextSibling) {
      if (child.name === 'FormatReplacement') {
        add(child.from);
        const [, inner] = childrenOf(child);
        parts.push(inner ? this.expression(inner) : unknownAt(child));
        at = child.to;
      }
    }
    const isClosed = this.written(node).endsWith(quote);
    add(isClosed ? node.to - quote.length : node.to);
    return { kind: 'template', parts, range: rangeOf(node) };
  }
}

const operators: Readonly<Record<string, Operation['operator']>> = {
  or: '||',
  and: '&&',
  '==': '==',
  is: '==',
  '!=': '!=',
  'is not': '!=',
  '+': '+',
  '|': '|',
};

/** Without prefix and quotes; escapes of a raw text are its own characters. */
function textIn(written: string): string {
  const [, prefix = '', quote = ''] = /^([a-z]*)("""|'''|"|')/i.exec(written) ?? [];
  const start = prefix.length + quote.length;
  const end =
    written.length - (written.length >= start + quote.length && written.endsWith(quote) ? quote.length : 0);
  const inner = written.slice(start, end);
  return /r/i.test(prefix) ? inner : unescaped(inner);
}

/** Texts beside each other are one. */
function joinedTexts(texts: readonly Expression[], node: SyntaxNode): Expression {
  const parts = texts.flatMap((one): readonly (string | Expression)[] =>
    one.kind === 'template'
      ? one.parts
      : [one.kind === 'literal' && typeof one.value === 'string' ? one.value : one],
  );
  const range = rangeOf(node);
  return parts.every(part => typeof part === 'string')
    ? { kind: 'literal', value: parts.join(''), range }
    : { kind: 'template', parts, range };
}
