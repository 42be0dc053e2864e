import * as vscode from 'vscode';
import { section, settings } from './contributions.ts';

/** The settings as they are now, read when they are needed. */
export interface Settings {
  /** Regions to read; empty = all that the account may use. */
  readonly regions: readonly string[];
  readonly concurrency: number;
}

export function readSettings(): Settings {
  const configuration = vscode.workspace.getConfiguration(section);
  return {
    regions: strings(configuration.get(settings.regions)),
    concurrency: wholeNumber(configuration.get(settings.concurrency), 1, 100, 20),
  };
}

/** Settings are written by hand: what has the wrong shape counts as not set. */
export function strings(value: unknown): readonly string[] {
  return Array.isArray(value) ? value.filter(item => typeof item === 'string' && item !== '') : [];
}

function wholeNumber(value: unknown, least: number, most: number, otherwise: number): number {
  return typeof value === 'number' && Number.isFinite(value)
    ? Math.min(Math.max(Math.round(value), least), most)
    : otherwise;
}
