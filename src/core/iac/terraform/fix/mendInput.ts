import type { Proposal } from '../../fix.ts';
import { removeAttribute } from './attribute.ts';
import { Edits } from './edits.ts';
import { emptyDefaultOf } from './input.ts';
import { type KeyTarget, writeKey } from './target.ts';
import { expression } from './written.ts';

/** Takes the empty default of the variable that holds the key: users of the module then have to set it. */
export function requireInput({ input }: KeyTarget): readonly Proposal[] {
  const variable = input?.kind === 'key' ? input.variable : undefined;
  const setting = variable && emptyDefaultOf(variable);
  if (!variable || !setting) {
    return [];
  }
  const owner = [variable, ...variable.overrides].find(({ file }) => file.uri === setting.file.uri);
  const edits = owner && removeAttribute(setting.file, owner.block, setting.attribute);
  return edits
    ? [
        {
          action: { kind: 'require-input', input: `var.${variable.name}` },
          documents: new Edits().add(setting.file.uri, edits).documents(),
        },
      ]
    : [];
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
