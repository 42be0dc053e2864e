import type { TextLines, TextRange } from '../../../base/text.ts';

/**
 * A text in HCL's native or JSON syntax as a tree. Every range is in offsets of the whole text. What could not be read
 * is an expression of kind `broken`; the rest of the tree is valid.
 */
export interface HclFile {
  readonly syntax: 'native' | 'json';
  readonly text: string;
  /** Created on first use. */
  readonly lines: TextLines;
  readonly body: Body;
  /** All comments, in order. */
  readonly comments: readonly HclComment[];
}

export interface HclComment {
  readonly range: TextRange;
  /** Without the comment marks. */
  readonly text: string;
}

export interface Body {
  readonly attributes: readonly Attribute[];
  readonly blocks: readonly Block[];
}

export interface Block {
  readonly type: string;
  readonly labels: readonly Label[];
  /** `resource "aws_kms_key" "logs"`, without the brace; in JSON the property's name. */
  readonly header: TextRange;
  /** From the header to the closing brace, or as far as an unclosed block reaches. */
  readonly range: TextRange;
  /** Between the braces. */
  readonly inner: TextRange;
  readonly closed: boolean;
  /** Read on first use. */
  readonly body: Body;
  /** Whether its body has been read. */
  readonly isRead: boolean;
}

export interface Label {
  readonly text: string;
  readonly range: TextRange;
}

export interface Attribute {
  readonly name: string;
  readonly nameRange: TextRange;
  readonly value: Expression;
  /** Name and value. */
  readonly range: TextRange;
}

export type Expression =
  | Literal
  | Template
  | Variable
  | Member
  | Index
  | Splat
  | Call
  | Conditional
  | Binary
  | Unary
  | Tuple
  | ObjectExpression
  | For
  | Parentheses
  | Broken;

export interface Literal {
  readonly kind: 'literal';
  readonly value: number | boolean | null;
  readonly range: TextRange;
}

/** A quoted string, a heredoc, or a string of the JSON syntax. */
export interface Template {
  readonly kind: 'template';
  readonly form: 'quoted' | 'heredoc' | 'json';
  readonly parts: readonly TemplatePart[];
  readonly range: TextRange;
  /** Between the quotes, or the lines of a heredoc. */
  readonly inner: TextRange;
  readonly closed: boolean;
}

export type TemplatePart =
  | { readonly kind: 'text'; readonly text: string; readonly range: TextRange }
  | { readonly kind: 'interpolation'; readonly expression: Expression; readonly range: TextRange }
  | {
      readonly kind: 'if';
      readonly condition: Expression;
      readonly yes: readonly TemplatePart[];
      readonly no: readonly TemplatePart[];
      readonly range: TextRange;
    }
  | {
      readonly kind: 'for';
      readonly keyName: string | undefined;
      readonly valueName: string;
      readonly collection: Expression;
      readonly body: readonly TemplatePart[];
      readonly range: TextRange;
    };

/** The first name of a reference: `var`, `aws_kms_key`, `each`. */
export interface Variable {
  readonly kind: 'variable';
  readonly name: string;
  readonly range: TextRange;
}

export interface Member {
  readonly kind: 'member';
  readonly object: Expression;
  readonly name: string;
  readonly range: TextRange;
}

export interface Index {
  readonly kind: 'index';
  readonly object: Expression;
  readonly key: Expression;
  readonly range: TextRange;
}

/** `list[*].arn` and `list.*.arn`: the steps are taken from each element. */
export interface Splat {
  readonly kind: 'splat';
  readonly object: Expression;
  /** The steps after the star, in reading order; the form with a dot takes members only. */
  readonly steps: readonly SplatStep[];
  readonly range: TextRange;
}

export type SplatStep =
  | { readonly kind: 'member'; readonly name: string }
  | { readonly kind: 'index'; readonly key: Expression };

export interface Call {
  readonly kind: 'call';
  readonly name: string;
  readonly args: readonly Expression[];
  /** The last argument is followed by `...`. */
  readonly expands: boolean;
  readonly range: TextRange;
}

export interface Conditional {
  readonly kind: 'conditional';
  readonly condition: Expression;
  readonly yes: Expression;
  readonly no: Expression;
  readonly range: TextRange;
}

export type BinaryOperator =
  | '+'
  | '-'
  | '*'
  | '/'
  | '%'
  | '=='
  | '!='
  | '<'
  | '<='
  | '>'
  | '>='
  | '&&'
  | '||';

export interface Binary {
  readonly kind: 'binary';
  readonly operator: BinaryOperator;
  readonly left: Expression;
  readonly right: Expression;
  readonly range: TextRange;
}

export interface Unary {
  readonly kind: 'unary';
  readonly operator: '!' | '-';
  readonly operand: Expression;
  readonly range: TextRange;
}

export interface Tuple {
  readonly kind: 'tuple';
  readonly items: readonly Expression[];
  readonly range: TextRange;
}

export interface ObjectExpression {
  readonly kind: 'object';
  readonly items: readonly ObjectItem[];
  readonly range: TextRange;
}

export interface ObjectItem {
  /** A bare name is a template of its text. */
  readonly key: Expression;
  readonly value: Expression;
  readonly range: TextRange;
}

export interface For {
  readonly kind: 'for';
  readonly keyName: string | undefined;
  readonly valueName: string;
  readonly collection: Expression;
  /** Absent for a tuple. */
  readonly key: Expression | undefined;
  readonly value: Expression;
  readonly condition: Expression | undefined;
  readonly grouped: boolean;
  readonly range: TextRange;
}

export interface Parentheses {
  readonly kind: 'parentheses';
  readonly inner: Expression;
  readonly range: TextRange;
}

export interface Broken {
  readonly kind: 'broken';
  readonly range: TextRange;
}

export function attributeOf(body: Body, name: string): Attribute | undefined {
  return body.attributes.find(attribute => attribute.name === name);
}

export function blocksOf(body: Body, type: string): readonly Block[] {
  return body.blocks.filter(block => block.type === type);
}

/** The text of a template without interpolations. */
export function literalText(expression: Expression | undefined): string | undefined {
  if (expression?.kind !== 'template') {
    return undefined;
  }
  let text = '';
  for (const part of expression.parts) {
    if (part.kind !== 'text') {
      return undefined;
    }
    text += part.text;
  }
  return text;
}
