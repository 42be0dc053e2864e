import type { SyntaxNode } from '@lezer/common';
import type { TextRange } from '../../../../base/text.ts';
import { mergedOf, removalOf, unknownAt } from '../expressions.ts';
import { LaterExpressionStatement } from '../later.ts';
import { childOf, childrenOf, groupsOf, rangeOf } from '../lezer.ts';
import type { Assign, Expression, ImportedName, Statement } from '../syntax.ts';
import { changeBy, changingMethods, settingOf } from './collections.ts';
import { Declarations } from './declarations.ts';

/** Statements of Python. */
export class Statements extends Declarations {
  protected statement(node: SyntaxNode, into: Statement[]): void {
    switch (node.name) {
      case 'ImportStatement':
        this.import(node, into);
        return;
      case 'Decorator':
      case 'YieldStatement':
        this.beside(childrenOf(node), into);
        return;
      case 'AssertStatement':
        // What is behind the comma is for a program that ends.
        this.beside(childrenOf(node).slice(0, 2), into);
        return;
      case 'StatementGroup':
      case 'DecoratedStatement':
        for (const child of childrenOf(node)) {
          this.statement(child, into);
        }
        return;
      case 'AssignStatement': {
        this.assignment(node, into);
        const [value] = childrenOf(node).slice(-1);
        const change = value && this.change(value);
        if (change?.operator === 'removes') {
          into.push(change);
        }
        return;
      }
      case 'DeleteStatement':
        for (const item of childrenOf(node).filter(one => one.name === 'MemberExpression')) {
          into.push(removalOf(this.expression(item), rangeOf(node)));
        }
        return;
      case 'UpdateStatement': {
        const [target, operator, value] = childrenOf(node);
        if (target && operator && value) {
          into.push(...this.update(target, this.written(operator), value, rangeOf(node)));
        }
        return;
      }
      case 'ExpressionStatement': {
        const [inner, ...more] = childrenOf(node);
        this.beside(more, into);
        if (inner) {
          into.push(
            this.change(inner) ?? new LaterExpressionStatement(rangeOf(node), () => this.expression(inner)),
          );
        }
        return;
      }
      case 'IfStatement':
        into.push(...this.if(childrenOf(node), node));
        return;
      case 'ForStatement':
      case 'WhileStatement':
        this.loop(node, into);
        return;
      case 'ReturnStatement': {
        const values = childrenOf(node).filter(one => one.name !== 'return');
        into.push({ kind: 'return', value: this.values(values), range: rangeOf(node) });
        return;
      }
      case 'RaiseStatement':
        into.push({ kind: 'fail', range: rangeOf(node) });
        return;
      case 'TryStatement':
      case 'WithStatement': {
        let isUncertain = false;
        this.#head(node, into);
        for (const child of childrenOf(node)) {
          isUncertain = child.name === 'except' || (isUncertain && child.name !== 'finally');
          if (child.name === 'Body') {
            const body = this.statementsIn(child);
            into.push({ kind: 'block', body, isUncertain, range: rangeOf(child) });
          }
        }
        return;
      }
      case 'MatchStatement': {
        const bodies: Statement[] = [];
        for (const clause of childrenOf(childOf(node, 'MatchBody') ?? node)) {
          const body = childOf(clause, 'Body');
          this.beside([childOf(clause, 'Guard')], bodies);
          bodies.push(...(body ? this.statementsIn(body) : []));
        }
        this.#head(node, into);
        into.push({ kind: 'block', body: bodies, isUncertain: true, range: rangeOf(node) });
        return;
      }
      case 'FunctionDefinition':
        into.push(this.functionStatement(node, childOf(node, 'VariableName')));
        return;
      case 'ClassDefinition':
        into.push(this.classIn(node));
        return;
      default:
        if (node.type.isError) {
          for (const child of childrenOf(node)) {
            this.statement(child, into);
          }
        }
    }
  }

