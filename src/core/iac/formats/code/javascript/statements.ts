import type { SyntaxNode } from '@lezer/common';
import type { TextRange } from '../../../../base/text.ts';
import { appendingOf, changeOf, removalOf } from '../expressions.ts';
import { LaterDeclare, LaterExpressionStatement } from '../later.ts';
import { childOf, childrenOf, groupsOf, rangeOf } from '../lezer.ts';
import type { Assign, Statement } from '../syntax.ts';
import { importOf, Modules, requiredIn } from './modules.ts';

/** Methods that change a list. */
const changingMethods: readonly string[] = ['push', 'unshift', 'splice', 'pop', 'shift', 'reverse', 'sort'];

/** What declarations of variables start with. */
const declaringWords: ReadonlySet<string> = new Set(['const', 'let', 'var', 'using', 'await']);

/** Statements of TypeScript and JavaScript. */
export class Statements extends Modules {
  protected statement(node: SyntaxNode, into: Statement[]): void {
    switch (node.name) {
      case 'ImportDeclaration':
        this.import(node, into);
        return;
      case 'ExportDeclaration':
        this.export(node, into);
        return;
      case 'LabeledStatement':
      case 'AmbientDeclaration':
        for (const child of childrenOf(node).slice(1)) {
          // A variable that is only said to be there has a value from elsewhere, not none.
          if (node.name === 'LabeledStatement' || child.name !== 'VariableDeclaration') {
            this.statement(child, into);
          }
        }
        return;
      case 'VariableDeclaration':
        this.variables(node, into);
        return;
      case 'ExpressionStatement': {
        const [inner] = childrenOf(node);
        if (inner) {
          into.push(this.expressionStatement(inner, node));
        }
        return;
      }
      case 'IfStatement':
        into.push(this.if(node));
        return;
      case 'ForStatement':
      case 'WhileStatement':
      case 'DoStatement':
        this.loop(node, into);
        return;
      case 'ReturnStatement': {
        const value = childrenOf(node).find(one => one.name !== 'return' && one.name !== ';');
        into.push({ kind: 'return', value: value && this.expression(value), range: rangeOf(node) });
        return;
      }
      case 'ThrowStatement':
        into.push({ kind: 'fail', range: rangeOf(node) });
        return;
      case 'Block':
        into.push({ kind: 'block', body: this.statementsIn(node), isUncertain: false, range: rangeOf(node) });
        return;
      case 'NamespaceDeclaration':
      case 'TryStatement':
      case 'SwitchStatement':
        this.beside([childOf(node, 'ParenthesizedExpression')], into);
        for (const child of childrenOf(node)) {
          const isUncertain = child.name === 'CatchClause' || child.name === 'SwitchBody';
          if (isUncertain || child.name === 'Block' || child.name === 'FinallyClause') {
            const body = child.name === 'FinallyClause' ? (childOf(child, 'Block') ?? child) : child;
            into.push({ kind: 'block', body: this.statementsIn(body), isUncertain, range: rangeOf(child) });
          }
        }
        return;
      case 'CaseLabel':
        this.beside([node], into);
        return;
      case 'WithStatement': {
        const [, object, body] = childrenOf(node);
        this.beside([object], into);
        into.push(...(body ? this.body(body) : []));
        return;
      }
      case 'FunctionDeclaration':
        into.push(this.functionStatement(node, childOf(node, 'VariableDefinition')));
        return;
      case 'ClassDeclaration':
        this.beside(
          childrenOf(node).filter(({ name }) => name === 'Decorator'),
          into,
        );
        into.push(this.classIn(node));
        return;
      case 'EnumDeclaration':
        into.push(this.enumIn(node));
        return;
      case 'InterfaceDeclaration':
      case 'TypeAliasDeclaration':
        into.push(this.type(node));
        return;
      default:
        // What does not parse may hold statements that do.
        if (node.type.isError) {
          for (const child of childrenOf(node)) {
            this.statement(child, into);
          }
        }
    }
  }

