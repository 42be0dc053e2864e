import * as vscode from 'vscode';
import { decode } from '../../files/decode.ts';
import { changedMeanwhile, replaceFile } from '../../files/replaceFile.ts';

/** Who writes a file faster than this is not waited for. */
const mostAttempts = 5;

/**
 * Changes the text of a file that is not open, and no other text than the one that was read: where another program has
 * written it meanwhile, that is read and changed. False where it was not changed.
 * @param change gives the new text; undefined where the text cannot be changed so
 */
export async function rewriteFile(
  file: vscode.Uri,
  folder: vscode.Uri,
  change: (text: string) => string | undefined,
): Promise<boolean> {
  for (let attempt = 0; attempt < mostAttempts; attempt++) {
    const before = Buffer.from(await vscode.workspace.fs.readFile(file));
    const text = decode(before);
    const after = text === undefined ? undefined : change(text);
    if (text === undefined || after === undefined) {
      return false;
    }
    const why =
      file.scheme === 'file'
        ? replaceFile(file.fsPath, text, after, [folder.fsPath])
        : await replaceElsewhere(file, before, text, after);
    if (why !== changedMeanwhile) {
      return why === undefined;
    }
  }
  return false;
}

/** On a file system of somebody else, nothing is closer to the writing than the reading before it. */
async function replaceElsewhere(
  file: vscode.Uri,
  before: Buffer,
  text: string,
  after: string,
): Promise<string | undefined> {
  if (!before.equals(Buffer.from(text))) {
    return 'its text cannot be written back unchanged';
  }
  if (!before.equals(await vscode.workspace.fs.readFile(file))) {
    return changedMeanwhile;
  }
  await vscode.workspace.fs.writeFile(file, new TextEncoder().encode(after));
  return undefined;
}
