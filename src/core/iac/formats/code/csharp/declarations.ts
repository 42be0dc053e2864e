import type { TextRange } from '../../../../base/text.ts';
import { withOneConstructor } from '../constructors.ts';
import { lazily } from '../lezer.ts';
import type {
  Argument,
  Call,
  ClassDeclaration,
  ClassMember,
  Expression,
  FunctionDeclaration,
  Parameter,
  Statement,
  TypeDeclaration,
  TypeProperty,
} from '../syntax.ts';
import { endOfType, endOfTypeArguments } from './cursor.ts';
import { Expressions } from './expressions.ts';

type Stretch = readonly [from: number, to: number];

/** A class, a struct, a record or an interface, by its tokens. */
interface TypeHead {
  readonly word: string;
  readonly name: number;
  /** Between the brackets after its name: what makes an object of it is passed this. */
  readonly parameters: Stretch | undefined;
  readonly bases: readonly Stretch[];
  readonly body: Stretch;
  readonly end: number;
}

/** What C# declares: classes with their fields, properties, methods and constructors, records, interfaces and functions. */
export abstract class Declarations extends Expressions {
  protected functionOf(
    parameters: Stretch | number | undefined,
    body: () => readonly Statement[],
    range: TextRange,
  ): FunctionDeclaration {
    const { source } = this;
    const named =
      typeof parameters === 'number'
        ? [parameterNamed(source.at(parameters), source.range(parameters, parameters + 1))]
        : parameters
          ? this.parameters(...parameters)
          : [];
    return lazily({ parameters: named, range }, 'body', this.later(body));
  }

  protected parameters(from: number, to: number): Parameter[] {
    return this.source.parts(from, to).flatMap(part => this.#parameter(...part));
  }

  #parameter(begin: number, end: number): Parameter[] {
    const { source } = this;
    let from = this.afterAttributes(begin, end);
    const first = from;
    while (/^(?:this|ref|out|in|params|scoped|readonly)$/.test(source.at(from)) && from < end - 1) {
      from++;
    }
    const isRest = source.written(first, from).includes('params');
    const type = endOfType(source, from);
    const sign = source.find(equals, from, end);
    const name = type !== undefined && type < sign && source.isName(type) ? type : sign - 1;
    if (!source.isName(name) || name < from) {
      return [];
    }
    const range = source.range(begin, end);
    const written = name > from ? source.written(from, name) : undefined;
    const value = sign < end ? this.expression(sign + 1, end) : undefined;
    const isNothing = value?.kind === 'literal' && value.value === null;
    return [
      {
        ...parameterNamed(source.at(name), source.range(name, name + 1)),
        ...(isRest && { rest: 'positional' as const }),
        isOptional: value !== undefined || (written?.endsWith('?') ?? false),
        ...(value && !isNothing && { byDefault: value }),
        type: written,
        range,
      },
    ];
  }

