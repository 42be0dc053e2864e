import * as vscode from 'vscode';
import type { Inventory } from '../core/account/inventory.ts';
import type { ProfilePlaces, Profiles } from '../core/account/ports.ts';
import type { ConfigFault } from '../core/account/profile.ts';
import { type AccountState, trailsOf } from '../core/account/state.ts';
import { inEnglish } from '../core/wording/message.ts';
import { faultInWords } from '../core/wording/profiles.ts';
import { setContext } from './contextKey.ts';
import { contextKeys, views } from './contributions.ts';
import type { Pairs } from './documents/index.ts';
import { tellFailures } from './failures.ts';
import type { Log } from './log.ts';
import { readSettings } from './settings.ts';
import type { Node } from './tree/node.ts';
import { TrailTree } from './tree/trailTree.ts';
import { watchFiles } from './watchFiles.ts';

/** The view "Trails": the tree, its badge, its progress, and the profiles it shows. */
export class TrailsView implements vscode.Disposable {
  readonly inventory: Inventory;
  readonly tree: TrailTree;
  readonly #profiles: () => Promise<Profiles>;
  readonly #log: Log;
  readonly #view: vscode.TreeView<Node>;
  readonly #disposables: vscode.Disposable[] = [];
  #watching = false;
  #listed: Promise<void> | undefined;
  #names: readonly string[] = [];
  #faults: readonly ConfigFault[] = [];
  #files: readonly string[] = [];
  #readings = 0;
  #showing: NodeJS.Timeout | undefined;
  #stopProgress: (() => void) | undefined;

