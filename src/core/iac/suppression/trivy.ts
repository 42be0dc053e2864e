import { isTerraformToScanners } from '../languageTable.ts';
import { coveredByScanners, trivyRuleNames } from '../scannerRules.ts';
import type { Suppression } from '../suppression.ts';
import type { CommentedTrail, CommentLine, Lines } from './commentLines.ts';
import { type SuppressionReader, withReason } from './tool.ts';
import { isWildcardMatch } from './wildcard.ts';

/**
 * Trivy and tfsec, which share their syntax: words `trivy:ignore:ID[attribute=value]:exp:yyyy-mm-dd:ws:workspace` among
 * other words of a comment. A comment counts on the line of the resource, the attribute or the module call; one that is
 * alone also counts for the line below it, and lines of such comments in a row count for the line below the last.
 * (Trivy documentation, "Misconfiguration: Inline ignores".)
 */
export const trivy: SuppressionReader = {
  comments: lines => {
    const ignores = lines.comments.flatMap(comment => {
      const entries = entriesOf(comment);
      return entries.length > 0 ? [{ comment, entries }] : [];
    });
    const below = linesBelow(ignores.map(({ comment }) => comment));
    const covers = ({ line, alone }: CommentLine) =>
      lines.targets.some(target => target === line || (alone && target === below.get(line)));
    return ignores
      .filter(({ comment }) => covers(comment))
      .flatMap(({ comment, entries }) => entries.flatMap(entry => silence(entry, comment, lines)));
  },
};

interface Entry {
  readonly tool: 'trivy' | 'tfsec';
  readonly id: string;
  readonly parameters: readonly (readonly [name: string, value: string])[];
  readonly expires: string | undefined;
  readonly workspace: string | undefined;
  /** What follows it on the line. */
  readonly rest: string;
}

/** For each line that holds an ignore alone, the first line below it that does not. */
function linesBelow(ignores: readonly CommentLine[]): ReadonlyMap<number, number> {
  const below = new Map<number, number>();
  for (const { line, alone } of ignores.toReversed()) {
    if (alone) {
      below.set(line, below.get(line + 1) ?? line + 1);
    }
  }
  return below;
}

function entriesOf(comment: CommentLine): Entry[] {
  const words = comment.text.split(/\s+/);
  return words.flatMap((word, index) => {
    const found = /^[#/*]*(trivy|tfsec):(ignore:.+)$/i.exec(word);
    if (!found?.[2]) {
      return [];
    }
    const tool = found[1]?.toLowerCase() === 'tfsec' ? 'tfsec' : 'trivy';
    const entry = parse(tool, found[2], words.slice(index + 1).join(' '));
    return entry ? [entry] : [];
  });
}

function parse(tool: 'trivy' | 'tfsec', text: string, rest: string): Entry | undefined {
  const sections = new Map<string, string>();
  const parts = text.split(':');
  for (let index = 0; index + 1 < parts.length; index += 2) {
    sections.set((parts[index] ?? '').toLowerCase(), parts[index + 1] ?? '');
  }
  const [, id = '', list = ''] = /^([^[]*)(?:\[(.*?)\]?)?$/.exec(sections.get('ignore') ?? '') ?? [];
  const parameters = list.split(',').flatMap(pair => {
    const [name, value, ...others] = pair.split('=');
    return name && value !== undefined && others.length === 0 ? [[name.trim(), value.trim()] as const] : [];
  });
  return id === ''
    ? undefined
    : { tool, id, parameters, expires: sections.get('exp'), workspace: sections.get('ws'), rest };
}

function silence(entry: Entry, comment: CommentLine, lines: Lines): Suppression[] {
  const forUs =
    trivyRuleNames.some(name => matches(entry.id, name)) &&
    (entry.expires === undefined || isDay(entry.expires)) &&
    // Outside Terraform there are no workspaces; in it, nothing tells that another than the default one is meant.
    (entry.workspace === undefined ||
      !isTerraformToScanners(lines.scope.language) ||
      matches(entry.workspace, 'default')) &&
    entry.parameters.every(([name, value]) => isWritten(lines.scope, name, value));
  if (!forUs) {
    return [];
  }
  const reason = /(?:trivy|tfsec):ignore/i.test(entry.rest) ? undefined : entry.rest;
  return [
    {
      tool: entry.tool,
      range: comment.range,
      codes: coveredByScanners,
      ...withReason(reason),
      ...(entry.expires === undefined ? {} : { expires: entry.expires }),
    },
  ];
}

function isDay(text: string): boolean {
  return /^\d{4}-\d\d-\d\d$/.test(text) && !Number.isNaN(Date.parse(text));
}

function matches(pattern: string, name: string): boolean {
  return isWildcardMatch(pattern, name, 'any-case');
}

/**
 * Whether the declaration gives an attribute this value, as a literal: `[name=audit]` beside `name = "audit"`. Items of a
 * list are counted from its beginning: a path with a negative number leads to none.
 */
function isWritten(scope: CommentedTrail, name: string, value: string): boolean {
  if (/(?:^|\.)-\d/.test(name)) {
    return false;
  }
  const attribute = name.split('.').at(-1) ?? name;
  const text = scope.text.slice(scope.whole.start, scope.whole.end);
  const assignment = /^[ \t]*["']?([\w-]+)["']?\s*[=:]\s*(?:"([^"\n]*)"|'([^'\n]*)'|([^\s#,]+))/gm;
  for (const found of text.matchAll(assignment)) {
    if (found[1] === attribute && (found[2] ?? found[3] ?? found[4]) === value) {
      return true;
    }
  }
  return false;
}
