import type * as vscode from 'vscode';
import type { Wizard } from '../../core/wizard/index.ts';
import type { TrailsInCode } from '../documents/index.ts';
import type { TrailsView } from '../trailsView.ts';

/** What tools work with. None of them changes anything: not a file, not an account. */
export interface ToolContext {
  readonly view: TrailsView;
  readonly code: TrailsInCode;
  /** Plans, and no more: what the wizard can do besides is not handed over. */
  readonly wizard: () => Promise<Pick<Wizard, 'planAsText'>>;
  /** The folder of the pages about findings. */
  readonly pages: vscode.Uri;
}

/** A tool for language models. Its input comes from a model, and may be anything. */
export interface Tool {
  /** The answer, as text or as what is printed as JSON. */
  answer(
    context: ToolContext,
    input: Readonly<Record<string, unknown>>,
    token: vscode.CancellationToken,
  ): Promise<string | object>;
}

/** The text of an input; undefined where it is none. */
export function textOf(value: unknown): string | undefined {
  return typeof value === 'string' && value.trim() !== '' ? value.trim().slice(0, 2048) : undefined;
}
