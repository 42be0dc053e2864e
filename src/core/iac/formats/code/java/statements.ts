import type { SyntaxNode } from '@lezer/common';
import { LaterDeclare, LaterExpressionStatement } from '../later.ts';
import { childOf, childrenOf, rangeOf } from '../lezer.ts';
import type { Call, Statement } from '../syntax.ts';
import { Declarations, givenTo } from './declarations.ts';

/** Statements of Java. A setter is an assignment. */
export class Statements extends Declarations {
  protected statement(node: SyntaxNode, into: Statement[]): void {
    const range = rangeOf(node);
    switch (node.name) {
      case 'ImportDeclaration':
        this.#import(node, into);
        return;
      case 'ClassDeclaration':
        into.push(this.classIn(node));
        this.innerClasses(node, into);
        return;
      case 'EnumDeclaration':
        into.push(this.enumIn(node));
        this.innerClasses(node, into);
        return;
      case 'RecordDeclaration':
        into.push(this.record(node), this.classOfRecord(node));
        this.innerClasses(node, into);
        return;
      case 'InterfaceDeclaration':
      case 'AnnotationTypeDeclaration':
        into.push(this.interfaceIn(node));
        this.innerClasses(node, into);
        return;
      case 'LocalVariableDeclaration':
        this.#variables(node, into);
        return;
      case 'ExpressionStatement': {
        const [inner] = childrenOf(node);
        if (inner) {
          into.push(this.#expressionStatement(inner, node));
        }
        return;
      }
      case 'ExplicitConstructorInvocation':
        into.push(new LaterExpressionStatement(range, () => this.#constructorCall(node)));
        return;
      case 'IfStatement': {
        const [, test, then, , otherwise] = childrenOf(node);
        into.push({
          kind: 'if',
          test: this.expressionOr(test, node),
          whenTrue: then ? this.#body(then) : [],
          whenFalse: otherwise ? this.#body(otherwise) : [],
          range,
        });
        return;
      }
      case 'ForStatement':
      case 'EnhancedForStatement':
      case 'WhileStatement':
      case 'DoStatement':
        this.#loop(node, into);
        return;
      case 'ReturnStatement': {
        const value = childrenOf(node).find(({ name }) => name !== 'return' && name !== ';');
        into.push({ kind: 'return', value: value && this.expression(value), range });
        return;
      }
      case 'ThrowStatement':
        if (this.#isYield(node)) {
          this.beside(childrenOf(node).slice(1), into);
        } else {
          into.push({ kind: 'fail', range });
        }
        return;
      case 'SynchronizedStatement':
        this.beside([childOf(node, 'ParenthesizedExpression')], into);
        into.push({ kind: 'block', body: this.statementsIn(node), isUncertain: false, range });
        return;
      case 'Block':
        into.push({ kind: 'block', body: this.statementsIn(node), isUncertain: false, range });
        return;
      case 'SwitchRule':
        this.statementsInto(childrenOf(node), into);
        return;
      case 'LabeledStatement':
        this.statementsInto(childrenOf(node).slice(1), into);
        return;
      case 'TryStatement':
      case 'TryWithResourcesStatement':
      case 'SwitchStatement':
        this.beside([childOf(node, 'ParenthesizedExpression')], into);
        this.#resources(node, into);
        for (const child of childrenOf(node)) {
          const isUncertain = child.name === 'CatchClause' || child.name === 'SwitchBlock';
          const block = child.name === 'SwitchBlock' ? child : (childOf(child, 'Block') ?? child);
          if (isUncertain || child.name === 'Block' || child.name === 'FinallyClause') {
            into.push({ kind: 'block', body: this.statementsIn(block), isUncertain, range: rangeOf(child) });
          }
        }
        return;
      default:
        this.otherStatement(node, into);
    }
  }

  #import(node: SyntaxNode, into: Statement[]): void {
    const path = childOf(node, 'ScopedIdentifier', 'Identifier');
    if (!path || childOf(node, 'static')) {
      return;
    }
    const range = rangeOf(node);
    const whole = this.written(path).replaceAll(/\s+/g, '');
    const isStar = childOf(node, 'Asterisk') !== undefined;
    const name = isStar ? '*' : whole.slice(whole.lastIndexOf('.') + 1);
    const start = isStar ? path.from : path.to - name.length;
    into.push({
      kind: 'import',
      module: whole,
      names: [{ imported: name, local: name, range: { start, end: path.to } }],
      range,
    });
  }

  /** `yield` is read as `throw`. */
  #isYield(node: SyntaxNode): boolean {
    return this.written(node).startsWith('yield');
  }

  #variables(node: SyntaxNode, into: Statement[]): void {
    for (const declarator of childrenOf(node).filter(({ name }) => name === 'VariableDeclarator')) {
      this.#variable(declarator, node, into);
    }
  }

