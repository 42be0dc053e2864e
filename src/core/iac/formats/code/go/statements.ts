import type { SyntaxNode } from '@lezer/common';
import type { TextRange } from '../../../../base/text.ts';
import { memberOrIndex, removalOf } from '../expressions.ts';
import { LaterExpressionStatement, LaterType } from '../later.ts';
import { childOf, childrenOf, groupsOf, rangeOf } from '../lezer.ts';
import type { Expression, ImportedName, Statement, TypeProperty } from '../syntax.ts';
import { Expressions, isErrorName, madeInto, textIn } from './expressions.ts';

/** Statements of Go. A setter is an assignment. */
export class Statements extends Expressions {
  protected statement(node: SyntaxNode, into: Statement[]): void {
    const range = rangeOf(node);
    switch (node.name) {
      case 'ImportDecl':
        this.#imports(node, into);
        return;
      case 'FunctionDecl':
        into.push(this.functionStatement(node, childOf(node, 'DefName')));
        return;
      case 'MethodDecl':
        into.push(this.functionStatement(node, childOf(node, 'FieldName')));
        return;
      case 'TypeDecl':
        for (const spec of this.#specs(node, 'TypeSpec')) {
          this.#type(spec, into);
        }
        return;
      case 'VarDecl':
      case 'ConstDecl': {
        const specs = this.#specs(node, node.name === 'VarDecl' ? 'VarSpec' : 'ConstSpec');
        for (const spec of specs.length > 0 ? specs : [node]) {
          this.#variables(spec, rangeOf(node), into);
        }
        return;
      }
      case 'Assignment':
        this.#assignment(node, into);
        return;
      case 'IncDecStatement':
      case 'SendStatement':
      case 'Case':
        this.beside(childrenOf(node), into);
        return;
      case 'ExprStatement':
      case 'DeferStatement':
      case 'GoStatement': {
        const inner = childrenOf(node).at(-1);
        if (inner) {
          into.push(this.#expressionStatement(inner, node));
        }
        return;
      }
      case 'IfStatement':
        this.#if(node, into);
        return;
      case 'ForStatement':
        this.#loop(node, into);
        return;
      case 'ReturnStatement': {
        const [value, ...more] = groupsOf(childrenOf(node).slice(1)).flatMap(([first]) => first ?? []);
        const [named, ...others] = value ? [] : this.#namedResults(range);
        this.beside(more, into);
        into.push({
          kind: 'return',
          value: value ? this.expression(value) : named,
          others: value ? more.map(one => this.expression(one)) : others,
          range,
        });
        return;
      }
      case 'Block':
        into.push({ kind: 'block', body: this.statementsIn(node), isUncertain: false, range });
        return;
      case 'LabeledStatement':
        this.statementsInto(childrenOf(node).slice(1), into);
        return;
      case 'SwitchStatement':
      case 'TypeSwitchStatement':
      case 'SelectStatement': {
        const block = childOf(node, 'SwitchBlock', 'SelectBlock');
        this.#head(
          childrenOf(node).filter(one => one.name !== block?.name),
          into,
        );
        into.push({
          kind: 'block',
          body: block ? this.statementsIn(block) : [],
          isUncertain: true,
          range,
        });
        return;
      }
      default:
        this.otherStatement(node, into);
    }
  }

