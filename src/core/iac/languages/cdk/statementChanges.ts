import { hole, type PolicyValue } from '../../../trail/keyPolicy/index.ts';
import { literalOf, type Made, text, type Value } from '../programs/evaluation/value.ts';

/** What is done to a statement of a policy after its creation (AWS CDK API Reference, "PolicyStatement"). */
export interface StatementChanges {
  /** Calls of its methods, each as often as it is reached. */
  readonly calls: readonly { readonly name: string; readonly made: Made }[];
  /** The effect that it is given. */
  readonly effect: Value | undefined;
}

type Calls = StatementChanges['calls'];

/** Methods that add what they are passed to a list of the statement, by its name. */
const lists: Readonly<Record<string, string>> = {
  addActions: 'actions',
  addNotActions: 'notActions',
  addResources: 'resources',
  addNotResources: 'notResources',
  addPrincipals: 'principals',
  addNotPrincipals: 'notPrincipals',
};

/** Methods that add a principal, by what they make of their arguments. */
export const principalMethods: ReadonlyMap<string, string> = new Map([
  ['addServicePrincipal', 'iam.ServicePrincipal'],
  ['addAccountRootPrincipal', 'iam.AccountRootPrincipal'],
  ['addAwsAccountPrincipal', 'iam.AccountPrincipal'],
  ['addArnPrincipal', 'iam.ArnPrincipal'],
  ['addAwsPrincipal', 'iam.ArnPrincipal'],
  ['addAnyPrincipal', 'iam.AnyPrincipal'],
]);

/** Methods that add a condition on one key. */
const conditions: Readonly<Record<string, readonly [operator: string, key: string]>> = {
  addAccountCondition: ['StringEquals', 'sts:ExternalId'],
  addSourceAccountCondition: ['StringEquals', 'aws:SourceAccount'],
  addSourceArnCondition: ['ArnEquals', 'aws:SourceArn'],
};

export const statementMethods: readonly string[] = [
  ...Object.keys(lists),
  ...principalMethods.keys(),
  ...Object.keys(conditions),
  ...[
    'addAllResources',
    'addFederatedPrincipal',
    'addCanonicalUserPrincipal',
    'addCondition',
    'addConditions',
  ],
];

/** A list that a statement is created with, together with what its methods add to it. */
export function listWith(written: Value | undefined, property: string, calls: Calls): Value | undefined {
  const added = calls.flatMap(({ name, made }) => addedBy(name, made, property) ?? []);
  if (added.length === 0) {
    return written;
  }
  const own = written && written.kind !== 'nothing' ? [written] : [];
  const parts = [...own, ...added];
  return {
    kind: 'list',
    items: parts.flatMap(one => (one.kind === 'list' ? one.items : [])),
    isOpen: parts.some(one => one.kind !== 'list' || one.isOpen),
  };
}

function addedBy(name: string, made: Made, property: string): Value | undefined {
  const { positional, isOpen } = made.args;
  if (lists[name] === property) {
    return { kind: 'list', items: positional.map(one => one()), isOpen };
  }
  const isPrincipal = property === 'principals' && name.endsWith('Principal');
  const item = isPrincipal
    ? made
    : property === 'resources' && name === 'addAllResources'
      ? text('*')
      : undefined;
  return item && { kind: 'list', items: [item], isOpen: false };
}

/** The conditions that methods add, one after another. */
export function conditionsAdded(calls: Calls, partOf: (value: Value) => PolicyValue): readonly PolicyValue[] {
  return calls.flatMap(({ name, made }): readonly PolicyValue[] => {
    const [first, second] = made.args.positional.map(one => one());
    const [operator, key] = conditions[name] ?? [];
    if (operator !== undefined && key !== undefined) {
      return [{ [operator]: { [key]: first ? partOf(first) : hole } }];
    }
    if (name === 'addConditions') {
      return [first ? partOf(first) : hole];
    }
    const written = literalOf(first);
    return name !== 'addCondition' ? [] : [written && second ? { [written]: partOf(second) } : hole];
  });
}
