import type { TextRange } from '../../../base/text.ts';
import type { Finding } from '../../finding.ts';
import type { TextEdit } from '../../fix.ts';
import type { Block, HclFile } from '../../formats/hcl/index.ts';
import type { ModuleFile } from '../module.ts';
import { jsonEdit, jsonPathOf } from './edits.ts';
import { indentAt, layoutOf, lineStart } from './layout.ts';

/** A comment that accepts a finding: above the block, in JSON as its first `//` member; undefined where that is taken. */
export function ignoreEdits(
  file: ModuleFile,
  block: Block,
  { code }: Finding,
): readonly TextEdit[] | undefined {
  const comment = `cloudtrail-encryption:ignore ${code}`;
  if (file.hcl.syntax === 'json') {
    return hasComment(file.hcl, block.inner)
      ? undefined
      : jsonEdit(file, [{ path: [...jsonPathOf(file.hcl.text, block), '//'], value: comment }]);
  }
  const { text } = file.hcl;
  const start = lineStart(text, block.range.start);
  const offset = text.charCodeAt(start) === 0xfeff ? start + 1 : start;
  const content = `${indentAt(text, block.range.start)}# ${comment}${layoutOf(text).lineBreak}`;
  return [{ offset, length: 0, content }];
}

function hasComment({ comments }: HclFile, inside: TextRange): boolean {
  return comments.some(({ range }) => inside.start <= range.start && range.end <= inside.end);
}
