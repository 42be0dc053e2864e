import { findNodeAtLocation, type JSONPath, parseTree } from 'jsonc-parser';
import type { TextEdit } from '../../../fix.ts';
import { attributeOf, type Block } from '../../../formats/hcl/index.ts';
import type { JsonChange } from './edits.ts';
import { indentAt, layoutOf, lineStart, lineStop } from './layout.ts';

/**
 * One more entry in the `depends_on` of a block, or the attribute as the last of the block; nothing where the layout
 * leaves no place for it.
 */
export function dependsOnEdits(text: string, block: Block, address: string): readonly TextEdit[] {
  const { lineBreak, step } = layoutOf(text);
  const present = attributeOf(block.body, 'depends_on')?.value;
  if (!present) {
    const inner = text.slice(block.inner.start, block.inner.end);
    const last = inner.trimEnd().length;
    if (!block.closed || !inner.includes('\n') || last === 0) {
      return [];
    }
    const indent = `${indentAt(text, block.range.start)}${step}`;
    const offset = lineStop(text, block.inner.start + last);
    return [{ offset, length: 0, content: `${lineBreak}${lineBreak}${indent}depends_on = [${address}]` }];
  }
  const item = present.kind === 'tuple' ? present.items.at(-1) : undefined;
  if (!item) {
    return [];
  }
  const ownLine = text.slice(lineStart(text, item.range.start), item.range.start).trim() === '';
  const before = ownLine ? `${lineBreak}${indentAt(text, item.range.start)}` : ' ';
  const comma = /^\s*,/.exec(text.slice(item.range.end, present.range.end))?.[0];
  return comma === undefined
    ? [{ offset: item.range.end, length: 0, content: `,${before}${address}` }]
    : [{ offset: item.range.end + comma.length, length: 0, content: `${before}${address},` }];
}

/** The same in JSON; `path` leads to the block. */
export function dependsOnInJson(text: string, path: JSONPath, address: string): JsonChange {
  const root = parseTree(text);
  const present = root && findNodeAtLocation(root, [...path, 'depends_on']);
  return present?.type === 'array'
    ? { path: [...path, 'depends_on', -1], value: address }
    : { path: [...path, 'depends_on'], value: [address] };
}
