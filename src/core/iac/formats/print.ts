/** A value to be written. CloudFormation's functions are maps of one entry, such as `{ Ref: 'Key' }`. */
export type Written =
  | string
  | boolean
  | BlockText
  | readonly Written[]
  | { readonly [name: string]: Written };

/** A text of several lines, which YAML shows as they are: a policy in JSON. */
export class BlockText {
  readonly text: string;

  constructor(text: string) {
    this.text = text;
  }
}

/** The habits of the text that is written into. */
export interface Habits {
  readonly format: 'json' | 'yaml';
  readonly eol: string;
  /** One level of indentation. */
  readonly unit: string;
  readonly quote: "'" | '"';
  /** Names and texts are in quotes that need none. */
  readonly quotesAll: boolean;
  /** No space after colons and commas. */
  readonly minified: boolean;
  /** Older JSON templates have a space before the colon too. */
  readonly colon: ':' | ' :';
  /** `!Ref x` rather than `Ref: x`; in JSON, functions on one line. */
  readonly shortForms: boolean;
  /** List items are deeper than the key they belong to. */
  readonly indentsLists: boolean;
}

/** What follows a key's colon, from the blank or line break on; `indent` is that of the key. */
export function printAfterKey(value: Written, indent: string, habits: Habits): string {
  if (habits.format === 'json') {
    return ` ${printJson(value, indent, habits)}`;
  }
  if (value instanceof BlockText) {
    const inner = indent + habits.unit;
    return ` |${value.text
      .split('\n')
      .map(line => habits.eol + inner + line)
      .join('')}`;
  }
  const inline = inlineYaml(value, habits);
  if (inline !== undefined) {
    return ` ${inline}`;
  }
  const deeper = indent + (isList(value) && !habits.indentsLists ? '' : habits.unit);
  return habits.eol + printBlock(value, deeper, habits);
}

/** Over several lines, but functions on one, unless the text writes them out too. */
export function printJson(value: Written, indent: string, habits: Habits): string {
  if (typeof value !== 'object' || value instanceof BlockText || (habits.shortForms && isCall(value))) {
    return printJsonLine(value, habits);
  }
  const inner = indent + habits.unit;
  const parts = isList(value)
    ? value.map(item => printJson(item, inner, habits))
    : Object.entries(value).map(
        ([name, item]) => `${JSON.stringify(name)}${habits.colon} ${printJson(item, inner, habits)}`,
      );
  const [open, close] = isList(value) ? '[]' : '{}';
  return parts.length === 0
    ? `${open}${close}`
    : `${open}${habits.eol}${inner}${parts.join(`,${habits.eol}${inner}`)}${habits.eol}${indent}${close}`;
}

export function printJsonLine(value: Written, habits: Habits): string {
  if (value instanceof BlockText) {
    return JSON.stringify(value.text);
  }
  if (habits.minified || typeof value !== 'object') {
    return JSON.stringify(value, (_, one) => (one instanceof BlockText ? one.text : one));
  }
  if (isList(value)) {
    return `[${value.map(item => printJsonLine(item, habits)).join(', ')}]`;
  }
  const entries = Object.entries(value).map(
    ([name, item]) => `${JSON.stringify(name)}${habits.colon} ${printJsonLine(item, habits)}`,
  );
  return `{ ${entries.join(', ')} }`;
}

function isCall(value: Written): boolean {
  const [entry, ...more] = typeof value === 'object' && !isList(value) ? Object.entries(value) : [];
  return entry !== undefined && more.length === 0 && (entry[0] === 'Ref' || entry[0].startsWith('Fn::'));
}

/** On one line, as between braces. */
export function printFlow(value: Written, habits: Habits): string {
  const inline = inlineYaml(value, habits);
  if (inline !== undefined) {
    return inline;
  }
  if (isList(value)) {
    return `[${value.map(item => printFlow(item, habits)).join(', ')}]`;
  }
  const entries = Object.entries(value);
  return `{${entries.map(([name, item]) => `${printKey(name, habits)}: ${printFlow(item, habits)}`).join(', ')}}`;
}

/** An item of a block list: `- ` and the item, without an indent before the dash. */
export function printItem(value: Written, indent: string, habits: Habits): string {
  const inline = inlineYaml(value, habits);
  if (inline !== undefined) {
    return `- ${inline}`;
  }
  const block = printBlock(value, `${indent}  `, habits);
  return `- ${block.slice(indent.length + 2)}`;
}

export function printKey(name: string, habits: Habits): string {
  return habits.format === 'json' ? JSON.stringify(name) : printText(name, habits);
}

function printBlock(value: Written, indent: string, habits: Habits): string {
  if (isList(value)) {
    return value.map(item => indent + printItem(item, indent, habits)).join(habits.eol);
  }
  return Object.entries(value)
    .map(([name, item]) => `${indent}${printKey(name, habits)}:${printAfterKey(item, indent, habits)}`)
    .join(habits.eol);
}

/** Scalars, and functions of a scalar in their short form. */
function inlineYaml(value: Written, habits: Habits): string | undefined {
  if (typeof value === 'string') {
    return printText(value, habits);
  }
  if (typeof value === 'boolean') {
    return String(value);
  }
  if (value instanceof BlockText) {
    return JSON.stringify(value.text);
  }
  if (isList(value)) {
    return value.length === 0 ? '[]' : undefined;
  }
  const [entry, ...more] = Object.entries(value);
  if (!entry) {
    return '{}';
  }
  if (more.length > 0 || !habits.shortForms) {
    return undefined;
  }
  const [name, argument] = entry;
  switch (name) {
    case 'Ref':
    case 'Condition':
    case 'Fn::Sub':
      return typeof argument === 'string'
        ? `!${name.replace('Fn::', '')} ${printText(argument, habits)}`
        : undefined;
    case 'Fn::GetAtt':
      return isList(argument)
        ? `!GetAtt ${argument.join('.')}`
        : typeof argument === 'string'
          ? `!GetAtt ${argument}`
          : undefined;
    case 'Fn::If':
    case 'Fn::FindInMap':
    case 'Fn::Not':
    case 'Fn::And':
    case 'Fn::Or':
    case 'Fn::Join':
    case 'Fn::Select':
    case 'Fn::Split':
    case 'Fn::Equals':
      return isList(argument)
        ? `!${name.slice(4)} [${argument.map(item => printFlow(item, habits)).join(', ')}]`
        : undefined;
    default:
      return undefined;
  }
}

function printText(text: string, { quote, quotesAll }: Habits): string {
  const plain = !quotesAll && /^[A-Za-z](?:[\w ./*:=-]*[\w./*=-])?$/.test(text) && !/: | -/.test(text);
  if (plain && !/^(?:true|false|yes|no|on|off|null|y|n)$/i.test(text)) {
    return text;
  }
  const isOneLine = !/[\r\n\t]/.test(text);
  return quote === "'" && isOneLine ? `'${text.replaceAll("'", "''")}'` : JSON.stringify(text);
}

function isList(value: Written): value is readonly Written[] {
  return Array.isArray(value);
}
