import type { TextRange } from '../../../../base/text.ts';
import { once } from '../lezer.ts';
import type { ClassMember, Statement, TypeProperty } from '../syntax.ts';
import { endOfType, endOfTypeArguments } from './cursor.ts';
import { Functions } from './functions.ts';
import { modifiers, type Stretch, type TypeHead } from './heads.ts';

/** Members of a class of C#: fields, properties, methods and constructors, each read on demand. */
export abstract class Members extends Functions {
  protected membersIn([from, to]: Stretch): readonly Member[] {
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
    // What runs once for the class is called by nobody.
    const called = type ? source.at(name) : isStatic ? '' : 'constructor';
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
        ...(hasCall ? [this.handOn(handed + 1, source.at(handed) === 'base')] : []),
        ...this.bodyAt(body, end, type),
      ];
      const declaration = this.functionOf(list, statements, range);
      return [{ kind: 'method', name: called, declaration, isGetter: false, isStatic, range }];
    };
    return { member: { read }, end };
  }

  #getter({ name, type, isStatic }: MemberHead, body: Stretch, range: TextRange): ClassMember {
    const declaration = this.functionOf(undefined, () => [this.result(body, type)], range);
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
    const get = this.wordIn('get', open + 1, source.partner(open));
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
                declaration: this.functionOf(undefined, () => this.bodyAt(body, stop + 1, type), range),
                isGetter: true,
                isStatic,
                range,
              },
            ];
      return { member: { read }, end };
    }
    this.scope.declare(source.at(name), type);
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
    const given = once(() => value && this.valueOfType(value, type));
    return {
      kind: 'field',
      name: source.at(name),
      get value() {
        return given();
      },
      type: source.written(...type),
      isStatic,
      range,
    };
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
    const parts = source.parts(name, end);
    for (const [from] of parts) {
      this.scope.declare(source.at(from), type);
    }
    const read = (): ClassMember[] =>
      parts.flatMap(([from, stop]) => {
        const value: Stretch | undefined = source.at(from + 1) === '=' ? [from + 2, stop] : undefined;
        return source.isName(from) ? [this.#field(from, type, value, isStatic, range)] : [];
      });
    return { member: { read }, end: end + 1 };
  }
}

/** A member of a class: what it is on demand, a property of its type, a class in it. */
export interface Member {
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

/** Without a type. */
type Optional<M extends MemberHead> = Omit<M, 'type'> & { readonly type: Stretch | undefined };

const semicolon = new Set([';']);

const bodyOfMethod = new Set(['{', '=>', ';']);
