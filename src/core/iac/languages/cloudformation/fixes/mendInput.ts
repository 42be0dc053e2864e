import type { TextEdit } from '../../../fix.ts';
import { indentAt, replace, replaceNode, replaceValue } from '../../../formats/edit.ts';
import { itemsOf, textOf, valueAt } from '../../../formats/tree.ts';
import { callOf } from '../evaluation/intrinsic.ts';
import { checkedIn, emptyDefaultOf, parameterBehind, switchedIn } from './input.ts';
import { ownProperty } from './placement.ts';
import { writtenOf } from './property.ts';
import { habitsAt, type Remedy, type Site } from './site.ts';

/** Takes the empty default of the parameter that holds the key, and the empty text as a value: one has to be given. */
export function requireInput(site: Site): Remedy[] {
  const { finding, template } = site;
  const entry = finding.code === 'kms-key-conditional' ? ownProperty(site) : undefined;
  const value = entry && (checkedIn(template, entry.value) ?? entry.value);
  const name = value && parameterBehind(site, value);
  const byDefault = name === undefined ? undefined : emptyDefaultOf(site, name);
  if (name === undefined || !byDefault) {
    return [];
  }
  const { file, entry: written } = byDefault;
  const quote = /^["']?/.exec(file.text.slice(written.keyRange.start))?.[0] ?? '';
  const edits: readonly TextEdit[] = [
    replace(written.keyRange, `${quote}MinLength${quote}`),
    replace(written.valueRange, '1'),
  ];
  return [{ action: { kind: 'require-input', input: name }, changes: [{ file, edits }] }];
}

/** Always uses the key: removes the condition that may leave it out. */
export function dropCondition(site: Site): Remedy[] {
  const entry = site.finding.code === 'kms-key-conditional' ? ownProperty(site) : undefined;
  const switched = entry && switchedIn(site.template, entry.value);
  const value = switched && writtenOf(switched.always);
  if (!entry || !switched || value === undefined || dependsOnCondition(site, switched.always)) {
    return [];
  }
  const { file, entry: resource } = site.resource;
  const indent = indentAt(file.text, entry.keyRange.start);
  const habits = habitsAt(file, resource);
  const edits =
    switched.choice === entry.value
      ? replaceValue(file.text, entry, value, indent, habits)
      : [replaceNode(file.text, switched.choice, value, habits)];
  const action = { kind: 'drop-condition', condition: switched.condition } as const;
  return [{ action, changes: [{ file, edits }] }];
}

/** A reference to a resource that there may be or not, by the same condition mostly. */
function dependsOnCondition({ template, resource }: Site, node: Parameters<typeof callOf>[0]): boolean {
  const call = callOf(node);
  const path = call && (textOf(itemsOf(call.argument)?.[0] ?? call.argument) ?? '');
  const target = template.resources.find(({ id }) => id === path?.split('.')[0]);
  const gate = target && textOf(valueAt(target.body, 'Condition'));
  return gate !== undefined && gate !== textOf(valueAt(resource.body, 'Condition'));
}
