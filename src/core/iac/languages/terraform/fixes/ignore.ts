import { findNodeAtLocation, type JSONPath, parseTree } from 'jsonc-parser';
import type { Finding } from '../../../finding.ts';
import type { TextEdit } from '../../../fix.ts';
import type { Block } from '../../../formats/hcl/index.ts';
import type { ModuleFile } from '../modules/module.ts';
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
    const path = [...jsonPathOf(file.hcl.text, block), '//'];
    return isTaken(file.hcl.text, path) ? undefined : jsonEdit(file, [{ path, value: comment }]);
  }
  const { text } = file.hcl;
  const start = lineStart(text, block.range.start);
  const offset = text.charCodeAt(start) === 0xfeff ? start + 1 : start;
  const content = `${indentAt(text, block.range.start)}# ${comment}${layoutOf(text).lineBreak}`;
  return [{ offset, length: 0, content }];
}

/** The member may also be an object, as the CDK for Terraform writes it. */
function isTaken(text: string, path: JSONPath): boolean {
  const root = parseTree(text);
  return root !== undefined && findNodeAtLocation(root, path) !== undefined;
}
