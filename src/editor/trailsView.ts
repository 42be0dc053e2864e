import * as vscode from 'vscode';
import { countToActOn } from '../core/account/counts.ts';
import type { Inventory } from '../core/account/inventory.ts';
import type { Organizations } from '../core/account/organization/organizations.ts';
import type { ProfilePlaces, Profiles } from '../core/account/ports.ts';
import type { ConfigFault } from '../core/account/profile.ts';
import type { AccountState } from '../core/account/state.ts';
import { Sequence } from '../core/base/sequence.ts';
import { countsToActOn } from '../core/wording/counts.ts';
import { inEnglish } from '../core/wording/message.ts';
import { faultInWords } from '../core/wording/profiles.ts';
import type { ChosenProfiles } from './chosenProfiles.ts';
import { setContext } from './contextKey.ts';
import { contextKeys, section, settings, stepKeys, views } from './contributions.ts';
import type { Pairs } from './documents/index.ts';
import type { DoneSteps } from './doneSteps.ts';
import { tellFailures } from './failures.ts';
import { KnownOrganizations } from './knownOrganizations.ts';
import type { Log } from './log.ts';
import { say } from './say.ts';
import { type Arrangement, groupings, orders, usualArrangement } from './tree/arrangement.ts';
import type { Node } from './tree/node.ts';
import { TrailTree } from './tree/trailTree.ts';
import { watchFiles } from './watchFiles.ts';

export interface TrailsViewOptions {
  readonly inventory: Inventory;
  readonly organizations: Organizations;
  readonly profiles: () => Promise<Profiles>;
  readonly pairs: Pairs;
  readonly log: Log;
  readonly chosen: ChosenProfiles;
  readonly steps: DoneSteps;
  /** Of this workspace: how its rows are arranged. Nothing that was read goes there. */
  readonly storage: vscode.Memento;
}

/** The view "Trails": the tree, its badge, its progress, and the profiles it shows. */
export class TrailsView implements vscode.Disposable {
  readonly inventory: Inventory;
  readonly organizations: Organizations;
  readonly tree: TrailTree;
  readonly chosen: ChosenProfiles;
  readonly #profiles: () => Promise<Profiles>;
  readonly #log: Log;
  readonly #steps: DoneSteps;
  readonly #storage: vscode.Memento;
  readonly #view: vscode.TreeView<Node>;
  readonly #disposables: vscode.Disposable[] = [];
  #watching = false;
  /** The newest list, of those that are read one after the other. */
  #listed: Promise<void> | undefined;
  readonly #lists = new Sequence();
  #names: readonly string[] = [];
  #faults: readonly ConfigFault[] = [];
  #files: readonly string[] = [];
  #readings = 0;
  #wasOpened = false;
  #showing: NodeJS.Timeout | undefined;
  #stopProgress: (() => void) | undefined;

