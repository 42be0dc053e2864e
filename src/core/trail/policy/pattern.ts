import { hole, PartialText, type PolicyValue, segment } from './document.ts';
import { incomplete, type Match } from './match.ts';

/**
 * A text of which parts may be unknown, as units: character codes, and below zero the wildcards of a pattern
 * and the holes of what is not known.
 */
export type Units = readonly number[];

const anyRun = -1;
const anyOne = -2;
const unknownRun = -3;
/** Unknown too, but within one component of an ARN. */
const unknownSegment = -4;

/** A text as it stands: `*` and `?` are ordinary characters. Undefined where the value is no text. */
export function literal(value: PolicyValue, variables = false): Units | undefined {
  return unitsOf(value, variables, false);
}

/** A pattern, in which `*` stands for any run of characters and `?` for any one. */
export function pattern(value: PolicyValue, variables = false): Units | undefined {
  return unitsOf(value, variables, true);
}

/** Whether a pattern matches a text, whatever their holes turn out to be. */
export function matchText(wanted: Units, text: Units): Match {
  const patternIsKnown = !wanted.some(isUnknownUnit);
  if (patternIsKnown && mustMatch(wanted, text)) {
    return 'yes';
  }
  const allIsKnown = patternIsKnown && !text.some(isUnknownUnit);
  return allIsKnown || endsDiffer(wanted, text) || !couldMatch(wanted, text) ? 'no' : incomplete;
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
  if (parts.length !== 6 || texts.length !== 6 || texts.slice(0, 5).flat().includes(unknownRun)) {
    return incomplete;
  }
  const matches = parts.map((part, index) => matchText(part, texts[index] ?? []));
  return matches.includes('no') ? 'no' : matches.every(one => one === 'yes') ? 'yes' : incomplete;
}

export function isAnything(wanted: Units): boolean {
  return wanted.length > 0 && wanted.every(unit => unit === anyRun);
}

export function couldBeAnything(wanted: Units): boolean {
  return wanted.every(unit => unit === anyRun || isUnknownUnit(unit));
}

export function ignoringCase(units: Units): Units {
  return units.map(unit => (unit < 0 ? unit : String.fromCharCode(unit).toLowerCase().charCodeAt(0)));
}

function unitsOf(value: PolicyValue, variables: boolean, wildcards: boolean): Units | undefined {
  return partsOf(value)?.flatMap(part => {
    if (typeof part === 'string') {
      return unitsOfText(part, variables, wildcards);
    }
    return [part === hole ? unknownRun : unknownSegment];
  });
}

function partsOf(value: PolicyValue): PartialText['parts'] | undefined {
  if (value === hole || value === segment) {
    return [value];
  }
  if (value instanceof PartialText) {
    return value.parts;
  }
  return typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean'
    ? [String(value)]
    : undefined;
}

function unitsOfText(text: string, variables: boolean, wildcards: boolean): number[] {
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

/**
 * Whether the characters before the first hole or wildcard, or behind the last, differ already: of the many ARNs of a list
 * hardly one has to be looked at as a whole.
 */
function endsDiffer(wanted: Units, text: Units): boolean {
  const shorter = Math.min(wanted.length, text.length);
  const differ = (at: (units: Units, index: number) => number | undefined) => {
    for (let index = 0; index < shorter; index++) {
      const from = at(wanted, index) ?? unknownRun;
      const unit = at(text, index) ?? unknownRun;
      if (isRun(from) || isUnknownUnit(unit)) {
        return false;
      }
      if (from !== anyOne && from !== unit) {
        return true;
      }
    }
    return false;
  };
  return differ((units, index) => units[index]) || differ((units, index) => units[units.length - 1 - index]);
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
      if (isUnknownUnit(unit)) {
        // The hole may be empty, or swallow what the pattern still wants.
        const swallows = unit === unknownRun || from !== colon;
        next[at] = reachesHere || (swallows && (next[at - 1] ?? false));
      } else if (isRun(from)) {
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
    row[at] = (row[at - 1] ?? false) && isRun(wanted[at - 1]);
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
    } else if (!isUnknownUnit(unit) && (want === anyOne || want === unit)) {
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

function isUnknownUnit(unit: number): boolean {
  return unit === unknownRun || unit === unknownSegment;
}

function isRun(unit: number | undefined): boolean {
  return unit === anyRun || unit === unknownRun || unit === unknownSegment;
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
