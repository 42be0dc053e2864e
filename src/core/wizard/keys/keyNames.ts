import type { Inventory } from '../../account/inventory.ts';
import { trailsOf } from '../../account/state.ts';
import { keyIdIn } from '../../trail/arn.ts';
import type { NameKey } from '../../wording/plans.ts';
import { keyName } from '../../wording/trails.ts';
import type { Answers } from '../change/answers.ts';

/** Names keys by their aliases, as far as the view, the answers or what was `read` know them. */
export function keyNames(
  inventory: Inventory,
  answers?: Pick<Answers, 'keys' | 'typed'>,
  read: ReadonlyMap<string, string> = new Map(),
): NameKey {
  const names = new Map(read);
  for (const { key } of inventory.states().flatMap(trailsOf)) {
    if (key) {
      names.set(key.arn, keyName(key));
    }
  }
  for (const pick of answers?.keys.values() ?? []) {
    if (pick.kind === 'existing') {
      names.set(pick.key.arn, keyName(pick.key));
    }
  }
  for (const typed of answers?.typed.values() ?? []) {
    if (typed.kind === 'own') {
      names.set(typed.key.arn, keyName(typed.key));
    }
  }
  return arn => names.get(arn) ?? keyIdIn(arn);
}
