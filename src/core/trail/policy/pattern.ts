import { onceFor } from '../../base/onceFor.ts';
import { hole, PartialText, type PolicyValue, segment } from './document.ts';
import { incomplete, type Match } from './match.ts';

/**
 * A text with parts that may be unknown: characters, wildcards of a pattern, and holes for unknown text. Most texts have
 * neither wildcards nor holes and are compared as they are.
 */
export type Units = string;

/** Real policies do not use these private-use characters; in a text they are neither wildcard nor hole. */
const anyRun = '\uE001';
const anyOne = '\uE002';
const unknownRun = '\uE003';
/** Unknown too, but within one component of an ARN. */
const unknownSegment = '\uE004';

const codes = {
  anyRun: anyRun.charCodeAt(0),
  anyOne: anyOne.charCodeAt(0),
  unknownRun: unknownRun.charCodeAt(0),
  unknownSegment: unknownSegment.charCodeAt(0),
  colon: ':'.charCodeAt(0),
};

const standIns = /[\uE001-\uE004]/;
const unknownParts = /[\uE003\uE004]/;

/** A literal text: `*` and `?` are ordinary characters. Undefined if the value is not a string. */
export function literal(value: PolicyValue, variables = false): Units | undefined {
  if (!(value instanceof PartialText) || variables) {
    return unitsOf(value, variables, false);
  }
  // What a call carries is compared with every statement of a policy.
  return literalUnits(value);
}

const literalUnits = onceFor((text: PartialText) => unitsOf(text, false, false));

/** A pattern: `*` matches any run of characters, `?` any single one. */
export function pattern(value: PolicyValue, variables = false): Units | undefined {
  return unitsOf(value, variables, true);
}

/** Whether a pattern matches a text for every filling of their holes. */
export function matchText(wanted: Units, text: Units): Match {
  const textIsKnown = !unknownParts.test(text);
  if (textIsKnown && !standIns.test(wanted)) {
    return wanted === text ? 'yes' : 'no';
  }
  const patternIsKnown = !unknownParts.test(wanted);
  if (patternIsKnown && mustMatch(wanted, text)) {
    return 'yes';
  }
  const rest = patternIsKnown && textIsKnown ? undefined : withoutEnds(wanted, text);
  return rest && couldMatch(...rest) ? incomplete : 'no';
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
  if (parts.length !== 6 || texts.length !== 6 || texts.slice(0, 5).join('').includes(unknownRun)) {
    return incomplete;
  }
  const matches = parts.map((part, index) => matchText(part, texts[index] ?? ''));
  return matches.includes('no') ? 'no' : matches.every(one => one === 'yes') ? 'yes' : incomplete;
}

export function isAnything(wanted: Units): boolean {
  return /^\uE001+$/.test(wanted);
}

export function couldBeAnything(wanted: Units): boolean {
  return /^[\uE001\uE003\uE004]*$/.test(wanted);
}

/** Whether a part of it is a wildcard or not known. */
export function isOpen(units: Units): boolean {
  return standIns.test(units);
}

export function ignoringCase(units: Units): Units {
  return units.toLowerCase();
}

function unitsOf(value: PolicyValue, variables: boolean, wildcards: boolean): Units | undefined {
  if (typeof value === 'string') {
    return unitsOfText(value, variables, wildcards);
  }
  if (value === hole || value === segment) {
    return unitOfHole(value);
  }
  if (value instanceof PartialText) {
    return value.parts
      .map(part => (typeof part === 'string' ? unitsOfText(part, variables, wildcards) : unitOfHole(part)))
      .join('');
  }
  return typeof value === 'number' || typeof value === 'boolean' ? String(value) : undefined;
}

function unitOfHole(part: typeof hole | typeof segment): Units {
  return part === hole ? unknownRun : unknownSegment;
}

function unitsOfText(text: string, variables: boolean, wildcards: boolean): Units {
  const plain = standIns.test(text) ? text.replaceAll(/[\uE001-\uE004]/g, '\uFFFD') : text;
  if (!variables || !plain.includes('${')) {
    return wildcards ? withWildcards(plain) : plain;
  }
  let units = '';
  let end = 0;
  for (let start = plain.indexOf('${'); start >= 0; start = plain.indexOf('${', end)) {
    const close = plain.indexOf('}', start);
    if (close < 0) {
      break;
    }
    const before = plain.slice(end, start);
    units += (wildcards ? withWildcards(before) : before) + unitOfVariable(plain.slice(start + 2, close));
    end = close + 1;
  }
  const rest = plain.slice(end);
  return units + (wildcards ? withWildcards(rest) : rest);
}

