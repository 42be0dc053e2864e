import { hash, isBlank, isNameStart, lineFeed, nameEnd, slash, star } from './characters.ts';
import { startsAttribute } from './header.ts';
import { commentAt } from './skip.ts';

/** A place in a text that moves forward over marks and names, and over the spaces and comments between them. */
export class Scanner {
  protected readonly text: string;
  protected readonly limit: number;
  protected position: number;
  /** Brackets that are open: inside them line ends mean nothing. */
  protected brackets: number;

  constructor(text: string, start: number, limit: number, brackets: number) {
    this.text = text;
    this.position = start;
    this.limit = limit;
    this.brackets = brackets;
  }

  get offset(): number {
    return this.position;
  }

  /** Blanks and comments, and line ends where they mean nothing. */
  skipSpace(): void {
    while (this.position < this.limit) {
      const code = this.text.charCodeAt(this.position);
      if (isBlank(code) || (code === lineFeed && this.brackets > 0)) {
        this.position++;
        continue;
      }
      if (code !== hash && code !== slash) {
        return;
      }
      const comment = commentAt(this.text, this.position, this.limit);
      if (!comment || (this.brackets === 0 && this.text.charCodeAt(this.position + 1) !== star)) {
        return;
      }
      this.position = comment.range.end;
    }
  }

  /** Steps over this text where it comes next. */
  take(expected: string): boolean {
    this.skipSpace();
    return this.takeHere(expected);
  }

  name(): string | undefined {
    this.skipSpace();
    if (this.position >= this.limit || !isNameStart(this.code())) {
      return undefined;
    }
    const end = nameEnd(this.text, this.position, this.limit);
    const name = this.text.slice(this.position, end);
    this.position = end;
    return name;
  }

  /** Steps over this word, unless it is the name of an attribute. */
  protected takeWord(word: string): boolean {
    this.skipSpace();
    const end = nameEnd(this.text, this.position, this.limit);
    if (
      this.text.slice(this.position, end) !== word ||
      startsAttribute(this.text, this.position, this.limit)
    ) {
      return false;
    }
    this.position = end;
    return true;
  }

  /** Steps over this text where it is right here. */
  protected takeHere(expected: string): boolean {
    if (!this.text.startsWith(expected, this.position) || this.position + expected.length > this.limit) {
      return false;
    }
    this.position += expected.length;
    return true;
  }

  protected code(): number {
    return this.text.charCodeAt(this.position);
  }
}
