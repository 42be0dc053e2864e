import * as vscode from 'vscode';
import type { Inventory } from '../../core/account/inventory.ts';
import type { Organizations } from '../../core/account/organization/organizations.ts';
import type { ConfigFault } from '../../core/account/profile.ts';
import type { InventoryTrail } from '../../core/account/state.ts';
import type { TrailStatus } from '../../core/account/trail.ts';
import type { Pairs } from '../documents/index.ts';
import { Pace } from '../pace.ts';
import { plainRow } from '../window.ts';
import type { Arrangement } from './arrangement.ts';
import type { Node, RecordedNode, TrailNode } from './node.ts';
import { Redrawing } from './redrawing.ts';
import type { ShownTrails } from './shownTrails.ts';
import { TreeRows } from './treeRows.ts';

/** VS Code asks for what all rows of a level look like at once: after this many, other work has its turn. */
const rowsAtOnce = 500;

/**
 * The view "Trails" for VS Code: provides the rows and has them drawn again after a change. Rows are kept by ID, so that VS
 * Code gets the same objects.
 */
export class TrailTree implements vscode.TreeDataProvider<Node>, vscode.Disposable {
  readonly #rows: TreeRows;
  readonly #redrawing: Redrawing;
  readonly #changes = new vscode.EventEmitter<Node | undefined>();
  readonly #nodes = new Map<string, Node>();
  readonly #pace = new Pace(rowsAtOnce);
  readonly #subscription: vscode.Disposable;
  readonly onDidChangeTreeData = this.#changes.event;

  constructor(inventory: Inventory, pairs: Pairs, organizations: Organizations) {
    this.#rows = new TreeRows(inventory, pairs, organizations);
    this.#redrawing = new Redrawing({
      rows: this.#rows,
      drawnRow: id => this.#nodes.get(id),
      draw: node => this.#changes.fire(node && this.#same(node)),
    });
    this.#subscription = vscode.Disposable.from(
      inventory.onDidChange(change => {
        this.#rows.forget();
        this.#redrawing.inventoryChanged(change);
      }),
      pairs.onDidChange(() => {
        this.#rows.forget();
        this.redraw();
      }),
      organizations.onDidChange(() => {
        this.#rows.forget();
        this.#redrawing.organizationsChanged();
      }),
    );
  }

  get shown(): ShownTrails {
    return this.#rows.shown;
  }

  /** Whether a trail has a new key, and nothing delivered under it so far; set by who changes trails. */
  set isDeliveryAwaited(isAwaited: (trailArn: string, status: TrailStatus) => boolean) {
    this.#rows.isDeliveryAwaited = isAwaited;
  }

  filter(onlyNeedingAttention: boolean): void {
    this.shown.onlyNeedingAttention = onlyNeedingAttention;
    this.#rows.forget();
    this.redraw();
  }

  arrange(arrangement: Arrangement): void {
    this.shown.arrangement = arrangement;
    this.redraw();
  }

  /** The profiles to show, in this order, and above them what was wrong with the files that declare them. */
  show(profiles: readonly string[], faults: readonly ConfigFault[]): void {
    this.shown.profiles = profiles;
    this.#rows.forget();
    this.#rows.faults = faults;
    this.redraw();
  }

  /** The trails of which a change is recorded. */
  changed(trails: ReadonlySet<string>): void {
    const former = this.#rows.changedTrails;
    if (trails.size !== former.size || [...trails].some(arn => !former.has(arn))) {
      this.#rows.changedTrails = trails;
      this.redraw();
    }
  }

  redraw(): void {
    this.#changes.fire(undefined);
  }

  getChildren(node?: Node): Node[] {
    const rows = this.#rows.childrenOf(node).map(child => this.#same(child));
    this.#redrawing.gaveChildren(node, rows);
    return rows;
  }

  getParent(node: Node): Node | undefined {
    if (node.kind === 'detail') {
      return this.#nodes.get(`trail ${node.profile} ${node.arn}`);
    }
    const parent = this.#rows.parentOf(node);
    return parent && this.#same(parent);
  }

  getTreeItem(node: Node): vscode.TreeItem | Promise<vscode.TreeItem> {
    return this.#pace.run(() => this.itemOf(node));
  }

  /** What a row looks like now. */
  itemOf(node: Node): vscode.TreeItem {
    const item = this.#rows.item(node);
    if (item) {
      this.#redrawing.gaveItem(node, item);
    }
    return plainRow(item ?? new vscode.TreeItem(''));
  }

  /** Tooltips are created on demand. */
  resolveTreeItem(item: vscode.TreeItem, node: Node): vscode.TreeItem {
    const tooltip = this.#rows.tooltip(node);
    if (tooltip !== undefined) {
      item.tooltip = tooltip;
    }
    return item;
  }

  /** What is known of a row's trail now. */
  trail(node: Pick<TrailNode, 'profile' | 'region' | 'arn'>): InventoryTrail | undefined {
    return this.#rows.trail(node);
  }

  /** The trail of a row that AWS Config recorded: as its account was read, if it was. */
  recordedTrail(node: RecordedNode): InventoryTrail | undefined {
    return this.#rows.organizations.trail(node);
  }

  /** The profiles that lead to an account, the best first. */
  profilesReaching(account: string): readonly string[] {
    return this.#rows.organizations.profilesReaching(account);
  }

  dispose(): void {
    this.#redrawing.dispose();
    this.#subscription.dispose();
    this.#changes.dispose();
  }

  #same(node: Node): Node {
    const former = this.#nodes.get(node.id);
    if (former && node.kind !== 'detail') {
      return former;
    }
    this.#nodes.set(node.id, node);
    return node;
  }
}