function withWildcards(text: string): Units {
  return text.includes('*') || text.includes('?')
    ? text.replaceAll('*', anyRun).replaceAll('?', anyOne)
    : text;
}

/** `${*}`, `${?}` and `${$}` are how a policy writes these characters themselves. */
function unitOfVariable(name: string): Units {
  return name === '*' || name === '?' || name === '$' ? name : unknownRun;
}

/**
 * What is left of both without the characters before the first hole or wildcard of either, and after the last; undefined where
 * these already differ: of the many ARNs in a list hardly any needs the full comparison, and that takes as many steps as
 * one has characters for each of the other's.
 */
function withoutEnds(wanted: Units, text: Units): readonly [wanted: Units, text: Units] | undefined {
  const shorter = Math.min(wanted.length, text.length);
  let same: boolean | undefined = true;
  let start = 0;
  for (; start < shorter; start++) {
    same = areSame(wanted.charCodeAt(start), text.charCodeAt(start));
    if (!same) {
      break;
    }
  }
  let end = 0;
  for (; same !== false && end < shorter - start; end++) {
    same = areSame(wanted.charCodeAt(wanted.length - 1 - end), text.charCodeAt(text.length - 1 - end));
    if (!same) {
      break;
    }
  }
  return same === false
    ? undefined
    : [wanted.slice(start, wanted.length - end), text.slice(start, text.length - end)];
}

/** Undefined where one of them may stand for any number of characters. */
function areSame(from: number, unit: number): boolean | undefined {
  return isRun(from) || isUnknownUnit(unit) ? undefined : from === codes.anyOne || from === unit;
}

/** Whether some filling of the holes on both sides makes them match. */
function couldMatch(wanted: Units, text: Units): boolean {
  // The places in the pattern that what was read of the text may lead to, in their order: mostly a handful.
  let places = placesFrom(0, wanted, []);
  for (let position = 0; position < text.length && places.length > 0; position++) {
    const unit = text.charCodeAt(position);
    const next: number[] = [];
    for (const place of places) {
      if (isUnknownUnit(unit)) {
        swallowFrom(place, wanted, unit, next);
        continue;
      }
      const from = wanted.charCodeAt(place);
      if (place > 0 && isRun(wanted.charCodeAt(place - 1))) {
        placesFrom(place, wanted, next);
      }
      if (!isRun(from) && (from === codes.anyOne || from === unit)) {
        placesFrom(place + 1, wanted, next);
      }
    }
    places = next;
  }
  return places.at(-1) === wanted.length;
}

/** Adds a place, and those behind the runs that follow it, which may be empty. */
function placesFrom(place: number, wanted: Units, places: number[]): number[] {
  if (place <= (places.at(-1) ?? -1)) {
    return places;
  }
  let at = place;
  places.push(at);
  while (at < wanted.length && isRun(wanted.charCodeAt(at))) {
    places.push(++at);
  }
  return places;
}

/** The hole may be empty, or swallow what the pattern still wants; within a component of an ARN, up to its end. */
function swallowFrom(place: number, wanted: Units, hole: number, places: number[]): void {
  for (let at = Math.max(place, (places.at(-1) ?? -1) + 1); at <= wanted.length; at++) {
    if (at > place && hole !== codes.unknownRun && wanted.charCodeAt(at - 1) === codes.colon) {
      break;
    }
    places.push(at);
  }
}

/** Whether every filling of the text's holes matches: only `*` may cover a hole. */
function mustMatch(wanted: Units, text: Units): boolean {
  let at = 0;
  let position = 0;
  let star = -1;
  let resume = 0;
  while (position < text.length) {
    const want = wanted.charCodeAt(at);
    const unit = text.charCodeAt(position);
    if (want === codes.anyRun) {
      star = at++;
      resume = position;
    } else if (!isUnknownUnit(unit) && (want === codes.anyOne || want === unit)) {
      at++;
      position++;
    } else if (star >= 0) {
      at = star + 1;
      position = ++resume;
    } else {
      return false;
    }
  }
  return at >= wanted.length || isAnything(wanted.slice(at));
}

function isUnknownUnit(unit: number): boolean {
  return unit === codes.unknownRun || unit === codes.unknownSegment;
}

function isRun(unit: number): boolean {
  return unit === codes.anyRun || isUnknownUnit(unit);
}

/** The six components of an ARN; the last keeps its own colons. */
function components(units: Units): Units[] {
  const parts: Units[] = [];
  let start = 0;
  for (let colon = units.indexOf(':'); colon >= 0 && parts.length < 5; colon = units.indexOf(':', start)) {
    parts.push(units.slice(start, colon));
    start = colon + 1;
  }
  return [...parts, units.slice(start)];
}
