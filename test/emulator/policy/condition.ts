import type { Condition } from './document.ts';
import { matchesArn, matchesWildcard } from './wildcard.ts';

/** Context of a request: keys in lower case, each with its values. A key that is not there is absent. */
export type RequestContext = ReadonlyMap<string, readonly string[]>;

export function contextOf(
  entries: Readonly<Record<string, string | readonly string[] | undefined>>,
): RequestContext {
  const context = new Map<string, readonly string[]>();
  for (const [key, value] of Object.entries(entries)) {
    if (value !== undefined) context.set(key.toLowerCase(), typeof value === 'string' ? [value] : value);
  }
  return context;
}

/**
 * Whether one condition holds. IAM User Guide, "IAM JSON policy elements: Condition operators" and "Multivalued context keys":
 * several values are alternatives, a negated operator holds when none of them matches, an absent key fails a positive
 * operator and satisfies a negated one.
 */
export function holds(condition: Condition, context: RequestContext): boolean {
  const { quantifier, base, ifExists, negated } = readOperator(condition.operator);
  const given = context.get(condition.key.toLowerCase());
  if (base === 'Null') {
    const absent = given === undefined;
    return condition.values.some(value => (value.toLowerCase() === 'true') === absent);
  }
  if (given === undefined)
    return quantifier === 'ForAllValues:' || (quantifier === '' && (ifExists || negated));
  const wanted = condition.values.map(value => substitute(value, context));
  const matches = (value: string) => wanted.some(each => compare(base, each, value));
  const satisfied = (value: string) => matches(value) !== negated;
  if (quantifier === 'ForAllValues:') return given.every(satisfied);
  if (quantifier === 'ForAnyValue:') return given.some(satisfied);
  return negated ? given.every(satisfied) : given.some(satisfied);
}

interface Operator {
  readonly quantifier: string;
  readonly base: string;
  readonly ifExists: boolean;
  readonly negated: boolean;
}

function readOperator(operator: string): Operator {
  const match = /^(ForAnyValue:|ForAllValues:)?(.*?)(IfExists)?$/.exec(operator);
  const [, quantifier = '', named = '', ifExists] = match ?? [];
  return {
    quantifier,
    base: named.replace('Not', ''),
    ifExists: ifExists !== undefined,
    negated: named.includes('Not'),
  };
}

const comparisons: Readonly<Record<string, (wanted: string, given: string) => boolean>> = {
  StringEquals: (wanted, given) => wanted === given,
  StringEqualsIgnoreCase: (wanted, given) => wanted.toLowerCase() === given.toLowerCase(),
  StringLike: (wanted, given) => matchesWildcard(wanted, given),
  ArnEquals: matchesArn,
  ArnLike: matchesArn,
  Bool: (wanted, given) => wanted.toLowerCase() === given.toLowerCase(),
  IpAddress: inRange,
};

const orders: Readonly<Record<string, (given: number, wanted: number) => boolean>> = {
  Equals: (given, wanted) => given === wanted,
  LessThan: (given, wanted) => given < wanted,
  LessThanEquals: (given, wanted) => given <= wanted,
  GreaterThan: (given, wanted) => given > wanted,
  GreaterThanEquals: (given, wanted) => given >= wanted,
};

function compare(base: string, wanted: string, given: string): boolean {
  const plain = comparisons[base];
  if (plain) return plain(wanted, given);
  const [, kind, order = ''] = /^(Numeric|Date)(.*)$/.exec(base) ?? [];
  const read = kind === 'Date' ? Date.parse : Number;
  return orders[order]?.(read(given), read(wanted)) ?? false;
}

/** IPv4 address in a CIDR range such as `203.0.113.0/24`. */
function inRange(range: string, address: string): boolean {
  const [network = '', bits = '32'] = range.split('/');
  const size = 2 ** (32 - Number(bits));
  return Math.floor(ipNumber(network) / size) === Math.floor(ipNumber(address) / size);
}

function ipNumber(address: string): number {
  return address.split('.').reduce((sum, part) => sum * 256 + Number(part), 0);
}

/** Policy variables: `${aws:PrincipalAccount}` and the like; one without a value matches nothing. */
function substitute(value: string, context: RequestContext): string {
  return value.replaceAll(/\$\{([^}]+)\}/g, (whole, name: string) =>
    name === '*' || name === '?' || name === '$' ? name : (context.get(name.toLowerCase())?.[0] ?? whole),
  );
}
