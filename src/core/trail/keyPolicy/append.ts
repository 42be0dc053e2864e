import { isObject, member, type PolicyDocument } from '../policy/document.ts';
import { compact, members } from '../policy/jsonText.ts';
import type { PolicyStatement } from './statement.ts';

export type Appended =
  | {
      readonly kind: 'appended';
      /** The previous text, byte for byte, with statements inserted after the last one. */
      readonly text: string;
      /** The statements as they were written, with Sids that were free. */
      readonly added: readonly PolicyStatement[];
    }
  | { readonly kind: 'too-large'; readonly bytes: number; readonly limit: number };

/** Bytes that KMS takes as a key policy (KMS API Reference, PutKeyPolicy). */
export const policySizeLimit = 32_768;

/**
 * Adds statements after those of a policy, which all stay unchanged and in order. White space is dropped only if the
 * text would be too large for KMS. `document` is the text after parsing.
 */
export function appendStatements(
  text: string,
  document: PolicyDocument,
  statements: readonly PolicyStatement[],
): Appended {
  const added = withUnusedSids(statements, document);
  const whole = withinLimit(insert(text, added));
  const bytes = utf8Length(whole);
  return bytes > policySizeLimit
    ? { kind: 'too-large', bytes, limit: policySizeLimit }
    : { kind: 'appended', text: whole, added };
}

export function utf8Length(text: string): number {
  let bytes = 0;
  for (const char of text) {
    const code = char.codePointAt(0) ?? 0;
    bytes += code < 0x80 ? 1 : code < 0x800 ? 2 : code < 0x10000 ? 3 : 4;
  }
  return bytes;
}

function withUnusedSids(added: readonly PolicyStatement[], document: PolicyDocument): PolicyStatement[] {
  const used = new Set(document.statements.filter(isObject).map(statement => member(statement, 'Sid')));
  return added.map(statement => {
    let sid = statement.Sid;
    for (let next = 2; used.has(sid); next++) {
      sid = `${statement.Sid}${next}`;
    }
    used.add(sid);
    return { ...statement, Sid: sid };
  });
}

/** A single statement that is not in a list is put into one; nothing else of the text changes. */
function insert(text: string, added: readonly PolicyStatement[]): string {
  const range = members(text).get('Statement');
  if (!range) {
    return text;
  }
  const value = text.slice(range.start, range.end);
  const isArray = value.startsWith('[');
  const inside = isArray ? value.slice(1, -1) : value;
  const body = inside.trimEnd();
  const layout = layoutOf(text, value);
  const statements = added.map(statement => layout.before + layout.print(statement)).join(',');
  const list = `[${body}${body.trim() === '' ? '' : ','}${statements}${isArray ? inside.slice(body.length) : ''}]`;
  return text.slice(0, range.start) + list + text.slice(range.end);
}

/** New statements are laid out like the ones before them: with the same indentation, or on one line. */
function layoutOf(
  text: string,
  value: string,
): { before: string; print: (statement: PolicyStatement) => string } {
  if (!text.includes('\n')) {
    return { before: '', print: statement => JSON.stringify(statement) };
  }
  const indent = /^\[\r?\n([ \t]*)/.exec(value)?.[1] ?? '    ';
  return {
    before: `\n${indent}`,
    print: statement => JSON.stringify(statement, undefined, 2).replaceAll('\n', `\n${indent}`),
  };
}

/** The text, without white space where it would be too large for KMS with it. */
export function withinLimit(text: string): string {
  return utf8Length(text) <= policySizeLimit ? text : compact(text);
}
