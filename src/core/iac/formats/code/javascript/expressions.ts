import type { SyntaxNode } from '@lezer/common';
import { operatorsOfC, unknownAt } from '../expressions.ts';
import { childOf, childrenOf, groupsOf, rangeOf } from '../lezer.ts';
import { callingWith } from '../partial.ts';
import type {
  Argument,
  Call,
  ClassDeclaration,
  Entry,
  Expression,
  Literal,
  Operation,
  Spread,
} from '../syntax.ts';
import { TreeReader } from '../treeReader.ts';
import { unescaped } from '../unescaped.ts';

/** Expressions of TypeScript and JavaScript. */
export abstract class Expressions extends TreeReader {
  protected abstract classIn(node: SyntaxNode): ClassDeclaration;

  protected isExpression({ name }: SyntaxNode): boolean {
    return /Expression$|^(?:VariableName|String|TemplateString|ArrowFunction)$/.test(name);
  }

  protected expressionAt(node: SyntaxNode): Expression {
    const range = rangeOf(node);
    switch (node.name) {
      case 'VariableName': {
        const name = this.written(node);
        return name === 'undefined' ? { kind: 'literal', value: null, range } : { kind: 'name', name, range };
      }
      case 'this':
        return { kind: 'self', isBase: false, range };
      case 'super':
        return { kind: 'self', isBase: true, range };
      case 'null':
        return { kind: 'literal', value: null, range };
      case 'BooleanLiteral':
        return { kind: 'literal', value: this.written(node) === 'true', range };
      case 'Number':
        return { kind: 'literal', value: Number(this.written(node).replaceAll('_', '')), range };
      case 'String':
        return { kind: 'literal', value: this.string(node), range };
      case 'TemplateString':
        return this.template(node);
      case 'TaggedTemplateExpression': {
        const [tag, text] = childrenOf(node);
        const template = text && this.expression(text);
        const parts = template?.kind === 'template' ? template.parts : [textOf(template)];
        return tag && template
          ? { kind: 'template', parts, tag: this.expression(tag), range }
          : unknownAt(node);
      }
      case 'ParenthesizedExpression':
      case 'InstantiationExpression':
      case 'AwaitExpression':
      case 'PrefixCast': {
        const inner = childrenOf(node).find(one => this.isExpression(one) || isLeaf(one));
        return this.expressionOr(inner, node);
      }
      case 'ArrayExpression':
        return {
          kind: 'list',
          items: groupsOf(childrenOf(node).slice(1)).flatMap(parts => this.item(parts)),
          range,
        };
      case 'ObjectExpression':
        return {
          kind: 'object',
          form: 'braces',
          entries: childrenOf(node).flatMap(child => (child.name === 'Property' ? this.entry(child) : [])),
          range,
        };
      case 'MemberExpression':
        return this.member(node);
      case 'CallExpression':
      case 'NewExpression':
        return this.call(node);
      case 'ConditionalExpression': {
        const [test, , yes, , no] = childrenOf(node);
        return this.conditional([test, yes, no], node);
      }
      case 'BinaryExpression':
        return this.binary(node);
      case 'UnaryExpression': {
        const [operator, operand] = childrenOf(node);
        const written = operator ? this.written(operator) : '';
        return operand && written === '!'
          ? { kind: 'not', operand: this.expression(operand), range }
          : written === 'void' && operand && this.expression(operand).kind === 'literal'
            ? { kind: 'literal', value: null, range }
            : this.unknown(node);
      }
      case 'PostfixExpression': {
        const [operand, operator] = childrenOf(node);
        return operand && operator && this.written(operator) === '!'
          ? this.expression(operand)
          : this.unknown(node);
      }
      case 'ArrowFunction':
      case 'FunctionExpression':
        return { kind: 'function', declaration: this.functionIn(node), range };
      case 'ClassExpression':
        return { kind: 'class-expression', declaration: this.classIn(node), range };
      default:
        return this.unknown(node);
    }
  }

  protected item(parts: readonly SyntaxNode[]): (Expression | Spread)[] {
    const [first, second] = parts;
    if (first?.name === 'Spread' && second) {
      return [
        { kind: 'spread', value: this.expression(second), range: { start: first.from, end: second.to } },
      ];
    }
    return first && first.name !== ']' && first.name !== ')' ? [this.expression(first)] : [];
  }

