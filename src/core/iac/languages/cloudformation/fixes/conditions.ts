import { addEntries, isSpaced } from '../../../formats/edit.ts';
import type { Written } from '../../../formats/print.ts';
import { entryOf, follow, itemsOf, textOf } from '../../../formats/tree.ts';
import { callOf } from '../evaluation/intrinsic.ts';
import { type FileChange, habitsAt, type Site } from './site.ts';

/** A condition by its name. */
export type NamedCondition = readonly [name: string, condition: Written];

/** Conditions after those of the template, or as its first ones; undefined where it has no place for them. */
export function declareConditions(
  { resource, template }: Site,
  declared: readonly NamedCondition[],
): readonly FileChange[] | undefined {
  const { file } = resource;
  const root = template.root && follow(template.root);
  if (root?.kind !== 'map' || template.file !== file) {
    return undefined;
  }
  const habits = habitsAt(file, resource.entry);
  const conditions = entryOf(root, 'Conditions');
  const resources = entryOf(root, 'Resources');
  const section = conditions && follow(conditions.value);
  if (section?.kind === 'map') {
    return [{ file, edits: addEntries(file.text, section, declared, habits) }];
  }
  if (conditions || !resources) {
    return undefined;
  }
  const behind = root.entries[root.entries.indexOf(resources) - 1] ?? resources;
  const added = [['Conditions', Object.fromEntries(declared)]] as const;
  return [{ file, edits: addEntries(file.text, root, added, habits, behind, isSpaced(file.text, root)) }];
}

/** A condition of the template that says that the parameter is given: `!Not [!Equals [!Ref P, '']]`. */
export function givenCondition({ template }: Site, parameter: string): string | undefined {
  for (const [name, { entry }] of template.conditions) {
    const negation = callOf(entry.value);
    const [inner] = negation?.name === 'Fn::Not' ? (itemsOf(negation.argument) ?? []) : [];
    const equality = inner && callOf(inner);
    const sides = equality?.name === 'Fn::Equals' ? (itemsOf(equality.argument) ?? []) : [];
    const isParameter = sides.some(side => {
      const call = callOf(side);
      return call?.name === 'Ref' && textOf(call.argument) === parameter;
    });
    if (isParameter && sides.some(side => !callOf(side) && textOf(side) === '')) {
      return name;
    }
  }
  return undefined;
}
