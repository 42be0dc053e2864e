import type { SyntaxNode } from '@lezer/common';
import { unknownAt } from '../expressions.ts';
import { LaterDeclare, LaterFunction } from '../later.ts';
import { childAfter, childOf, childrenOf, groupsOf, hasCalls, once, rangeOf } from '../lezer.ts';
import type {
  ClassDeclaration,
  ClassMember,
  Expression,
  FunctionDeclaration,
  Parameter,
  Pattern,
  Statement,
} from '../syntax.ts';
import { Expressions } from './expressions.ts';

/** What Python declares: names with their values, functions, classes. */
export abstract class Declarations extends Expressions {
  protected assignment(node: SyntaxNode, into: Statement[]): void {
    const range = rangeOf(node);
    const children = childrenOf(node);
    const type = children.find(one => one.name === 'TypeDef');
    const sides: SyntaxNode[][] = [[]];
    for (const child of children.filter(one => one !== type)) {
      if (child.name === 'AssignOp') {
        sides.push([]);
      } else {
        sides.at(-1)?.push(child);
      }
    }
    const written = sides.length > 1 ? sides.pop() : undefined;
    // Several targets have one value.
    const value = written?.length ? once(() => this.values(written) ?? unknownAt(node)) : undefined;
    for (const [target, ...more] of sides) {
      if (!target) {
        continue;
      }
      const isOuter = target.name === 'VariableName' && more.length === 0 && isOfOuter(target, this.text);
      if (isOuter && value) {
        into.push({ kind: 'assign', target: this.expression(target), value: value(), operator: '=', range });
      } else if (target.name === 'VariableName' || more.length > 0 || target.name === 'TupleExpression') {
        const pattern = this.pattern([target, ...more]);
        const typed = type && this.annotation(type);
        into.push(new LaterDeclare({ target: pattern, type: typed, statement: range, range }, value));
      } else if (value) {
        into.push({ kind: 'assign', target: this.expression(target), value: value(), operator: '=', range });
      }
    }
  }

  /** Several values without brackets are a tuple. */
  protected values(nodes: readonly SyntaxNode[]): Expression | undefined {
    const [first, ...more] = nodes;
    const last = more.at(-1) ?? first;
    if (!first || !last || more.length === 0) {
      return first && this.expression(first);
    }
    const range = { start: first.from, end: last.to };
    const groups = groupsOf(nodes);
    return groups.every(group => group.length === 1)
      ? { kind: 'list', items: groups.flatMap(([one]) => (one ? [this.expression(one)] : [])), range }
      : { kind: 'unknown', inside: groups.flatMap(group => group.map(one => this.expression(one))), range };
  }

  /** Several names at once take the items of a list, one each. */
  protected pattern(targets: readonly SyntaxNode[]): Pattern {
    const [target, ...more] = targets;
    if (target?.name === 'VariableName' && more.length === 0) {
      return { kind: 'name', name: this.written(target), range: rangeOf(target) };
    }
    const nodes = target?.name === 'TupleExpression' ? childrenOf(target) : targets;
    const names = nodes.filter(one => one.name === 'VariableName');
    const isPlain = nodes.every(one => one.name === 'VariableName' || /^[(),]$/.test(one.name));
    const parts = names.map((one, index) => ({
      property: undefined,
      ...(isPlain && { index }),
      name: this.written(one),
      range: rangeOf(one),
    }));
    return { kind: 'parts', parts };
  }

  protected functionIn(node: SyntaxNode): FunctionDeclaration {
    const parameters = () => {
      const list = childOf(node, 'ParamList');
      return list ? this.parameters(list) : [];
    };
    return new LaterFunction(rangeOf(node), parameters, () =>
      this.blockOf(childOf(node, 'Body'), childAfter(node, ':')),
    );
  }

  protected parameters(list: SyntaxNode): Parameter[] {
    const children = childrenOf(list).filter(one => one.name !== '(' && one.name !== ')');
    return groupsOf(children).flatMap((parts): Parameter[] => {
      const name = parts.find(one => one.name === 'VariableName');
      const equals = parts.findIndex(one => one.name === 'AssignOp');
      const byDefault = equals >= 0 ? parts[equals + 1] : undefined;
      const type = parts.find(one => one.name === 'TypeDef');
      const [first] = parts;
      const last = parts.at(-1);
      const rest = first?.name === '*' ? 'positional' : first?.name === '**' ? 'named' : undefined;
      return name && first && last
        ? [
            {
              target: { kind: 'name', name: this.written(name), range: rangeOf(name) },
              ...(rest && { rest }),
              isOptional: equals >= 0,
              byDefault: byDefault && this.expression(byDefault),
              type: type && this.annotation(type),
              range: { start: first.from, end: last.to },
            },
          ]
        : [];
    });
  }

