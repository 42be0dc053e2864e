/** The text of a shared AWS file, section by section. */
export interface IniFile {
  readonly sections: readonly IniSection[];
  readonly faults: readonly IniFault[];
}

export interface IniSection {
  /** What stands between the brackets, trimmed. */
  readonly header: string;
  /** Counted from zero. */
  readonly line: number;
  /** A nested setting has the name of the one it belongs to in front: `s3.endpoint_url`. */
  readonly settings: ReadonlyMap<string, string>;
}

export interface IniFault {
  readonly line: number;
  readonly detail: string;
}

/**
 * Reads a shared AWS file the way the AWS SDK for JavaScript does, and remembers what that one forgets: the order and
 * the line of each section, and the lines that mean nothing. Never throws.
 */
export function parseIni(text: string): IniFile {
  const sections: MutableSection[] = [];
  const faults: IniFault[] = [];
  let section: MutableSection | undefined;
  let outer: string | undefined;
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
      section = undefined;
      headerBroken = !content.endsWith(']') || content.slice(1, -1).trim() === '';
      if (headerBroken) {
        faults.push({ line, detail: 'This line begins a section but is not a whole [section] header.' });
      } else {
        section = { header: content.slice(1, -1).trim(), line, settings: new Map() };
        sections.push(section);
      }
      continue;
    }
    const equals = content.indexOf('=');
    const indented = raw.startsWith(' ') || raw.startsWith('\t');
    if (equals < 1) {
      // An indented line without a name continues the value above it; no tool gives that a meaning here.
      if (!indented) {
        faults.push({ line, detail: 'This line is neither a [section] nor a setting (name = value).' });
      }
      continue;
    }
    if (!section) {
      if (!headerBroken) {
        faults.push({ line, detail: 'This setting stands before the first [section].' });
      }
      continue;
    }
    const name = content.slice(0, equals).trim();
    const value = content.slice(equals + 1).trim();
    if (!indented) {
      outer = undefined;
    }
    if (value === '') {
      outer = name;
    } else {
      section.settings.set(outer ? `${outer}.${name}` : name, value);
    }
  }
  return { sections, faults };
}

interface MutableSection extends IniSection {
  readonly settings: Map<string, string>;
}

function linesOf(text: string): readonly string[] {
  const whole = text.startsWith('\uFEFF') ? text.slice(1) : text;
  return whole.includes('\r') ? whole.split(/\r\n|\n|\r/) : whole.split('\n');
}

/** `#` and `;` begin a comment at the start of a line and after white space. */
function withoutComment(line: string): string {
  if (!line.includes('#') && !line.includes(';')) {
    return line;
  }
  const start = line.search(/(?:^|\s)[;#]/);
  return start < 0 ? line : line.slice(0, start);
}
