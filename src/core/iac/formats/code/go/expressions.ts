import type { SyntaxNode } from '@lezer/common';
import type { TextRange } from '../../../../base/text.ts';
import { memberOrIndex, operatorsOfC } from '../expressions.ts';
import { LaterDeclare, LaterFunction } from '../later.ts';
import { childOf, childrenOf, groupsOf, rangeOf } from '../lezer.ts';
import type {
  Argument,
  Entry,
  Expression,
  FunctionDeclaration,
  Parameter,
  Spread,
  Statement,
} from '../syntax.ts';
import { TreeReader } from '../treeReader.ts';
import { unescaped } from '../unescaped.ts';

/** Expressions of Go. What points to a value is the value. */
export abstract class Expressions extends TreeReader {
  protected isExpression({ name }: SyntaxNode): boolean {
    return /Exp$|Expr$|^(?:VariableName|String|TypedLiteral|LiteralValue|FunctionLiteral|TypeAssertion)$/.test(
      name,
    );
  }

  protected expressionAt(node: SyntaxNode): Expression {
    const signed =
      takesMore(node, node.firstChild) && !takesMore(node.parent, node) ? signBefore(node) : undefined;
    return signed ? this.#signed(signed, this.#plain(node), rangeOf(node)) : this.#plain(node);
  }

  #signed(sign: SyntaxNode, value: Expression, range: TextRange): Expression {
    const [operator] = childrenOf(sign);
    const written = operator ? this.written(operator) : '';
    return written === '&' || written === '*'
      ? value
      : written === '!'
        ? { kind: 'not', operand: value, range }
        : { kind: 'unknown', inside: [value], range };
  }

  #plain(node: SyntaxNode): Expression {
    const range = rangeOf(node);
    switch (node.name) {
      case 'VariableName':
      case 'TypeName':
      case 'DefName':
        return { kind: 'name', name: this.written(node), range };
      case 'SelectorExpr':
      case 'QualifiedType': {
        const [object, , name] = childrenOf(node);
        return object && name
          ? {
              kind: 'member',
              object: this.expression(object),
              name: this.written(name),
              nameRange: rangeOf(name),
              range,
            }
          : this.unknown(node);
      }
      case 'Nil':
        return { kind: 'literal', value: null, range };
      case 'Bool':
        return { kind: 'literal', value: this.written(node) === 'true', range };
      case 'Number':
        return { kind: 'literal', value: Number(this.written(node).replaceAll('_', '')), range };
      case 'String':
        return { kind: 'literal', value: textIn(this.written(node)), range };
      case 'ParenthesizedExpr':
        return this.expressionOr(childrenOf(node)[1], node);
      case 'TypeAssertion':
        return this.expressionOr(childrenOf(node)[0], node);
      case 'UnaryExp': {
        const operand = childrenOf(node)[1];
        if (operand && takesMore(node.parent, node)) {
          return this.expression(operand);
        }
        return operand ? this.#signed(node, this.expression(operand), range) : this.unknown(node);
      }
      case 'BinaryExp': {
        const [left, operator, right] = childrenOf(node);
        const sign = operator ? this.written(operator) : '';
        return (sign === '==' || sign === '!=') && this.#asksForError(left, right)
          ? { kind: 'literal', value: sign === '==', range }
          : this.operation(left, operatorsOfC[sign], right, node);
      }
      case 'IndexExpr': {
        const [object, , index] = childrenOf(node);
        return object && index
          ? memberOrIndex(this.expression(object), this.expression(index), range)
          : this.unknown(node);
      }
      case 'TypedLiteral': {
        const [type, value] = childrenOf(node);
        return type && value ? this.#literal(type, value, node) : this.unknown(node);
      }
      case 'LiteralValue':
        return this.#literal(undefined, node, node);
      case 'CallExpr':
        return this.#call(node);
      case 'FunctionLiteral':
        return { kind: 'function', declaration: this.functionIn(node), range };
      default:
        return this.unknown(node);
    }
  }

  /** `err != nil`: an error is nil, since a program that fails deploys nothing. */
  #asksForError(left: SyntaxNode | undefined, right: SyntaxNode | undefined): boolean {
    return (
      left?.name === 'VariableName' &&
      isErrorName(this.written(left)) &&
      right !== undefined &&
      this.written(right) === 'nil'
    );
  }

  /** A list, or an object: of a struct or of a map. */
  #literal(type: SyntaxNode | undefined, value: SyntaxNode, node: SyntaxNode): Expression {
    const range = rangeOf(node);
    const elements = childrenOf(value).filter(({ name }) => name === 'Element');
    const isList =
      type?.name === 'SliceType' ||
      type?.name === 'ArrayType' ||
      (elements.length > 0 && elements.every(one => !childOf(one, 'Key')));
    if (isList) {
      const items = elements.flatMap((one): Expression[] => {
        const item = childrenOf(one).at(-1);
        return item ? [this.expression(item)] : [];
      });
      return { kind: 'list', items, range };
    }
    const isNamed = type?.name === 'TypeName' || type?.name === 'QualifiedType';
    return {
      kind: 'object',
      form: 'braces',
      ...(isNamed && type && { type: this.expression(type) }),
      entries: elements.flatMap(one => this.#entry(one)),
      range,
    };
  }

  #entry(node: SyntaxNode): (Entry | Spread)[] {
    const key = childOf(node, 'Key');
    const value = childrenOf(node).at(-1);
    const name = key && childrenOf(key)[0];
    if (!key || !name || !value || value === key || value.name === ':') {
      return [];
    }
    const written = name.name === 'String' ? textIn(this.written(name)) : this.written(name);
    return [this.entryLater(written, key, value, rangeOf(node))];
  }

  #call(node: SyntaxNode): Expression {
    const [callee] = childrenOf(node);
    const list = childOf(node, 'Arguments');
    if (!callee || callee.name === 'Arguments') {
      return this.unknown(node);
    }
    const inner = list ? childrenOf(list).filter(({ name }) => name !== '(' && name !== ')') : [];
    const args = groupsOf(inner).flatMap((parts): Argument[] => {
      const [first, second] = parts;
      return !first || first.type.isError
        ? []
        : second?.name === '...'
          ? [this.argumentLater(first, { start: first.from, end: second.to }, { spread: 'positional' })]
          : [this.argumentLater(first, rangeOf(first))];
    });
    const called = this.expression(callee);
    const maker = called.kind === 'member' ? madeInto.exec(called.name)?.[1] : undefined;
    return {
      kind: 'call',
      callee: called.kind === 'member' && maker !== undefined ? { ...called, name: maker } : called,
      isNew: false,
      args: maker === undefined ? args : args.slice(1),
      argsRange: rangeOf(list ?? node),
      range: rangeOf(node),
    };
  }

  /** Functions, methods and literals of them. What a method is called on comes first. */
  protected functionIn(node: SyntaxNode): FunctionDeclaration {
    const parameters = () => {
      const lists = childrenOf(node).filter(({ name }) => name === 'Parameters');
      // The results are in a list, too, where there are several.
      const [receiver, own] = node.name === 'MethodDecl' ? lists : [undefined, lists[0]];
      return [
        ...(receiver ? this.#parameters(receiver).map(one => ({ ...one, isReceiver: true as const })) : []),
        ...(own ? this.#parameters(own) : []),
      ];
    };
    return new LaterFunction(rangeOf(node), parameters, () => this.#bodyOf(node));
  }

  /** What the function that is read returns where it does not say what. */
  protected results: readonly SyntaxNode[] = [];

  /** Results with names are variables that a function begins with. */
  #bodyOf(node: SyntaxNode): readonly Statement[] {
    const lists = childrenOf(node).filter(({ name }) => name === 'Parameters');
    const results = lists[node.name === 'MethodDecl' ? 2 : 1];
    const names = (results ? childrenOf(results) : []).flatMap(one =>
      childrenOf(one).filter(({ name }) => name === 'DefName'),
    );
    const before = this.results;
    this.results = names;
    const body = this.blockOf(childOf(node, 'Block'));
    this.results = before;
    return [...names.map(name => this.variable(name, rangeOf(name), rangeOf(name), undefined)), ...body];
  }

  protected variable(
    name: SyntaxNode,
    statement: TextRange,
    range: TextRange,
    value: (() => Expression) | undefined,
  ): Statement {
    const target = { kind: 'name' as const, name: this.written(name), range: rangeOf(name) };
    return new LaterDeclare({ target, type: undefined, statement, range }, value);
  }

  #parameters(list: SyntaxNode): Parameter[] {
    return childrenOf(list)
      .filter(({ name }) => name === 'Parameter')
      .flatMap(one => {
        const names = childrenOf(one).filter(({ name }) => name === 'DefName');
        const type = childrenOf(one).at(-1);
        const isRest = childOf(one, '...') !== undefined;
        return names.map(
          (name): Parameter => ({
            target: { kind: 'name', name: this.written(name), range: rangeOf(name) },
            ...(isRest && { rest: 'positional' }),
            isOptional: false,
            type: type && this.typeOf(type),
            ...(type && isStruct(this.written(type)) && { isCopy: true }),
            range: rangeOf(one),
          }),
        );
      });
  }

  /** The type that a pointer points to. */
  protected typeOf(node: SyntaxNode): string {
    return this.written(node).replace(/^\*/, '');
  }
}

