import * as vscode from 'vscode';

/** What a row says, and which rows are inside, as one text: where it is the same, there is nothing to draw. */
export function outlineOf(rows: readonly string[], above?: vscode.TreeItem): string {
  const icon = above?.iconPath instanceof vscode.ThemeIcon ? above.iconPath : undefined;
  const said = [above?.description, above?.contextValue, icon?.id, icon?.color?.id];
  return [...said, ...rows].join('\n');
}
