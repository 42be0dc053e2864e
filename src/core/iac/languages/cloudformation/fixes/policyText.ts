import type { PolicyInText } from '../../../declared/policyEdits.ts';
import { mapOf, valueAt } from '../../../formats/tree.ts';
import { callOf } from '../evaluation/intrinsic.ts';
import type { Resource } from '../template.ts';
import { writtenOf } from './property.ts';
import { habitsAt } from './site.ts';

/** The policy of a key, where the template writes it as a map. */
export function policyIn(key: Resource): PolicyInText | undefined {
  const policy = mapOf(valueAt(valueAt(key.body, 'Properties'), 'KeyPolicy'));
  return (
    policy && {
      text: key.file.text,
      policy,
      habits: habitsAt(key.file, key.entry),
      writtenOf,
      patternOf: node => callOf(node)?.argument ?? node,
    }
  );
}
