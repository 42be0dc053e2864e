import { styleText } from 'node:util';
import { visible, visibleLines } from '../core/base/show.ts';
import type { Analyzer } from '../core/iac/analysis/analyze.ts';
import { fixAll, type LeftReason } from '../core/iac/analysis/fixAll.ts';
import { defaultKeyOf, nothingConfigured } from '../core/iac/configuration/configuration.ts';
import type { Finding } from '../core/iac/finding.ts';
import { textAfter } from '../core/iac/fix.ts';
import { unifiedDifference } from '../core/iac/fixes/difference.ts';
import type { Sources } from '../core/iac/sources/sources.ts';
import { knownValue } from '../core/trail/fact.ts';
import { fixTitle } from '../core/wording/fixes.ts';
import { inEnglish } from '../core/wording/message.ts';
import { pathOf } from '../files/fileSources.ts';
import { replaceFile } from '../files/replaceFile.ts';
import { repositoryOf } from '../files/repository.ts';
import { shownPath } from './lines.ts';
import { newFindings, type Report } from './report.ts';
import { type Scopes, scopeOf } from './scopes.ts';

/** The changes of the preferred fixes of a report's findings. */
export interface Fixing {
  readonly files: readonly FixedFile[];
  /** What each fix does, a line each. */
  readonly done: readonly string[];
  /** What could not be read to its end, a line each. */
  readonly failures: readonly string[];
}

export interface FixedFile {
  readonly path: string;
  readonly before: string;
  readonly after: string;
  readonly difference: string;
}

export interface FixOptions {
  readonly analyzer: Analyzer;
  readonly sources: Sources;
  readonly scopes: Scopes;
  readonly signal: AbortSignal;
}

/** Applies in memory the preferred fixes of what is reported and not known, one after another. */
export async function fixesOf(report: Report, options: FixOptions): Promise<Fixing> {
  const { analyzer, sources, scopes, signal } = options;
  const { folder } = report;
  const wanted = new Set(newFindings(report).map(({ finding }) => idOf(finding)));
  const uris = [...new Set(newFindings(report).map(({ finding }) => finding.declaration.uri))];
  const { documents, fixed, left } = await fixAll({
    uris,
    analyzer,
    sources,
    reported: (_, assessments) =>
      assessments.flatMap(({ findings }) => findings).filter(finding => wanted.has(idOf(finding))),
    contextFor: ({ declaration: { uri, language, facts } }) => {
      const configuration = scopeOf(scopes, uri)?.configuration ?? nothingConfigured;
      const keyArn = defaultKeyOf(configuration, language, knownValue(facts.account));
      return keyArn === undefined ? {} : { keyArn };
    },
    signal,
  });
  const files: FixedFile[] = [];
  for (const { before, edits } of documents) {
    const after = textAfter(before.text, edits);
    if (after !== undefined) {
      const path = pathOf(before.uri) ?? before.uri;
      const difference = unifiedDifference(shownPath(path, folder), before.text, edits);
      files.push({ path, before: before.text, after, difference });
    }
  }
  return {
    files,
    done: fixed.map(({ finding: { declaration, code }, fix }) => {
      const place = `${shownPath(pathOf(declaration.uri) ?? declaration.uri, folder)}: ${declaration.resource}`;
      return visible(`${place}: ${inEnglish(fixTitle(fix.action))} (${code})`);
    }),
    failures: left
      .flatMap(({ uri, reason }) => {
        const why = lost[reason];
        return why === undefined ? [] : [`${shownPath(pathOf(uri) ?? uri, folder)}: no fixes: ${why}`];
      })
      .filter((line, index, all) => all.indexOf(line) === index)
      .map(visible),
  };
}

/** Why fixes may be missing that there are. */
const lost: Readonly<Partial<Record<LeftReason, string>>> = {
  unread: 'could not be read to its end',
  'given-up': 'none that hold together were found in so many attempts',
};

/** Writes the files; those that had to be left as they are, a line each. */
export function writeFixes({ files }: Fixing, scopes: Scopes, folder: string): readonly string[] {
  const within = scopes.all.map(({ path }) => repositoryOf(path) ?? path);
  return files.flatMap(({ path, before, after }) => {
    const why = replaceFile(path, before, after, [folder, ...within]);
    return why === undefined ? [] : [visible(`${shownPath(path, folder)}: not changed: ${why}`)];
  });
}

/**
 * The difference as it is printed: byte for byte for a program that reads it, and for a person's terminal without anything
 * that it would obey.
 */
export function printedDifference({ files }: Fixing, isTerminal: boolean, color: boolean): string {
  const text = files.map(({ difference }) => difference).join('');
  if (!isTerminal) {
    return text;
  }
  const paint = (line: string) => {
    const style = /^(?:---|\+\+\+) /.test(line) ? 'bold' : styles[line[0] ?? ''];
    return color && style ? styleText(style, line, { validateStream: false }) : line;
  };
  return visibleLines(text).split('\n').map(paint).join('\n');
}

const styles: Readonly<Record<string, 'green' | 'red' | 'cyan'>> = { '+': 'green', '-': 'red', '@': 'cyan' };

function idOf({ code, declaration: { uri, resource } }: Finding): string {
  return JSON.stringify([uri, resource, code]);
}
