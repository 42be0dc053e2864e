import { follow, type TreeNode } from '../../formats/tree.ts';
import type { ManifestFile } from './manifest.ts';
import { literalOf, none, text, unknownValue, type Value } from './value.ts';

/*
 * Go templates around manifests, as Helm renders them (Helm documentation, "Chart Template Guide"): what is literal is
 * read, and what the chart puts in is known only as far as the template itself says.
 */

/** A node as it is written in an object that starts at `start`. */
export function writtenValue(node: TreeNode, file: ManifestFile, start: number): Value {
  const target = follow(node);
  if (isInBranch(file.text, start, target.range.start)) {
    return unknownValue('not-understood');
  }
  if (file.text.startsWith('{{', target.range.start)) {
    return rendered(lineFrom(file.text, target.range.start));
  }
  switch (target.kind) {
    case 'scalar':
      return target.broken
        ? unknownValue('not-understood')
        : target.text === null
          ? none
          : rendered(target.text);
    case 'map':
    case 'list':
      return { kind: 'written', node: target };
    case 'alias':
      return unknownValue('not-understood');
  }
}

/**
 * Whether the engine may put fields from elsewhere into a map whose fields are in a column: a line of it does that is
 * there, or that indents what it brings: `{{- toYaml .Values.trail | nindent 4 }}`.
 */
export function isOpen(file: ManifestFile, { start, end }: TreeNode['range'], column: number): boolean {
  const from = file.text.slice(start, end).split(/^---/m, 1)[0] ?? '';
  return (
    from.includes('{{') &&
    [...from.matchAll(bringing)].some(
      ([, blanks = '', line = '']) =>
        Number(/\bindent\s+(\d+)|\bnindent\s+(\d+)/.exec(line)?.slice(1).find(Boolean) ?? blanks.length) ===
        column,
    )
  );
}

const bringing = /^([ \t]*)(\{\{-?[ \t]*(?:toYaml|include|template|tpl|\.|\$)[^\r\n]*)/gm;

/** Whether a place is written only if the engine decides so: a branch that was opened behind `start` is open there. */
export function isInBranch(written: string, start: number, place: number): boolean {
  let depth = 0;
  for (const [, word] of written.slice(start, place).matchAll(branching)) {
    depth += word === 'end' ? -1 : 1;
  }
  return depth > 0;
}

/** Where the first branch starts or ends between two places; undefined where none does. */
export function firstBranch(written: string, start: number, end: number): number | undefined {
  const found = written.slice(start, end).search(branching);
  return found < 0 ? undefined : start + found;
}

const branching = /\{\{-?\s*(if|with|range|define|block|end)\b/g;

function lineFrom(written: string, start: number): string {
  return /^[^\r\n]*/.exec(written.slice(start))?.[0].trim() ?? '';
}

const action = /\{\{-?\s*([\s\S]*?)\s*-?\}\}/g;

/** A value after `envsubst`, which fills in `$NAME` and `${NAME}`: what it evaluates to is not known. */
export function substituted(value: Value): Value {
  return /^\$(?:\w+|\{[^}]*\})$/.test(literalOf(value) ?? '') ? unknownValue() : value;
}

/**
 * A text with what the engine fills in. `required` fails without a value, so that there is one; of any other expression
 * that is alone, nothing is known, not even whether it is a text.
 */
function rendered(written: string): Value {
  const parts: (string | { readonly name: string })[] = [];
  let end = 0;
  for (const found of written.matchAll(action)) {
    parts.push(written.slice(end, found.index), { name: nameIn(found[1] ?? '') });
    end = found.index + found[0].length;
  }
  if (parts.length === 0) {
    return written.includes('{{') ? unknownValue('not-understood') : text(written);
  }
  const value = text(...parts, written.slice(end));
  const [, only = ''] = /^\s*\{\{-?\s*([\s\S]*?)\s*-?\}\}\s*$/.exec(written) ?? [];
  return value.parts.length > 1 || /^required\s/.test(only) ? value : unknownValue();
}

/** What a person knows of an expression: the value that it names. */
function nameIn(expression: string): string {
  return /[.$][\w.]+/.exec(expression)?.[0] ?? expression;
}
