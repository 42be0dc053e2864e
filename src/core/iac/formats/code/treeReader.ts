import type { SyntaxNode } from '@lezer/common';
import type { TextRange } from '../../../base/text.ts';
import { memberOrIndex, unknownAt } from './expressions.ts';
import { LaterArgument, LaterClass, LaterEntry, LaterExpressionStatement, LaterFunction } from './later.ts';
import { childrenOf, deepest, hasCalls, rangeOf } from './lezer.ts';
import type {
  Argument,
  ClassDeclaration,
  ClassMember,
  Entry,
  Expression,
  FunctionDeclaration,
  Operation,
  Statement,
} from './syntax.ts';

/** Reads a tree of Lezer as our syntax: what all grammars have alike. Each says what its own nodes are. */
export abstract class TreeReader {
  readonly text: string;
  /** Of what is read just now. */
  #depth = 0;

  constructor(text: string) {
    this.text = text;
  }

  /** Reads one node among statements; what is none adds nothing. */
  protected abstract statement(node: SyntaxNode, into: Statement[]): void;

  /** What is nested deeper than any program is not looked at. */
  expression(node: SyntaxNode): Expression {
    return this.#deeper(() => this.expressionAt(node)) ?? unknownAt(node);
  }

  #deeper<T>(read: () => T): T | undefined {
    if (this.#depth >= deepest) {
      return undefined;
    }
    this.#depth++;
    try {
      return read();
    } finally {
      this.#depth--;
    }
  }

  protected abstract expressionAt(node: SyntaxNode): Expression;

  protected abstract functionIn(node: SyntaxNode): FunctionDeclaration;

  /** Whether a node is an expression, and may hold calls. */
  protected abstract isExpression(node: SyntaxNode): boolean;

  statementsIn(node: SyntaxNode): Statement[] {
    const statements: Statement[] = [];
    this.statementsInto(childrenOf(node), statements);
    return statements;
  }

  protected statementsInto(nodes: readonly SyntaxNode[], into: Statement[]): void {
    this.#deeper(() => {
      for (const node of nodes) {
        this.statement(node, into);
      }
    });
  }

  /** What does not parse may hold statements that do. */
  protected otherStatement(node: SyntaxNode, into: Statement[]): void {
    if (node.type.isError) {
      this.statementsInto(childrenOf(node), into);
    }
  }

  protected written({ from, to }: { readonly from: number; readonly to: number }): string {
    return this.text.slice(from, to);
  }

  /** A type as it is written after its colon. */
  protected annotation(node: SyntaxNode): string {
    return this.written(node).replace(/^:\s*/, '');
  }

  /** What has no part in our syntax. */
  protected unknown(node: SyntaxNode): Expression {
    return { kind: 'unknown', inside: this.#inside(node), range: rangeOf(node) };
  }

  #inside(node: SyntaxNode): readonly Expression[] {
    const inside = () =>
      childrenOf(node).flatMap(one =>
        this.isExpression(one) && !one.type.isError ? [this.expression(one)] : this.#inside(one),
      );
    return this.#deeper(inside) ?? [];
  }

  /** What is worked out beside what our syntax says of a statement: of it, the calls and functions that are in it count alone. */
  protected beside(nodes: readonly (SyntaxNode | undefined)[], into: Statement[]): void {
    this.#deeper(() => {
      for (const node of nodes) {
        if (node && hasCalls(this.text, node)) {
          if (this.isExpression(node)) {
            into.push(new LaterExpressionStatement(rangeOf(node), () => this.expression(node)));
          } else {
            this.beside(childrenOf(node), into);
          }
        }
      }
    });
  }

  /** What runs when a class, or an object of it, is made, and is in none of its methods. */
  protected initializer(range: TextRange, isStatic: boolean, read: (into: Statement[]) => void): ClassMember {
    const declaration = new LaterFunction(range, [], () => {
      const body: Statement[] = [];
      read(body);
      return body;
    });
    return { kind: 'method', name: '', declaration, isGetter: false, isStatic, range };
  }

  protected expressionOr(node: SyntaxNode | undefined, around: SyntaxNode): Expression {
    return node ? this.expression(node) : unknownAt(around);
  }

  protected conditional([test, yes, no]: readonly (SyntaxNode | undefined)[], node: SyntaxNode): Expression {
    return test && yes && no
      ? {
          kind: 'conditional',
          test: this.expression(test),
          yes: this.expression(yes),
          no: this.expression(no),
          range: rangeOf(node),
        }
      : this.unknown(node);
  }

  protected operation(
    left: SyntaxNode | undefined,
    operator: Operation['operator'] | undefined,
    right: SyntaxNode | undefined,
    node: SyntaxNode,
  ): Expression {
    return left && right && operator
      ? {
          kind: 'operation',
          operator,
          left: this.expression(left),
          right: this.expression(right),
          range: rangeOf(node),
        }
      : this.unknown(node);
  }

  /** `object.name`, `object[index]`. */
  protected member(node: SyntaxNode): Expression {
    const children = childrenOf(node);
    const [object] = children;
    const name = children.find((one, index) => index > 0 && /PropertyName$/.test(one.name));
    const bracket = children.findIndex(one => one.name === '[');
    const index = bracket >= 0 ? children[bracket + 1] : undefined;
    const range = rangeOf(node);
    if (object && name) {
      const named = { name: this.written(name), nameRange: rangeOf(name) };
      return { kind: 'member', object: this.objectOf(object), ...named, range };
    }
    return object && index && index.name !== ']'
      ? memberOrIndex(this.expression(object), this.expression(index), range)
      : this.unknown(node);
  }

  /** What a member is taken of. */
  protected objectOf(node: SyntaxNode): Expression {
    return this.expression(node);
  }

  protected entryLater(
    name: string | undefined,
    key: SyntaxNode,
    value: SyntaxNode,
    range: TextRange,
  ): Entry {
    const isBusy = hasCalls(this.text, value);
    return new LaterEntry(name, rangeOf(key), range, isBusy, () => this.expression(value));
  }

  protected argumentLater(
    value: SyntaxNode,
    range: TextRange,
    more?: Pick<Argument, 'spread' | 'name' | 'nameRange'>,
  ): Argument {
    return new LaterArgument(range, hasCalls(this.text, value), () => this.expression(value), more);
  }

  /** What a function does: its block, or the expression that it returns. */
  protected blockOf(block: SyntaxNode | undefined, short?: SyntaxNode): readonly Statement[] {
    return block
      ? this.statementsIn(block)
      : short
        ? [{ kind: 'return', value: this.expression(short), range: rangeOf(short) }]
        : [];
  }

  protected functionStatement(node: SyntaxNode, name: SyntaxNode | undefined): Statement {
    return {
      kind: 'function-statement',
      name: name ? this.written(name) : '',
      declaration: this.functionIn(node),
      range: rangeOf(node),
    };
  }

  protected classOf(
    node: SyntaxNode,
    name: SyntaxNode | undefined,
    base: Expression | undefined,
    members: () => readonly ClassMember[],
    isScope?: true,
  ): ClassDeclaration {
    const written = {
      name: name ? this.written(name) : '',
      nameRange: rangeOf(name ?? node),
      base,
      range: rangeOf(node),
      ...(isScope && { isScope }),
    };
    return new LaterClass(written, members);
  }
}
