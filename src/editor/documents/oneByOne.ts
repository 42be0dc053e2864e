import * as vscode from 'vscode';
import type { Analyzer } from '../../core/iac/analysis/analyze.ts';
import { mayNameTrail } from '../../core/iac/candidates.ts';
import { mayDeclareTrails } from '../../core/iac/sources/fileProblem.ts';
import { Turns } from '../../files/turns.ts';
import type { Log } from '../log.ts';
import { hasZeroBytes, latinText } from './decode.ts';
import { leadsOutside, readBytes } from './fileBytes.ts';
import { type Reading, readDocument, unreadReading } from './reading.ts';
import type { EditorSources } from './sources.ts';

export interface OneByOneOptions {
  readonly analyzer: Analyzer;
  readonly sources: EditorSources;
  readonly log: Log;
}

/** Number of files requested at once. */
const atOnce = 12;

/** Reads files through VS Code, on any file system, from disk or from their open document. */
export class OneByOne {
  readonly #options: OneByOneOptions;
  readonly #turns = new Turns();

  constructor(options: OneByOneOptions) {
    this.#options = options;
  }

  /** Ends early when the signal aborts. `onFile` gets what was found in a file: undefined where it is not about trails. */
  async read(
    uris: readonly vscode.Uri[],
    signal: AbortSignal,
    onFile: (uri: vscode.Uri, reading: Reading | undefined) => void,
  ): Promise<void> {
    const queue = uris.values();
    const work = async () => {
      for (const uri of queue) {
        const reading = signal.aborted ? undefined : await this.#read(uri, signal);
        if (signal.aborted) {
          return;
        }
        onFile(uri, reading);
        await this.#turns.due();
      }
    };
    await Promise.all(Array.from({ length: atOnce }, work));
  }

  async #read(uri: vscode.Uri, signal: AbortSignal): Promise<Reading | undefined> {
    const { sources, log, analyzer } = this.#options;
    const glance = await this.#glanceAt(uri);
    if (typeof glance === 'object') {
      return unreadReading({ uri: uri.toString() }, glance.unread);
    }
    const source = glance === 'may concern' ? await sources.read(uri.toString()) : undefined;
    return source && readDocument(source, sources, analyzer, log, signal);
  }

  /** A file is turned into text only where its bytes may name a trail. */
  async #glanceAt(uri: vscode.Uri): Promise<Glance> {
    if (this.#options.sources.openDocument(uri.toString())) {
      return 'may concern';
    }
    const folder = vscode.workspace.getWorkspaceFolder(uri)?.uri.toString();
    if (folder !== undefined && (await leadsOutside(uri, [folder]))) {
      this.#options.log.warn(`${uri.toString(true)} is not read: a link that leads out of the folder`);
      return 'no concern';
    }
    const file = await readBytes(uri);
    switch (file.kind) {
      case 'missing':
        return 'no concern';
      case 'bytes':
        return hasZeroBytes(file.bytes) || mayNameTrail(uri.path, latinText(file.bytes))
          ? 'may concern'
          : 'no concern';
      default:
        this.#options.log.warn(`${uri.toString(true)} is not read: ${file.detail}`);
        return mayDeclareTrails(file) ? { unread: file.detail } : 'no concern';
    }
  }
}

/** `unread`: why, in a few words. */
type Glance = 'may concern' | 'no concern' | { readonly unread: string };
