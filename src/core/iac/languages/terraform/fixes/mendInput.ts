import type { Proposal, TextEdit } from '../../../fix.ts';
import type { Block } from '../../../formats/hcl/index.ts';
import type { Setting } from '../modules/module.ts';
import { removeAttribute } from './attribute.ts';
import { Edits, jsonPathOf, replaceMember } from './edits.ts';
import { emptyDefaultOf } from './input.ts';
import { indentAt, layoutOf, lineStart } from './layout.ts';
import { type KeyTarget, writeKey } from './target.ts';
import { expression, quoted } from './written.ts';

/**
 * Takes the empty default of the variable that holds the key: users of the module then have to set it. Where the code allows
 * for an empty key, a validation refuses one.
 */
export function requireInput({ input }: KeyTarget): readonly Proposal[] {
  const variable = input?.kind === 'key' ? input.variable : undefined;
  const setting = variable && emptyDefaultOf(variable);
  if (!variable || !setting) {
    return [];
  }
  const owner = [variable, ...variable.overrides].find(({ file }) => file.uri === setting.file.uri);
  const isSet = input?.kind === 'key' ? input.isSet : undefined;
  const edits = owner && withoutDefault(setting, owner.block, isSet);
  return edits
    ? [
        {
          action: { kind: 'require-input', input: `var.${variable.name}` },
          documents: new Edits().add(setting.file.uri, edits).documents(),
        },
      ]
    : [];
}

function withoutDefault(
  { file, attribute }: Setting,
  block: Block,
  isSet: string | undefined,
): readonly TextEdit[] | undefined {
  if (isSet === undefined) {
    return removeAttribute(file, block, attribute);
  }
  const validation = { condition: expression(isSet), error_message: quoted('Give a KMS key.') };
  if (file.hcl.syntax === 'json') {
    const path = jsonPathOf(file.hcl.text, block);
    return replaceMember(file, [...path, attribute.name], 'validation', {
      condition: validation.condition.json,
      error_message: validation.error_message.json,
    });
  }
  const { text } = file.hcl;
  const end = lineStart(text, block.inner.end);
  if (!block.closed || text.slice(end, block.inner.end).trim() !== '' || end <= block.inner.start) {
    // A block on one line has no room for another.
    return undefined;
  }
  const { lineBreak, step } = layoutOf(text);
  const indent = indentAt(text, block.range.start) + step;
  const isAlone = block.body.attributes.length + block.body.blocks.length === 1;
  const lines = [
    ...(isAlone ? [] : ['']),
    `${indent}validation {`,
    `${indent}${step}condition     = ${validation.condition.native}`,
    `${indent}${step}error_message = ${validation.error_message.native}`,
    `${indent}}`,
  ];
  const added = { offset: end, length: 0, content: lines.map(line => line + lineBreak).join('') };
  return [...removeAttribute(file, block, attribute), added];
}

/** Always uses the key: removes the switch that may leave it out. */
export function dropCondition(target: KeyTarget): readonly Proposal[] {
  const { input } = target;
  if (input?.kind !== 'switch' || input.always === undefined) {
    return [];
  }
  const edits = writeKey(target, expression(input.always.key));
  return [
    {
      action: { kind: 'drop-condition', condition: input.always.condition },
      documents: new Edits().add(target.file.uri, edits).documents(),
    },
  ];
}