  constructor({ inventory, organizations, profiles, pairs, log, chosen, steps, storage }: TrailsViewOptions) {
    this.inventory = inventory;
    this.organizations = organizations;
    this.#profiles = profiles;
    this.#log = log;
    this.#steps = steps;
    this.#storage = storage;
    this.chosen = chosen;
    this.tree = new TrailTree(inventory, pairs, organizations);
    this.#view = vscode.window.createTreeView(views.trails, {
      treeDataProvider: this.tree,
      canSelectMany: true,
      showCollapseAll: true,
    });
    this.#disposables.push(
      this.tree,
      this.#view,
      this.#view.onDidChangeVisibility(({ visible }) => visible && this.#opened()),
      this.chosen.onDidChange(() => this.#showChosen()),
      inventory.onDidChange(() => this.#stateChanged()),
      organizations.onDidChange(() => this.#stateChanged()),
      new KnownOrganizations(organizations, storage),
      pairs.onDidChange(() => this.#stateChanged()),
      vscode.workspace.onDidGrantWorkspaceTrust(() => this.#view.visible && this.#opened()),
      vscode.workspace.onDidChangeConfiguration(change => this.#settingsChanged(change)),
    );
    this.#showArrangement(storedArrangement(storage));
    if (this.#view.visible) {
      this.#opened();
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

  /** Shows a profile, also where only some were chosen to be shown. False where there is none of the name any more. */
  async show(profile: string): Promise<boolean> {
    if (!this.#names.includes(profile)) {
      await this.listAgain();
    }
    const isListed = this.#names.includes(profile);
    if (isListed) {
      await this.chosen.include(profile);
    }
    return isListed;
  }

  /** Reads the list of profiles unless that was done. */
  async listed(): Promise<void> {
    await this.#listOnce();
  }

  /** Reads the list of profiles again; what was read of accounts stays. */
  async listAgain(): Promise<void> {
    this.#listed = undefined;
    await this.#listOnce();
  }

  /** Reads the list of profiles, and then every account that was read before. */
  async readAgain(): Promise<void> {
    this.#listed = undefined;
    await this.#listOnce();
    await this.#refreshRead(state => state.phase !== 'not-loaded');
  }

  /**
   * Reads profiles without expansion: those named in the setting. A profile that requires an MFA code waits to be expanded:
   * no code is requested unasked.
   */
  async readUnasked(names: readonly string[]): Promise<void> {
    await this.#listOnce();
    const quiet = this.tree.shown.states
      .map(({ profile }) => profile)
      .filter(({ name, asksForMfa }) => names.includes(name) && !asksForMfa)
      .map(({ name }) => name);
    await Promise.all(quiet.map(name => this.inventory.load(name)));
  }

  /** Groups or sorts the rows otherwise, and remembers it for this workspace. */
  async arrange(change: Partial<Arrangement>): Promise<void> {
    const arrangement = { ...this.tree.shown.arrangement, ...change };
    this.#showArrangement(arrangement);
    await this.#storage.update(arrangementKey, arrangement);
  }

  setOnlyNeedingAttention(only: boolean): void {
    this.tree.filter(only);
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
    if (!this.#listed) {
      const listed = this.#lists.run(() => this.#list());
      this.#listed = listed;
      listed.catch(() => {
        if (this.#listed === listed) {
          this.#listed = undefined;
        }
      });
    }
    return this.#listed;
  }

  /** What was chosen for this workspace is read when the view is first opened in a window. */
  #opened(): void {
    void tellFailures(this.#log, async () => {
      await this.#listOnce();
      if (!this.#wasOpened && vscode.workspace.isTrusted) {
        this.#wasOpened = true;
        await this.readUnasked(this.chosen.forWorkspace ?? []);
      }
    });
  }

  #showArrangement(arrangement: Arrangement): void {
    this.tree.arrange(arrangement);
    void setContext(contextKeys.groupBy, arrangement.grouping);
    void setContext(contextKeys.sortBy, arrangement.order);
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
    const chosen = new Set(this.chosen.names);
    const shown = chosen.size > 0 ? this.#names.filter(name => chosen.has(name)) : this.#names;
    this.tree.show(shown, this.#faults);
    const found = this.#names.length === 0 ? 'none' : shown.length === 0 ? 'hidden' : 'some';
    void setContext(contextKeys.profiles, found);
    this.#showState();
  }

  #settingsChanged(change: vscode.ConfigurationChangeEvent): void {
    if (change.affectsConfiguration(`${section}.${settings.regions}`)) {
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

  /** Badge, message and progress bar follow the inventory, and what the code says beside it. */
  #showState(): void {
    const { states, counts } = this.tree.shown;
    if (states.some(({ identity }) => identity)) {
      this.#steps.add(stepKeys.signedIn);
    }
    if (states.some(({ phase }) => phase === 'loaded')) {
      this.#steps.add(stepKeys.accountRead);
    }
    const isUnread = states.length > 0 && states.every(({ phase }) => phase === 'not-loaded');
    this.#view.message = isUnread ? vscode.l10n.t('Expand a profile to read its trails.') : '';
    const toActOn = countsToActOn(counts);
    this.#view.badge = toActOn && { value: countToActOn(counts), tooltip: say(toActOn) };
    const accounts = this.inventory.states().filter(({ phase }) => phase === 'loading').length;
    this.#showProgress(accounts + this.organizations.readings);
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

const arrangementKey = 'arrangement';

/** What is stored may be of another version: what is not understood counts as not stored. */
function storedArrangement(storage: vscode.Memento): Arrangement {
  const stored = storage.get<Partial<Record<keyof Arrangement, unknown>>>(arrangementKey);
  return {
    grouping: groupings.find(one => one === stored?.grouping) ?? usualArrangement.grouping,
    order: orders.find(one => one === stored?.order) ?? usualArrangement.order,
  };
}
