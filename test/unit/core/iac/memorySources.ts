import { parentOf } from '../../../../src/core/base/uri.ts';
import type { SourceDocument, Sources } from '../../../../src/core/iac/sources/sources.ts';

/** Files that live in memory, by their addresses: what the engine sees instead of a disk. */
export class MemorySources implements Sources {
  readonly #documents = new Map<string, SourceDocument>();

  constructor(files: Readonly<Record<string, string>> = {}) {
    for (const [uri, text] of Object.entries(files)) {
      this.write(uri, text);
    }
  }

  /** Replaces a text; the document is a new one, as when somebody edits it. */
  write(uri: string, text: string): SourceDocument {
    const document = { uri, text };
    this.#documents.set(uri, document);
    return document;
  }

  /** With the same documents; what is written to it does not concern these. */
  copy(): MemorySources {
    const copy = new MemorySources();
    for (const [uri, document] of this.#documents) {
      copy.#documents.set(uri, document);
    }
    return copy;
  }

  get documents(): readonly SourceDocument[] {
    return [...this.#documents.values()];
  }

  async read(uri: string): Promise<SourceDocument | undefined> {
    return this.#documents.get(uri);
  }

  async folders(folderUri: string): Promise<readonly string[]> {
    const folder = folderUri.replace(/\/$/, '');
    const inside = new Set<string>();
    for (const uri of this.#documents.keys()) {
      for (let one = parentOf(uri); one !== undefined; one = parentOf(one)) {
        if (parentOf(one)?.replace(/\/$/, '') === folder) {
          inside.add(one);
        }
      }
    }
    return [...inside];
  }

  async list(folderUri: string): Promise<readonly string[]> {
    const folder = folderUri.replace(/\/$/, '');
    return [...this.#documents.keys()].filter(uri => parentOf(uri)?.replace(/\/$/, '') === folder);
  }
}

/** The text after the edits of one document. They are not to overlap, and to come in order. */
export function applyEdits(
  text: string,
  edits: readonly { readonly offset: number; readonly length: number; readonly content: string }[],
): string {
  let result = '';
  let end = 0;
  for (const { offset, length, content } of edits) {
    if (offset < end || offset + length > text.length) {
      throw new Error(`The edit at ${offset} overlaps another or lies outside the text.`);
    }
    result += text.slice(end, offset) + content;
    end = offset + length;
  }
  return result + text.slice(end);
}
