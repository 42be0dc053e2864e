import * as vscode from 'vscode';

/**
 * The text of a file as the editor would show it: offsets mean the same in both. ASCII reads the same in every
 * encoding; what is more than that, VS Code decodes. `undefined` for what is binary.
 */
export async function decode(bytes: Uint8Array, uri: vscode.Uri): Promise<string | undefined> {
  const latin = latinText(bytes);
  if (isAscii(latin)) {
    return latin;
  }
  try {
    return (await vscode.workspace.decode(bytes, { uri })).replace(/^\uFEFF/, '');
  } catch {
    return undefined;
  }
}

/** Every byte as a character: keeps ASCII as it is and costs almost nothing, so it serves for a first search. */
export function latinText(bytes: Uint8Array): string {
  return Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).toString('latin1');
}

/** Whether the bytes may be UTF-16, in which no word is found as plain ASCII. */
export function hasZeroBytes(bytes: Uint8Array): boolean {
  return bytes.subarray(0, 512).includes(0);
}

function isAscii(latin: string): boolean {
  return !/[\0\x80-\xff]/.test(latin);
}
