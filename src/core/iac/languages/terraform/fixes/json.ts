import { findNodeAtLocation, type JSONPath, type Node, parseTree } from 'jsonc-parser';
import { indentAt, layoutOf } from './layout.ts';
import type { JsonValue } from './written.ts';

/**
 * Sets what is at a path of a JSON text, and makes the objects that lead there; -1 at the end of a path appends to a
 * list. Where a name meets a list of blocks, the list gets an object of its own for it. Only what is added is written, in
 * the way its neighbours are: on lines of its own, or on the same line.
 */
export function setInJson(text: string, path: JSONPath, value: JsonValue): string {
  const root = parseTree(text);
  const present = root && findNodeAtLocation(root, path);
  if (present) {
    const end = present.offset + present.length;
    return text.slice(0, present.offset) + JSON.stringify(value) + text.slice(end);
  }
  for (let length = path.length - 1; length >= 0; length--) {
    const parent = root && findNodeAtLocation(root, path.slice(0, length));
    const name = path[length];
    if (parent?.type === 'array') {
      const rest = path.slice(typeof name === 'string' ? length : length + 1);
      return insertInto(text, parent, undefined, nested(rest, value));
    }
    if (parent?.type === 'object') {
      return insertInto(text, parent, name, nested(path.slice(length + 1), value));
    }
  }
  return text;
}

function nested(path: JSONPath, value: JsonValue): JsonValue {
  return path.reduceRight<JsonValue>((inner, name) => ({ [String(name)]: inner }), value);
}

function insertInto(text: string, parent: Node, name: string | number | undefined, value: JsonValue): string {
  const { lineBreak, step } = layoutOf(text);
  const last = parent.children?.at(-1);
  const close = parent.offset + parent.length - 1;
  const prefix = parent.type === 'array' ? '' : `${JSON.stringify(name)}: `;
  const onLines = last ? startsItsLine(text, last) : text.includes('\n');
  if (!onLines) {
    const offset = last ? last.offset + last.length : close;
    const added = `${last ? ', ' : ' '}${prefix}${oneLine(value)}${last ? '' : ' '}`;
    return text.slice(0, offset) + added + text.slice(last ? offset : close);
  }
  const indent = last ? indentAt(text, last.offset) : `${indentAt(text, parent.offset)}${step}`;
  const printed = onItsLines(value, step).replaceAll('\n', `${lineBreak}${indent}`);
  if (last) {
    const offset = last.offset + last.length;
    return `${text.slice(0, offset)},${lineBreak}${indent}${prefix}${printed}${text.slice(offset)}`;
  }
  const added = `${lineBreak}${indent}${prefix}${printed}${lineBreak}${indentAt(text, parent.offset)}`;
  return text.slice(0, parent.offset + 1) + added + text.slice(close);
}

function startsItsLine(text: string, node: Node): boolean {
  const line = text.lastIndexOf('\n', node.offset - 1);
  return line !== -1 && text.slice(line, node.offset).trim() === '';
}

/** Members on lines of their own; a list of texts, which are never many here, on one. */
function onItsLines(value: JsonValue, step: string): string {
  if (typeof value !== 'object' || value === null) {
    return JSON.stringify(value);
  }
  const items = Array.isArray(value)
    ? value.map(item => onItsLines(item, step))
    : Object.entries(value).map(([name, item]) => `${JSON.stringify(name)}: ${onItsLines(item, step)}`);
  if (items.length === 0 || (Array.isArray(value) && value.every(item => typeof item !== 'object'))) {
    return oneLine(value);
  }
  const lines = items.map(item => `\n${step}${item.replaceAll('\n', `\n${step}`)}`).join();
  return Array.isArray(value) ? `[${lines}\n]` : `{${lines}\n}`;
}

function oneLine(value: JsonValue): string {
  if (Array.isArray(value)) {
    return `[${value.map(oneLine).join(', ')}]`;
  }
  if (typeof value === 'object' && value !== null) {
    const members = Object.entries(value).map(([name, item]) => `${JSON.stringify(name)}: ${oneLine(item)}`);
    return members.length === 0 ? '{}' : `{ ${members.join(', ')} }`;
  }
  return JSON.stringify(value);
}
