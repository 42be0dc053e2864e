import type { TextEdit } from '../../../fix.ts';
import { type Attribute, attributeOf, type Block } from '../../../formats/hcl/index.ts';
import { isObject } from '../inputs/inputsObject.ts';
import type { ModuleFile } from '../modules/module.ts';
import { aligned } from './alignment.ts';
import { jsonEdit, jsonPathOf, removeJson } from './edits.ts';
import { indentAt, layoutOf, lineStart, lineStop } from './layout.ts';
import type { Written } from './written.ts';

/**
 * Sets an attribute of a block: in place where it is there, else as a new line in the group of lines that `beside` (the
 * first of these names that is there) belongs to, aligned as `terraform fmt` does.
 */
export function setAttribute(
  file: ModuleFile,
  block: Block,
  name: string,
  value: Written,
  beside: readonly string[] = [],
): readonly TextEdit[] {
  if (file.hcl.syntax === 'json') {
    const path = [...jsonPathOf(file.hcl.text, block), name];
    return jsonEdit(file, [{ path, value: value.json }]);
  }
  const present = attributeOf(block.body, name);
  if (present) {
    const { range } = present.value;
    const isJoined = spansLines(file.hcl.text, present) && !value.native.includes('\n');
    const shifts = isJoined ? aligned(file.hcl.text, range) : [];
    return [...shifts, ...replaceValue(present, value)];
  }
  return insert(file.hcl.text, block, name, value.native, beside);
}

export function replaceValue({ value: { range } }: Attribute, value: Written): readonly TextEdit[] {
  return [{ offset: range.start, length: range.end - range.start, content: value.native }];
}

