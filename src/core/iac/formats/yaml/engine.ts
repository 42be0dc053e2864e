/*
 * Texts that a template engine makes into YAML: Jinja, Nunjucks, Go's templates, Handlebars, ERB. They are read as they
 * are; a line that speaks to the engine alone belongs to no value.
 */

/** Whether a text holds what an instruction begins with: most hold none, and then no line is asked. */
export function mayInstruct(text: string): boolean {
  return text.includes('{{') || text.includes('{%') || text.includes('{#') || text.includes('<%');
}

/** Whether a line speaks to the engine alone: `{% if audit %}`, `{{- end }}`, `<% end %>`. */
export function isInstruction(text: string, start: number, end: number): boolean {
  // Few lines start with a brace or an angle: the others are not cut out of the text.
  const first = beginOf(text, start, end);
  const code = text.charCodeAt(first);
  return (code === brace || code === angle) && first < end && instruction.test(text.slice(first, end));
}

/** Where an instruction or a comment of the engine ends that starts on a line and is closed on a later one. */
export function endOfLongInstruction(text: string, start: number, end: number): number | undefined {
  const first = beginOf(text, start, end);
  const code = text.charCodeAt(first);
  const open = code === brace || code === angle ? opener.exec(text.slice(first, end))?.[0] : undefined;
  const close = open && closers[open.replace(/[-~+ \t]/g, '')];
  const found = close ? text.slice(first, first + longest).indexOf(close) : -1;
  return found < 0 || first + found < end ? undefined : first + found;
}

/** Whether the engine puts a part from elsewhere in the place of a line: `{% include "x" %}`, `{{> x }}`. */
export function bringsPart(text: string, start: number, end: number): boolean {
  const first = beginOf(text, start, end);
  return text.charCodeAt(first) === brace && first < end && part.test(text.slice(first, end));
}

/** Whether a line of YAML is there only if the engine decides so: the line above opens a branch. */
export function isInBranch(text: string, offset: number): boolean {
  for (let end = endAbove(text, offset); end !== undefined; end = endAbove(text, end)) {
    const line = text.slice(startOf(text, end), end);
    if (!/^\s*(?:#.*)?$/.test(line)) {
      return branch.test(line);
    }
  }
  return false;
}

function startOf(text: string, offset: number): number {
  let start = offset;
  while (start > 0 && !isBreak(text.charCodeAt(start - 1))) {
    start--;
  }
  return start;
}

/** Where the line above ends; undefined in the first. */
function endAbove(text: string, offset: number): number | undefined {
  const start = startOf(text, offset);
  return start === 0 ? undefined : start - (text.startsWith('\r\n', start - 2) ? 2 : 1);
}

function isBreak(code: number): boolean {
  return code === 10 || code === 13;
}

const brace = 123;
const angle = 60;

const opener = /^(?:\{%|\{#|\{\{[-~]?[ \t]*\/\*|<%(?!=))/;
const closers: Readonly<Record<string, string>> = { '{%': '%}', '{#': '#}', '{{/*': '*/', '<%': '%>' };
const longest = 4000;

const instruction =
  /^(?:\{%.*%\}|\{#.*#\}|\{\{[-~]?[ \t]*(?:[#/^!>]|(?:if|else|end|range|with|define|block|template|include)\b).*\}\}|<%(?!=).*%>)[ \t]*$/;

const part = /^(?:\{%[-+]?[ \t]*include\b|\{\{[-~]?[ \t]*(?:>|(?:block|template|include)\b))/;

const branch =
  /^[ \t]*(?:\{%[-+]?[ \t]*(?:if|elif|else|unless|for)\b|\{\{[-~]?[ \t]*(?:#|\^|(?:if|else|with|range)\b)|<%-?[ \t]*(?:if|elsif|else|unless)\b)/;

function beginOf(text: string, start: number, end: number): number {
  let first = start;
  while (first < end && (text.charCodeAt(first) === 32 || text.charCodeAt(first) === 9)) {
    first++;
  }
  return first;
}