  /**
   * Where a statement ends: its semicolon, or the line on which its last value ends where what follows starts another one
   * and somebody forgot it.
   */
  protected endOfStatement(from: number, to: number): number {
    const { source } = this;
    for (let at = from; at < to; ) {
      if (source.at(at) === ';') {
        return at;
      }
      const isValue =
        /^[)}\]]$/.test(source.at(at - 1)) || /^(?:text|number)$/.test(source.kind(at - 1) ?? '');
      if (at > from && isValue && source.isName(at) && !joins.has(source.at(at)) && source.isOnNewLine(at)) {
        return at;
      }
      at = Math.max(source.behind(at), at + 1);
    }
    return to;
  }

  /** What follows the attributes that start at a token. */
  protected afterAttributes(from: number, to: number): number {
    let at = from;
    while (at < to && this.source.at(at) === '[' && this.source.partner(at) < to) {
      at = this.source.afterClosing(at);
    }
    return at;
  }

  /** What follows the modifiers that start at a token. */
  protected afterModifiers(from: number, to: number, words = modifiers): number {
    const { source } = this;
    let at = this.afterAttributes(from, to);
    while (at < to && words.has(source.at(at)) && !/^[=.;,()]$/.test(source.at(at + 1))) {
      at = this.afterAttributes(at + 1, to);
    }
    return at;
  }

  /** The type that is declared at a token; undefined where none is. */
  protected typeHead(at: number, to: number): TypeHead | undefined {
    const { source } = this;
    const word = source.at(at);
    const isRecord = word === 'record' && /^(?:class|struct)$/.test(source.at(at + 1));
    const name = at + (isRecord ? 2 : 1);
    if (!/^(?:class|struct|record|interface|enum)$/.test(word) || !source.isName(name) || name >= to) {
      return undefined;
    }
    let next = source.at(name + 1) === '<' ? (endOfTypeArguments(source, name + 1) ?? name + 1) : name + 1;
    const parameters = source.at(next) === '(' ? ([next + 1, source.partner(next)] as const) : undefined;
    next = parameters ? source.afterClosing(next) : next;
    const open = source.find(bodyOrEnd, next, to);
    const where = this.#wordIn('where', next, open);
    const bases = source.at(next) === ':' ? source.parts(next + 1, where) : [];
    const hasBody = source.at(open) === '{' && open < to;
    const body: Stretch = hasBody ? [open + 1, source.partner(open)] : [open, open];
    return { word, name, parameters, bases, body, end: hasBody ? source.afterClosing(open) : open };
  }

  #wordIn(word: string, from: number, to: number): number {
    for (let at = from; at < to; at = this.source.behind(at)) {
      if (this.source.at(at) === word) {
        return at;
      }
    }
    return to;
  }

  /** Adds a class with the types that its properties make, and the classes in it, which are seen from outside, too. */
  protected declareType(head: TypeHead, range: TextRange, into: Statement[], depth = 0): void {
    const { source } = this;
    const name = source.at(head.name);
    if (head.word === 'enum') {
      return;
    }
    const members = this.#membersIn(head.body);
    const bases = head.bases.map(([from, to]) => source.written(from, to));
    const own = [
      ...(head.word === 'record' && head.parameters ? this.#componentsIn(head.parameters) : []),
      ...members.flatMap(({ property }) => property ?? []),
    ];
    if (own.length > 0 || head.word === 'interface') {
      into.push({ kind: 'type', name, bases, properties: own, range } satisfies TypeDeclaration);
    }
    if (head.word !== 'interface') {
      into.push(this.#classOf(head, range, members));
    }
    for (const { nested } of members) {
      if (nested && depth < deepest) {
        this.declareType(nested.head, nested.range, into, depth + 1);
      }
    }
  }

  #classOf(head: TypeHead, range: TextRange, members: readonly Member[]): ClassDeclaration {
    const { source } = this;
    const { parameters } = head;
    const [base] = head.bases;
    const open = base && source.find(openingBracket, ...base);
    const isCalled = base !== undefined && open !== undefined && open < base[1];
    const primary: ClassMember[] = parameters
      ? [this.#primary(head, parameters, isCalled ? open : undefined)]
      : [];
    const nameRange = source.range(head.name, head.name + 1);
    const declared = {
      kind: 'class' as const,
      name: source.at(head.name),
      nameRange,
      base: base && asType(this.expression(base[0], isCalled ? open : base[1])),
      range,
      isScope: true as const,
    };
    return lazily(declared, 'members', () => {
      const all = members.flatMap(({ read }) => read?.() ?? []);
      const others = all.filter(one => one.kind !== 'method' || one.name !== 'constructor');
      return primary.length > 0 ? [...primary, ...others] : withOneConstructor(all);
    });
  }

  /** What follows the name of a class: its constructor, whose parameters all of its members see. */
  #primary(head: TypeHead, parameters: Stretch, open: number | undefined): ClassMember {
    const { source } = this;
    const range = source.range(head.name, source.afterClosing(parameters[0] - 1));
    const given = this.parameters(...parameters).map(one => ({ ...one, isField: true as const }));
    const body: Statement[] = open === undefined ? [] : [this.#handOn(open, true)];
    const declaration: FunctionDeclaration = { parameters: given, body, range };
    return { kind: 'method', name: 'constructor', declaration, isGetter: false, isStatic: false, range };
  }

  /** `: base(…)` and `: this(…)` are the first thing that a constructor does. */
  #handOn(open: number, isBase: boolean): Statement {
    const { source } = this;
    const range = source.range(open - 1, source.afterClosing(open));
    const args: readonly Argument[] = this.arguments(open);
    const call: Call = {
      kind: 'call',
      callee: { kind: 'self', isBase, range: source.range(open - 1, open) },
      isNew: false,
      args,
      argsRange: source.range(open, source.afterClosing(open)),
      range,
    };
    return { kind: 'expression', expression: call, range };
  }

  #componentsIn(parameters: Stretch): TypeProperty[] {
    return this.parameters(...parameters).flatMap(({ target, isOptional, type, byDefault, range }) =>
      target.kind === 'name' ? [{ name: target.name, isOptional, type, byDefault, range }] : [],
    );
  }

  #membersIn([from, to]: Stretch): readonly Member[] {
    const members: Member[] = [];
    for (let at = from; at < to; ) {
      const { member, end } = this.#member(at, to);
      if (member) {
        members.push(member);
      }
      at = Math.max(end, at + 1);
    }
    return members;
  }

  #member(begin: number, to: number): { readonly member?: Member; readonly end: number } {
    const { source } = this;
    const at = this.afterModifiers(begin, to);
    const words = source.written(begin, at);
    const isStatic = /\b(?:static|const)\b/.test(words);
    const head = this.typeHead(at, to);
    if (head) {
      return { member: { nested: { head, range: source.range(begin, head.end) } }, end: head.end };
    }
    if (source.isName(at) && source.at(at + 1) === '(') {
      return this.#method({ begin, type: undefined, name: at, words, isStatic, to }, at + 1);
    }
    const type = endOfType(source, at);
    const name = type === undefined ? undefined : this.#endOfName(type, to);
    if (type === undefined || name === undefined) {
      return { end: this.#endOfMember(at, to) };
    }
    if (modifiers.has(source.at(name))) {
      // Half a member in front of another one.
      return { end: name };
    }
    if (source.at(name) === 'operator' || source.at(name) === 'this') {
      return { end: this.#endOfMember(name, to) };
    }
    const whole: MemberHead = { begin, type: [at, type], name, words, isStatic, to };
    const generic = source.at(name + 1) === '<' ? endOfTypeArguments(source, name + 1) : undefined;
    const next = generic ?? name + 1;
    switch (source.at(next)) {
      case '(':
        return this.#method(whole, next);
      case '{':
        return this.#property(whole, next);
      case '=>': {
        const end = this.endOfStatement(next, to);
        const range = source.range(begin, end);
        return {
          member: { read: () => [this.#getter(whole, [next + 1, end], range)] },
          end: end + 1,
        };
      }
      default:
        return this.#fields(whole);
    }
  }

  /** The name of a member, after that of an interface which it is one of. */
  #endOfName(from: number, to: number): number | undefined {
    const { source } = this;
    let at = from;
    while (source.isName(at) && source.at(at + 1) === '.' && at + 2 < to) {
      at += 2;
    }
    return source.isName(at) && at < to ? at : undefined;
  }

  /** What nobody understands ends with a semicolon, or with its body. */
  #endOfMember(from: number, to: number): number {
    const { source } = this;
    for (let at = from; at < to; at = Math.max(source.behind(at), at + 1)) {
      if (source.at(at) === ';') {
        return at + 1;
      }
      if (source.at(at) === '{') {
        return source.afterClosing(at);
      }
    }
    return to;
  }

  /** What makes an object has no type. */
  #method(
    { begin, type, name, isStatic, to }: Optional<MemberHead>,
    open: number,
  ): { readonly member: Member; readonly end: number } {
    const { source } = this;
    const called = type ? source.at(name) : 'constructor';
    const after = source.afterClosing(open);
    const body = Math.min(source.find(bodyOfMethod, after, to), to);
    const handed = source.at(after) === ':' ? after + 1 : undefined;
    const isShort = source.at(body) === '=>';
    const end = isShort
      ? this.endOfStatement(body, to) + 1
      : source.at(body) === '{'
        ? source.afterClosing(body)
        : body + 1;
    const range = source.range(begin, Math.min(end, to));
    const read = (): ClassMember[] => {
      const list: Stretch = [open + 1, source.partner(open)];
      const hasCall = handed !== undefined && source.at(handed + 1) === '(';
      const statements = (): Statement[] => [
        ...(hasCall ? [this.#handOn(handed + 1, source.at(handed) === 'base')] : []),
        ...this.bodyAt(body, end, type),
      ];
      const declaration = this.functionOf(list, statements, range);
      return [{ kind: 'method', name: called, declaration, isGetter: false, isStatic, range }];
    };
    return { member: { read }, end };
  }

  /** A block, or an expression: what a function of some type returns, or all that a constructor does. */
  protected bodyAt(at: number, end: number, type: Stretch | undefined): Statement[] {
    const { source } = this;
    if (source.at(at) === '{') {
      return this.statements(at + 1, source.partner(at));
    }
    const body: Stretch = [at + 1, end - 1];
    return source.at(at) !== '=>' ? [] : type ? [this.#result(body, type)] : this.statements(...body);
  }

  #result(body: Stretch, type: Stretch): Statement {
    return { kind: 'return', value: this.valueOfType(body, type), range: this.source.range(...body) };
  }

  #getter({ name, type, isStatic }: MemberHead, body: Stretch, range: TextRange): ClassMember {
    const declaration = this.functionOf(undefined, () => [this.#result(body, type)], range);
    return { kind: 'method', name: this.source.at(name), declaration, isGetter: true, isStatic, range };
  }

  /** A property with what gives its value, or one that holds it. */
  #property(member: MemberHead, open: number): { readonly member: Member; readonly end: number } {
    const { source } = this;
    const { begin, name, isStatic, type, to } = member;
    const after = source.afterClosing(open);
    const hasValue = source.at(after) === '=' && after < to;
    const end = hasValue ? this.endOfStatement(after, to) + 1 : after;
    const range = source.range(begin, Math.min(end, to));
    const get = this.#wordIn('get', open + 1, source.partner(open));
    const body = get + 1;
    const sign = source.at(body);
    if (get < source.partner(open) && (sign === '{' || sign === '=>')) {
      const stop = sign === '=>' ? source.find(semicolon, body, source.partner(open)) : source.partner(body);
      const read = (): ClassMember[] =>
        sign === '=>'
          ? [this.#getter(member, [body + 1, stop], range)]
          : [
              {
                kind: 'method',
                name: source.at(name),
                declaration: this.functionOf(undefined, () => this.statements(body + 1, stop), range),
                isGetter: true,
                isStatic,
                range,
              },
            ];
      return { member: { read }, end };
    }
    const value: Stretch | undefined = hasValue ? [after + 1, end - 1] : undefined;
    const field: ClassMember = this.#field(name, type, value, isStatic, range);
    return { member: { read: () => [field], property: this.#typeProperty(member, value, range) }, end };
  }

  #field(
    name: number,
    type: Stretch,
    value: Stretch | undefined,
    isStatic: boolean,
    range: TextRange,
  ): ClassMember {
    const { source } = this;
    const declared = {
      kind: 'field' as const,
      name: source.at(name),
      type: source.written(...type),
      isStatic,
      range,
    };
    return lazily(declared, 'value', () => value && this.valueOfType(value, type));
  }

  /** A value where its type is known: `new(this, "K")` makes an object of it. */
  protected valueOfType([from, to]: Stretch, type: Stretch): Expression {
    const value = this.expression(from, to);
    const isTargeted = value.kind === 'call' && value.isNew && value.callee.kind === 'unknown';
    return isTargeted ? { ...value, callee: asType(this.expression(type[0], type[1])) } : value;
  }

  /** What whoever makes the object may leave out: a flag, what may be null, what has a value already. */
  #typeProperty(
    { type: [from, to], name, words }: MemberHead,
    value: Stretch | undefined,
    range: TextRange,
  ): TypeProperty {
    const { source } = this;
    const type = source.written(from, to);
    const byDefault = value && this.expression(...value);
    const isNothing = !byDefault || (byDefault.kind === 'literal' && byDefault.value === null);
    const isFlag = type === 'bool';
    const mark = type.endsWith('?') ? source.range(to - 1, to) : undefined;
    return {
      name: source.at(name),
      isOptional: !/\brequired\b/.test(words) && (mark !== undefined || !isNothing || isFlag),
      type,
      ...(isFlag && isNothing && { byDefault: { kind: 'literal', value: false, range } as const }),
      ...(!isNothing && { byDefault }),
      range,
      ...(mark && { markRange: mark }),
    };
  }

  #fields(member: MemberHead): { readonly member: Member; readonly end: number } {
    const { source } = this;
    const { begin, type, name, isStatic, to } = member;
    const end = this.endOfStatement(name, to);
    const range = source.range(begin, end);
    const read = (): ClassMember[] =>
      source.parts(name, end).flatMap(([from, stop]) => {
        const value: Stretch | undefined = source.at(from + 1) === '=' ? [from + 2, stop] : undefined;
        return source.isName(from) ? [this.#field(from, type, value, isStatic, range)] : [];
      });
    return { member: { read }, end: end + 1 };
  }
}

/** A member of a class: what it is on demand, a property of its type, a class in it. */
interface Member {
  readonly read?: () => readonly ClassMember[];
  readonly property?: TypeProperty;
  readonly nested?: { readonly head: TypeHead; readonly range: TextRange };
}

interface MemberHead {
  readonly begin: number;
  readonly type: Stretch;
  readonly name: number;
  /** Its modifiers. */
  readonly words: string;
  readonly isStatic: boolean;
  readonly to: number;
}

/** Classes in each other. */
const deepest = 20;

/** Without a type. */
type Optional<M extends MemberHead> = Omit<M, 'type'> & { readonly type: Stretch | undefined };

function asType(expression: Expression): Expression {
  return expression.kind === 'name' ? { ...expression, isType: true } : expression;
}

function parameterNamed(name: string, range: TextRange): Parameter {
  return { target: { kind: 'name', name: name.replace(/^@/, ''), range }, isOptional: false, range };
}

const modifiers = new Set(
  (
    'public private protected internal static readonly const sealed abstract virtual override async partial extern unsafe ' +
    'volatile required file new event ref'
  ).split(' '),
);

/** Those of them that are in front of a type, a function or a variable outside of classes. */
export const modifiersOfStatements = new Set(
  [...modifiers].filter(word => !/^(?:new|event|ref|file)$/.test(word)),
);

/** Words that go on with an expression. */
const joins = new Set(
  'is as in switch with when and or not from where select let join orderby group into on equals by ascending descending'.split(
    ' ',
  ),
);

const equals = new Set(['=']);
const semicolon = new Set([';']);
const openingBracket = new Set(['(']);
const bodyOrEnd = new Set(['{', ';']);
const bodyOfMethod = new Set(['{', '=>', ';']);
