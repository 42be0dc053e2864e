import type { Call, Sent } from './call.ts';
import {
  hole,
  isList,
  isObject,
  isUnknown,
  listOf,
  type PolicyObject,
  type PolicyValue,
} from './document.ts';
import { all, any, incomplete, isDoubt, type Match, malformed, not } from './match.ts';
import {
  couldBeAnything,
  ignoringCase,
  isOpen,
  literal,
  matchArn,
  matchText,
  pattern,
  type Units,
} from './pattern.ts';

/**
 * Whether a Condition block holds for a call, by the rules of the IAM User Guide, "IAM JSON policy elements:
 * Condition": every operator and every key must hold, one of the values is enough, and a key that is not sent
 * fails all but the negated operators.
 */
export function conditionHolds(condition: PolicyValue | undefined, call: Call, variables: boolean): Match {
  if (condition === undefined) {
    return 'yes';
  }
  if (!isObject(condition)) {
    return isUnknown(condition) ? incomplete : malformed('Condition is not an object');
  }
  return all(testsOf(condition, variables).map(test => test(call)));
}

/** One operator on one key, ready to be asked of any call. */
type Test = (call: Call) => Match;

/** A policy is asked about many calls: what its conditions want is read once. */
const testsRead = new WeakMap<
  PolicyObject,
  { readonly variables: boolean; readonly tests: readonly Test[] }
>();

function testsOf(condition: PolicyObject, variables: boolean): readonly Test[] {
  const before = testsRead.get(condition);
  if (before?.variables === variables) {
    return before.tests;
  }
  const tests = Object.entries(condition).flatMap(([name, wanted]): Test[] => {
    if (!isObject(wanted)) {
      const doubt = isUnknown(wanted) ? incomplete : malformed(`Condition ${name} is not an object`);
      return [() => doubt];
    }
    return Object.entries(wanted).map(([key, values]) => readTest(name, key, values, variables));
  });
  testsRead.set(condition, { variables, tests });
  return tests;
}

interface Operator {
  readonly negated: boolean;
  readonly read: (value: PolicyValue, variables: boolean) => Units | undefined;
  readonly compare: (wanted: Units, sent: Units) => Match;
}

type Quantifier = 'ForAnyValue' | 'ForAllValues';

function readTest(name: string, key: string, wanted: PolicyValue, variables: boolean): Test {
  const parts = /^(?:(ForAnyValue|ForAllValues):)?([A-Za-z]+?)(IfExists)?$/.exec(name);
  const quantifier = parts?.[1] as Quantifier | undefined;
  const bare = parts?.[2] ?? name;
  if (isList(wanted) && wanted.length === 0) {
    return () => malformed(`Condition ${name} on ${key} has no value`);
  }
  if (bare === 'Null' && !quantifier && !parts?.[3]) {
    return call => nullHolds(key, wanted, call.sent(key));
  }
  const operator = operators.get(bare);
  if (!operator) {
    return () => ({ kind: 'unknown-operator', operator: name });
  }
  const values = listOf(wanted).map(value => operator.read(value, variables));
  if (!values.every(value => value !== undefined)) {
    return () => malformed(`Condition ${name} on ${key} has a value that is not a string`);
  }
  const whenAbsent = absentHolds(operator, quantifier, parts?.[3] !== undefined);
  return call => {
    const sent = call.sent(key);
    switch (sent?.kind) {
      case 'absent':
        return whenAbsent;
      case 'present':
        return presentHolds(operator, quantifier, values, sent.values);
      case 'perhaps':
        return agreed(whenAbsent, presentHolds(operator, quantifier, values, sent.values), key);
      case 'foreign':
        return agreed(whenAbsent, foreignHolds(operator, values, key), key);
      case undefined:
        return agreed(whenAbsent, presentHolds(operator, quantifier, values, [hole]), key);
    }
  };
}

/** `Null: true` asks that the key is not sent, `Null: false` that it is. */
function nullHolds(key: string, wanted: PolicyValue, sent: Sent | undefined): Match {
  const isAbsent: Match =
    sent?.kind === 'absent' ? 'yes' : sent?.kind === 'present' ? 'no' : { kind: 'unknown-key', key };
  return any(
    listOf(wanted).map(value => {
      if (isUnknown(value)) {
        return incomplete;
      }
      switch (typeof value === 'string' ? value.toLowerCase() : value) {
        case true:
        case 'true':
          return isAbsent;
        case false:
        case 'false':
          return not(isAbsent);
        default:
          return malformed(`Condition Null on ${key} is neither true nor false`);
      }
    }),
  );
}

function absentHolds(operator: Operator, quantifier: Quantifier | undefined, ifExists: boolean): Match {
  if (ifExists || quantifier === 'ForAllValues') {
    return 'yes';
  }
  return operator.negated && quantifier === undefined ? 'yes' : 'no';
}

function presentHolds(
  operator: Operator,
  quantifier: Quantifier | undefined,
  wanted: readonly Units[],
  sent: readonly PolicyValue[],
): Match {
  const each = sent.map(value => {
    const text = literal(value) ?? '';
    const match = any(wanted.map(one => operator.compare(one, text)));
    return operator.negated ? not(match) : match;
  });
  switch (quantifier) {
    case 'ForAnyValue':
      return any(each);
    case 'ForAllValues':
      return all(each);
    case undefined:
      // One value compared with several that were sent: AWS asks for a quantifier and promises nothing without.
      return all(each) === any(each) ? all(each) : incomplete;
  }
}

/** A customer's account or principal never matches; whether a negation does depends on what AWS sends. */
function foreignHolds(operator: Operator, wanted: readonly Units[], key: string): Match {
  return operator.negated || wanted.some(couldBeAnything) ? { kind: 'unknown-key', key } : 'no';
}

/** What holds whether the key is sent or not. */
function agreed(whenAbsent: Match, whenPresent: Match, key: string): Match {
  return whenAbsent === whenPresent && !isDoubt(whenPresent) ? whenPresent : { kind: 'unknown-key', key };
}

/** `true` or `false` in any case, or unknown: KMS takes nothing else. */
function boolean(value: PolicyValue, variables: boolean): Units | undefined {
  const plain = typeof value === 'boolean' || (typeof value === 'string' && /^(?:true|false)$/i.test(value));
  const units = literal(value, variables);
  return plain || (units !== undefined && isOpen(units)) ? units : undefined;
}

function matchIgnoringCase(wanted: Units, sent: Units): Match {
  return matchText(ignoringCase(wanted), ignoringCase(sent));
}

function pair(
  positive: string,
  negative: string,
  read: Operator['read'],
  compare: Operator['compare'],
): [string, Operator][] {
  return [
    [positive, { negated: false, read, compare }],
    [negative, { negated: true, read, compare }],
  ];
}

const operators: ReadonlyMap<string, Operator> = new Map([
  ...pair('StringEquals', 'StringNotEquals', literal, matchText),
  ...pair('StringEqualsIgnoreCase', 'StringNotEqualsIgnoreCase', literal, matchIgnoringCase),
  ...pair('StringLike', 'StringNotLike', pattern, matchText),
  ...pair('ArnEquals', 'ArnNotEquals', pattern, matchArn),
  ...pair('ArnLike', 'ArnNotLike', pattern, matchArn),
  ['Bool', { negated: false, read: boolean, compare: matchIgnoringCase }],
]);