  protected entry(node: SyntaxNode): (Entry | Spread)[] {
    const children = childrenOf(node);
    const [first, second] = children;
    const range = rangeOf(node);
    if (first?.name === 'Spread' && second) {
      return [{ kind: 'spread', value: this.expression(second), range }];
    }
    const colon = children.findIndex(one => one.name === ':');
    const value = colon >= 0 ? children[colon + 1] : undefined;
    const isComputed = first?.name === '[';
    if (!first || (colon >= 0 && !value)) {
      return [];
    }
    const method = childOf(node, 'ParamList') && childOf(node, 'PropertyDefinition');
    if (method) {
      const isPlain = children.every(({ name: word }) => !/^(?:get|set|Star)$/.test(word));
      const value: Expression = isPlain
        ? { kind: 'function', declaration: this.functionIn(node), range }
        : this.unknownFunction(node);
      return [
        {
          kind: 'entry',
          name: this.nameIn(method),
          nameRange: rangeOf(method),
          value,
          hasCalls: true,
          range,
        },
      ];
    }
    const name = isComputed ? undefined : this.nameIn(first);
    if (value) {
      return [this.entryLater(name, first, value, range)];
    }
    const isShorthand = children.length === 1 && first.name === 'PropertyDefinition';
    const own: Expression = isShorthand
      ? { kind: 'name', name: this.written(first), range: rangeOf(first) }
      : childOf(node, 'ParamList')
        ? this.unknownFunction(node)
        : unknownAt(node);
    return [
      {
        kind: 'entry',
        name,
        nameRange: rangeOf(first),
        value: own,
        hasCalls: !isShorthand,
        isShorthand,
        range,
      },
    ];
  }

  /** What gives the value of a property is not known; what it does is. */
  protected unknownFunction(node: SyntaxNode): Expression {
    const range = rangeOf(node);
    const inside: Expression = { kind: 'function', declaration: this.functionIn(node), range };
    return { kind: 'unknown', inside: [inside], range };
  }

  protected call(node: SyntaxNode): Expression {
    const children = childrenOf(node);
    const isNew = children[0]?.name === 'new';
    const callee = children[isNew ? 1 : 0];
    const list = childOf(node, 'ArgList');
    if (!callee || callee.name === 'ArgList') {
      return this.unknown(node);
    }
    const args = groupsOf(list ? childrenOf(list).slice(1) : []).flatMap((parts): Argument[] => {
      const [first, second] = parts;
      if (first?.name === 'Spread' && second) {
        const range = { start: first.from, end: second.to };
        return [this.argumentLater(second, range, { spread: 'positional' })];
      }
      return first && first.name !== ')' ? [this.argumentLater(first, rangeOf(first))] : [];
    });
    const argsRange = list ? rangeOf(list) : { start: node.to, end: node.to };
    return boundOf({
      kind: 'call',
      callee: this.expression(callee),
      isNew,
      args,
      argsRange,
      range: rangeOf(node),
    });
  }

  protected binary(node: SyntaxNode): Expression {
    const [left, operator, right] = childrenOf(node);
    const written = operator ? this.written(operator) : '';
    if (left && (written === 'as' || written === 'satisfies')) {
      return this.expression(left);
    }
    return this.operation(left, operators[written], right, node);
  }

  protected template(node: SyntaxNode): Expression {
    const parts: (string | Expression)[] = [];
    let at = node.from + 1;
    const add = (end: number) => {
      if (end > at) {
        parts.push(unescaped(this.text.slice(at, end)));
      }
    };
    for (let child = node.firstChild; child; child = child.nextSibling) {
      if (child.name === 'Interpolation') {
        add(child.from);
        const inner = childrenOf(child).find(one => !one.name.startsWith('Interpolation'));
        parts.push(inner ? this.expression(inner) : unknownAt(child));
        at = child.to;
      }
    }
    const isClosed = node.to > at && this.text[node.to - 1] === '`';
    add(isClosed ? node.to - 1 : node.to);
    const range = rangeOf(node);
    return parts.every(part => typeof part === 'string')
      ? { kind: 'literal', value: parts.join(''), range }
      : { kind: 'template', parts, range };
  }

  protected string(node: SyntaxNode | undefined): string {
    const written = node ? this.written(node) : '';
    const quote = written[0] ?? '';
    return unescaped(written.length > 1 && written.endsWith(quote) ? written.slice(1, -1) : written.slice(1));
  }

  protected nameIn(node: SyntaxNode): string {
    return node.name === 'String' ? this.string(node) : this.written(node);
  }
}

const operators: Readonly<Record<string, Operation['operator']>> = {
  ...operatorsOfC,
  '??': '??',
  '===': '==',
  '!==': '!=',
};

function isLeaf({ name }: SyntaxNode): boolean {
  return ['this', 'super', 'null', 'BooleanLiteral', 'Number'].includes(name);
}

function textOf(expression: Expression | undefined): string {
  const { value } = (expression as Partial<Literal> | undefined) ?? {};
  return typeof value === 'string' ? value : '';
}

/** `make.bind(null, name)`, `this.make.bind(this, name)` is the function that calls it with those and the rest. */
function boundOf(call: Call): Expression {
  const { callee, args, isNew } = call;
  const [self, ...bound] = args;
  if (callee.kind !== 'member' || callee.name !== 'bind' || isNew || !self || self.spread) {
    return call;
  }
  const { object } = callee;
  const isOwn = object.kind === 'member' && object.object.kind === 'self' && self.value.kind === 'self';
  const isOfNone = self.value.kind === 'literal' && self.value.value === null;
  return isOwn || isOfNone ? callingWith(object, bound, call, ['positional']) : call;
}
