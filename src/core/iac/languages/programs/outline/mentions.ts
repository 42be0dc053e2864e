import type { TextRange } from '../../../../base/text.ts';

/**
 * The places in a stretch where a name may lead to a change of what it stands for: where it, or a member of it, is handed to
 * something, is put into something, gets a value, is called, or gets another name. What only reads it is none.
 */
export function placesOfChange(text: string, name: string, { start, end }: TextRange): readonly number[] {
  return placesOf(text, name, start, end).filter(
    at =>
      !isLetter(text[at - 1]) && !isLetter(text[at + name.length]) && mayChange(text, at, at + name.length),
  );
}

/** What does not parse may have no name: that is nowhere. */
function placesOf(text: string, name: string, start = 0, end = text.length): readonly number[] {
  const places: number[] = [];
  for (
    let at = name === '' ? -1 : text.indexOf(name, start);
    at >= 0 && at < end;
    at = text.indexOf(name, at + name.length)
  ) {
    places.push(at);
  }
  return places;
}

function isLetter(character: string | undefined): boolean {
  return character !== undefined && /[\p{L}\p{N}_$]/u.test(character);
}

function mayChange(text: string, start: number, end: number): boolean {
  const before = text.slice(Math.max(0, start - 12), start);
  if (/(?:\.\.\.|\*\*?)\s*$/.test(before)) {
    return false;
  }
  const isOtherName = /(?:^|[^=!<>])=\s*(?:&\s*)?$/.test(before);
  return isOtherName || changing.test(text.slice(end, end + 200));
}

/** The rest of a way, and what follows it: the end of an argument, an assignment, a call of a method. */
const changing =
  /^(?:(?:\?|!)?\.\s*[\p{L}_$][\p{L}\p{N}_$]*|!?\[[^\]\n]*\])*!?\s*(?:[,)(\]}]|as\b|(?:\?\?|\|\||[+:|])?=(?![=>]))/u;

/** The places where a property of a name is given a value, or may be: `settings.key = …`, `settings["key"] = …`. */
export function placesOfAssignment(text: string, name: string): readonly number[] {
  return placesOf(text, name).filter(
    at =>
      /[.'"`]/.test(text[at - 1] ?? '') && assigned.test(text.slice(at + name.length, at + name.length + 40)),
  );
}

/** An assignment; `setattr(settings, "key", …)` of Python is one. */
const assigned = /^(?:['"`]\s*(?:\]|,))?\s*(?:(?:\?\?|\|\||[+|])?=(?![=>])|(?<=,\s*)\S)/;
