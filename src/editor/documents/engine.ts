import * as vscode from 'vscode';
import type { Analyzer } from '../../core/iac/index.ts';

/** What the bundle of the engine gives. It is loaded for the first text that may concern trails, and not before. */
export type EngineModule = Pick<
  typeof import('../../core/iac/index.ts'),
  'createAnalyzer' | 'createLanguages' | 'isEquivalentRule' | 'gitIgnore'
>;

export interface Engine {
  readonly analyzer: Analyzer;
  readonly isEquivalentRule: EngineModule['isEquivalentRule'];
  readonly gitIgnore: EngineModule['gitIgnore'];
}

/** The one engine of the window. Its languages keep what they parsed, so everybody shares it. */
export function lazyEngine(load: () => Promise<EngineModule>): () => Promise<Engine> {
  let engine: Promise<Engine> | undefined;
  return () => {
    engine ??= load().then(({ createAnalyzer, createLanguages, isEquivalentRule, gitIgnore }) => ({
      analyzer: createAnalyzer({ languages: createLanguages(), now: Date.now, rootOf: workspaceFolderOf }),
      isEquivalentRule,
      gitIgnore,
    }));
    return engine;
  };
}

function workspaceFolderOf(uri: string): string | undefined {
  return vscode.workspace.getWorkspaceFolder(vscode.Uri.parse(uri))?.uri.toString();
}