  /** The fields that a class declares with their types are the properties of a data class, too. */
  protected classIn(node: SyntaxNode): ClassDeclaration {
    const children = childrenOf(node);
    const name = children.find(one => one.name === 'VariableName');
    const bases = childOf(node, 'ArgList');
    const [base] = bases ? groupsOf(childrenOf(bases).slice(1, -1)).flatMap(parts => parts.slice(0, 1)) : [];
    const body = childOf(node, 'Body');
    return this.classOf(node, name, base && this.expression(base), () =>
      body ? this.#members(childrenOf(body)) : [],
    );
  }

  /** The statements of a class that give it no member run when it is made. */
  #members(nodes: readonly SyntaxNode[]): ClassMember[] {
    const others: SyntaxNode[] = [];
    const members = nodes.flatMap(node => {
      const found = this.classMember(node);
      const isBusy = node.name !== ':' && hasCalls(this.text, node);
      if (isBusy && found.length === 0) {
        others.push(node);
      } else if (isBusy && node.name === 'DecoratedStatement') {
        others.push(...childrenOf(node).filter(one => one.name === 'Decorator' && hasCalls(this.text, one)));
      }
      return found;
    });
    const [first] = others;
    const range = first && { start: first.from, end: (others.at(-1) ?? first).to };
    return range
      ? [...members, this.initializer(range, true, into => this.statementsInto(others, into))]
      : members;
  }

  protected classMember(node: SyntaxNode, decorators: readonly string[] = []): ClassMember[] {
    const range = rangeOf(node);
    switch (node.name) {
      case 'DecoratedStatement': {
        const children = childrenOf(node);
        const names = children
          .filter(one => one.name === 'Decorator')
          .map(one => this.written(one).replace(/^@\s*/, '').trim());
        return children.flatMap(child => (child.name === 'Decorator' ? [] : this.classMember(child, names)));
      }
      case 'FunctionDefinition': {
        const name = childOf(node, 'VariableName');
        const written = name ? this.written(name) : '';
        const declaration = this.functionIn(node);
        const isStatic = decorators.includes('staticmethod');
        return [
          {
            kind: 'method',
            name: written === '__init__' ? 'constructor' : written,
            // The object itself comes first, and is not among the arguments of a call.
            declaration: isStatic
              ? declaration
              : new LaterFunction(
                  declaration.range,
                  () => declaration.parameters.slice(1),
                  () => declaration.body,
                ),
            isGetter: decorators.some(one => /(?:^|_|\.)property$/.test(one)),
            isStatic: isStatic || decorators.includes('classmethod'),
            range,
          },
        ];
      }
      case 'AssignStatement': {
        const assigned: Statement[] = [];
        this.assignment(node, assigned);
        return assigned.flatMap((one): ClassMember[] =>
          one.kind === 'declare' && one.target.kind === 'name'
            ? [
                {
                  kind: 'field',
                  name: one.target.name,
                  value: one.value,
                  type: one.type,
                  isStatic: one.type === undefined,
                  range,
                },
              ]
            : [],
        );
      }
      default:
        return [];
    }
  }
}

/** Whether the function around a name says at its start that it is one of the program, or of a function around: `global key`. */
function isOfOuter(target: SyntaxNode, text: string): boolean {
  let around = target.parent;
  while (around && around.name !== 'FunctionDefinition') {
    around = around.parent;
  }
  const body = around && childOf(around, 'Body');
  const name = text.slice(target.from, target.to);
  let statement = body?.firstChild ?? null;
  for (let index = 0; statement && index < firstStatements; index++) {
    const names = statement.name === 'ScopeStatement' ? childrenOf(statement) : [];
    if (names.some(one => one.name === 'VariableName' && text.slice(one.from, one.to) === name)) {
      return true;
    }
    statement = statement.nextSibling;
  }
  return false;
}

const firstStatements = 8;