  /** What is in front of the body of a statement. */
  #head(node: SyntaxNode, into: Statement[]): void {
    const children = childrenOf(node);
    const body = children.findIndex(({ name }) => name === 'Body' || name === 'MatchBody');
    this.beside(children.slice(0, Math.max(body, 0)), into);
  }

  /** What a method of a dictionary or list does to it. */
  protected change(node: SyntaxNode): Assign | undefined {
    const [callee] = node.name === 'CallExpression' ? childrenOf(node) : [];
    const method = callee?.name === 'MemberExpression' ? childOf(callee, 'PropertyName') : undefined;
    const isSet = callee?.name === 'VariableName' && this.written(callee) === 'setattr';
    const isMeant = isSet || (method && changingMethods.includes(this.written(method)));
    const call = isMeant ? this.expression(node) : undefined;
    return call?.kind !== 'call' ? undefined : isSet ? settingOf(call) : changeBy(call);
  }

  protected import(node: SyntaxNode, into: Statement[]): void {
    const children = childrenOf(node);
    const range = rangeOf(node);
    const at = children.findIndex(one => one.name === 'import');
    if (at < 0) {
      return;
    }
    const groups = groupsOf(children.slice(at + 1).filter(one => one.name !== '(' && one.name !== ')'));
    if (children[0]?.name === 'from') {
      const module = children
        .slice(1, at)
        .map(one => this.written(one))
        .join('');
      const names = groups.flatMap((parts): ImportedName[] => {
        const [imported, local = imported] = parts.filter(one => one.name === 'VariableName');
        return imported && local
          ? [
              {
                imported: this.written(imported),
                local: this.written(local),
                range: { start: imported.from, end: local.to },
              },
            ]
          : [];
      });
      const star = groups[0]?.[0];
      if (star?.name === '*') {
        names.push({ imported: '*', local: '*', range: rangeOf(star) });
      }
      const [first, last] = [groups[0]?.[0], groups.at(-1)?.at(-1)];
      const listRange = first && last && { start: first.from, end: last.to };
      into.push({ kind: 'import', module, names, listRange, range });
      return;
    }
    for (const parts of groups) {
      const alias = parts.findIndex(one => one.name === 'as');
      const path = parts
        .slice(0, alias < 0 ? undefined : alias)
        .map(one => this.written(one))
        .join('');
      const [first] = parts;
      const last = parts.at(-1);
      if (first && last) {
        const local = alias < 0 ? (path.split('.')[0] ?? path) : this.written(last);
        // `import a.b` gives the name `a`, `import a.b as c` gives what `a.b` is.
        const module = alias < 0 ? local : path;
        const names = [{ imported: undefined, local, range: { start: first.from, end: last.to } }];
        into.push({ kind: 'import', module, names, range });
      }
    }
  }

  /** `settings |= more` changes a dictionary, whatever else knows it. Of a flag or a number, the name has another one then. */
  protected update(left: SyntaxNode, operator: string, right: SyntaxNode, range: TextRange): Statement[] {
    const [target, value] = [this.expression(left), this.expression(right)];
    if (operator !== '|=') {
      return [{ kind: 'assign', target, value, operator: 'other', range }];
    }
    const merged: Expression = { kind: 'operation', operator: '|', left: target, right: value, range };
    return [
      { kind: 'assign', target, value: mergedOf([value]), operator: 'merges', range },
      ...(value.kind === 'object'
        ? []
        : [{ kind: 'assign', target, value: merged, operator: '=', range } as const]),
    ];
  }

  /** `elif` is an `if` in the `else` of the one above. */
  protected if(children: readonly SyntaxNode[], node: SyntaxNode): Statement[] {
    const [word, test, then] = children;
    if (word?.name === 'else') {
      return test?.name === 'Body' ? this.statementsIn(test) : [];
    }
    if (!word || !test) {
      return [];
    }
    const isWhole = then?.name === 'Body';
    return [
      {
        kind: 'if',
        test: test.name === 'Body' ? unknownAt(test) : this.expression(test),
        whenTrue: isWhole ? this.statementsIn(then) : [],
        whenFalse: isWhole ? this.if(children.slice(3), node) : [],
        range: { start: word.from, end: node.to },
      },
    ];
  }

  protected loop(node: SyntaxNode, into: Statement[]): void {
    const children = childrenOf(node);
    const within = children.findIndex(one => one.name === 'in');
    const variables = within >= 0 ? children.slice(1, within) : [];
    const [variable, ...more] = variables;
    const over = within >= 0 ? children[within + 1] : undefined;
    const [body, otherwise] = children.filter(one => one.name === 'Body');
    const isOne = variable?.name === 'VariableName' && more.length === 0;
    if (node.name === 'WhileStatement') {
      this.#head(node, into);
    }
    into.push({
      kind: 'loop',
      variable: isOne ? this.written(variable) : undefined,
      over: over && over.name !== 'Body' ? this.expression(over) : undefined,
      body: body ? this.statementsIn(body) : [],
      range: rangeOf(node),
    });
    if (body && otherwise) {
      // It runs where nothing ended the loop.
      const isUncertain = /\bbreak\b/.test(this.written(body));
      into.push({
        kind: 'block',
        body: this.statementsIn(otherwise),
        isUncertain,
        range: rangeOf(otherwise),
      });
    }
  }
}