  constructor(inventory: Inventory, profiles: () => Promise<Profiles>, pairs: Pairs, log: Log) {
    this.inventory = inventory;
    this.#profiles = profiles;
    this.#log = log;
    this.tree = new TrailTree(inventory, pairs);
    this.#view = vscode.window.createTreeView(views.trails, {
      treeDataProvider: this.tree,
      canSelectMany: true,
      showCollapseAll: true,
    });
    this.#disposables.push(
      this.tree,
      this.#view,
      this.#view.onDidChangeVisibility(({ visible }) => visible && this.#listOrTell()),
      inventory.onDidChange(() => this.#stateChanged()),
      vscode.workspace.onDidGrantWorkspaceTrust(() => this.#view.visible && this.#listOrTell()),
      vscode.workspace.onDidChangeConfiguration(change => this.#settingsChanged(change)),
    );
    if (this.#view.visible) {
      this.#listOrTell();
    }
  }

  get selection(): readonly Node[] {
    return this.#view.selection;
  }

  /** Every profile of the files, shown or not, in their order. */
  get profileNames(): readonly string[] {
    return this.#names;
  }

  async reveal(node: Node): Promise<void> {
    await this.#view.reveal(node, { focus: true, select: true, expand: true });
  }

  /** The shared AWS files, whether they exist or not. */
  get configurationFiles(): readonly string[] {
    return this.#files;
  }

  /** Reads the list of profiles unless that was done. */
  async listed(): Promise<void> {
    await this.#listOnce();
  }

  /** Reads the list of profiles, and then every account that was read before. */
  async readAgain(): Promise<void> {
    this.#listed = undefined;
    await this.#listOnce();
    await this.#refreshRead(state => state.phase !== 'not-loaded');
  }

  setOnlyNeedingAttention(only: boolean): void {
    this.tree.onlyNeedingAttention = only;
    this.#view.description = only ? vscode.l10n.t('needing attention') : '';
    void setContext(contextKeys.onlyNeedingAttention, only);
  }

  dispose(): void {
    clearTimeout(this.#showing);
    this.#stopProgress?.();
    vscode.Disposable.from(...this.#disposables).dispose();
  }

  /** In Restricted Mode no account is read: the view shows its welcome text instead. */
  #listOnce(): Promise<void> {
    if (!vscode.workspace.isTrusted) {
      return Promise.resolve();
    }
    this.#listed ??= this.#list().catch(error => {
      this.#listed = undefined;
      throw error;
    });
    return this.#listed;
  }

  #listOrTell(): void {
    void tellFailures(this.#log, () => this.#listOnce());
  }

  async #list(): Promise<void> {
    const source = await this.#profiles();
    this.#files = source.places.files;
    this.#watch(source.places);
    const { profiles, faults } = await source.list();
    for (const fault of faults) {
      const line = fault.line === undefined ? '' : `:${fault.line + 1}`;
      this.#log.warn(`${fault.path}${line}: ${inEnglish(faultInWords(fault))}`);
    }
    // Files of thousands of profiles take their time to be read and to be shown: let others have their turn in between.
    await new Promise(resolve => setImmediate(resolve));
    this.#names = profiles.map(profile => profile.name);
    this.inventory.setProfiles(profiles);
    this.#faults = faults;
    this.#showChosen();
  }

  #watch({ files, tokenFolders }: ProfilePlaces): void {
    if (!this.#watching) {
      this.#watching = true;
      this.#disposables.push(
        watchFiles({ files, folders: [] }, () => this.#filesChanged()),
        watchFiles({ files: [], folders: tokenFolders }, () => this.#tokensChanged()),
      );
    }
  }

  #showChosen(): void {
    const chosen = new Set(readSettings().profiles);
    const shown = chosen.size > 0 ? this.#names.filter(name => chosen.has(name)) : this.#names;
    this.tree.show(shown, this.#faults);
    const found = this.#names.length === 0 ? 'none' : shown.length === 0 ? 'hidden' : 'some';
    void setContext(contextKeys.profiles, found);
    this.#showState();
  }

  #settingsChanged(change: vscode.ConfigurationChangeEvent): void {
    if (change.affectsConfiguration('cloudtrailEncryption.profiles')) {
      this.#showChosen();
    }
    if (change.affectsConfiguration('cloudtrailEncryption.regions')) {
      void this.#refreshRead(state => state.phase !== 'not-loaded');
    }
  }

  #filesChanged(): void {
    void tellFailures(this.#log, () => this.readAgain());
  }

  #tokensChanged(): void {
    void this.#refreshRead(
      ({ problem }) => problem?.kind === 'sso-session-expired' || problem?.kind === 'login-session-expired',
    );
  }

  async #refreshRead(condition: (state: AccountState) => boolean): Promise<void> {
    const read = this.inventory.states().filter(condition);
    await Promise.all(read.map(state => this.inventory.refresh(state.profile.name)));
  }

  #stateChanged(): void {
    this.#showing ??= setTimeout(() => {
      this.#showing = undefined;
      this.#showState();
    }, 50);
  }

  /** Badge and progress bar follow the inventory. */
  #showState(): void {
    const states = this.inventory.states();
    if (states.some(({ phase }) => phase === 'loaded')) {
      void setContext(contextKeys.accountRead, true);
    }
    const without = states
      .filter(state => state.regions.length > 0)
      .flatMap(trailsOf)
      .filter(({ verdict }) => verdict.state === 'not-encrypted');
    const arns = new Set(without.map(({ trail }) => trail.arn));
    this.#view.badge =
      arns.size === 0
        ? undefined
        : {
            value: arns.size,
            tooltip:
              arns.size === 1
                ? vscode.l10n.t('1 trail without SSE-KMS')
                : vscode.l10n.t('{0} trails without SSE-KMS', arns.size),
          };
    this.#showProgress(states.filter(state => state.phase === 'loading').length);
  }

  #showProgress(readings: number): void {
    if (readings > 0 === this.#readings > 0) {
      this.#readings = readings;
      return;
    }
    this.#readings = readings;
    this.#stopProgress?.();
    this.#stopProgress = undefined;
    void setContext(contextKeys.reading, readings > 0);
    if (readings > 0) {
      void vscode.window.withProgress(
        { location: { viewId: views.trails } },
        () =>
          new Promise<void>(resolve => {
            this.#stopProgress = resolve;
          }),
      );
    }
  }
}
