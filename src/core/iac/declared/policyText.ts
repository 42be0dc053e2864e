import { hole, PartialText, type PolicyValue } from '../../trail/keyPolicy/index.ts';
import { endsInString } from '../formats/json/inString.ts';

/**
 * A policy that is written as JSON, of which parts are given later: `undefined`, within a string or in the place of a value.
 * A hole where it is no JSON without them.
 */
export function policyInText(parts: readonly (string | undefined)[]): PolicyValue {
  if (parts.every(part => part !== undefined)) {
    return parts.join('');
  }
  let source = '';
  let inString = false;
  for (const part of parts) {
    source += part ?? (inString ? mark : `"${mark}"`);
    inString = part === undefined ? inString : endsInString(part, inString);
  }
  try {
    return withHoles(JSON.parse(source) as PolicyValue, 0);
  } catch {
    return hole;
  }
}

/** A text of a policy, of which parts are given later. */
export function partialText(parts: readonly (string | undefined)[]): PolicyValue {
  const written = parts.filter(part => part !== '');
  return written.every(part => part !== undefined)
    ? written.join('')
    : written.length === 1
      ? hole
      : new PartialText(written.map(part => part ?? hole));
}

/** Stands for what is given later inside of JSON; no policy has this character. */
const mark = '\uE000';

/** Deeper than any policy that AWS takes. */
const deepest = 60;

function withHoles(json: PolicyValue, depth: number): PolicyValue {
  if (typeof json === 'string') {
    return json.includes(mark)
      ? partialText(json.split(mark).flatMap((part, index) => (index === 0 ? [part] : [undefined, part])))
      : json;
  }
  if (typeof json !== 'object' || json === null) {
    return json;
  }
  if (depth > deepest) {
    return hole;
  }
  return Array.isArray(json)
    ? json.map(item => withHoles(item, depth + 1))
    : Object.fromEntries(Object.entries(json).map(([name, item]) => [name, withHoles(item, depth + 1)]));
}
