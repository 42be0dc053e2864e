import * as vscode from 'vscode';
import { commands } from '../contributions.ts';
import {
  type DeclaredTrail,
  goTo,
  rangeOfFirstFinding,
  showFixes,
  type TrailPair,
} from '../documents/index.ts';
import { profileLabel } from '../tree/profileNode.ts';
import { trailNode } from '../tree/trailNode.ts';
import { copy, pickOne, showInfo } from '../window.ts';
import type { Command, CommandContext, Row } from './context.ts';
import { excludeFromReports } from './excludeFromReports.ts';
import { declaredFor, type Eligible } from './pickDeclared.ts';
import { readTrails } from './pickTrails.ts';

/** Shows the row of a declared trail's counterpart in AWS; from a link in the editor it gets that row itself. */
export const showLiveTrail: Command = {
  id: commands.showLiveTrail,
  async run(context, row) {
    const placeHolder = vscode.l10n.t('Select a declared trail to show in AWS');
    const none = vscode.l10n.t(
      'None of the declared trails was found in AWS in the accounts that were read.',
    );
    const live =
      row?.kind === 'trail' ? row : await liveRowOf(context, row, { placeHolder, none }, () => true);
    if (live) {
      await context.view.reveal(live);
    }
  },
};

/** The wizard, for a declared trail's counterpart in AWS that has no key. */
export const enableOnLiveTrail: Command = {
  id: commands.enableOnLiveTrail,
  async run(context, row) {
    const placeHolder = vscode.l10n.t('Select a declared trail to enable SSE-KMS on in AWS');
    const none = vscode.l10n.t(
      'None of the declared trails was found in AWS without a KMS key in the accounts that were read.',
    );
    const live = await liveRowOf(context, row, { placeHolder, none }, pair => !pair.live.key);
    if (live) {
      await vscode.commands.executeCommand(commands.enableSseKms, live);
    }
  },
};

/** Opens a declaration at its first finding, with the menu of the fixes. */
export const fixDeclaredTrail: Command = {
  id: commands.fixDeclaredTrail,
  async run(context, row) {
    const declared = await declaredFor(
      context,
      row,
      vscode.l10n.t('Select a declared trail to fix'),
      withFindings(),
    );
    if (!declared) {
      return;
    }
    const range = rangeOfFirstFinding(context.code.readings, declared);
    if (range) {
      await showFixes(declared.uri, range.start);
    } else {
      await goTo(declared);
      void showInfo(vscode.l10n.t('{0} has no finding to fix.', declared.assessment.declaration.resource));
    }
  },
};

/** Accepts what is found at a declaration, as the light bulb does. */
export const ignoreDeclaredTrail: Command = {
  id: commands.ignoreDeclaredTrail,
  async run(context, row) {
    const declared = await declaredFor(
      context,
      row,
      vscode.l10n.t('Select a declared trail to ignore the findings of'),
      withFindings(),
    );
    if (!declared) {
      return;
    }
    const isDone = await context.code.ignore(declared);
    await goTo(declared);
    if (!isDone) {
      void showInfo(
        vscode.l10n.t('{0} has no finding that can be ignored.', declared.assessment.declaration.resource),
      );
    }
  },
};

/** Copies what the code calls a trail. */
export const copyAddress: Command = {
  id: commands.copyAddress,
  async run(context, row) {
    const declared = await declaredFor(
      context,
      row,
      vscode.l10n.t('Select a declared trail to copy the address of'),
    );
    if (declared) {
      await copy(declared.assessment.declaration.resource, vscode.l10n.t('Copied'));
    }
  },
};

/** Reports nothing in a file any more. */
export const excludeFile: Command = {
  id: commands.excludeFile,
  async run(context, row) {
    const uri =
      row?.kind === 'file'
        ? vscode.Uri.parse(row.id)
        : (await declaredFor(context, row, vscode.l10n.t('Select a declared trail to exclude the file of')))
            ?.uri;
    if (uri && !(await excludeFromReports(uri, context.code.configurationFileOf(uri)))) {
      void showInfo(vscode.l10n.t('Only files of an open folder can be excluded.'));
    }
  },
};

function withFindings(): Eligible {
  return {
    isEligible: ({ assessment }) => assessment.findings.length > 0,
    none: vscode.l10n.t('No declared trail has a finding.'),
  };
}

/** The row of the trail in AWS for a declaration; if there are several, the person picks one. */
async function liveRowOf(
  context: CommandContext,
  row: Row | undefined,
  { placeHolder, none }: { readonly placeHolder: string; readonly none: string },
  isWanted: (pair: TrailPair) => boolean,
) {
  const everyPairOf = ({ assessment }: DeclaredTrail) => context.code.pairs.ofDeclared(assessment);
  const pairsOf = (one: DeclaredTrail) => everyPairOf(one).filter(isWanted);
  const all = context.code.declared();
  // Where nothing was read of AWS, that nothing was found there says too little.
  if (all.length > 0 && all.every(one => everyPairOf(one).length === 0) && !(await readTrails(context))) {
    return undefined;
  }
  const declared = await declaredFor(context, row, placeHolder, {
    isEligible: one => pairsOf(one).length > 0,
    none,
  });
  const pairs = declared ? pairsOf(declared) : [];
  const [only, ...others] = pairs;
  if (declared && !only) {
    void showInfo(
      vscode.l10n.t(
        'No trail was found in AWS for {0} in the accounts that were read.',
        declared.assessment.declaration.resource,
      ),
    );
  }
  const chosen =
    others.length === 0
      ? only
      : (
          await pickOne(
            pairs.map(pair => ({
              label: pair.live.trail.name,
              description: `${profileLabel(pair.live.profile.name)} · ${pair.live.trail.homeRegion}`,
              pair,
            })),
            { title: context.title, placeHolder: vscode.l10n.t('Select a trail in AWS') },
          )
        )?.pair;
  return chosen && trailNode(chosen.live.profile.name, chosen.live);
}
