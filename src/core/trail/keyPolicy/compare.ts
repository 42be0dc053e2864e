import { isList, isObject, listOf, type PolicyValue, readPolicy, statementName } from '../policy/document.ts';
import { compact, members, pretty } from '../policy/jsonText.ts';

/** Two policies in the same layout, so that a line-by-line comparison shows only what was added. */
export interface PolicyDifference {
  readonly before: string;
  readonly after: string;
}

/** For a diff editor. Text that is not JSON is shown as it is. */
export function policyDifference(before: string, after: string): PolicyDifference {
  return { before: layOut(before), after: layOut(after) };
}

/**
 * Whether two texts are the same policy. KMS may give a policy back with other white space or member order, a list of one as
 * a plain value, and principals in another order with every call; none of that is a change.
 */
export function samePolicy(left: string, right: string): boolean {
  const one = parsed(left);
  const other = parsed(right);
  return left === right || (one !== undefined && other !== undefined && sameValue(one, other, 0));
}

/**
 * The statements of either policy that the other one lacks: their Sids or, for those without, their positions counted from
 * one. Empty where only something else differs, or where a text is no policy.
 */
export function statementsThatDiffer(left: string, right: string): readonly string[] {
  const [ones, others] = [left, right].map(statementsIn);
  if (!ones || !others) {
    return [];
  }
  const lacking = (from: readonly PolicyValue[], in_: readonly PolicyValue[]) =>
    from.flatMap((one, index) =>
      in_.some(other => sameValue(one, other, 0)) ? [] : [statementName(one, index)],
    );
  return [...new Set([...lacking(ones, others), ...lacking(others, ones)])];
}

function statementsIn(text: string): readonly PolicyValue[] | undefined {
  const read = readPolicy(text);
  return read.kind === 'doubt' ? undefined : read.document.statements;
}

function layOut(text: string): string {
  if (parsed(text) === undefined || readPolicy(text).kind === 'doubt') {
    return text;
  }
  const tight = compact(text);
  const range = members(tight).get('Statement');
  if (!range || tight.charAt(range.start) === '[') {
    return pretty(tight);
  }
  const statement = tight.slice(range.start, range.end);
  return pretty(`${tight.slice(0, range.start)}[${statement}]${tight.slice(range.end)}`);
}

/** Real policies never nest this deep; anything deeper is not worth a stack overflow. */
const deepest = 40;

function sameValue(left: PolicyValue, right: PolicyValue, depth: number): boolean {
  if (depth > deepest) {
    return false;
  }
  if (isList(left) || isList(right)) {
    const ones = inOneOrder(listOf(left));
    const others = inOneOrder(listOf(right));
    return (
      ones.length === others.length &&
      ones.every((one, index) => sameValue(one, others[index] ?? null, depth + 1))
    );
  }
  if (isObject(left) && isObject(right)) {
    const keys = Object.keys(left);
    return (
      keys.length === Object.keys(right).length &&
      keys.every(
        key => Object.hasOwn(right, key) && sameValue(left[key] ?? null, right[key] ?? null, depth + 1),
      )
    );
  }
  return left === right;
}

/** To IAM, a list of texts is a set; statements are compared in their order, as a reader sees them. */
function inOneOrder(values: readonly PolicyValue[]): readonly PolicyValue[] {
  return values.every(value => typeof value === 'string') ? values.toSorted() : values;
}

function parsed(text: string): PolicyValue | undefined {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