  /** `return` alone returns what has a name in front of the body. */
  #namedResults(range: TextRange): readonly Expression[] {
    return this.results.map(name => ({ kind: 'name', name: this.written(name), range }));
  }

  #specs(node: SyntaxNode, name: string): readonly SyntaxNode[] {
    const list = childOf(node, 'SpecList') ?? node;
    return childrenOf(list).filter(one => one.name === name);
  }

  #imports(node: SyntaxNode, into: Statement[]): void {
    for (const spec of this.#specs(node, 'ImportSpec')) {
      const path = childOf(spec, 'String');
      if (path) {
        const alias = childOf(spec, 'DefName');
        const module = textIn(this.written(path));
        const range = rangeOf(spec);
        const name: ImportedName = {
          imported: undefined,
          local: alias ? this.written(alias) : packageName(module),
          range,
        };
        into.push({ kind: 'import', module, names: [name], range });
      }
    }
  }

  #type(spec: SyntaxNode, into: Statement[]): void {
    const name = childOf(spec, 'DefName');
    const struct = childOf(spec, 'StructType');
    const body = struct && childOf(struct, 'StructBody');
    if (!name || !body) {
      return;
    }
    const shape = () => {
      const fields = childrenOf(body).filter(one => one.name === 'FieldDecl');
      return {
        bases: fields.flatMap(one =>
          childOf(one, 'FieldName') ? [] : [this.typeOf(childrenOf(one)[0] ?? one)],
        ),
        properties: fields.flatMap(one => this.#fields(one)),
      };
    };
    into.push(new LaterType(this.written(name), rangeOf(spec), shape));
  }

  /** Any field may be left out of a literal; it is nil then, empty, or false. */
  #fields(node: SyntaxNode): TypeProperty[] {
    const type = childrenOf(node).findLast(
      ({ name }) => name !== 'FieldName' && name !== 'Tag' && name !== 'String',
    );
    return childrenOf(node)
      .filter(({ name }) => name === 'FieldName')
      .map(name => ({
        name: this.written(name),
        isOptional: true,
        type: type && this.typeOf(type),
        ...(type && this.written(type) === 'bool' && { byDefault: falseAt(rangeOf(type)) }),
        range: rangeOf(node),
      }));
  }

  #variables(node: SyntaxNode, statement: TextRange, into: Statement[]): void {
    const children = childrenOf(node).filter(({ name }) => name !== 'var' && name !== 'const');
    const sign = children.findIndex(({ name }) => name === '=' || name === ':=');
    const left = sign >= 0 ? children.slice(0, sign) : children;
    const names = left.filter(({ name }) => name === 'DefName' || name === 'VariableName');
    const values = sign >= 0 ? groupsOf(children.slice(sign + 1)).flatMap(([first]) => first ?? []) : [];
    names.forEach((name, index) => {
      const written = this.written(name);
      const value = this.#valueFor(index, name, names.length, values);
      const range = { start: name.from, end: values.at(-1)?.to ?? name.to };
      if (written !== '_') {
        into.push(this.variable(name, statement, range, value));
      } else if (value) {
        into.push(new LaterExpressionStatement(statement, value));
      }
    });
  }

  /** Of what a function returns, an error is nil: a program that fails deploys nothing. */
  #valueFor(
    index: number,
    name: SyntaxNode,
    names: number,
    values: readonly SyntaxNode[],
  ): (() => Expression) | undefined {
    const [first] = values;
    if (!first || names === values.length || index === 0) {
      const value = values[index];
      return value && (() => this.expression(value));
    }
    const range = rangeOf(name);
    return () => {
      if (isErrorName(this.written(name))) {
        return { kind: 'literal', value: null, range };
      }
      const call = first.name === 'CallExpr' ? this.expression(first) : undefined;
      return call?.kind === 'call'
        ? { kind: 'result', call, index, range }
        : { kind: 'unknown', inside: [], range };
    };
  }

  #assignment(node: SyntaxNode, into: Statement[]): void {
    const children = childrenOf(node);
    const sign = children.findIndex(({ name }) => name === '=' || name === 'UpdateOp');
    const targets = groupsOf(children.slice(0, sign)).flatMap(([first]) => first ?? []);
    const values = groupsOf(children.slice(sign + 1)).flatMap(([first]) => first ?? []);
    const operator = children[sign]?.name === '=' ? '=' : 'other';
    targets.forEach((target, index) => {
      const written = this.written(target);
      const value = this.#valueFor(index, target, targets.length, values);
      const range = rangeOf(node);
      if (value && written === '_') {
        into.push(new LaterExpressionStatement(range, value));
      } else if (value) {
        into.push({ kind: 'assign', target: this.expression(target), value: value(), operator, range });
      }
    });
  }

  #expressionStatement(inner: SyntaxNode, node: SyntaxNode): Statement {
    const range = rangeOf(node);
    const [callee] = inner.name === 'CallExpr' ? childrenOf(inner) : [];
    const name = callee?.name === 'SelectorExpr' ? childOf(callee, 'FieldName') : undefined;
    const written = name ? this.written(name) : '';
    const into = madeInto.test(written) ? childrenOf(childOf(inner, 'Arguments') ?? inner)[1] : undefined;
    if (into?.name === 'VariableName' || into?.name === 'SelectorExpr') {
      // What holds it is what it makes.
      return {
        kind: 'assign',
        target: this.expression(into),
        value: this.expression(inner),
        operator: '=',
        range,
      };
    }
    const property = /^Set([A-Z]\w*)$/.exec(written)?.[1];
    const call = property === undefined ? undefined : this.expression(inner);
    const [value, ...more] = call?.kind === 'call' ? call.args : [];
    if (property !== undefined && name && value && more.length === 0 && call?.kind === 'call') {
      const target = call.callee.kind === 'member' ? call.callee : undefined;
      if (target) {
        const named = { ...target, name: property, nameRange: rangeOf(name) };
        return { kind: 'assign', target: named, value: value.value, operator: '=', range };
      }
    }
    const deletion = callee && this.written(callee) === 'delete' ? this.expression(inner) : undefined;
    const [map, key] = deletion?.kind === 'call' ? deletion.args : [];
    if (map && key) {
      return removalOf(memberOrIndex(map.value, key.value, range), range);
    }
    return callee && this.written(callee) === 'panic'
      ? { kind: 'fail', range }
      : new LaterExpressionStatement(range, () => this.expression(inner));
  }

  /** `if x, err := f(); err != nil { … }`. */
  #if(node: SyntaxNode, into: Statement[]): void {
    const children = childrenOf(node);
    const semicolon = children.findIndex(({ name }) => name === ';');
    if (semicolon >= 0) {
      this.statementsInto(children.slice(1, semicolon), into);
    }
    const [test, then, , otherwise] = children.slice(semicolon >= 0 ? semicolon + 1 : 1);
    into.push({
      kind: 'if',
      test: this.expressionOr(test, node),
      whenTrue: then ? this.statementsIn(then) : [],
      whenFalse: otherwise ? this.#otherwise(otherwise) : [],
      range: rangeOf(node),
    });
  }

  #otherwise(node: SyntaxNode): Statement[] {
    if (node.name === 'Block') {
      return this.statementsIn(node);
    }
    const statements: Statement[] = [];
    this.statement(node, statements);
    return statements;
  }

  /** What a statement starts with: what it declares or sets, and what it asks. */
  #head(nodes: readonly SyntaxNode[], into: Statement[]): void {
    for (const node of nodes) {
      if (/^(?:VarDecl|Assignment|ExprStatement)$/.test(node.name)) {
        this.statement(node, into);
      } else {
        this.beside([node], into);
      }
    }
  }

  #loop(node: SyntaxNode, into: Statement[]): void {
    const heads = childOf(node, 'ForClause', 'RangeClause');
    const clause = childOf(node, 'RangeClause');
    const names = clause ? childrenOf(clause).filter(({ name }) => name === 'DefName') : [];
    const over = clause && childrenOf(clause).at(-1);
    const block = childOf(node, 'Block');
    const asked = childrenOf(heads ?? node).filter(({ name }) => name !== 'Block');
    this.#head(over ? asked.slice(0, -1) : asked, into);
    into.push({
      kind: 'loop',
      variable: names[1] && this.written(names[1]),
      over: over && this.expression(over),
      body: block ? this.statementsIn(block) : [],
      range: rangeOf(node),
    });
  }
}

function falseAt(range: TextRange): Expression {
  return { kind: 'literal', value: false, range };
}

/** What a package is called where its import does not say so: the end of its path, without a version. */
function packageName(module: string): string {
  const parts = module.split('/').filter(part => !/^v\d+$/.test(part));
  return (parts.at(-1) ?? module).replace(/^go-|-go$|-runtime-go$/g, '').replaceAll('-', '_');
}
