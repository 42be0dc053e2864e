import type { TextEdit } from '../fix.ts';

/** A replacement in the original text, and its edit. */
export interface ComposedEdit<P> extends TextEdit {
  readonly purposes: readonly P[];
}

/**
 * A text under edits, each of which applies to the result of the ones before it. In the end they are edits of the
 * original text, not overlapping, in the order of their offsets; what one did to another's text is one edit with both.
 */
export class ComposedText<P> {
  readonly #original: string;
  #pieces: readonly Piece<P>[];

  constructor(original: string) {
    this.#original = original;
    this.#pieces = [{ kind: 'kept', start: 0, end: original.length }];
  }

  get text(): string {
    return this.#pieces.map(piece => this.#textOf(piece)).join('');
  }

  /** `edits`: of the text as it is now, in order and not overlapping. */
  apply(edits: readonly TextEdit[], purpose: P): void {
    // From the last to the first, so that the offsets of the others stay right.
    for (const edit of edits.toReversed()) {
      this.#replace(edit, purpose);
    }
  }

  edits(): readonly ComposedEdit<P>[] {
    const edits: ComposedEdit<P>[] = [];
    let offset = 0;
    let written: WrittenPiece<P>[] = [];
    const end: KeptPiece = { kind: 'kept', start: this.#original.length, end: this.#original.length };
    for (const piece of [...this.#pieces, end]) {
      if (piece.kind === 'written') {
        written.push(piece);
        continue;
      }
      const content = written.map(one => one.content).join('');
      const length = piece.start - offset;
      if (content !== this.#original.slice(offset, piece.start)) {
        edits.push({ offset, length, content, purposes: purposesOf(written) });
      }
      offset = piece.end;
      written = [];
    }
    return edits;
  }

  #replace({ offset, length, content }: TextEdit, purpose: P): void {
    const before: Piece<P>[] = [];
    const after: Piece<P>[] = [];
    const replaced: Piece<P>[] = [];
    let start = 0;
    for (const piece of this.#pieces) {
      const end = start + lengthOf(piece);
      const from = clamp(offset - start, end - start);
      const to = clamp(offset + length - start, end - start);
      if (start === end) {
        // Where a text was deleted.
        (start <= offset ? before : start < offset + length ? replaced : after).push(piece);
      }
      before.push(...part(piece, 0, from));
      replaced.push(...part(piece, from, to));
      after.push(...part(piece, to, end - start));
      start = end;
    }
    const former = purposesOf(replaced.filter(piece => piece.kind === 'written'));
    const written: WrittenPiece<P> = {
      kind: 'written',
      content,
      purposes: [...former.filter(one => one !== purpose), purpose],
    };
    this.#pieces = [...before, written, ...after];
  }

  #textOf(piece: Piece<P>): string {
    return piece.kind === 'written' ? piece.content : this.#original.slice(piece.start, piece.end);
  }
}

type Piece<P> = KeptPiece | WrittenPiece<P>;

/** A part of the original text. */
interface KeptPiece {
  readonly kind: 'kept';
  readonly start: number;
  readonly end: number;
}

/** What is between two kept parts instead of the old text. */
interface WrittenPiece<P> {
  readonly kind: 'written';
  readonly content: string;
  readonly purposes: readonly P[];
}

function lengthOf(piece: Piece<unknown>): number {
  return piece.kind === 'written' ? piece.content.length : piece.end - piece.start;
}

/** What of a piece is between two offsets in it. */
function part<P>(piece: Piece<P>, from: number, to: number): readonly Piece<P>[] {
  if (from >= to) {
    return [];
  }
  return piece.kind === 'kept'
    ? [{ kind: 'kept', start: piece.start + from, end: piece.start + to }]
    : [{ ...piece, content: piece.content.slice(from, to) }];
}

function purposesOf<P>(pieces: readonly WrittenPiece<P>[]): readonly P[] {
  return [...new Set(pieces.flatMap(({ purposes }) => purposes))];
}

function clamp(value: number, highest: number): number {
  return Math.min(Math.max(value, 0), highest);
}
