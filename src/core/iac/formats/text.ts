import { parseJson } from './json/index.ts';
import type { TreeText } from './tree.ts';
import { type ChunkCache, parseYaml } from './yaml/index.ts';

/** Reads a text as JSON where it is JSON by its looks, else as YAML. Names and endings tell nothing. */
export function parseTree(text: string, cache?: ChunkCache): TreeText {
  return looksLikeJson(text) ? parseJson(text) : parseYaml(text, cache);
}

/** An object whose first key, if any, is in quotes; comments may come first. */
function looksLikeJson(text: string): boolean {
  let index = text.charCodeAt(0) === 0xfeff ? 1 : 0;
  let open = false;
  for (;;) {
    const rest = text.slice(index, index + 2);
    if (/^\s/.test(rest)) {
      index++;
    } else if (rest === '//') {
      index = endOf(text, '\n', index);
    } else if (rest === '/*') {
      index = endOf(text, '*/', index);
    } else if (rest.startsWith('{') && !open) {
      open = true;
      index++;
    } else {
      return open && (rest === '' || /^["}]/.test(rest));
    }
  }
}

function endOf(text: string, mark: string, from: number): number {
  const found = text.indexOf(mark, from);
  return found < 0 ? text.length : found + mark.length;
}
