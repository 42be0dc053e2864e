import { isList, isObject, listOf, type PolicyValue, readPolicy } from '../policy/document.ts';
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
 * Whether two texts are the same policy. KMS may give a policy back with other white space or member order, and
 * a list of one as a plain value; none of that is a change.
 */
export function samePolicy(left: string, right: string): boolean {
  const one = parsed(left);
  const other = parsed(right);
  return left === right || (one !== undefined && other !== undefined && sameValue(one, other, 0));
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
    const ones = listOf(left);
    const others = listOf(right);
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

function parsed(text: string): PolicyValue | undefined {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
