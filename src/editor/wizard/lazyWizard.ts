import * as vscode from 'vscode';
import type { Wizard } from '../../core/wizard/index.ts';
import { message } from '../../core/wording/message.ts';
import type { WantedKey } from '../documents/index.ts';
import { tellFailures } from '../failures.ts';
import { LiveTrailActions } from './liveTrailActions.ts';
import type { WizardHost } from './openWizard.ts';

export interface LazyWizard extends vscode.Disposable {
  /** Creates the wizard on first use. */
  readonly open: () => Promise<Wizard>;
  /** Reports what an earlier window left unfinished. */
  readonly resume: () => Promise<void>;
  /** For an action in the editor that wants the ARN of a key. */
  readonly pickKeyArn: (wanted: WantedKey) => Promise<string | undefined>;
}

/** The wizard, created on first use. */
export function lazyWizard(host: WizardHost): LazyWizard {
  let opening: Promise<Wizard> | undefined;
  let following: vscode.Disposable | undefined;
  const open = () => {
    opening ??= import('./openWizard.ts').then(({ openWizard, followJournal }) => {
      const wizard = openWizard(host);
      following = followJournal(wizard, host);
      return wizard;
    });
    return opening;
  };
  const resume = () => tellFailures(host.log, async () => (await open()).resume());
  const listening = vscode.Disposable.from(
    vscode.languages.registerCodeActionsProvider({ scheme: '*' }, new LiveTrailActions(host.code.pairs), {
      providedCodeActionKinds: LiveTrailActions.kinds,
    }),
  );
  return {
    open,
    resume,
    pickKeyArn: async wanted =>
      (await open()).pickKeyArn({ title: message('KMS Key of {0}', wanted.label), ...wanted }),
    dispose() {
      listening.dispose();
      following?.dispose();
      void opening?.then(wizard => wizard.dispose());
    },
  };
}