/** Takes an attribute out of a block, with the line that it has for itself; what was aligned with it moves back. */
export function removeAttribute(file: ModuleFile, block: Block, attribute: Attribute): readonly TextEdit[] {
  const { text, syntax } = file.hcl;
  if (syntax === 'json') {
    return removeJson(file, [...jsonPathOf(text, block), attribute.name]);
  }
  const { start, end } = attribute.range;
  const first = lineStart(text, start);
  const behind = lineStop(text, end);
  const hasOwnLine =
    text.slice(first, start).trim() === '' && /^\s*(?:#.*|\/\/.*)?$/.test(text.slice(end, behind));
  if (!hasOwnLine) {
    const blanks = /[ \t]*$/.exec(text.slice(first, start))?.[0].length ?? 0;
    const { inner } = block;
    const isAlone = /^[ \t]*$/.test(text.slice(inner.start, start) + text.slice(end, inner.end));
    return isAlone
      ? [{ offset: inner.start, length: inner.end - inner.start, content: '' }]
      : [{ offset: start - blanks, length: end - start + blanks, content: '' }];
  }
  const next = text.indexOf('\n', behind) + 1;
  const line = { offset: first, length: (next === 0 ? text.length : next) - first, content: '' };
  const group = groupsOf(text, block).find(one => one.includes(attribute)) ?? [];
  const others = group.filter(one => one !== attribute);
  const columns = group.map(one => equalsColumn(text, one));
  const spare = (columns[0] ?? 0) - 1 - Math.max(...others.map(one => one.name.length));
  const isAligned = others.length > 0 && columns.every(one => one === columns[0]) && spare > 0;
  const shifts = isAligned ? others.map(one => shift(text, one, -spare)) : [];
  return [...shifts, line];
}

/** Calls an attribute by another name; what is aligned with it stays so, as narrow as it was. */
export function renameAttribute(
  { hcl: { text, syntax } }: ModuleFile,
  block: Block,
  attribute: Attribute,
  name: string,
): readonly TextEdit[] {
  const { start, end } = attribute.nameRange;
  if (syntax === 'json') {
    const content = text.charAt(start) === '"' ? JSON.stringify(name) : name;
    return [{ offset: start, length: end - start, content }];
  }
  const group = groupsOf(text, block).find(one => one.includes(attribute)) ?? [attribute];
  const others = group.filter(one => one !== attribute);
  const columns = group.map(one => equalsColumn(text, one));
  const [column = 0] = columns;
  const isAligned = columns.every(one => one === column);
  const widest = Math.max(...group.map(one => one.name.length));
  const wanted = Math.max(name.length, ...others.map(one => one.name.length)) + 1;
  const by = isAligned && (column === widest + 1 || wanted > column) ? wanted - column : 0;
  const width = isAligned ? column + by : name.length + 1;
  return [
    { offset: start, length: text.indexOf('=', end) - start, content: name.padEnd(width) },
    ...(by === 0 ? [] : others.map(one => shift(text, one, by))),
  ];
}

function insert(
  text: string,
  block: Block,
  name: string,
  value: string,
  beside: readonly string[],
): readonly TextEdit[] {
  const { lineBreak, step } = layoutOf(text);
  const inner = text.slice(block.inner.start, block.inner.end);
  const outerIndent = indentAt(text, block.range.start);
  const line = `${name} = ${value}`;
  if (!inner.includes('\n') && isObject(block)) {
    const last = block.body.attributes.at(-1);
    return last
      ? [{ offset: last.range.end, length: 0, content: `, ${line}` }]
      : [{ offset: block.inner.start, length: inner.length, content: ` ${line} ` }];
  }
  if (!inner.includes('\n')) {
    const [only] = block.body.attributes;
    const start = `${lineBreak}${outerIndent}${step}`;
    const width = Math.max(only?.name.length ?? 0, name.length);
    const kept = only
      ? `${start}${only.name.padEnd(width)} = ${text.slice(only.value.range.start, only.value.range.end)}`
      : '';
    const content = `${kept}${start}${name.padEnd(width)} = ${value}${lineBreak}${outerIndent}`;
    return [{ offset: block.inner.start, length: inner.length, content }];
  }
  const groups = groupsOf(text, block);
  const group = chooseGroup(groups, beside);
  const last = group?.findLast(one => one.name !== 'depends_on') ?? group?.at(-1);
  if (!group || !last) {
    const attribute = block.body.attributes.findLast(one => one.name !== 'depends_on');
    const offset = lineStop(text, attribute ? attribute.range.end : block.inner.start);
    return [{ offset, length: 0, content: `${lineBreak}${outerIndent}${step}${line}` }];
  }
  const indent = indentAt(text, last.range.start);
  const offset = lineStop(text, last.range.end);
  if (group.every(one => headArguments.includes(one.name))) {
    return [{ offset, length: 0, content: `${lineBreak}${lineBreak}${indent}${line}` }];
  }
  const columns = group.map(one => equalsColumn(text, one));
  const [column = 0] = columns;
  const widest = Math.max(...group.map(one => one.name.length));
  // A column further right than it has to be is a habit only where several lines share it.
  const aligned =
    columns.every(one => one === column) && (group.length > 1 ? column > widest : column === widest + 1);
  if (!aligned) {
    return [{ offset, length: 0, content: `${lineBreak}${indent}${line}` }];
  }
  const padding = ' '.repeat(Math.max(column - 1 - name.length, 0));
  const wider = Math.max(name.length + 1 - column, 0);
  const shifts = wider === 0 ? [] : group.map(one => shift(text, one, wider));
  return [...shifts, { offset, length: 0, content: `${lineBreak}${indent}${name}${padding} = ${value}` }];
}

/** What is at the head of a block, with a blank line behind it (Terraform documentation, "Style Guide"). */
const headArguments: readonly string[] = ['source', 'version', 'count', 'for_each', 'provider', 'providers'];

/** Attributes on lines that follow one another, of one line each or with a heredoc: `terraform fmt` aligns those. */
function groupsOf(text: string, block: Block): readonly (readonly Attribute[])[] {
  const groups: Attribute[][] = [];
  let lastLine = -2;
  for (const attribute of block.body.attributes) {
    const { start, end } = attribute.range;
    if (spansLines(text, attribute)) {
      lastLine = -2;
      continue;
    }
    const followsOn = lastLine >= 0 && lineStart(text, start) === lastLine;
    if (followsOn) {
      groups.at(-1)?.push(attribute);
    } else {
      groups.push([attribute]);
    }
    const next = text.indexOf('\n', end);
    lastLine = next === -1 ? -2 : next + 1;
  }
  return groups;
}

/** Whether `terraform fmt` aligns it with nothing: it takes several lines, and they are not those of a heredoc. */
function spansLines(text: string, { range, value }: Attribute): boolean {
  const isHeredoc = value.kind === 'template' && value.form === 'heredoc';
  return text.slice(range.start, range.end).includes('\n') && !isHeredoc;
}

function chooseGroup(
  groups: readonly (readonly Attribute[])[],
  beside: readonly string[],
): readonly Attribute[] | undefined {
  for (const name of beside) {
    const group = groups.find(one => one.some(attribute => attribute.name === name));
    if (group) {
      return group;
    }
  }
  return groups.findLast(group => group.some(one => one.name !== 'depends_on')) ?? groups.at(-1);
}

function equalsColumn(text: string, { nameRange }: Attribute): number {
  return text.indexOf('=', nameRange.end) - nameRange.start;
}

function shift(text: string, attribute: Attribute, by: number): TextEdit {
  const spare = Math.max(-by, 0);
  return {
    offset: text.indexOf('=', attribute.nameRange.end) - spare,
    length: spare,
    content: ' '.repeat(Math.max(by, 0)),
  };
}
