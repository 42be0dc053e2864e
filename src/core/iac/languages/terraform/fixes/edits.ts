import { findNodeAtLocation, getLocation, type JSONPath, parseTree } from 'jsonc-parser';
import { type DocumentEdits, type TextEdit, textAfter } from '../../../fix.ts';
import type { Block } from '../../../formats/hcl/index.ts';
import type { ModuleFile } from '../modules/module.ts';
import { setInJson } from './json.ts';
import type { JsonValue } from './written.ts';

/** Gathers edits of several files and gives them in order. */
export class Edits {
  readonly #byFile = new Map<string, TextEdit[]>();

  add(uri: string, edits: readonly TextEdit[]): this {
    this.#byFile.set(uri, [...(this.#byFile.get(uri) ?? []), ...edits]);
    return this;
  }

  documents(): readonly DocumentEdits[] {
    return [...this.#byFile].map(([uri, edits]) => ({
      uri,
      edits: [...edits].sort((left, right) => left.offset - right.offset),
    }));
  }
}

export interface JsonChange {
  readonly path: JSONPath;
  readonly value: JsonValue;
}

/** Where a block's body is in a JSON text. */
export function jsonPathOf(text: string, block: Block): JSONPath {
  return getLocation(text, block.inner.start).path.slice(0, -1);
}

/** Whether all these paths lead through objects and lists of objects, or to what is not there yet. */
export function takesMembers(file: ModuleFile, changes: readonly JsonChange[]): boolean {
  const root = parseTree(file.hcl.text);
  return changes.every(({ path }) =>
    path.every((_, length) => {
      const node = root && findNodeAtLocation(root, path.slice(0, length));
      return !node || node.type === 'object' || node.type === 'array' || typeof path[length] === 'number';
    }),
  );
}

/** Changes of a JSON text as one edit, from the first character that differs to the last; `first` are edits before them. */
export function jsonEdit(
  file: ModuleFile,
  changes: readonly JsonChange[],
  first: readonly TextEdit[] = [],
): readonly TextEdit[] {
  const { text } = file.hcl;
  const start = textAfter(
    text,
    first.toSorted((left, right) => left.offset - right.offset),
  );
  return start === undefined
    ? []
    : difference(
        text,
        changes.reduce((changed, { path, value }) => setInJson(changed, path, value), start),
      );
}

/** Takes a member out of a JSON text, with its comma. */
export function removeJson({ hcl: { text } }: ModuleFile, path: JSONPath): readonly TextEdit[] {
  const root = parseTree(text);
  const member = root && findNodeAtLocation(root, path)?.parent;
  const siblings = member?.parent?.children ?? [];
  const index = member ? siblings.indexOf(member) : -1;
  if (!member || index < 0) {
    return [];
  }
  const end = member.offset + member.length;
  const before = siblings[index - 1];
  const next = siblings[index + 1];
  const start = before ? before.offset + before.length : member.offset;
  const stop = before || !next ? end : next.offset;
  return [{ offset: start, length: stop - start, content: '' }];
}

/** Puts a member in the place of another one; undefined where there is one of that name. */
export function replaceMember(
  file: ModuleFile,
  path: JSONPath,
  name: string,
  value: JsonValue,
): readonly TextEdit[] | undefined {
  const { text } = file.hcl;
  const [removal] = removeJson(file, path);
  const member = [...path.slice(0, -1), name];
  const root = parseTree(text);
  if (!removal || (root && findNodeAtLocation(root, member))) {
    return undefined;
  }
  const { offset, length } = removal;
  const without = text.slice(0, offset) + text.slice(offset + length);
  return difference(text, setInJson(without, member, value));
}

/** What makes one text of the other, from the first character that differs to the last. */
export function difference(before: string, after: string): readonly TextEdit[] {
  if (before === after) {
    return [];
  }
  const shorter = Math.min(before.length, after.length);
  let start = 0;
  while (start < shorter && before[start] === after[start]) {
    start++;
  }
  let tail = 0;
  while (tail < shorter - start && before[before.length - 1 - tail] === after[after.length - 1 - tail]) {
    tail++;
  }
  return [
    { offset: start, length: before.length - tail - start, content: after.slice(start, after.length - tail) },
  ];
}
