import * as vscode from 'vscode';
import { findingCodes } from '../../core/iac/findingCode.ts';
import { type Tool, textOf } from './tool.ts';

/** The page about a finding, as it ships. */
export const explainFinding: Tool = {
  async answer({ pages }, input) {
    const code = findingCodes.find(one => one === textOf(input['code']));
    if (!code) {
      return { error: 'This finding does not exist.', codes: findingCodes };
    }
    return new TextDecoder().decode(
      await vscode.workspace.fs.readFile(vscode.Uri.joinPath(pages, `${code}.md`)),
    );
  },
};
