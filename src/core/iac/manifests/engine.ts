import { follow, type TreeNode } from '../formats/tree.ts';
import { isInBranch } from '../formats/yaml/engine.ts';
import type { ManifestFile } from './manifest.ts';
import { literalOf, none, text, unknownValue, type Value } from './value.ts';

/*
 * Go templates around manifests, as Helm renders them (Helm documentation, "Chart Template Guide"): what is literal is
 * read, and what the chart puts in is known only as far as the template itself says.
 */

/** A node as it is written. */
export function writtenValue(node: TreeNode, file: ManifestFile): Value {
  const target = follow(node);
  if (isInBranch(file.text, target.range.start)) {
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

/** Whether the engine may put fields into a map from elsewhere: `{{- toYaml .Values.trail | nindent 4 }}`. */
export function isOpen(file: ManifestFile, { start, end }: TreeNode['range']): boolean {
  const from = file.text.slice(start, end).split(/^---/m, 1)[0] ?? '';
  return (
    from.includes('{{') && /^[ \t]*\{\{-?[ \t]*(?!\/\*)(?:toYaml|include|template|tpl|\.|\$)/m.test(from)
  );
}

function lineFrom(written: string, start: number): string {
  return /^[^\r\n]*/.exec(written.slice(start))?.[0].trim() ?? '';
}

const action = /\{\{-?\s*([\s\S]*?)\s*-?\}\}/g;

/** A value after `envsubst`, which fills in `$NAME` and `${NAME}`: what it comes to is not known. */
export function substituted(value: Value): Value {
  return /^\$(?:\w+|\{[^}]*\})$/.test(literalOf(value) ?? '') ? unknownValue() : value;
}

/**
 * A text with what the engine fills in. `required` fails without a value, so that there is one; of any other
 * expression that stands alone, nothing is known, not even whether it comes to a text at all.
 */
function rendered(written: string): Value {
  const parts: (string | { readonly name: string })[] = [];
  let end = 0;
  for (const found of written.matchAll(action)) {
    parts.push(written.slice(end, found.index), { name: nameIn(found[1] ?? '') });
    end = found.index + found[0].length;
  }
  if (parts.length === 0) {
    return text(written);
  }
  const value = text(...parts, written.slice(end));
  const [, only = ''] = /^\s*\{\{-?\s*([\s\S]*?)\s*-?\}\}\s*$/.exec(written) ?? [];
  return value.parts.length > 1 || /^required\s/.test(only) ? value : unknownValue();
}

/** What a person knows of an expression: the value that it names. */
function nameIn(expression: string): string {
  return /[.$][\w.]+/.exec(expression)?.[0] ?? expression;
}
