import type { SyntaxNode } from '@lezer/common';
import { parser } from '@lezer/javascript';
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
  Declare,
  Entry,
  Expression,
  FunctionDeclaration,
  Import,
  ImportedName,
  Literal,
  Operation,
  Parameter,
  Pattern,
  PatternPart,
  Spread,
  Statement,
  TypeDeclaration,
  TypeProperty,
} from './syntax.ts';

/** TypeScript, and JavaScript, of which it is a superset as far as anybody asks here. */
export const javascript = lezerGrammar(parser.configure({ dialect: 'ts' }), (root, text) =>
  new Reader(text).statementsIn(root),
);

/** The same where `<` may open an element. */
export const javascriptWithElements = lezerGrammar(parser.configure({ dialect: 'ts jsx' }), (root, text) =>
  new Reader(text).statementsIn(root),
);

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
      case 'ImportDeclaration':
        this.#import(node, into);
        return;
      case 'ExportDeclaration':
        this.#export(node, into);
        return;
      case 'LabeledStatement':
      case 'AmbientDeclaration':
        for (const child of childrenOf(node).slice(1)) {
          this.#statement(child, into);
        }
        return;
      case 'VariableDeclaration':
        this.#variables(node, into);
        return;
      case 'ExpressionStatement': {
        const [inner] = childrenOf(node);
        if (inner) {
          into.push(this.#expressionStatement(inner, node));
        }
        return;
      }
      case 'IfStatement':
        into.push(this.#if(node));
        return;
      case 'ForStatement':
      case 'WhileStatement':
      case 'DoStatement':
        into.push(this.#loop(node));
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
        for (const child of childrenOf(node)) {
          const isUncertain = child.name === 'CatchClause' || child.name === 'SwitchBody';
          if (isUncertain || child.name === 'Block' || child.name === 'FinallyClause') {
            const body = child.name === 'FinallyClause' ? (childOf(child, 'Block') ?? child) : child;
            into.push({ kind: 'block', body: this.statementsIn(body), isUncertain, range: rangeOf(child) });
          }
        }
        return;
      case 'FunctionDeclaration': {
        const name = childOf(node, 'VariableDefinition');
        into.push({
          kind: 'function-statement',
          name: name ? this.#written(name) : '',
          declaration: this.#function(node),
          range: rangeOf(node),
        });
        return;
      }
      case 'ClassDeclaration':
        into.push(this.#class(node));
        return;
      case 'InterfaceDeclaration':
      case 'TypeAliasDeclaration':
        into.push(this.#type(node));
        return;
      default:
        // What does not parse may hold statements that do.
        if (node.type.isError) {
          for (const child of childrenOf(node)) {
            this.#statement(child, into);
          }
        }
    }
  }

  #import(node: SyntaxNode, into: Statement[]): void {
    const from = childOf(node, 'String');
    const group = childOf(node, 'ImportGroup');
    const names: ImportedName[] = [];
    const children = childrenOf(node);
    children.forEach((child, index) => {
      if (child.name === 'VariableDefinition') {
        const imported = children[index - 1]?.name === 'as' ? undefined : 'default';
        names.push({ imported, local: this.#written(child), range: rangeOf(child) });
      }
    });
    for (const parts of group ? groupsOf(childrenOf(group).slice(1, -1)) : []) {
      const [imported, local = imported] = parts.filter(part => /^Variable|^String$/.test(part.name));
      if (imported && local) {
        const range = { start: imported.from, end: local.to };
        names.push({ imported: this.#written(imported), local: this.#written(local), range });
      }
    }
    // `import kms = require('…')`: the grammar knows the call alone, as the next statement.
    const required = from ? undefined : requiredBy(node.nextSibling, this.#text);
    if (from || required !== undefined) {
      const module = required ?? this.#string(from);
      const found = required === undefined ? names : names.map(one => ({ ...one, imported: undefined }));
      into.push({
        kind: 'import',
        module,
        names: found,
        listRange: group && rangeOf(group),
        range: rangeOf(node),
      });
    }
  }

  /** What is exported without a name is called `default`; what is handed on from another module is an import here, too. */
  #export(node: SyntaxNode, into: Statement[]): void {
    const children = childrenOf(node);
    const from = childOf(node, 'String');
    const range = rangeOf(node);
    if (from) {
      const group = childOf(node, 'ExportGroup');
      const names = (group ? groupsOf(childrenOf(group).slice(1, -1)) : []).flatMap(
        (parts): ImportedName[] => {
          const [imported, local = imported] = parts.filter(part => /^Variable/.test(part.name));
          return imported && local
            ? [{ imported: this.#written(imported), local: this.#written(local), range: rangeOf(imported) }]
            : [];
        },
      );
      const star = { imported: '*', local: '*', range };
      into.push({ kind: 'import', module: this.#string(from), names: group ? names : [star], range });
      return;
    }
    const before = into.length;
    for (const child of children) {
      this.#statement(child, into);
    }
    const word = children.findIndex(one => one.name === 'default');
    const exported = word >= 0 ? children[word + 1] : undefined;
    if (exported) {
      const declared = into[before];
      const name = declared?.kind === 'class' || declared?.kind === 'function-statement' ? declared.name : '';
      const value: Expression =
        name === '' ? this.expression(exported) : { kind: 'name', name, range: rangeOf(exported) };
      const target = { kind: 'name' as const, name: 'default', range };
      into.push({ kind: 'declare', target, value, statement: range, range });
    }
  }

  #variables(node: SyntaxNode, into: Statement[]): void {
    for (const parts of groupsOf(childrenOf(node).slice(1))) {
      const [target] = parts;
      const equals = parts.findIndex(one => one.name === 'Equals');
      const value = equals >= 0 ? parts[equals + 1] : undefined;
      const pattern = target && this.#pattern(target);
      if (!target || !pattern) {
        continue;
      }
      const range = { start: target.from, end: value?.to ?? target.to };
      const required = value && requiredIn(value, this.#text);
      if (required) {
        into.push(importOf(required, pattern, { start: node.from, end: node.to }));
        continue;
      }
      const type = parts.find(one => one.name === 'TypeAnnotation');
      into.push({
        kind: 'declare',
        target: pattern,
        value: value && this.expression(value),
        type: type && this.#annotation(type),
        statement: rangeOf(node),
        range,
      } satisfies Declare);
    }
  }

  #pattern(node: SyntaxNode): Pattern | undefined {
    if (node.name === 'VariableDefinition' || node.name === 'VariableName') {
      return { kind: 'name', name: this.#written(node), range: rangeOf(node) };
    }
    if (node.name !== 'ObjectPattern' && node.name !== 'ArrayPattern') {
      return undefined;
    }
    const inner = childrenOf(node).slice(1, -1);
    if (node.name === 'ArrayPattern') {
      const items = groupsOf(inner).flatMap(group => {
        const index = inner.filter(one => one.name === ',' && one.to <= (group[0]?.from ?? 0)).length;
        const isRest = group[0]?.name === 'Spread';
        return this.#patternPart(group).map(part => ({
          ...part,
          property: undefined,
          ...(!isRest && { index }),
        }));
      });
      return { kind: 'parts', parts: items };
    }
    const parts = groupsOf(inner).flatMap(group => {
      const [first] = group;
      return this.#patternPart(first?.name === 'PatternProperty' ? childrenOf(first) : group);
    });
    return { kind: 'parts', parts };
  }

  #patternPart(nodes: readonly SyntaxNode[]): PatternPart[] {
    const equals = nodes.findIndex(one => one.name === 'Equals');
    const byDefault = equals >= 0 ? nodes[equals + 1] : undefined;
    const local = nodes.findLast(
      (one, index) => one.name === 'VariableDefinition' && (equals < 0 || index < equals),
    );
    const property = nodes.find(one => one.name === 'PropertyName' || one.name === 'String');
    if (!local) {
      return [];
    }
    const isRest = nodes[0]?.name === 'Spread';
    const name = this.#written(local);
    return [
      {
        property: isRest ? undefined : property ? this.#nameIn(property) : name,
        name,
        byDefault: byDefault && this.expression(byDefault),
        range: rangeOf(local),
      },
    ];
  }

  #expressionStatement(inner: SyntaxNode, node: SyntaxNode): Statement {
    const range = rangeOf(node);
    if (inner.name === 'AssignmentExpression') {
      const [target, operator, value] = childrenOf(inner);
      if (target && operator && value) {
        const written = this.#written(operator);
        return {
          kind: 'assign',
          target: this.expression(target),
          value: this.expression(value),
          operator: written === '=' ? '=' : written === '??=' || written === '||=' ? '??=' : 'other',
          range,
        };
      }
    }
    return { kind: 'expression', expression: this.expression(inner), range };
  }

  #if(node: SyntaxNode): Statement {
    const [, test, then, , otherwise] = childrenOf(node);
    return {
      kind: 'if',
      test: test ? this.expression(test) : unknownAt(node),
      whenTrue: then ? this.#body(then) : [],
      whenFalse: otherwise ? this.#body(otherwise) : [],
      range: rangeOf(node),
    };
  }

  #body(node: SyntaxNode): Statement[] {
    if (node.name === 'Block') {
      return this.statementsIn(node);
    }
    const statements: Statement[] = [];
    this.#statement(node, statements);
    return statements;
  }

  #loop(node: SyntaxNode): Statement {
    const spec = childOf(node, 'ForOfSpec');
    const parts = spec ? childrenOf(spec) : [];
    const of = parts.findIndex(one => one.name === 'of');
    const variable = parts.find(one => one.name === 'VariableDefinition');
    const over = of >= 0 ? parts[of + 1] : undefined;
    const body = childrenOf(node).findLast(one => one.name === 'Block' || one.name.endsWith('Statement'));
    return {
      kind: 'loop',
      variable: variable && this.#written(variable),
      over: over && this.expression(over),
      body: body ? this.#body(body) : [],
      range: rangeOf(node),
    };
  }

  #function(node: SyntaxNode): FunctionDeclaration {
    const parameters = childOf(node, 'ParamList');
    const block = childOf(node, 'Block');
    const children = childrenOf(node);
    const arrow = children.findIndex(one => one.name === 'Arrow');
    const short = !block && arrow >= 0 ? children[arrow + 1] : undefined;
    const lone = parameters ? undefined : children.find(one => one.name === 'VariableDefinition');
    const declared = {
      parameters: parameters
        ? this.#parameters(parameters)
        : lone && arrow >= 0
          ? this.#parameter([lone])
          : [],
      range: rangeOf(node),
    };
    return lazily(declared, 'body', (): Statement[] =>
      block
        ? this.statementsIn(block)
        : short
          ? [{ kind: 'return', value: this.expression(short), range: rangeOf(short) }]
          : [],
    );
  }

  #parameters(list: SyntaxNode): Parameter[] {
    const children = childrenOf(list).filter(one => one.name !== '(' && one.name !== ')');
    return groupsOf(children).flatMap(parts => this.#parameter(parts));
  }

  #parameter(parts: readonly SyntaxNode[]): Parameter[] {
    const target = parts.find(one => one.name === 'VariableDefinition' || /Pattern$/.test(one.name));
    const pattern = target && this.#pattern(target);
    const equals = parts.findIndex(one => one.name === 'Equals');
    const byDefault = equals >= 0 ? parts[equals + 1] : undefined;
    const type = parts.find(one => one.name === 'TypeAnnotation');
    const [first] = parts;
    const last = parts.at(-1);
    return pattern && first && last
      ? [
          {
            target: pattern,
            ...(parts.some(one => one.name === 'Spread') && { rest: 'positional' as const }),
            isOptional: equals >= 0 || parts.some(one => one.name === 'Optional'),
            byDefault: byDefault && this.expression(byDefault),
            type: type && this.#annotation(type),
            isField: parts.some(one => one.name === 'Privacy' || one.name === 'readonly'),
            range: { start: first.from, end: last.to },
          },
        ]
      : [];
  }

  #annotation(annotation: SyntaxNode): string {
    return this.#written(annotation).replace(/^:\s*/, '');
  }

  #class(node: SyntaxNode): ClassDeclaration {
    const children = childrenOf(node);
    const name = children.find(one => one.name === 'VariableDefinition');
    const heritage = children.findIndex(one => one.name === 'extends');
    const base = heritage >= 0 ? children[heritage + 1] : undefined;
    const body = childOf(node, 'ClassBody');
    return lazily(
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
  }

  #member(node: SyntaxNode): ClassMember[] {
    const children = childrenOf(node);
    const name = children.find(one => /^(?:Private)?PropertyDefinition$|^String$/.test(one.name));
    if (!name) {
      return [];
    }
    const isStatic = children.some(one => one.name === 'static');
    const range = rangeOf(node);
    if (node.name === 'PropertyDeclaration') {
      const equals = children.findIndex(one => one.name === 'Equals');
      const value = equals >= 0 ? children[equals + 1] : undefined;
      const type = children.find(one => one.name === 'TypeAnnotation');
      return [
        {
          kind: 'field',
          name: this.#nameIn(name),
          value: value && this.expression(value),
          type: type && this.#annotation(type),
          isStatic,
          range,
        },
      ];
    }
    return node.name === 'MethodDeclaration'
      ? [
          {
            kind: 'method',
            name: this.#nameIn(name),
            declaration: this.#function(node),
            isGetter: children.some(one => one.name === 'get'),
            isStatic,
            range,
          },
        ]
      : [];
  }

  #type(node: SyntaxNode): TypeDeclaration {
    const name = childOf(node, 'TypeDefinition');
    const bases: string[] = [];
    const properties: TypeProperty[] = [];
    const look = (part: SyntaxNode, isExtending: boolean): void => {
      if (part.name === 'ObjectType') {
        properties.push(...childrenOf(part).flatMap(one => this.#typeProperty(one)));
      } else if (part.name === 'IntersectionType' || part.name === 'ParenthesizedType') {
        for (const inner of childrenOf(part)) {
          look(inner, true);
        }
      } else if (isExtending && /Type|TypeName/.test(part.name)) {
        bases.push(this.#written(part));
      }
    };
    for (const child of childrenOf(node).filter(one => one !== name)) {
      look(child, child.name !== 'TypeDefinition');
    }
    return { kind: 'type', name: name ? this.#written(name) : '', bases, properties, range: rangeOf(node) };
  }

  #typeProperty(node: SyntaxNode): TypeProperty[] {
    const name = node.name === 'PropertyType' ? childOf(node, 'PropertyDefinition', 'String') : undefined;
    const mark = childOf(node, 'Optional');
    const type = childOf(node, 'TypeAnnotation');
    return name
      ? [
          {
            name: this.#nameIn(name),
            isOptional: mark !== undefined,
            type: type && this.#annotation(type),
            range: rangeOf(node),
            ...(mark && { markRange: rangeOf(mark) }),
          },
        ]
      : [];
  }

  expression(node: SyntaxNode): Expression {
    const range = rangeOf(node);
    switch (node.name) {
      case 'VariableName': {
        const name = this.#written(node);
        return name === 'undefined' ? { kind: 'literal', value: null, range } : { kind: 'name', name, range };
      }
      case 'this':
        return { kind: 'self', isBase: false, range };
      case 'super':
        return { kind: 'self', isBase: true, range };
      case 'null':
        return { kind: 'literal', value: null, range };
      case 'BooleanLiteral':
        return { kind: 'literal', value: this.#written(node) === 'true', range };
      case 'Number':
        return { kind: 'literal', value: Number(this.#written(node).replaceAll('_', '')), range };
      case 'String':
        return { kind: 'literal', value: this.#string(node), range };
      case 'TemplateString':
        return this.#template(node);
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
        const inner = childrenOf(node).find(one => isExpression(one) || isLeaf(one));
        return inner ? this.expression(inner) : unknownAt(node);
      }
      case 'ArrayExpression':
        return {
          kind: 'list',
          items: groupsOf(childrenOf(node).slice(1)).flatMap(parts => this.#item(parts)),
          range,
        };
      case 'ObjectExpression':
        return {
          kind: 'object',
          form: 'braces',
          entries: childrenOf(node).flatMap(child => (child.name === 'Property' ? this.#entry(child) : [])),
          range,
        };
      case 'MemberExpression':
        return this.#memberExpression(node);
      case 'CallExpression':
      case 'NewExpression':
        return this.#call(node);
      case 'ConditionalExpression': {
        const [test, , yes, , no] = childrenOf(node);
        return test && yes && no
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
        const written = operator ? this.#written(operator) : '';
        return operand && written === '!'
          ? { kind: 'not', operand: this.expression(operand), range }
          : written === 'void'
            ? { kind: 'literal', value: null, range }
            : this.#unknown(node);
      }
      case 'PostfixExpression': {
        const [operand, operator] = childrenOf(node);
        return operand && operator && this.#written(operator) === '!'
          ? this.expression(operand)
          : this.#unknown(node);
      }
      case 'ArrowFunction':
      case 'FunctionExpression':
        return { kind: 'function', declaration: this.#function(node), range };
      default:
        return this.#unknown(node);
    }
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

  #item(parts: readonly SyntaxNode[]): (Expression | Spread)[] {
    const [first, second] = parts;
    if (first?.name === 'Spread' && second) {
      return [
        { kind: 'spread', value: this.expression(second), range: { start: first.from, end: second.to } },
      ];
    }
    return first && first.name !== ']' && first.name !== ')' ? [this.expression(first)] : [];
  }

  #entry(node: SyntaxNode): (Entry | Spread)[] {
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
      const own: Expression = { kind: 'function', declaration: this.#function(node), range };
      const value = isPlain ? own : unknownAt(node);
      return [
        {
          kind: 'entry',
          name: this.#nameIn(method),
          nameRange: rangeOf(method),
          value,
          hasCalls: true,
          range,
        },
      ];
    }
    const name = isComputed ? undefined : this.#nameIn(first);
    if (value) {
      return [this.#entryLater(name, first, value, range)];
    }
    const isShorthand = children.length === 1 && first.name === 'PropertyDefinition';
    const own: Expression = isShorthand
      ? { kind: 'name', name: this.#written(first), range: rangeOf(first) }
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

  #memberExpression(node: SyntaxNode): Expression {
    const children = childrenOf(node);
    const [object] = children;
    const name = children.find((one, index) => index > 0 && /PropertyName$/.test(one.name));
    const bracket = children.findIndex(one => one.name === '[');
    const index = bracket >= 0 ? children[bracket + 1] : undefined;
    const range = rangeOf(node);
    if (object && name) {
      const named = { name: this.#written(name), nameRange: rangeOf(name) };
      return { kind: 'member', object: this.expression(object), ...named, range };
    }
    return object && index && index.name !== ']'
      ? memberOrIndex(this.expression(object), this.expression(index), range)
      : this.#unknown(node);
  }

  #call(node: SyntaxNode): Expression {
    const children = childrenOf(node);
    const isNew = children[0]?.name === 'new';
    const callee = children[isNew ? 1 : 0];
    const list = childOf(node, 'ArgList');
    if (!callee || callee.name === 'ArgList') {
      return this.#unknown(node);
    }
    const args = groupsOf(list ? childrenOf(list).slice(1) : []).flatMap((parts): Argument[] => {
      const [first, second] = parts;
      if (first?.name === 'Spread' && second) {
        const range = { start: first.from, end: second.to };
        return [this.#argumentLater(second, range, { spread: 'positional' })];
      }
      return first && first.name !== ')' ? [this.#argumentLater(first, rangeOf(first))] : [];
    });
    const argsRange = list ? rangeOf(list) : { start: node.to, end: node.to };
    return { kind: 'call', callee: this.expression(callee), isNew, args, argsRange, range: rangeOf(node) };
  }

  #binary(node: SyntaxNode): Expression {
    const [left, operator, right] = childrenOf(node);
    const written = operator ? this.#written(operator) : '';
    if (left && (written === 'as' || written === 'satisfies')) {
      return this.expression(left);
    }
    const known = operators[written];
    if (!left || !right || !known) {
      return this.#unknown(node);
    }
    const range = rangeOf(node);
    return {
      kind: 'operation',
      operator: known,
      left: this.expression(left),
      right: this.expression(right),
      range,
    };
  }

  #template(node: SyntaxNode): Expression {
    const parts: (string | Expression)[] = [];
    let at = node.from + 1;
    const add = (end: number) => {
      if (end > at) {
        parts.push(unescaped(this.#text.slice(at, end)));
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
    const isClosed = node.to > at && this.#text[node.to - 1] === '`';
    add(isClosed ? node.to - 1 : node.to);
    const range = rangeOf(node);
    return parts.every(part => typeof part === 'string')
      ? { kind: 'literal', value: parts.join(''), range }
      : { kind: 'template', parts, range };
  }

  #unknown(node: SyntaxNode): Expression {
    const inside = childrenOf(node)
      .filter(isExpression)
      .map(one => this.expression(one));
    return { kind: 'unknown', inside, range: rangeOf(node) };
  }

  #string(node: SyntaxNode | undefined): string {
    const written = node ? this.#written(node) : '';
    const quote = written[0] ?? '';
    return unescaped(written.length > 1 && written.endsWith(quote) ? written.slice(1, -1) : written.slice(1));
  }

  #nameIn(node: SyntaxNode): string {
    return node.name === 'String' ? this.#string(node) : this.#written(node);
  }
}

const operators: Readonly<Record<string, Operation['operator']>> = {
  '??': '??',
  '||': '||',
  '&&': '&&',
  '==': '==',
  '===': '==',
  '!=': '!=',
  '!==': '!=',
  '+': '+',
};

function isExpression({ name, type }: SyntaxNode): boolean {
  return !type.isError && /Expression$|^(?:VariableName|String|TemplateString|ArrowFunction)$/.test(name);
}

function isLeaf({ name }: SyntaxNode): boolean {
  return ['this', 'super', 'null', 'BooleanLiteral', 'Number'].includes(name);
}

function textOf(expression: Expression | undefined): string {
  const { value } = (expression as Partial<Literal> | undefined) ?? {};
  return typeof value === 'string' ? value : '';
}

interface Required {
  readonly module: string;
  /** What is taken of it at once: `require('…').Trail`. */
  readonly member: string | undefined;
}

/** `require('…')`, or a member of it. */
function requiredIn(node: SyntaxNode, text: string): Required | undefined {
  const written = text.slice(node.from, node.to);
  const found = /^require\s*\(\s*(['"`])([^'"`]+)\1\s*\)(?:\s*\.\s*([\w$]+))?$/.exec(written);
  return found?.[2] === undefined ? undefined : { module: found[2], member: found[3] };
}

function requiredBy(node: SyntaxNode | null, text: string): string | undefined {
  const call = node?.name === 'ExpressionStatement' ? node.firstChild : null;
  return call ? requiredIn(call, text)?.module : undefined;
}

function importOf({ module, member }: Required, target: Pattern, range: Import['range']): Import {
  const names: readonly ImportedName[] =
    target.kind === 'name'
      ? [{ imported: member, local: target.name, range: target.range }]
      : target.parts.flatMap(({ property, name, range }) =>
          property === undefined || member !== undefined ? [] : [{ imported: property, local: name, range }],
        );
  return { kind: 'import', module, names, range };
}
