/** The text of a shared AWS file, section by section. */
export interface IniFile {
  readonly sections: readonly IniSection[];
  readonly faults: readonly IniFault[];
}

export interface IniSection {
  /** What is between the brackets, spaces included: they count, as in `[ default ]`, which no tool reads. */
  readonly header: string;
  /** Counted from zero. */
  readonly line: number;
  /** A nested setting has the name of the one it belongs to in front: `s3.endpoint_url`. */
  readonly settings: ReadonlyMap<string, string>;
  /** The line of each setting, counted from zero. */
  readonly lines: ReadonlyMap<string, number>;
}

export interface IniFault {
  readonly line: number;
  readonly kind: 'line-unknown' | 'header-broken' | 'setting-before-section';
}

/**
 * Reads a shared AWS file the way the AWS SDK for JavaScript does, and remembers what that one forgets: the order and
 * the lines of sections and settings, and the lines that mean nothing. Two things are as in botocore, whose AWS CLI
 * writes these files: a header may hold ` #` within quotation marks, and a nested setting is indented deeper than the
 * one it belongs to. Never throws; takes one pass.
 */
export function parseIni(text: string): IniFile {
  const sections: MutableSection[] = [];
  const faults: IniFault[] = [];
  let section: MutableSection | undefined;
  let outer: Outer | undefined;
  let headerBroken = false;
  let line = -1;
  for (const raw of linesOf(text)) {
    line += 1;
    const content = withoutComment(raw).trim();
    if (content === '') {
      continue;
    }
    if (content.startsWith('[')) {
      outer = undefined;
      const header = headerOf(content, raw);
      headerBroken = header === undefined;
      if (header === undefined) {
        section = undefined;
        faults.push({ line, kind: 'header-broken' });
      } else {
        section = { header, line, settings: new Map(), lines: new Map() };
        sections.push(section);
      }
      continue;
    }
    const equals = content.indexOf('=');
    const indent = raw.search(/[^ \t]/);
    if (equals < 1) {
      // An indented line without a name continues the value above it; no tool gives that a meaning here.
      if (indent === 0) {
        faults.push({ line, kind: 'line-unknown' });
      }
      continue;
    }
    if (!section) {
      if (!headerBroken) {
        faults.push({ line, kind: 'setting-before-section' });
      }
      continue;
    }
    const name = content.slice(0, equals).trim();
    const value = content.slice(equals + 1).trim();
    if (outer && indent <= outer.indent) {
      outer = undefined;
    }
    if (value === '') {
      outer = { name, indent };
    } else {
      const path = outer ? `${outer.name}.${name}` : name;
      section.settings.set(path, value);
      section.lines.set(path, line);
    }
  }
  return { sections, faults };
}

interface MutableSection extends IniSection {
  readonly settings: Map<string, string>;
  readonly lines: Map<string, number>;
}

/** A setting without a value, under which others are nested. */
interface Outer {
  readonly name: string;
  readonly indent: number;
}

function linesOf(text: string): readonly string[] {
  const whole = text.startsWith('\uFEFF') ? text.slice(1) : text;
  return whole.includes('\r') ? whole.split(/\r\n|\n|\r/) : whole.split('\n');
}

/** The text between the brackets. If something follows them, or a comment starts within them, up to the last bracket. */
function headerOf(content: string, raw: string): string | undefined {
  const whole = content.endsWith(']') ? content : raw.trim();
  const header = whole.slice(1, Math.max(1, whole.lastIndexOf(']')));
  return header.trim() === '' ? undefined : header;
}

/** `#` and `;` start a comment at the start of a line and after white space. */
function withoutComment(line: string): string {
  if (!line.includes('#') && !line.includes(';')) {
    return line;
  }
  const start = line.search(/(?:^|\s)[;#]/);
  return start < 0 ? line : line.slice(0, start);
}
