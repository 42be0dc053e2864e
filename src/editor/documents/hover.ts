import * as vscode from 'vscode';
import { escapeMarkdown } from '../../core/base/markdown.ts';
import { shownName } from '../../core/iac/declaration.ts';
import type { Assessment, Finding } from '../../core/iac/finding.ts';
import { complianceReferences } from '../../core/wording/compliance.ts';
import { accepted, judgedWith, keyDetails, unknownKey } from '../../core/wording/declarationDetails.ts';
import { declaredStateLabel } from '../../core/wording/declarations.ts';
import { findingMessage } from '../../core/wording/findings.ts';
import type { Message } from '../../core/wording/message.ts';
import { pageOfFinding } from '../../core/wording/rules.ts';
import { appearanceOf } from '../../core/wording/trails.ts';
import { say } from '../say.ts';
import { iconOf } from '../tree/trailNode.ts';
import { liveInMarkdown } from './liveState.ts';
import type { Pairs, TrailPair } from './pairs.ts';
import { type Reading, rangeIn } from './reading.ts';
import type { Readings } from './readings.ts';
import { reportedFindings } from './reported.ts';
import type { CodeSettings } from './settings.ts';

/** On the header of a declared trail and on the attribute of its key: state, why, key, references, links. */
export class TrailHover implements vscode.HoverProvider {
  readonly #readings: Readings;
  readonly #pairs: Pairs;
  readonly #settings: CodeSettings;

  constructor(readings: Readings, pairs: Pairs, settings: CodeSettings) {
    this.#readings = readings;
    this.#pairs = pairs;
    this.#settings = settings;
  }

  provideHover(document: vscode.TextDocument, position: vscode.Position): vscode.Hover | undefined {
    const reading = this.#readings.get(document.uri);
    if (!reading || reading.version !== document.version) {
      return undefined;
    }
    const found = reading.assessments.flatMap(assessment => {
      const range = hotRanges(reading, assessment).find(one => one.contains(position));
      return range ? [{ assessment, range }] : [];
    });
    const [first] = found;
    return (
      first &&
      new vscode.Hover(
        textOf(
          found.map(({ assessment }) => assessment),
          new Set(reportedFindings(reading, this.#settings).map(({ finding }) => finding)),
          this.#pairs,
        ),
        first.range,
      )
    );
  }
}

function hotRanges(reading: Reading, { declaration }: Assessment): vscode.Range[] {
  const { header, keyAttribute, uri } = declaration;
  return [keyAttribute, header].flatMap(range => (range ? [rangeIn(reading, uri, range)] : []));
}

/** A module call can create several trails: each has its part, and the references are written once. */
function textOf(
  assessments: readonly Assessment[],
  reported: ReadonlySet<Finding>,
  pairs: Pairs,
): vscode.MarkdownString[] {
  const lives = new Map(
    assessments.flatMap(one => pairs.ofDeclared(one)).map(pair => [pair.live.trail.arn, pair]),
  );
  return [
    ...assessments.map(assessment => partOf(assessment, reported)),
    ...[...lives.values()].slice(0, mostLives).map(livePart),
    references(),
  ];
}

/** Limit of trails in AWS in a hover. */
const mostLives = 5;

function livePart(pair: TrailPair): vscode.MarkdownString {
  return new vscode.MarkdownString(liveInMarkdown(pair), true);
}

/** What is reported as a problem, VS Code itself shows in the same hover: it is not said twice. */
function partOf(assessment: Assessment, reported: ReadonlySet<Finding>): vscode.MarkdownString {
  const { declaration, findings, suppressed, verdict } = assessment;
  const name = shownName(declaration) ?? declaration.resource;
  const icon = iconOf(appearanceOf(verdict)).id;
  const key = declaration.facts.key.kind === 'known' ? keyDetails(declaration.facts.key.value) : [];
  const unknown = unknownKey(assessment);
  const inputs = judgedWith(assessment);
  const paragraphs = [
    `$(${icon}) **${escapeMarkdown(name)}** — ${words(declaredStateLabel(assessment))}`,
    key.map(words).join(' · '),
    ...findings.filter(one => !reported.has(one)).map(one => told(words(findingMessage(one)), one.code)),
    ...suppressed.map(({ finding, by }) => told(words(accepted(by)), finding.code)),
    unknown ? words(unknown) : '',
    inputs ? words(inputs) : '',
  ];
  return new vscode.MarkdownString(paragraphs.filter(one => one !== '').join('\n\n'), true);
}

function told(sentence: string, code: string): string {
  return `${sentence} [${code}](${pageOfFinding(code)})`;
}

function references(): vscode.MarkdownString {
  const rows = complianceReferences.map(
    ([scheme, reference]) => `_${escapeMarkdown(scheme)}_ ${escapeMarkdown(reference)}`,
  );
  const title = vscode.l10n.t('Required by:');
  const link = vscode.l10n.t('AWS: encrypting CloudTrail log files with KMS keys');
  return new vscode.MarkdownString(
    `${escapeMarkdown(title)} ${rows.join(' · ')}\n\n[${escapeMarkdown(link)}](${guide})`,
  );
}

function words(message: Message): string {
  return escapeMarkdown(say(message));
}

const guide =
  'https://docs.aws.amazon.com/awscloudtrail/latest/userguide/encrypting-cloudtrail-log-files-with-aws-kms.html';
