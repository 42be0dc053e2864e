import type { Block, HclFile } from '../../formats/hcl/index.ts';
import type { Part, PartedText } from '../../kept.ts';
import { mayTell } from '../../suppression/index.ts';
import { wasSearched } from './modules/dependencies.ts';

/**
 * A text as its blocks. Undefined where comments may silence something, which do so by where they are, and for JSON,
 * which is read as a whole.
 */
export function partsOf(hcl: HclFile): PartedText | undefined {
  const { syntax, comments, body, text } = hcl;
  if (syntax === 'json' || comments.some(comment => mayTell(comment.text))) {
    return undefined;
  }
  return {
    frame: body.attributes.map(({ range }) => text.slice(range.start, range.end)).join('\n'),
    parts: body.blocks.map(block => new BlockPart(hcl, block)),
  };
}

class BlockPart implements Part {
  readonly #hcl: HclFile;
  readonly #block: Block;

  constructor(hcl: HclFile, block: Block) {
    this.#hcl = hcl;
    this.#block = block;
  }

  get range() {
    return this.#block.range;
  }

  get content(): string {
    return this.#hcl.text.slice(this.range.start, this.range.end);
  }

  get glimpse(): string {
    const { header, closed } = this.#block;
    return `${this.#hcl.text.slice(header.start, header.end)} ${closed}`;
  }

  get isRead(): boolean {
    return this.#block.isRead || wasSearched(this.#hcl);
  }
}
