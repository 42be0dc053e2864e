import * as vscode from 'vscode';
import type { Severity } from '../../core/iac/finding.ts';
import { type FindingCode, findingCodes } from '../../core/iac/findingCode.ts';
import { type LanguageId, languageTable } from '../../core/iac/languageTable.ts';
import { readKmsArn } from '../../core/trail/arn.ts';
import { section, settings } from '../contributions.ts';

/** The settings about infrastructure code, as they are now for one file. */
export interface CodeSettings {
  readonly enabled: boolean;
  /** Only what is set; the rest keeps its default. */
  readonly severity: Readonly<Partial<Record<FindingCode, Severity | 'off'>>>;
  /** Globs relative to the workspace folder. */
  readonly exclude: readonly string[];
  readonly codeLens: boolean;
  /** The configured key for a trail of this language, and of this account where it is known. */
  defaultKey(language: LanguageId, account?: string): string | undefined;
}

export function readCodeSettings(scope: vscode.Uri | undefined): CodeSettings {
  const configuration = vscode.workspace.getConfiguration(section, scope);
  const keys = objectOf(configuration.get(settings.defaultKey));
  const exclude = configuration.get(settings.diagnosticsExclude);
  return {
    enabled: configuration.get(settings.diagnosticsEnabled) !== false,
    severity: severities(objectOf(configuration.get(settings.diagnosticsSeverity))),
    exclude: Array.isArray(exclude) ? exclude.filter(item => typeof item === 'string') : [],
    codeLens: configuration.get(settings.codeLensEnabled) === true,
    defaultKey: (language, account) => {
      const family = keys[languageTable[language].defaultKey];
      return keyArn(account === undefined ? undefined : keys[account]) ?? keyArn(family);
    },
  };
}

export function scansOnOpen(): boolean {
  return vscode.workspace.getConfiguration(section).get(settings.scanOnOpen) === true;
}

/** Settings are written by hand: what has the wrong shape counts as not set. */
function severities(written: Readonly<Record<string, unknown>>): CodeSettings['severity'] {
  return Object.fromEntries(
    findingCodes.flatMap(code => {
      const level = levels.find(one => one === written[code]);
      return level ? [[code, level]] : [];
    }),
  );
}

const levels = ['error', 'warning', 'information', 'hint', 'off'] as const;

function keyArn(value: unknown): string | undefined {
  return typeof value === 'string' && readKmsArn(value) ? value : undefined;
}

function objectOf(value: unknown): Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null ? { ...value } : {};
}
