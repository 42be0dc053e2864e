import { findNodeAtLocation, modify, parseTree } from 'jsonc-parser';
import type { TextEdit } from '../fix.ts';
import { configurationProperties } from './configuration.ts';

/**
 * The edits after which a configuration file leaves out what a pattern says; none where it does already. Comments, order and indentation
 * stay. Undefined where the text is no JSON object, or has something else than a list in that place.
 */
export function leaveOut(text: string, pattern: string): readonly TextEdit[] | undefined {
  const options = { disallowComments: false, allowTrailingComma: true };
  const root = parseTree(text, [], options);
  if (root?.type !== 'object') {
    return undefined;
  }
  const name = configurationProperties.exclude;
  const list = findNodeAtLocation(root, [name]);
  if (list && list.type !== 'array') {
    return undefined;
  }
  if (list?.children?.some(({ value }) => value === pattern)) {
    return [];
  }
  const layout = { formattingOptions: layoutOf(text), isArrayInsertion: list !== undefined };
  return list
    ? modify(text, [name, list.children?.length ?? 0], pattern, layout)
    : modify(text, [name], [pattern], layout);
}

/** As the file is written: its first indented line tells. */
function layoutOf(text: string) {
  const [, indent = '  '] = /\n([ \t]+)\S/.exec(text) ?? [];
  return {
    insertSpaces: !indent.startsWith('\t'),
    tabSize: indent.length,
    eol: text.includes('\r\n') ? '\r\n' : '\n',
  };
}
