import * as vscode from 'vscode';
import type { Assessment } from '../../core/iac/finding.ts';
import { knownValue } from '../../core/trail/fact.ts';
import { complianceReferences } from '../../core/wording/compliance.ts';
import { accepted, keyDetails, unknownKey } from '../../core/wording/declarationDetails.ts';
import { declaredStateLabel } from '../../core/wording/declarations.ts';
import { findingMessage } from '../../core/wording/findings.ts';
import { appearanceOf } from '../../core/wording/trails.ts';
import { pageOfFinding } from '../contributions.ts';
import { say } from '../say.ts';
import { iconOf } from '../tree/trailNode.ts';
import { type Reading, rangeIn } from './reading.ts';
import type { Readings } from './readings.ts';

/** On the header of a declared trail and on the attribute of its key: state, why, key, references, links. */
export class TrailHover implements vscode.HoverProvider {
  readonly #readings: Readings;

  constructor(readings: Readings) {
    this.#readings = readings;
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
    return first && new vscode.Hover(textOf(found.map(({ assessment }) => assessment)), first.range);
  }
}

function hotRanges(reading: Reading, { declaration }: Assessment): vscode.Range[] {
  const { header, keyAttribute, uri } = declaration;
  return [keyAttribute, header].flatMap(range => (range ? [rangeIn(reading, uri, range)] : []));
}

/** A module call can make several trails: each has its part, and the references stand once. */
function textOf(assessments: readonly Assessment[]): vscode.MarkdownString[] {
  return [...assessments.map(stateOf), references()];
}

function stateOf(assessment: Assessment): vscode.MarkdownString {
  const { declaration, findings, suppressed, verdict } = assessment;
  const text = new vscode.MarkdownString(undefined, true);
  const name = knownValue(declaration.name);
  text.appendMarkdown(`$(${iconOf(appearanceOf(verdict)).id}) **`);
  text.appendText(name ?? declaration.resource);
  text.appendMarkdown('** — ');
  text.appendText(say(declaredStateLabel(assessment)));
  const key = declaration.facts.key.kind === 'known' ? keyDetails(declaration.facts.key.value) : [];
  if (key.length > 0) {
    text.appendMarkdown('\n\n');
    text.appendText(key.map(say).join(' · '));
  }
  const lines = [
    ...findings.map(finding => ({ words: say(findingMessage(finding)), code: finding.code })),
    ...suppressed.map(({ finding, by }) => ({ words: say(accepted(by)), code: finding.code })),
  ];
  for (const { words, code } of lines) {
    text.appendMarkdown('\n\n');
    text.appendText(words);
    text.appendMarkdown(` [${code}](${pageOfFinding(code)})`);
  }
  const unknown = unknownKey(assessment);
  if (unknown) {
    text.appendMarkdown('\n\n');
    text.appendText(say(unknown));
  }
  return text;
}

function references(): vscode.MarkdownString {
  const text = new vscode.MarkdownString();
  const rows = complianceReferences.map(([scheme, reference]) => `${scheme}: ${reference}`);
  text.appendText(vscode.l10n.t('A KMS key on every trail is asked for by'));
  text.appendMarkdown(`\n${rows.map(row => `\n- ${row}`).join('')}\n\n`);
  text.appendMarkdown(`[${vscode.l10n.t('AWS: encrypting CloudTrail log files with KMS keys')}](${guide})`);
  return text;
}

const guide =
  'https://docs.aws.amazon.com/awscloudtrail/latest/userguide/encrypting-cloudtrail-log-files-with-aws-kms.html';
