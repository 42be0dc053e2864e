import type { TextEdit } from '../../fix.ts';
import { attributeOf, type Block } from '../../formats/hcl/index.ts';
import type { ModuleFile } from '../module.ts';
import { indentAt, layoutOf, lineStart, lineStop } from './layout.ts';

/**
 * Lets a block wait for a resource that it does not refer to: one more entry in its `depends_on`, or the attribute as the
 * last of the block. Undefined where the layout leaves no place for it; native syntax only.
 */
export function waitFor(file: ModuleFile, block: Block, address: string): readonly TextEdit[] | undefined {
  const { text } = file.hcl;
  const { lineBreak, step } = layoutOf(text);
  const present = attributeOf(block.body, 'depends_on')?.value;
  if (file.hcl.syntax === 'json' || !block.closed) {
    return undefined;
  }
  if (!present) {
    const close = block.inner.end;
    const last = text.slice(block.inner.start, close).trimEnd().length;
    if (!text.slice(block.inner.start, close).includes('\n') || last === 0) {
      return undefined;
    }
    const indent = `${indentAt(text, block.range.start)}${step}`;
    const offset = lineStop(text, block.inner.start + last);
    return [{ offset, length: 0, content: `${lineBreak}${lineBreak}${indent}depends_on = [${address}]` }];
  }
  const item = present.kind === 'tuple' ? present.items.at(-1) : undefined;
  if (!item) {
    return undefined;
  }
  const ownLine = text.slice(lineStart(text, item.range.start), item.range.start).trim() === '';
  const comma = /^\s*,/.exec(text.slice(item.range.end, present.range.end))?.[0].length ?? 0;
  const before = ownLine ? `${lineBreak}${indentAt(text, item.range.start)}` : ' ';
  return comma > 0
    ? [{ offset: item.range.end + comma, length: 0, content: `${before}${address},` }]
    : [{ offset: item.range.end, length: 0, content: `,${before}${address}` }];
}
