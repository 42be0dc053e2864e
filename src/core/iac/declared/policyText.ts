import { hole, PartialText, type PolicyValue } from '../../trail/keyPolicy/index.ts';
import { endsInString } from '../formats/json/inString.ts';

/** A part of a text: as it is written, or what is known of one that is given later. */
export type TextPart = PartialText['parts'][number] | PartialText;

/**
 * A policy that is written as JSON, of which parts are given later, within a string or in the place of a value. A hole where
 * it is no JSON without them.
 */
export function policyInText(parts: readonly TextPart[]): PolicyValue {
  if (parts.every(part => typeof part === 'string')) {
    return parts.join('');
  }
  const json = jsonInText(parts);
  return json === undefined ? hole : withGiven(json as PolicyValue, parts, 0);
}

/** The JSON of a text with a mark for each part that is given later; undefined where it is none without them. */
export function jsonInText(parts: readonly unknown[]): unknown {
  let source = '';
  let inString = false;
  for (const [index, part] of parts.entries()) {
    const isWritten = typeof part === 'string';
    const mark = `${open}${index}${close}`;
    source += isWritten ? part : inString ? mark : `"${mark}"`;
    inString = isWritten ? endsInString(part, inString) : inString;
  }
  try {
    return JSON.parse(source);
  } catch {
    return undefined;
  }
}

/** A text of such JSON with the parts in the places of their marks; `lost` stands for one that is not among them. */
export function unmarked<Part>(
  written: string,
  given: readonly Part[],
  lost: Part,
): readonly (Part | string)[] {
  return written
    .split(/[\uE000\uE001]/)
    .map((part, index) => (index % 2 === 0 ? part : (given[Number(part)] ?? lost)));
}

/** A text of a policy, of which parts are given later. */
export function partialText(parts: readonly TextPart[]): PolicyValue {
  const written = parts
    .flatMap((part): PartialText['parts'] => (part instanceof PartialText ? part.parts : [part]))
    .filter(part => part !== '');
  const [only, ...others] = written;
  return written.every(part => typeof part === 'string')
    ? written.join('')
    : only !== undefined && others.length === 0
      ? only
      : new PartialText(written);
}

/** An ARN, whichever it is, is no service and not everybody. */
export const anyArn = new PartialText(['arn:', hole]);

/** What is deeper than any policy that AWS takes is not looked at. */
export const deepestPolicy = 60;

/** Around the number of what is given later, inside of JSON; no policy has these characters. */
const [open, close] = ['\uE000', '\uE001'];

function withGiven(json: PolicyValue, given: readonly TextPart[], depth: number): PolicyValue {
  if (typeof json === 'string') {
    return partialText(unmarked(json, given, hole));
  }
  if (typeof json !== 'object' || json === null) {
    return json;
  }
  if (depth > deepestPolicy) {
    return hole;
  }
  return Array.isArray(json)
    ? json.map(item => withGiven(item, given, depth + 1))
    : Object.fromEntries(
        Object.entries(json).map(([name, item]) => [name, withGiven(item, given, depth + 1)]),
      );
}
