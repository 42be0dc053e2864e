import type { TextEdit } from '../fix.ts';
import {
  type Habits,
  printAfterKey,
  printFlow,
  printItem,
  printJson,
  printJsonLine,
  printKey,
  type Written,
} from './print.ts';
import { type Entry, entriesOf, type ListNode, type MapNode, type TreeNode } from './tree.ts';

/** The habits of a text, derived from its content; `near` is a map with a map inside, for the indentation. */
export function habitsOf(text: string, format: 'json' | 'yaml', near?: Entry): Habits {
  const inner = near?.value.kind === 'map' ? near.value.entries[0] : undefined;
  const outerIndent = near ? indentAt(text, near.keyRange.start) : '';
  const innerIndent = inner ? indentAt(text, inner.keyRange.start) : '';
  const unit = innerIndent.startsWith(outerIndent) ? innerIndent.slice(outerIndent.length) : '';
  const listed = /^([ ]*)[^\s#-][^\n]*:[ \t]*\r?\n([ ]*)- /m.exec(text);
  return {
    format,
    eol: text.includes('\r\n') ? '\r\n' : '\n',
    unit: unit === '' ? '  ' : unit,
    quote: count(text, '"') > count(text, "'") ? '"' : "'",
    quotesAll:
      near !== undefined && /["']/.test(text.charAt(near.keyRange.start)) && quotesNames(text, inner),
    minified: format === 'json' && !/"\s*:\s/.test(text.slice(0, 20_000)),
    colon: format === 'json' && count(text, '" : ') > count(text, '": ') ? ' :' : ':',
    shortForms:
      format === 'json'
        ? !/"(?:Ref|Fn::GetAtt)":\s*(?:\[\s*\n|"[^"]*"\s*\n)/.test(text)
        : !/^[ \t]*(?:-[ \t]*)?["']?(?:Ref|Fn::\w+)["']?:\s/m.test(text) ||
          /!(?:Ref|Sub|GetAtt|If)\b/.test(text),
    indentsLists: listed ? (listed[2] ?? '').length > (listed[1] ?? '').length : true,
  };
}

function quotesNames(text: string, inner: Entry | undefined): boolean {
  return inner !== undefined && /["']/.test(text.charAt(inner.keyRange.start));
}

/** Adds an entry after the last of a map. */
export function addEntry(
  text: string,
  map: MapNode,
  name: string,
  value: Written,
  habits: Habits,
): TextEdit[] {
  return addEntries(text, map, [[name, value]], habits);
}

/** Adds entries after another one of a map, or after its last; `spaced` puts an empty line before each. */
export function addEntries(
  text: string,
  map: MapNode,
  entries: readonly (readonly [string, Written])[],
  habits: Habits,
  behind: Entry | undefined = map.entries.at(-1),
  spaced = false,
): TextEdit[] {
  const gap = spaced ? habits.eol : '';
  const print = (indent: string) =>
    entries.map(
      ([name, value]) => `${printKey(name, habits)}${habits.colon}${printAfterKey(value, indent, habits)}`,
    );
  if (!map.flow) {
    const indent = indentAt(text, map.entries[0]?.keyRange.start ?? map.range.start);
    const place = behindComments(text, lineEnd(text, behind?.range.end ?? map.range.start), indent.length);
    return [
      insert(
        place,
        print(indent)
          .map(entry => gap + habits.eol + indent + entry)
          .join(''),
      ),
    ];
  }
  const flat = entries.map(
    ([name, value]) =>
      `${printKey(name, habits)}${habits.colon}${habits.minified ? '' : ' '}${habits.format === 'json' ? printJsonLine(value, habits) : printFlow(value, habits)}`,
  );
  const isJson = habits.format === 'json';
  if (!behind) {
    const outer = indentAt(text, lineStart(text, map.range.start) + blanksAt(text, map.range.start));
    const indent = outer + habits.unit;
    const lines = print(indent).join(`,${habits.eol}${indent}`);
    return [
      replace(
        map.range,
        isJson ? `{${habits.eol}${indent}${lines}${habits.eol}${outer}}` : `{${flat.join(', ')}}`,
      ),
    ];
  }
  if (!isFirstOnLine(text, behind.keyRange.start)) {
    const blank = habits.minified ? '' : ' ';
    return addBehind(text, behind.range.end, blank, flat.join(`,${blank}`));
  }
  const indent = indentAt(text, behind.keyRange.start);
  const before = gap + habits.eol + indent;
  return addBehind(text, behind.range.end, before, (isJson ? print(indent) : flat).join(`,${before}`));
}

/** Adds an item after the last of a list. */
export function addItems(
  text: string,
  list: ListNode,
  items: readonly Written[],
  habits: Habits,
): TextEdit[] {
  const last = list.items.at(-1);
  if (!list.flow) {
    const start = last ? dashBefore(text, last.range.start) : list.range.start;
    const indent = indentAt(text, start);
    const written = items.map(item => habits.eol + indent + printItem(item, indent, habits)).join('');
    return [insert(lineEnd(text, list.range.end), written)];
  }
  const onOwnLine = last !== undefined && isFirstOnLine(text, last.range.start);
  const indent = onOwnLine ? indentAt(text, last.range.start) : '';
  const print = (item: Written) =>
    habits.format === 'yaml'
      ? printFlow(item, habits)
      : onOwnLine
        ? printJson(item, indent, habits)
        : printJsonLine(item, habits);
  if (!last) {
    return [replace(list.range, `[${items.map(print).join(', ')}]`)];
  }
  const before = onOwnLine ? habits.eol + indent : ' ';
  return addBehind(text, last.range.end, before, items.map(print).join(`,${before}`));
}

/** Puts another value in the place of an entry's. */
export function replaceValue(
  text: string,
  entry: Entry,
  value: Written,
  indent: string,
  habits: Habits,
): TextEdit[] {
  const { start, end } = entry.valueRange;
  if (habits.format === 'json') {
    const flat = printJsonLine(value, habits);
    return [start === end ? insert(start, ` ${flat}`) : replace(entry.valueRange, flat)];
  }
  const behindKey = printAfterKey(value, indent, habits);
  if (start === end) {
    // What takes several lines comes after the comment on the key's own.
    return [insert(behindKey.startsWith(' ') ? start : lineEnd(text, start), behindKey)];
  }
  const gap = /^[ \t]*:[ \t]*[\r\n]\s*$/.exec(text.slice(entry.keyRange.end, start));
  return gap
    ? [replace({ start: entry.keyRange.end, end }, `:${behindKey}`)]
    : [replace(entry.valueRange, printFlow(value, habits))];
}

/** Puts another value in the place of a node, its tag included. */
export function replaceNode(text: string, node: TreeNode, value: Written, habits: Habits): TextEdit {
  const tag = node.tag ? text.lastIndexOf(node.tag, node.range.start) : -1;
  const start = tag < 0 ? node.range.start : tag;
  const flat = habits.format === 'json' ? printJsonLine(value, habits) : printFlow(value, habits);
  return replace({ start, end: node.range.end }, flat);
}

/** The spaces at the start of the line of an offset. */
export function indentAt(text: string, offset: number): string {
  const start = lineStart(text, offset);
  const blanks = /^\uFEFF?([ \t]*)/.exec(text.slice(start, Math.max(offset, start)))?.[1] ?? '';
  // The map of a list item starts after its dash: what belongs to it is below its first key.
  const dashes = /^[ \t]*(?:- +)+/.exec(text.slice(start, offset))?.[0];
  return dashes === undefined ? blanks : ' '.repeat(dashes.length);
}

/** Whether the entries of a map are separated by empty lines. */
export function isSpaced(text: string, map: TreeNode): boolean {
  return entriesOf(map).some(entry =>
    /\n[ \t]*\r?\n(?:[ \t]*#[^\n]*\n)*[ \t]*$/.test(
      text.slice(Math.max(0, entry.keyRange.start - 400), entry.keyRange.start),
    ),
  );
}

export function isFirstOnLine(text: string, offset: number): boolean {
  return /^\uFEFF?[ \t]*(?:- +)*$/.test(text.slice(lineStart(text, offset), offset));
}

export function lineStart(text: string, offset: number): number {
  return Math.max(text.lastIndexOf('\n', offset - 1), text.lastIndexOf('\r', offset - 1)) + 1;
}

export function lineEnd(text: string, offset: number): number {
  const rest = /[\r\n]/.exec(text.slice(offset));
  return rest ? offset + rest.index : text.length;
}

export function insert(offset: number, content: string): TextEdit {
  return { offset, length: 0, content };
}

export function replace(
  { start, end }: { readonly start: number; readonly end: number },
  content: string,
): TextEdit {
  return { offset: start, length: end - start, content };
}

/** After the last part between brackets, its comma and the comment on its line. */
export function addBehind(text: string, end: number, before: string, written: string): TextEdit[] {
  const rest = /^([ \t]*,)?([ \t]*(?:\/\/|#|\/\*)[^\r\n]*)?/.exec(text.slice(end, end + 2000));
  const comma = rest?.[1] !== undefined;
  const onLines = before.includes('\n');
  const comment = onLines ? (rest?.[2]?.length ?? 0) : 0;
  const place = end + (rest?.[1]?.length ?? 0) + comment;
  if (comma) {
    return [insert(place, `${before}${written},`)];
  }
  return comment > 0
    ? [insert(end, ','), insert(place, before + written)]
    : [insert(end, `,${before}${written}`)];
}

/** Comments that are deeper than a map's keys belong to the entry above them. */
function behindComments(text: string, offset: number, indent: number): number {
  let place = offset;
  for (;;) {
    const next = /^(?:\r\n|\r|\n)([ \t]*)#[^\r\n]*/.exec(text.slice(place, place + 1000));
    if (!next || (next[1] ?? '').length <= indent) {
      return place;
    }
    place += next[0].length;
  }
}

function blanksAt(text: string, offset: number): number {
  const start = lineStart(text, offset);
  return /^\uFEFF?[ \t]*/.exec(text.slice(start, offset))?.[0].length ?? 0;
}

function dashBefore(text: string, offset: number): number {
  const dash = text.lastIndexOf('-', offset);
  return dash < 0 ? offset : dash;
}

function count(text: string, character: string): number {
  let found = 0;
  for (let at = text.indexOf(character); at >= 0 && found < 2000; at = text.indexOf(character, at + 1)) {
    found++;
  }
  return found;
}
