import { hole, PartialText, type PolicyValue } from './document.ts';
import { incomplete, type Match } from './match.ts';

/**
 * A text of which parts may be unknown, as units: character codes, and below zero the wildcards of a pattern
 * and the holes of what is not known.
 */
export type Units = readonly number[];

const anyRun = -1;
const anyOne = -2;
const unknownRun = -3;

/** A text as it stands: `*` and `?` are ordinary characters. Undefined where the value is no text. */
export function literal(value: PolicyValue, variables = false): Units | undefined {
  return partsOf(value)?.flatMap(part => (part === hole ? [unknownRun] : unitsOf(part, variables, false)));
}

/** A pattern, in which `*` stands for any run of characters and `?` for any one. */
export function pattern(value: PolicyValue, variables = false): Units | undefined {
  return partsOf(value)?.flatMap(part => (part === hole ? [unknownRun] : unitsOf(part, variables, true)));
}

/** Whether a pattern matches a text, whatever their holes turn out to be. */
export function matchText(wanted: Units, text: Units): Match {
  if (!couldMatch(wanted, text)) {
    return 'no';
  }
  return !wanted.includes(unknownRun) && mustMatch(wanted, text) ? 'yes' : incomplete;
}

/**
 * ARNs are compared component by component, so that no wildcard reaches over a colon (IAM User Guide, "Amazon
 * Resource Name condition operators"). Where holes hide the components, a match of the whole is only likely.
 */
export function matchArn(wanted: Units, text: Units): Match {
  const whole = matchText(wanted, text);
  if (whole !== 'yes' || isAnything(wanted)) {
    return whole;
  }
  const parts = components(wanted);
  const texts = components(text);
  if (parts.length !== 6 || texts.length !== 6) {
    return incomplete;
  }
  const matches = parts.map((part, index) => matchText(part, texts[index] ?? []));
  return matches.includes('no') ? 'no' : matches.every(one => one === 'yes') ? 'yes' : incomplete;
}

export function isAnything(wanted: Units): boolean {
  return wanted.length > 0 && wanted.every(unit => unit === anyRun);
}

export function couldBeAnything(wanted: Units): boolean {
  return wanted.every(unit => unit === anyRun || unit === unknownRun);
}

export function ignoringCase(units: Units): Units {
  return units.map(unit => (unit < 0 ? unit : String.fromCharCode(unit).toLowerCase().charCodeAt(0)));
}

function partsOf(value: PolicyValue): readonly (string | typeof hole)[] | undefined {
  if (value === hole) {
    return [hole];
  }
  if (value instanceof PartialText) {
    return value.parts;
  }
  return typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean'
    ? [String(value)]
    : undefined;
}

function unitsOf(text: string, variables: boolean, wildcards: boolean): number[] {
  const units: number[] = [];
  for (let index = 0; index < text.length; index++) {
    const variable = variables && text.startsWith('${', index) ? text.indexOf('}', index) : -1;
    if (variable > 0) {
      units.push(unitOfVariable(text.slice(index + 2, variable)));
      index = variable;
    } else {
      const char = text.charAt(index);
      units.push(
        wildcards && char === '*' ? anyRun : wildcards && char === '?' ? anyOne : char.charCodeAt(0),
      );
    }
  }
  return units;
}

/** `${*}`, `${?}` and `${$}` are how a policy writes these characters themselves. */
function unitOfVariable(name: string): number {
  return name === '*' || name === '?' || name === '$' ? name.charCodeAt(0) : unknownRun;
}

/** Whether some filling of the holes on both sides makes them match. */
function couldMatch(wanted: Units, text: Units): boolean {
  let row = Array.from({ length: wanted.length + 1 }, () => false);
  row[0] = true;
  spreadOverRuns(row, wanted);
  for (const unit of text) {
    const next = Array.from({ length: wanted.length + 1 }, () => false);
    for (let at = 0; at <= wanted.length; at++) {
      const reachesHere = row[at] ?? false;
      const from = wanted[at - 1];
      if (unit === unknownRun) {
        // The hole may be empty, or swallow what the pattern still wants.
        next[at] = reachesHere || (next[at - 1] ?? false);
      } else if (from === anyRun || from === unknownRun) {
        next[at] = reachesHere || (next[at - 1] ?? false);
      } else {
        next[at] = at > 0 && (row[at - 1] ?? false) && (from === anyOne || from === unit);
      }
    }
    row = next;
  }
  return row[wanted.length] ?? false;
}

function spreadOverRuns(row: boolean[], wanted: Units): void {
  for (let at = 1; at <= wanted.length; at++) {
    const unit = wanted[at - 1];
    row[at] = (row[at - 1] ?? false) && (unit === anyRun || unit === unknownRun);
  }
}

/** Whether every filling of the text's holes matches: only `*` may cover a hole. */
function mustMatch(wanted: Units, text: Units): boolean {
  let at = 0;
  let position = 0;
  let star = -1;
  let resume = 0;
  while (position < text.length) {
    const want = wanted[at];
    const unit = text[position] ?? unknownRun;
    if (want === anyRun) {
      star = at++;
      resume = position;
    } else if (unit !== unknownRun && (want === anyOne || want === unit)) {
      at++;
      position++;
    } else if (star >= 0) {
      at = star + 1;
      position = ++resume;
    } else {
      return false;
    }
  }
  return wanted.slice(at).every(unit => unit === anyRun);
}

/** The six components of an ARN; the last keeps its own colons. */
function components(units: Units): Units[] {
  const parts: number[][] = [[]];
  for (const unit of units) {
    if (unit === colon && parts.length < 6) {
      parts.push([]);
    } else {
      parts.at(-1)?.push(unit);
    }
  }
  return parts;
}

const colon = ':'.charCodeAt(0);