/** Whether a node is what is taken of another one by what is behind it: `.a`, `(b)`, `[c]`. */
function takesMore(node: SyntaxNode | null, of: SyntaxNode | null): boolean {
  return (
    /^(?:CallExpr|SelectorExpr|IndexExpr|SliceExpr|TypeAssertion)$/.test(node?.name ?? '') &&
    node?.from === of?.from
  );
}

/** The grammar has a sign bind more than what is behind its operand: `!f(x)` would call what `!f` is. */
function signBefore(node: SyntaxNode): SyntaxNode | undefined {
  let one: SyntaxNode | null = node;
  while (one && takesMore(one, one.firstChild)) {
    one = one.firstChild;
  }
  return one?.name === 'UnaryExp' ? one : undefined;
}

/** Whether a type is one whose values are copied, by how it is written: maps and interfaces are not. */
function isStruct(type: string): boolean {
  return /^[\w.]+$/.test(type) && !/^any$|Map$/.test(type);
}

/** Without quotes; between back ticks, nothing is escaped. */
export function textIn(written: string): string {
  return written.startsWith('`')
    ? written.replaceAll('`', '')
    : unescaped(written.replace(/^["']|["']$/g, ''));
}

/** `NewTrail_Override(t, …)`, by which a framework that has classes makes into a struct what `NewTrail(…)` makes by itself. */
export const madeInto = /^(New[A-Z]\w*)_Override$/;

/** Whether a variable is called as one for errors is. */
export function isErrorName(name: string): boolean {
  return /^err|Err$/.test(name);
}
