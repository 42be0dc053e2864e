import type { TreeDocument, TreeText } from '../tree.ts';
import { ChunkCache } from './chunkCache.ts';
import { commentsOf } from './comments.ts';
import { DocumentReader, harmless, withoutTabs } from './documentReader.ts';
import { YamlLines } from './lines.ts';
import { stretchesOf } from './stretches.ts';

/**
 * Reads YAML. The first two levels of a document (its sections, and what is in them) are recognised by indentation;
 * what is below is composed on demand. Where the library refuses a stretch, that stretch alone is taken apart further,
 * down to the line it cannot read: its neighbours stay whole.
 */
export function parseYaml(text: string, cache: ChunkCache = new ChunkCache()): TreeText {
  const lines = new YamlLines(text);
  const documents = documentsIn(lines).map(([first, last]): TreeDocument => {
    const reader = new DocumentReader(lines, cache, first, last);
    return {
      format: 'yaml',
      range: { start: lines.start(first), end: lines.start(last) },
      get root() {
        return reader.root;
      },
    };
  });
  let comments: TreeText['comments'] | undefined;
  return {
    documents,
    isIndented: true,
    get comments() {
      comments ??= commentsOf(lines);
      return comments;
    },
    stretches: () =>
      stretchesOf(
        lines,
        documents.map(({ root }) => root),
      ),
  };
}

/** Whether a text is YAML of one document from its first character to its last, in one piece. One that is too long is not looked at. */
export function isSoundYaml(text: string, cache: ChunkCache): boolean {
  return (
    text.length <= longestPiece &&
    cache.chunk(withoutTabs(text)).problems.every(problem => harmless.has(problem))
  );
}

const longestPiece = 1_000_000;
/** First line and line after the last one of each document. */
function documentsIn(lines: YamlLines): [number, number][] {
  const found: [number, number][] = [];
  let first = 0;
  for (let line = 0; line < lines.count; line++) {
    if (lines.indent(line) !== 0) {
      continue;
    }
    const content = lines.text.slice(lines.start(line), lines.start(line) + 4);
    if (/^(?:---|\.\.\.)(?:\s|$)/.test(content)) {
      found.push([first, line]);
      const inline = lines.content(line).slice(3).trim();
      first = content.startsWith('---') && inline !== '' && !inline.startsWith('#') ? line : line + 1;
    } else if (content.startsWith('%') && first === line) {
      first = line + 1;
    }
  }
  found.push([first, lines.count]);
  return found.filter(([from, to]) => hasContent(lines, from, to));
}

function hasContent(lines: YamlLines, first: number, last: number): boolean {
  for (let line = first; line < last; line++) {
    if (lines.indent(line) >= 0) {
      return true;
    }
  }
  return false;
}
