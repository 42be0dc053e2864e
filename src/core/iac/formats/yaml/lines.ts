/** The lines of a text as YAML sees them: where each begins and ends, and how deep it is indented. */
export class YamlLines {
  readonly text: string;
  readonly #starts: number[] = [];
  readonly #ends: number[] = [];
  readonly #indents: number[] = [];

  constructor(text: string) {
    this.text = text;
    let start = text.charCodeAt(0) === 0xfeff ? 1 : 0;
    while (start <= text.length) {
      let end = start;
      while (end < text.length && text.charCodeAt(end) !== 10 && text.charCodeAt(end) !== 13) {
        end++;
      }
      this.#push(start, end);
      if (end >= text.length) {
        break;
      }
      start = text.charCodeAt(end) === 13 && text.charCodeAt(end + 1) === 10 ? end + 2 : end + 1;
    }
  }

  get count(): number {
    return this.#starts.length;
  }

  /** Behind the last line: the end of the text. */
  start(line: number): number {
    return this.#starts[line] ?? this.text.length;
  }

  /** Without the line break. */
  end(line: number): number {
    return this.#ends[line] ?? this.text.length;
  }

  /**
   * Blanks before the first character; -1 for an empty line, -2 for a line that holds a comment only, or an
   * instruction to the engine that makes the text: such a line may be indented in any way.
   */
  indent(line: number): number {
    return this.#indents[line] ?? -1;
  }

  /** Whether a line speaks to Jinja, Nunjucks, Go's templates or Handlebars alone: `{% if audit %}`, `{{- end }}`. */
  isInstruction(line: number): boolean {
    return isInstruction(this.text, this.start(line), this.end(line));
  }

  content(line: number): string {
    return this.text.slice(this.start(line) + Math.max(this.indent(line), 0), this.end(line));
  }

  #push(start: number, end: number): void {
    let first = start;
    while (first < end && isBlank(this.text.charCodeAt(first))) {
      first++;
    }
    this.#starts.push(start);
    this.#ends.push(end);
    const outside =
      this.text.charCodeAt(first) === 35 || (first < end && isInstruction(this.text, first, end));
    this.#indents.push(first === end ? -1 : outside ? -2 : first - start);
  }
}

const instruction =
  /^[ \t]*(?:\{%.*%\}|\{#.*#\}|\{\{[-~]?[ \t]*(?:[#/^!]|(?:if|else|end|range|with|define|block|template|include)\b).*\}\})[ \t]*$/;

function isInstruction(text: string, start: number, end: number): boolean {
  // Few lines begin with a brace: the others are not cut out of the text.
  let first = start;
  while (isBlank(text.charCodeAt(first))) {
    first++;
  }
  return text.charCodeAt(first) === 123 && first < end && instruction.test(text.slice(first, end));
}

function isBlank(code: number): boolean {
  return code === 32 || code === 9;
}