  protected variables(node: SyntaxNode, into: Statement[]): void {
    for (const parts of groupsOf(childrenOf(node).filter(({ name }) => !declaringWords.has(name)))) {
      const [target] = parts;
      const equals = parts.findIndex(one => one.name === 'Equals');
      const value = equals >= 0 ? parts[equals + 1] : undefined;
      const pattern = target && this.pattern(target);
      if (!target || !pattern) {
        continue;
      }
      const range = { start: target.from, end: value?.to ?? target.to };
      if (value?.name === 'ClassExpression' && pattern.kind === 'name') {
        into.push(this.classIn(value, target));
        continue;
      }
      const required = value && requiredIn(value, this.text);
      if (required) {
        into.push(importOf(required, pattern, { start: node.from, end: node.to }));
        continue;
      }
      const type = parts.find(one => one.name === 'TypeAnnotation');
      const declared = {
        target: pattern,
        type: type && this.annotation(type),
        statement: rangeOf(node),
        range,
      };
      into.push(new LaterDeclare(declared, value && (() => this.expression(value))));
    }
  }

  protected expressionStatement(inner: SyntaxNode, node: SyntaxNode): Statement {
    const range = rangeOf(node);
    const [first, second] = inner.name === 'UnaryExpression' ? childrenOf(inner) : [];
    if (first && second && this.written(first) === 'void') {
      return this.expressionStatement(second, node);
    }
    if (inner.name === 'AssignmentExpression') {
      const [target, operator, value] = childrenOf(inner);
      if (target && operator && value) {
        const written = this.written(operator);
        return {
          kind: 'assign',
          target: this.expression(target),
          value: this.expression(value),
          operator: written === '=' ? '=' : written === '??=' || written === '||=' ? '??=' : 'other',
          range,
        };
      }
    }
    return this.change(inner, range) ?? new LaterExpressionStatement(range, () => this.expression(inner));
  }

  /** What an expression does to an object or a list. */
  protected change(inner: SyntaxNode, range: TextRange): Assign | undefined {
    const [operator, operand] = inner.name === 'UnaryExpression' ? childrenOf(inner) : [];
    if (operator && operand && this.written(operator) === 'delete') {
      return removalOf(this.expression(operand), range);
    }
    const [callee] = inner.name === 'CallExpression' ? childrenOf(inner) : [];
    const call = callee && this.written(callee) === 'Object.assign' ? this.expression(inner) : undefined;
    const [target, ...sources] = call?.kind === 'call' ? call.args : [];
    if (target) {
      const entries = sources.map(({ value, range }) => ({ kind: 'spread' as const, value, range }));
      return {
        kind: 'assign',
        target: target.value,
        value: { kind: 'object', form: 'braces', entries, range },
        operator: 'merges',
        range,
      };
    }
    const name = callee?.name === 'MemberExpression' ? childOf(callee, 'PropertyName') : undefined;
    const method = name && this.written(name);
    const isMeant = method !== undefined && changingMethods.includes(method);
    const changing = isMeant ? this.expression(inner) : undefined;
    return changing?.kind !== 'call'
      ? undefined
      : method === 'push'
        ? appendingOf(changing)
        : changeOf(changing);
  }

  protected if(node: SyntaxNode): Statement {
    const [, test, then, , otherwise] = childrenOf(node);
    return {
      kind: 'if',
      test: this.expressionOr(test, node),
      whenTrue: then ? this.body(then) : [],
      whenFalse: otherwise ? this.body(otherwise) : [],
      range: rangeOf(node),
    };
  }

  protected body(node: SyntaxNode): Statement[] {
    if (node.name === 'Block') {
      return this.statementsIn(node);
    }
    const statements: Statement[] = [];
    this.statement(node, statements);
    return statements;
  }

  protected loop(node: SyntaxNode, into: Statement[]): void {
    const head = childOf(node, 'ForOfSpec', 'ForInSpec', 'ForSpec', 'ParenthesizedExpression');
    const parts = head ? childrenOf(head) : [];
    const of = parts.findIndex(one => one.name === 'of');
    const variable = parts.find(one => one.name === 'VariableDefinition');
    const over = of >= 0 ? parts[of + 1] : undefined;
    const body = childrenOf(node).findLast(one => one.name === 'Block' || one.name.endsWith('Statement'));
    for (const part of parts) {
      if (part.name === 'VariableDeclaration') {
        this.statement(part, into);
      } else {
        this.beside([part === over ? undefined : part], into);
      }
    }
    into.push({
      kind: 'loop',
      variable: variable && this.written(variable),
      over: over && this.expression(over),
      body: body ? this.body(body) : [],
      range: rangeOf(node),
    });
  }
}
