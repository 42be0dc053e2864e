import * as vscode from 'vscode';
import { shownName } from '../../core/iac/declaration.ts';
import { declaredStateLabel } from '../../core/wording/declarations.ts';
import { appearanceOf } from '../../core/wording/trails.ts';
import { idsOfTrails } from '../codeTree/codeRows.ts';
import { type DeclaredTrail, declaredIn, placeOf } from '../documents/index.ts';
import { say } from '../say.ts';
import { iconOf } from '../tree/trailNode.ts';
import { pickOne, showInfo } from '../window.ts';
import type { CommandContext, Row } from './context.ts';
import { offerScan } from './offerScan.ts';

/**
 * The declaration of a row in the view "Trails in Code", in its current state: its text may have been read again since
 * the row was drawn.
 */
export function declaredBehind({ code }: CommandContext, row: Row | undefined): DeclaredTrail | undefined {
  if (row?.kind !== 'declared-trail') {
    return undefined;
  }
  const reading = code.readings.get(vscode.Uri.parse(row.file.id));
  return reading && declaredIn(reading)[idsOfTrails(reading).indexOf(row.id)];
}

/** Those among which the person picks; `none` says that there is no such one, where there are others. */
export interface Eligible {
  readonly isEligible: (declared: DeclaredTrail) => boolean;
  readonly none: string;
}

/** The same, or one that the person picks. */
export async function declaredFor(
  context: CommandContext,
  row: Row | undefined,
  placeHolder: string,
  eligible?: Eligible,
): Promise<DeclaredTrail | undefined> {
  const behind = declaredBehind(context, row);
  if (behind) {
    return behind;
  }
  const all = context.code.declared();
  const offered = eligible ? all.filter(eligible.isEligible) : all;
  if (eligible && all.length > 0 && offered.length === 0) {
    void showInfo(eligible.none);
    return undefined;
  }
  return pickDeclared(context, offered, placeHolder);
}

export async function pickDeclared(
  { code, title }: CommandContext,
  declared: readonly DeclaredTrail[],
  placeHolder: string,
): Promise<DeclaredTrail | undefined> {
  if (declared.length === 0) {
    void (code.scan.end
      ? showInfo(vscode.l10n.t('No file in this workspace declares a trail.'))
      : offerScan(
          vscode.l10n.t(
            'No trail declaration has been found yet. Scan the workspace, or open a file that declares a trail.',
          ),
        ));
    return undefined;
  }
  const items = declared.map(trail => {
    const { declaration, verdict } = trail.assessment;
    const name = shownName(declaration);
    const other = name === declaration.resource ? undefined : name;
    return {
      label: declaration.resource,
      description: [other, say(declaredStateLabel(trail.assessment))].filter(Boolean).join(' · '),
      detail: placeOf(trail),
      iconPath: iconOf(appearanceOf(verdict)),
      trail,
    };
  });
  const picked = await pickOne(items, {
    title,
    placeHolder,
    matchOnDescription: true,
    matchOnDetail: true,
  });
  return picked?.trail;
}