  #variable(declarator: SyntaxNode, node: SyntaxNode, into: Statement[]): void {
    const name = childOf(declarator, 'Definition');
    const value = givenTo(declarator);
    const type = this.typeIn(node);
    if (name) {
      const target = { kind: 'name' as const, name: this.written(name), range: rangeOf(name) };
      const declared = { target, type, statement: rangeOf(node), range: rangeOf(declarator) };
      into.push(new LaterDeclare(declared, value && (() => this.expression(value))));
    }
  }

  /** What is closed where a block ends: `try (var a = …; b)`. */
  #resources(node: SyntaxNode, into: Statement[]): void {
    const list = childOf(node, 'ResourceSpecification');
    for (const resource of list ? childrenOf(list).filter(({ name }) => name === 'Resource') : []) {
      this.#variable(resource, resource, into);
    }
  }

  #expressionStatement(inner: SyntaxNode, node: SyntaxNode): Statement {
    const range = rangeOf(node);
    if (inner.name === 'AssignmentExpression') {
      const [target, operator, value] = childrenOf(inner);
      if (target && operator && value) {
        const isPlain = this.written(operator) === '=';
        const sides = { target: this.expression(target), value: this.expression(value) };
        return { kind: 'assign', ...sides, operator: isPlain ? '=' : 'other', range };
      }
    }
    const name = inner.name === 'MethodInvocation' ? childOf(inner, 'MethodName') : undefined;
    const property = /^set([A-Z]\w*)$/.exec(name ? this.written(name) : '')?.[1];
    const call = property === undefined ? undefined : this.expression(inner);
    const [value, ...more] = call?.kind === 'call' ? call.args : [];
    if (property !== undefined && name && value && more.length === 0) {
      const { callee } = call as Call;
      const named = { name: property.charAt(0).toLowerCase() + property.slice(1), nameRange: rangeOf(name) };
      if (callee.kind === 'member') {
        const target = { ...callee, ...named };
        return { kind: 'assign', target, value: value.value, operator: '=', range };
      }
    }
    return new LaterExpressionStatement(range, () => this.expression(inner));
  }

  /** `super(…)` and `this(…)`. */
  #constructorCall(node: SyntaxNode): Call {
    const list = childOf(node, 'ArgumentList');
    const self = childOf(node, 'super', 'this') ?? node;
    return {
      kind: 'call',
      callee: { kind: 'self', isBase: self.name === 'super', range: rangeOf(self) },
      isNew: false,
      args: this.argumentsIn(list),
      argsRange: rangeOf(list ?? node),
      range: rangeOf(node),
    };
  }

  #loop(node: SyntaxNode, into: Statement[]): void {
    const head = childOf(node, 'ForSpec', 'ParenthesizedExpression');
    const parts = head ? childrenOf(head) : [];
    const variable = head && childOf(head, 'Definition');
    const colon = parts.findIndex(({ name }) => name === ':');
    const over = colon >= 0 ? parts[colon + 1] : undefined;
    const body = childrenOf(node).findLast(({ name }) => name === 'Block' || name.endsWith('Statement'));
    for (const part of over ? [] : parts) {
      if (part.name === 'LocalVariableDeclaration') {
        this.statement(part, into);
      } else {
        this.beside([part], into);
      }
    }
    into.push({
      kind: 'loop',
      variable: variable && this.written(variable),
      over: over && this.expressionOr(over, node),
      body: body ? this.#body(body) : [],
      range: rangeOf(node),
    });
  }

  #body(node: SyntaxNode): Statement[] {
    if (node.name === 'Block') {
      return this.statementsIn(node);
    }
    const statements: Statement[] = [];
    this.statement(node, statements);
    return statements;
  }
}
