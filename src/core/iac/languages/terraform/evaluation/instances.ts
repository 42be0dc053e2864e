import type { UnknownCause } from '../../../../trail/fact.ts';
import { lifecycleSetting } from '../lifecycle.ts';
import { type Declared, settingOf } from '../modules/module.ts';
import type { Evaluator } from './evaluator.ts';
import { entriesOf } from './functions/collections.ts';
import { largestCollection } from './functions/helpers.ts';
import { questionId } from './operations.ts';
import { asNumber } from './readValue.ts';
import type { Scope } from './scope.ts';
import {
  asText,
  type Bindings,
  fromFile,
  map,
  noBindings,
  number,
  solidValue,
  unknownValue,
  type Value,
} from './value.ts';

export interface Instances {
  /** `some`: an unknown number, represented by one. */
  readonly kind: 'single' | 'count' | 'each' | 'some' | 'unknown';
  readonly cause?: UnknownCause;
  readonly items: readonly Instance[];
}

export interface Instance {
  readonly key: string;
  /** `[0]`, `["eu"]`. */
  readonly suffix: string;
  readonly bindings: Bindings;
}

export const noInstances: Instances = { kind: 'unknown', cause: 'not-understood', items: [] };

/** More instances of a `count` than this are not looked at one by one. */
const mostCounted = 64;

/** What `count`, `for_each` and OpenTofu's `lifecycle { enabled }` make of a block. */
export function instancesOf(
  evaluator: Evaluator,
  declared: Declared,
  scope: Scope,
  outer: Bindings,
): Instances {
  const count = settingOf(declared, 'count');
  if (count) {
    const value = evaluator.evaluate(count.attribute.value, scope, outer);
    return counted(evaluator, value, questionId(count.attribute.value, scope, outer));
  }
  const each = settingOf(declared, 'for_each');
  if (each) {
    const value = evaluator.evaluate(each.attribute.value, scope, outer);
    return eached(evaluator, value, questionId(each.attribute.value, scope, outer));
  }
  const enabled = lifecycleSetting(declared, 'enabled');
  if (enabled && evaluator.decide(enabled.attribute.value, scope, outer) === false) {
    return { kind: 'single', items: [] };
  }
  return { kind: 'single', items: [{ key: '', suffix: '', bindings: noBindings }] };
}

function counted(evaluator: Evaluator, value: Value, question: string): Instances {
  const known = asNumber(value) ?? (value.kind === 'bool' ? Number(value.value) : undefined);
  const total = known ?? (value.kind === 'unknown' ? some(evaluator, value, `count ${question}`) : undefined);
  if (total === undefined) {
    return { kind: 'unknown', cause: value.kind === 'unknown' ? value.cause : 'not-understood', items: [] };
  }
  const length = Math.min(Math.max(Math.trunc(total), 0), mostCounted);
  const items = Array.from({ length }, (_, index) => ({
    key: String(index),
    suffix: `[${index}]`,
    bindings: new Map([['count', map([['index', number(index)]])]]),
  }));
  return { kind: 'count', items };
}

function eached(evaluator: Evaluator, value: Value, question: string): Instances {
  const { world } = evaluator;
  const entries = entriesOf(value);
  if (entries) {
    const items = entries.slice(0, largestCollection).map(([key, item]) => {
      const name = value.kind === 'list' ? (asText(item) ?? '') : (asText(key) ?? '');
      const entry = map([
        ['key', value.kind === 'list' ? item : key],
        ['value', item],
      ]);
      const each = value.fromFile ? fromFile(entry) : entry;
      world.makeEach(each);
      return { key: name, suffix: `[${JSON.stringify(name)}]`, bindings: new Map([['each', each]]) };
    });
    return { kind: 'each', items };
  }
  if (value.kind !== 'unknown') {
    return noInstances;
  }
  const total = some(evaluator, value, `for_each ${question}`);
  if (total === undefined) {
    return { kind: 'unknown', cause: value.cause, items: [] };
  }
  const each = map([
    ['key', solidValue()],
    ['value', unknownValue(value.cause)],
  ]);
  world.makeEach(each);
  const items = total === 0 ? [] : [{ key: '', suffix: '', bindings: new Map([['each', each]]) }];
  return { kind: 'some', items };
}

/** An unknown number of instances: represented by one, or none. */
function some(evaluator: Evaluator, value: Value, id: string): number | undefined {
  if (value.kind === 'unknown' && value.cause === 'not-understood') {
    return undefined;
  }
  const isAny = evaluator.world.assume(id);
  return isAny === undefined ? undefined : Number(isAny);
}
