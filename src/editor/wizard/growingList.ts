import * as vscode from 'vscode';
import { type Choice, startOf } from '../../core/wizard/ask.ts';
import { say } from '../say.ts';
import { choiceTexts, groupText } from './shownTexts.ts';

/** A choice, as a quick pick shows it. */
export interface Row<T> extends vscode.QuickPickItem {
  readonly choice?: Choice<T>;
}

/**
 * Rows that are added while a person reads. The list starts at a row, and once more when the first rows come that were read, unless the
 * person has moved by then; from then on the active row stays active.
 */
export class GrowingList<T> {
  readonly #quickPick: vscode.QuickPick<Row<T>>;
  readonly #wanted: string | undefined;
  /** The row that the list was started at. */
  #start: string | undefined;
  #startsLeft = 2;

  constructor(quickPick: vscode.QuickPick<Row<T>>, wanted: string | undefined) {
    this.#quickPick = quickPick;
    this.#wanted = wanted;
  }

  show(choices: readonly Choice<T>[]): void {
    const former = this.#quickPick.activeItems[0]?.choice?.id;
    const isStarting =
      this.#startsLeft-- > 0 && this.#quickPick.value === '' && (former ?? this.#start) === this.#start;
    const rows = rowsOf(choices);
    this.#quickPick.items = rows;
    const active = rowWith(rows, isStarting ? startOf(choices, this.#wanted)?.id : former);
    if (active) {
      this.#quickPick.activeItems = [active];
    }
    if (isStarting) {
      this.#start = active?.choice?.id;
    }
  }

  /**
   * The row that the person accepts. Rows that are added while typing can leave VS Code on no row, or on one that the
   * filter has hidden, and Enter is reported all the same: then the first row that contains the typed text is meant.
   */
  get accepted(): Choice<T> | undefined {
    const { activeItems, items, value } = this.#quickPick;
    const [active] = activeItems;
    if (value.trim() === '' || (active && (active.alwaysShow || holds(active, value)))) {
      return active?.choice;
    }
    // VS Code's filter knows abbreviations, too: where no row holds the text itself, it is one of them.
    return (items.find(row => row.choice && holds(row, value)) ?? active)?.choice;
  }
}

export function rowOf<T>(choice: Choice<T>, heading = ''): Row<T> {
  const { buttons: tooltips, ...texts } = choiceTexts(choice, say, heading);
  return {
    choice,
    ...texts,
    ...(choice.icon !== undefined && {
      iconPath: new vscode.ThemeIcon(
        choice.icon,
        choice.color === undefined ? undefined : new vscode.ThemeColor(choice.color),
      ),
    }),
    ...(choice.buttons && {
      buttons: choice.buttons.map(({ icon }, index) => ({
        iconPath: new vscode.ThemeIcon(icon),
        tooltip: tooltips[index] ?? '',
      })),
    }),
    alwaysShow: choice.always ?? false,
  };
}

function rowsOf<T>(choices: readonly Choice<T>[]): Row<T>[] {
  let heading = '';
  return choices.flatMap(choice => {
    const group = groupText(choice.group, say);
    const begins = group !== heading;
    heading = group;
    return begins
      ? [{ label: group, kind: vscode.QuickPickItemKind.Separator }, rowOf(choice, group)]
      : [rowOf(choice)];
  });
}

function rowWith<T>(rows: readonly Row<T>[], id: string | undefined): Row<T> | undefined {
  return id === undefined ? undefined : rows.find(({ choice }) => choice?.id === id);
}

function holds({ label, description, detail }: vscode.QuickPickItem, filter: string): boolean {
  const wanted = filter.trim().toLowerCase();
  return [label, description, detail].some(field => field?.toLowerCase().includes(wanted));
}
