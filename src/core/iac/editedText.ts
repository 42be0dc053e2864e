import type { TextEdit } from './fix.ts';
import type { SourceDocument } from './sources.ts';

/** The text after edits in order; undefined where two overlap or one lies outside. */
export function applied(text: string, edits: readonly TextEdit[]): string | undefined {
  let result = '';
  let end = 0;
  for (const { offset, length, content } of edits) {
    if (offset < end || offset + length > text.length) {
      return undefined;
    }
    result += text.slice(end, offset) + content;
    end = offset + length;
  }
  return result + text.slice(end);
}

/** A stretch of the original text, or a text that is new. */
type Piece = { readonly start: number; readonly end: number } | { readonly content: string };

/** A text that is edited several times, each time as it is by then, and what that comes to against its original. */
export class EditedText {
  readonly original: SourceDocument;
  /** As it is now: the same object until the next edit. */
  document: SourceDocument;
  #pieces: readonly Piece[];

  constructor(original: SourceDocument) {
    this.original = original;
    this.document = original;
    this.#pieces = [{ start: 0, end: original.text.length }];
  }

  /** False, and nothing is done, where the edits do not fit the text as it is now. */
  apply(edits: readonly TextEdit[]): boolean {
    const text = applied(this.document.text, edits);
    if (text === undefined) {
      return false;
    }
    const cursor = new Cursor(this.#pieces);
    const pieces: Piece[] = [];
    for (const { offset, length, content } of edits) {
      pieces.push(...cursor.takeTo(offset), { content });
      cursor.takeTo(offset + length);
    }
    this.#pieces = [...pieces, ...cursor.takeTo(this.document.text.length)];
    this.document = { uri: this.original.uri, text };
    return true;
  }

  /** One list of edits of the original text that makes the present one. */
  edits(): readonly TextEdit[] {
    const edits: TextEdit[] = [];
    let kept = 0;
    let content = '';
    for (const piece of [...this.#pieces, { start: this.original.text.length, end: Infinity }]) {
      if ('content' in piece) {
        content += piece.content;
      } else {
        if (piece.start > kept || content !== '') {
          edits.push({ offset: kept, length: piece.start - kept, content });
        }
        content = '';
        kept = piece.end;
      }
    }
    return edits;
  }
}

/** Goes through pieces once, from their beginning. */
class Cursor {
  readonly #pieces: readonly Piece[];
  #index = 0;
  /** How much of the piece at the index was taken. */
  #taken = 0;
  #at = 0;

  constructor(pieces: readonly Piece[]) {
    this.#pieces = pieces;
  }

  /** What lies between the last place and this one. */
  takeTo(offset: number): readonly Piece[] {
    const result: Piece[] = [];
    for (let piece = this.#pieces[this.#index]; piece && this.#at < offset; ) {
      const length = lengthOf(piece);
      const end = Math.min(length, this.#taken + offset - this.#at);
      result.push(part(piece, this.#taken, end));
      this.#at += end - this.#taken;
      this.#taken = end;
      if (end === length) {
        this.#taken = 0;
        piece = this.#pieces[++this.#index];
      }
    }
    return result;
  }
}

function lengthOf(piece: Piece): number {
  return 'content' in piece ? piece.content.length : piece.end - piece.start;
}

function part(piece: Piece, from: number, to: number): Piece {
  return 'content' in piece
    ? { content: piece.content.slice(from, to) }
    : { start: piece.start + from, end: piece.start + to };
}
