import { endOfTypeArguments } from './cursor.ts';
import { Expressions } from './expressions.ts';

export type Stretch = readonly [from: number, to: number];

/** A class, a struct, a record or an interface, by its tokens. */
export interface TypeHead {
  readonly word: string;
  readonly name: number;
  /** Between the brackets after its name: what makes an object of it is passed this. */
  readonly parameters: Stretch | undefined;
  readonly bases: readonly Stretch[];
  readonly body: Stretch;
  readonly end: number;
}

/** What declarations of C# begin with: attributes, modifiers, the head of a type; and where they end. */
export abstract class Heads extends Expressions {
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
    const where = this.wordIn('where', next, open);
    const bases = source.at(next) === ':' ? source.parts(next + 1, where) : [];
    const hasBody = source.at(open) === '{' && open < to;
    const body: Stretch = hasBody ? [open + 1, source.partner(open)] : [open, open];
    return { word, name, parameters, bases, body, end: hasBody ? source.afterClosing(open) : open };
  }

  protected wordIn(word: string, from: number, to: number): number {
    for (let at = from; at < to; at = this.source.behind(at)) {
      if (this.source.at(at) === word) {
        return at;
      }
    }
    return to;
  }
}

export const modifiers = new Set(
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

const bodyOrEnd = new Set(['{', ';']);
