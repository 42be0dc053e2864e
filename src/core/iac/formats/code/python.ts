import type { SyntaxNode } from '@lezer/common';
import { parser } from '@lezer/python';
import type { TextRange } from '../../../base/text.ts';
import { memberOrIndex, unknownAt } from './expressions.ts';
import { LaterArgument, LaterEntry } from './later.ts';
import {
  childOf,
  childrenOf,
  groupsOf,
  hasCalls,
  lazily,
  lezerGrammar,
  rangeOf,
  unescaped,
} from './lezer.ts';
import type {
  Argument,
  ClassDeclaration,
  ClassMember,
  Entry,
  Expression,
  FunctionDeclaration,
  ImportedName,
  Operation,
  Parameter,
  Pattern,
  Spread,
  Statement,
} from './syntax.ts';

export const python = lezerGrammar(parser, (root, text) => new Reader(text).statementsIn(root));

class Reader {
  readonly #text: string;

  constructor(text: string) {
    this.#text = text;
  }

  statementsIn(node: SyntaxNode): Statement[] {
    const statements: Statement[] = [];
    for (const child of childrenOf(node)) {
      this.#statement(child, statements);
    }
    return statements;
  }

  #written({ from, to }: SyntaxNode): string {
    return this.#text.slice(from, to);
  }

  #statement(node: SyntaxNode, into: Statement[]): void {
    switch (node.name) {
      case 'ImportStatement':
        this.#import(node, into);
        return;
      case 'StatementGroup':
      case 'DecoratedStatement':
        for (const child of childrenOf(node)) {
          this.#statement(child, into);
        }
        return;
      case 'AssignStatement':
        this.#assignment(node, into);
        return;
      case 'UpdateStatement': {
        const [target, , value] = childrenOf(node);
        if (target && value) {
          const sides = { target: this.expression(target), value: this.expression(value) };
          into.push({ kind: 'assign', ...sides, operator: 'other', range: rangeOf(node) });
        }
        return;
      }
      case 'ExpressionStatement': {
        const [inner] = childrenOf(node);
        if (inner) {
          into.push({ kind: 'expression', expression: this.expression(inner), range: rangeOf(node) });
        }
        return;
      }
      case 'IfStatement':
        into.push(...this.#if(childrenOf(node), node));
        return;
      case 'ForStatement':
      case 'WhileStatement':
        into.push(this.#loop(node));
        return;
      case 'ReturnStatement': {
        const values = childrenOf(node).filter(one => one.name !== 'return');
        into.push({ kind: 'return', value: this.#values(values), range: rangeOf(node) });
        return;
      }
      case 'RaiseStatement':
        into.push({ kind: 'fail', range: rangeOf(node) });
        return;
      case 'TryStatement':
      case 'WithStatement': {
        let isUncertain = false;
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
        const bodies = childrenOf(childOf(node, 'MatchBody') ?? node).flatMap(clause => {
          const body = childOf(clause, 'Body');
          return body ? this.statementsIn(body) : [];
        });
        into.push({ kind: 'block', body: bodies, isUncertain: true, range: rangeOf(node) });
        return;
      }
      case 'FunctionDefinition': {
        const name = childOf(node, 'VariableName');
        into.push({
          kind: 'function-statement',
          name: name ? this.#written(name) : '',
          declaration: this.#function(node),
          range: rangeOf(node),
        });
        return;
      }
      case 'ClassDefinition':
        into.push(...this.#class(node));
        return;
      default:
        if (node.type.isError) {
          for (const child of childrenOf(node)) {
            this.#statement(child, into);
          }
        }
    }
  }

  #import(node: SyntaxNode, into: Statement[]): void {
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
        .map(one => this.#written(one))
        .join('');
      const names = groups.flatMap((parts): ImportedName[] => {
        const [imported, local = imported] = parts.filter(one => one.name === 'VariableName');
        return imported && local
          ? [
              {
                imported: this.#written(imported),
                local: this.#written(local),
                range: { start: imported.from, end: local.to },
              },
            ]
          : [];
      });
      const [first, last] = [groups[0]?.[0], groups.at(-1)?.at(-1)];
      const listRange = first && last && { start: first.from, end: last.to };
      into.push({ kind: 'import', module, names, listRange, range });
      return;
    }
    for (const parts of groups) {
      const alias = parts.findIndex(one => one.name === 'as');
      const path = parts
        .slice(0, alias < 0 ? undefined : alias)
        .map(one => this.#written(one))
        .join('');
      const [first] = parts;
      const last = parts.at(-1);
      if (first && last) {
        const local = alias < 0 ? (path.split('.')[0] ?? path) : this.#written(last);
        // `import a.b` gives the name `a`, `import a.b as c` gives what `a.b` is.
        const module = alias < 0 ? local : path;
        const names = [{ imported: undefined, local, range: { start: first.from, end: last.to } }];
        into.push({ kind: 'import', module, names, range });
      }
    }
  }

  #assignment(node: SyntaxNode, into: Statement[]): void {
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
    const value = written && this.#values(written);
    for (const [target, ...more] of sides) {
      if (!target) {
        continue;
      }
      if (target.name === 'VariableName' || more.length > 0 || target.name === 'TupleExpression') {
        const pattern = this.#pattern([target, ...more]);
        const typed = type && this.#annotation(type);
        into.push({ kind: 'declare', target: pattern, value, type: typed, statement: range, range });
      } else if (value) {
        into.push({ kind: 'assign', target: this.expression(target), value, operator: '=', range });
      }
    }
  }

  /** Several values without brackets are a tuple. */
  #values(nodes: readonly SyntaxNode[]): Expression | undefined {
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
  #pattern(targets: readonly SyntaxNode[]): Pattern {
    const [target, ...more] = targets;
    if (target?.name === 'VariableName' && more.length === 0) {
      return { kind: 'name', name: this.#written(target), range: rangeOf(target) };
    }
    const nodes = target?.name === 'TupleExpression' ? childrenOf(target) : targets;
    const names = nodes.filter(one => one.name === 'VariableName');
    const isPlain = nodes.every(one => one.name === 'VariableName' || /^[(),]$/.test(one.name));
    const parts = names.map((one, index) => ({
      property: undefined,
      ...(isPlain && { index }),
      name: this.#written(one),
      range: rangeOf(one),
    }));
    return { kind: 'parts', parts };
  }

  #annotation(node: SyntaxNode): string {
    return this.#written(node).replace(/^:\s*/, '');
  }

  /** `elif` is an `if` in the `else` of the one above. */
  #if(children: readonly SyntaxNode[], node: SyntaxNode): Statement[] {
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
        whenFalse: isWhole ? this.#if(children.slice(3), node) : [],
        range: { start: word.from, end: node.to },
      },
    ];
  }

  #loop(node: SyntaxNode): Statement {
    const children = childrenOf(node);
    const within = children.findIndex(one => one.name === 'in');
    const variables = within >= 0 ? children.slice(1, within) : [];
    const [variable, ...more] = variables;
    const over = within >= 0 ? children[within + 1] : undefined;
    const body = childOf(node, 'Body');
    const isOne = variable?.name === 'VariableName' && more.length === 0;
    return {
      kind: 'loop',
      variable: isOne ? this.#written(variable) : undefined,
      over: over && over.name !== 'Body' ? this.expression(over) : undefined,
      body: body ? this.statementsIn(body) : [],
      range: rangeOf(node),
    };
  }

  #function(node: SyntaxNode): FunctionDeclaration {
    const list = childOf(node, 'ParamList');
    const body = childOf(node, 'Body');
    const children = childrenOf(node);
    const colon = children.findIndex(one => one.name === ':');
    const short = !body && colon >= 0 ? children[colon + 1] : undefined;
    return lazily(
      { parameters: list ? this.#parameters(list) : [], range: rangeOf(node) },
      'body',
      (): Statement[] =>
        body
          ? this.statementsIn(body)
          : short
            ? [{ kind: 'return', value: this.expression(short), range: rangeOf(short) }]
            : [],
    );
  }

  #parameters(list: SyntaxNode): Parameter[] {
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
              target: { kind: 'name', name: this.#written(name), range: rangeOf(name) },
              ...(rest && { rest }),
              isOptional: equals >= 0,
              byDefault: byDefault && this.expression(byDefault),
              type: type && this.#annotation(type),
              range: { start: first.from, end: last.to },
            },
          ]
        : [];
    });
  }

  /** The fields that a class declares with their types are the properties of a data class, too. */
  #class(node: SyntaxNode): Statement[] {
    const children = childrenOf(node);
    const name = children.find(one => one.name === 'VariableName');
    const bases = childOf(node, 'ArgList');
    const [base] = bases ? groupsOf(childrenOf(bases).slice(1, -1)).flatMap(parts => parts.slice(0, 1)) : [];
    const body = childOf(node, 'Body');
    const declared: ClassDeclaration = lazily(
      {
        kind: 'class' as const,
        name: name ? this.#written(name) : '',
        nameRange: rangeOf(name ?? node),
        base: base && this.expression(base),
        range: rangeOf(node),
      },
      'members',
      () => (body ? childrenOf(body).flatMap(member => this.#member(member)) : []),
    );
    return [declared];
  }

  #member(node: SyntaxNode, decorators: readonly string[] = []): ClassMember[] {
    const range = rangeOf(node);
    switch (node.name) {
      case 'DecoratedStatement': {
        const children = childrenOf(node);
        const names = children
          .filter(one => one.name === 'Decorator')
          .map(one => this.#written(one).replace(/^@\s*/, '').trim());
        return children.flatMap(child => (child.name === 'Decorator' ? [] : this.#member(child, names)));
      }
      case 'FunctionDefinition': {
        const name = childOf(node, 'VariableName');
        const written = name ? this.#written(name) : '';
        const declaration = this.#function(node);
        const isStatic = decorators.includes('staticmethod');
        return [
          {
            kind: 'method',
            name: written === '__init__' ? 'constructor' : written,
            // The object itself comes first, and is not among the arguments of a call.
            declaration: isStatic
              ? declaration
              : lazily(
                  { parameters: declaration.parameters.slice(1), range: declaration.range },
                  'body',
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
        this.#assignment(node, assigned);
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

  expression(node: SyntaxNode): Expression {
    const range = rangeOf(node);
    switch (node.name) {
      case 'VariableName': {
        const name = this.#written(node);
        return name === 'self' ? { kind: 'self', isBase: false, range } : { kind: 'name', name, range };
      }
      case 'None':
        return { kind: 'literal', value: null, range };
      case 'Boolean':
        return { kind: 'literal', value: this.#written(node) === 'True', range };
      case 'Number':
        return { kind: 'literal', value: Number(this.#written(node).replaceAll('_', '')), range };
      case 'String':
        return { kind: 'literal', value: textIn(this.#written(node)), range };
      case 'FormatString':
        return this.#format(node);
      case 'ContinuedString':
        return joinedTexts(
          childrenOf(node).map(one => this.expression(one)),
          node,
        );
      case 'ParenthesizedExpression':
      case 'AwaitExpression': {
        const inner = childrenOf(node).find(one => !['(', ')', 'await'].includes(one.name));
        return inner ? this.expression(inner) : unknownAt(node);
      }
      case 'ArrayExpression':
      case 'TupleExpression':
      case 'SetExpression':
        return { kind: 'list', items: this.#items(node), range };
      case 'DictionaryExpression':
        return { kind: 'object', form: 'braces', entries: this.#entries(node), range };
      case 'MemberExpression':
        return this.#memberExpression(node);
      case 'CallExpression':
        return this.#call(node);
      case 'ConditionalExpression': {
        const [yes, , test, , no] = childrenOf(node);
        return yes && test && no
          ? {
              kind: 'conditional',
              test: this.expression(test),
              yes: this.expression(yes),
              no: this.expression(no),
              range,
            }
          : this.#unknown(node);
      }
      case 'BinaryExpression':
        return this.#binary(node);
      case 'UnaryExpression': {
        const [operator, operand] = childrenOf(node);
        return operand && operator?.name === 'not'
          ? { kind: 'not', operand: this.expression(operand), range }
          : this.#unknown(node);
      }
      case 'LambdaExpression':
        return { kind: 'function', declaration: this.#function(node), range };
      default:
        return this.#unknown(node);
    }
  }

  #items(node: SyntaxNode): (Expression | Spread)[] {
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

  #entries(node: SyntaxNode): (Entry | Spread)[] {
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
      return [this.#entryLater(name, first, third, range)];
    });
  }

  #memberExpression(node: SyntaxNode): Expression {
    const children = childrenOf(node);
    const [object] = children;
    const name = children.find(one => one.name === 'PropertyName');
    const bracket = children.findIndex(one => one.name === '[');
    const index = bracket >= 0 ? children[bracket + 1] : undefined;
    const range = rangeOf(node);
    if (object && name) {
      const named = { name: this.#written(name), nameRange: rangeOf(name) };
      return { kind: 'member', object: this.#objectOf(object), ...named, range };
    }
    return object && index && index.name !== ']'
      ? memberOrIndex(this.expression(object), this.expression(index), range)
      : this.#unknown(node);
  }

  /** `super()` is the object as its base class sees it. */
  #objectOf(node: SyntaxNode): Expression {
    return /^super\s*\(/.test(this.#written(node))
      ? { kind: 'self', isBase: true, range: rangeOf(node) }
      : this.expression(node);
  }

  #call(node: SyntaxNode): Expression {
    const [callee] = childrenOf(node);
    const list = childOf(node, 'ArgList');
    if (!callee || callee.name === 'ArgList') {
      return this.#unknown(node);
    }
    const called = this.expression(callee);
    const isBase =
      called.kind === 'member' &&
      called.name === '__init__' &&
      called.object.kind === 'self' &&
      called.object.isBase;
    const args = list ? this.#arguments(list) : [];
    return {
      kind: 'call',
      callee: isBase ? called.object : called,
      isNew: false,
      args,
      argsRange: rangeOf(list ?? node),
      range: rangeOf(node),
    };
  }

  #arguments(list: SyntaxNode): Argument[] {
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
        return second ? [this.#argumentLater(second, range, { spread })] : [];
      }
      if (second?.name === 'AssignOp') {
        const named = { name: this.#written(first), nameRange: rangeOf(first) };
        return [
          third
            ? this.#argumentLater(third, range, named)
            : { ...named, value: unknownAt(first), hasCalls: false, range },
        ];
      }
      return [
        parts.length === 1
          ? this.#argumentLater(first, range)
          : { value: unknownAt(first), hasCalls: false, range },
      ];
    });
  }

  #entryLater(name: string | undefined, key: SyntaxNode, value: SyntaxNode, range: TextRange): Entry {
    const isBusy = hasCalls(this.#text, value);
    return new LaterEntry(name, rangeOf(key), range, isBusy, () => this.expression(value));
  }

  #argumentLater(
    value: SyntaxNode,
    range: TextRange,
    more?: Pick<Argument, 'spread' | 'name' | 'nameRange'>,
  ): Argument {
    return new LaterArgument(range, hasCalls(this.#text, value), () => this.expression(value), more);
  }

  #binary(node: SyntaxNode): Expression {
    const children = childrenOf(node);
    const [left] = children;
    const right = children.at(-1);
    const written = children
      .slice(1, -1)
      .map(one => this.#written(one))
      .join(' ');
    const operator = operators[written];
    return left && right && operator
      ? {
          kind: 'operation',
          operator,
          left: this.expression(left),
          right: this.expression(right),
          range: rangeOf(node),
        }
      : this.#unknown(node);
  }

  #format(node: SyntaxNode): Expression {
    const open = /^[a-z]*(?:"""|'''|"|')/i.exec(this.#written(node))?.[0] ?? '"';
    const quote = open.replace(/^[a-z]*/i, '');
    const parts: (string | Expression)[] = [];
    let at = node.from + open.length;
    const add = (end: number) => {
      const written = this.#text.slice(at, Math.max(at, end)).replaceAll('{{', '{').replaceAll('}}', '}');
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
    const isClosed = this.#written(node).endsWith(quote);
    add(isClosed ? node.to - quote.length : node.to);
    return { kind: 'template', parts, range: rangeOf(node) };
  }

  #unknown(node: SyntaxNode): Expression {
    const inside = childrenOf(node)
      .filter(({ name, type }) => !type.isError && /Expression$|String$|^VariableName$/.test(name))
      .map(one => this.expression(one));
    return { kind: 'unknown', inside, range: rangeOf(node) };
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
