import { cloudTrailPrincipal } from '../../../trail/keyPolicy/index.ts';
import { addToConditions, type PolicyDialect } from '../../formats/policyEdit.ts';
import { itemsOf, mapOf, textOf, valueAt } from '../../formats/tree.ts';
import { callOf } from '../evaluation/intrinsic.ts';
import type { Resource } from '../template.ts';
import { writtenOf } from './placement.ts';
import { type FileChange, habitsAt, type Site } from './site.ts';
import { trailConditions } from './statements.ts';

/**
 * One more trail in each statement that lets CloudTrail in for other trails: another value beside those of their
 * conditions. Undefined where no statement is of that kind, or where one is written in another way.
 */
export function admitTrail(site: Site, key: Resource): readonly FileChange[] | undefined {
  const policy = mapOf(valueAt(valueAt(key.body, 'Properties'), 'KeyPolicy'));
  const { file } = key;
  const wanted = trailConditions(site);
  const habits = habitsAt(file, key.entry);
  const edits = addToConditions(file.text, policy, cloudTrailPrincipal, wanted, habits, template);
  return edits && edits.length > 0 ? [{ file, edits }] : undefined;
}

const template: PolicyDialect = {
  textOf: node => {
    const argument = callOf(node)?.argument;
    return textOf(argument ? (itemsOf(argument)?.[0] ?? argument) : node);
  },
  writtenOf,
};
