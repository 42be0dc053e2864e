import * as vscode from 'vscode';
import { parentOf } from '../../core/base/uri.ts';
import { emptyFolder, type FolderContent } from '../../core/iac/sources/folderContent.ts';
import type { SourceDocument, Sources } from '../../core/iac/sources/sources.ts';
import type { Log } from '../log.ts';
import { decode } from './decode.ts';
import { leadsOutside, modifiedAt, readBytes } from './fileBytes.ts';
import { contentOf } from './folderContent.ts';
import { concerns, type FileChange, type WorkspaceFiles } from './workspaceFiles.ts';

/** So much text of closed files is kept for those who ask again. */
const keptCharacters = 8 * 1024 * 1024;

interface FileText {
  readonly modified: number;
  readonly document: SourceDocument | undefined;
}

interface KeptFile {
  readonly text: Promise<FileText | undefined>;
  /** Its length, once it was read. */
  characters: number;
}

/**
 * The files of the editor: open documents first, with unsaved changes, then any file system that VS Code knows. A text
 * is the same object until it changes. Files of the workspace are kept until the watcher reports them; for others the
 * modification time is read each time.
 */
export class EditorSources implements Sources, vscode.Disposable {
  readonly #files: WorkspaceFiles;
  readonly #log: Log;
  readonly #open = new Map<string, vscode.TextDocument>();
  readonly #texts = new WeakMap<vscode.TextDocument, SourceDocument & { readonly version: number }>();
  readonly #kept = new Map<string, KeptFile>();
  readonly #folders = new Map<string, Promise<FolderContent>>();
  readonly #subscriptions: vscode.Disposable;
  #characters = 0;

  constructor(files: WorkspaceFiles, log: Log) {
    this.#files = files;
    this.#log = log;
    for (const document of vscode.workspace.textDocuments) {
      this.#open.set(document.uri.toString(), document);
    }
    this.#subscriptions = vscode.Disposable.from(
      vscode.workspace.onDidOpenTextDocument(document => this.#open.set(document.uri.toString(), document)),
      vscode.workspace.onDidCloseTextDocument(({ uri }) => this.#open.delete(uri.toString())),
      files.onEachChange(change => this.#forget(change)),
      vscode.workspace.onDidChangeWorkspaceFolders(() => this.#forgetAll()),
      // The same bytes are another text from now on.
      vscode.workspace.onDidChangeConfiguration(change => {
        if (change.affectsConfiguration('files.encoding')) {
          this.#forgetAll();
        }
      }),
    );
  }

  /** The text of an open document as it is now. */
  ofDocument(document: vscode.TextDocument): SourceDocument {
    const known = this.#texts.get(document);
    if (known?.version === document.version) {
      return known;
    }
    const made = { uri: document.uri.toString(), text: document.getText(), version: document.version };
    this.#texts.set(document, made);
    return made;
  }

  openDocument(uri: string): vscode.TextDocument | undefined {
    return this.#open.get(uri);
  }

  openUris(): readonly string[] {
    return [...this.#open.keys()];
  }

  async read(uri: string, within?: readonly string[]): Promise<SourceDocument | undefined> {
    const open = this.#open.get(uri);
    if (open) {
      return this.ofDocument(open);
    }
    if (within && (await leadsOutside(vscode.Uri.parse(uri), within))) {
      this.#log.warn(
        `${vscode.Uri.parse(uri).toString(true)} is not read: a link that leads out of the folder`,
      );
      return undefined;
    }
    return (await this.#file(uri))?.document;
  }

  async list(folderUri: string): Promise<readonly string[]> {
    return (await this.#contentOf(folderUri)).files;
  }

  async folders(folderUri: string): Promise<readonly string[]> {
    return (await this.#contentOf(folderUri)).folders;
  }

  #contentOf(folderUri: string): Promise<FolderContent> {
    const known = this.#folders.get(folderUri);
    if (known) {
      return known;
    }
    const folder = vscode.Uri.parse(folderUri);
    const listed: Promise<FolderContent> = contentOf(folder).catch(error => {
      // What could not be listed now may be listed the next time.
      if (this.#folders.get(folderUri) === listed) {
        this.#folders.delete(folderUri);
      }
      this.#log.warn(`${folder.toString(true)} could not be listed: ${error}`);
      return emptyFolder;
    });
    if (this.#files.isWatched(folder)) {
      this.#folders.set(folderUri, listed);
    }
    return listed;
  }

  dispose(): void {
    this.#subscriptions.dispose();
  }

  async #file(uri: string): Promise<FileText | undefined> {
    const address = vscode.Uri.parse(uri);
    const kept = this.#kept.get(uri);
    if (kept) {
      const isCurrent = this.#files.isWatched(address) || (await isUnchanged(address, kept));
      if (this.#kept.get(uri) !== kept) {
        // It was forgotten, or read again by somebody else, in the meantime.
        return this.#file(uri);
      }
      if (isCurrent) {
        return kept.text;
      }
    }
    this.#drop(uri);
    const file: KeptFile = { text: this.#load(address), characters: 0 };
    this.#kept.set(uri, file);
    const text = await file.text;
    if (this.#kept.get(uri) === file) {
      file.characters = text?.document?.text.length ?? 0;
      this.#characters += file.characters;
      this.#dropOldest(uri);
    }
    return text;
  }

  async #load(uri: vscode.Uri): Promise<FileText | undefined> {
    const file = await readBytes(uri);
    switch (file.kind) {
      case 'missing':
        return undefined;
      case 'link':
      case 'unreadable':
        this.#log.warn(`${uri.toString(true)} could not be read: ${file.detail}`);
        return undefined;
      case 'too-large':
        this.#log.warn(`${uri.toString(true)} is not read: ${file.detail}`);
        return { modified: file.modified, document: undefined };
      case 'bytes': {
        const text = await decode(file.bytes, uri);
        if (text === undefined) {
          this.#log.warn(`${uri.toString(true)} is not read: not a text file`);
        }
        return {
          modified: file.modified,
          document: text === undefined ? undefined : { uri: uri.toString(), text },
        };
      }
    }
  }

  #dropOldest(newest: string): void {
    for (const uri of this.#kept.keys()) {
      if (this.#characters <= keptCharacters || uri === newest) {
        return;
      }
      this.#drop(uri);
    }
  }

  #drop(uri: string): void {
    this.#characters -= this.#kept.get(uri)?.characters ?? 0;
    this.#kept.delete(uri);
  }

  #forget(change: FileChange): void {
    const uri = change.uri.toString();
    this.#drop(uri);
    if (change.kind !== 'changed') {
      this.#folders.delete(parentOf(uri) ?? '');
    }
    if (change.kind === 'deleted') {
      for (const kept of [...this.#kept.keys()].filter(one => concerns(change, one))) {
        this.#drop(kept);
      }
      for (const folder of [...this.#folders.keys()].filter(one => concerns(change, one))) {
        this.#folders.delete(folder);
      }
    }
  }

  #forgetAll(): void {
    this.#kept.clear();
    this.#folders.clear();
    this.#characters = 0;
  }
}

async function isUnchanged(uri: vscode.Uri, kept: KeptFile): Promise<boolean> {
  const modified = await modifiedAt(uri);
  return modified !== undefined && modified === (await kept.text)?.modified;
}
