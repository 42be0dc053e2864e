import type * as vscode from 'vscode';
import type { InventoryChange } from '../../core/account/inventory.ts';
import { groupNode } from './groupNode.ts';
import type { Node } from './node.ts';
import { searchNode } from './organization/organizationNode.ts';
import { outlineOf } from './outline.ts';
import { profileNode } from './profileNode.ts';
import { regionNode } from './regionNode.ts';
import { trailRows } from './rows.ts';
import type { TreeRows } from './treeRows.ts';

/** Answers that arrive within this many milliseconds are drawn together. */
const drawingPause = 50;

export interface RedrawingOptions {
  readonly rows: TreeRows;
  /** The row of an id that VS Code has been given. */
  readonly drawnRow: (id: string) => Node | undefined;
  /** Has VS Code ask again for a row and all inside it; for everything where it is left out. */
  readonly draw: (node?: Node) => void;
}

/**
 * Which rows to draw again after a change: as few as possible. VS Code forgets all rows inside one that is drawn until it
 * has requested them again, and a click in between is lost.
 */
export class Redrawing implements vscode.Disposable {
  readonly #options: RedrawingOptions;
  /** By profile: what was said of it since the rows were drawn. */
  readonly #stale = new Map<string, StaleParts>();
  /** By the ID of a row that others depend on: its outline when VS Code requested it. */
  readonly #outlines = new Map<string, string>();
  /** By profile: the rows directly inside. */
  readonly #insideProfiles = new Map<string, readonly Node[]>();
  /** The rows at the top that VS Code has requested, as one text. */
  #top = '';
  /** By ARN: the profile of each trail when the rows were drawn. */
  #standing: ReadonlyMap<string, string> = new Map();
  #timer: NodeJS.Timeout | undefined;

  constructor(options: RedrawingOptions) {
    this.#options = options;
  }

  /** VS Code has been given the rows inside a row, or those at the top. */
  gaveChildren(node: Node | undefined, inside: readonly Node[]): void {
    if (!node) {
      this.#top = outlineOf(idsOf(inside));
      this.#standing = this.#standingNow();
    } else if (node.kind === 'profile') {
      this.#insideProfiles.set(node.profile, inside);
    }
  }

  /** VS Code has been given what a row looks like. */
  gaveItem(node: Node, item: vscode.TreeItem): void {
    // A request while a change waits to be drawn may have another reason than showing.
    if (node.kind === 'profile' && this.#stale.has(node.profile)) {
      return;
    }
    const outline = this.#options.rows.outlineOf(node, item);
    if (outline !== undefined) {
      this.#outlines.set(node.id, outline);
    }
  }

  inventoryChanged(change: InventoryChange): void {
    const { profile } = change;
    const stale = this.#stale.get(profile) ?? { regions: new Set(), arns: new Set() };
    this.#stale.set(profile, stale);
    if (change.kind === 'regions') {
      for (const region of change.regions) {
        stale.regions.add(region);
      }
    } else if (change.kind === 'trails') {
      for (const arn of change.arns) {
        stale.arns.add(arn);
      }
    }
    this.organizationsChanged();
  }

  organizationsChanged(): void {
    this.#timer ??= setTimeout(() => this.#draw(), drawingPause);
  }

  dispose(): void {
    clearTimeout(this.#timer);
  }

  #draw(): void {
    this.#timer = undefined;
    const { rows, draw, drawnRow } = this.#options;
    const stale = [...this.#stale];
    this.#stale.clear();
    if (this.#top !== outlineOf(idsOf(rows.childrenOf(undefined)))) {
      draw();
      return;
    }
    for (const [profile, parts] of stale) {
      const node = drawnRow(profileNode(profile).id);
      if (node?.kind !== 'profile') {
        continue;
      }
      if (this.#isStale(node)) {
        this.#outlines.delete(node.id);
        draw(node);
      } else {
        this.#drawParts(profile, parts);
      }
    }
    this.#drawGroups(new Set(stale.flatMap(([, { arns }]) => [...arns])));
    this.#drawStanding(new Set(stale.map(([profile]) => profile)));
    this.#drawOrganizations();
  }

  /** Whether a row says something else than when it was drawn, or has others inside. */
  #isStale(node: Node): boolean {
    return this.#outlines.get(node.id) !== this.#options.rows.outlineOf(node);
  }

  #drawParts(profile: string, { regions, arns }: StaleParts): void {
    const { draw, drawnRow } = this.#options;
    for (const node of this.#insideProfiles.get(profile) ?? []) {
      if (node.kind !== 'region' || regions.has(node.region)) {
        draw(node);
      }
    }
    const trails = [...arns]
      .map(arn => drawnRow(`trail ${profile} ${arn}`))
      .filter(node => node?.kind === 'trail')
      .filter(({ region }) => !regions.has(region));
    // What is known of a trail decides what its Region counts, and with the filter on whether it has a row at all.
    const stale = new Set(
      [...new Set(trails.map(({ region }) => region))].filter(region =>
        this.#isStale(regionNode(profile, region)),
      ),
    );
    for (const region of stale) {
      draw(regionNode(profile, region));
    }
    for (const node of trails.filter(({ region }) => !stale.has(region))) {
      draw(node);
    }
  }

  /** In groups, a trail with new details may have moved. */
  #drawGroups(arns: ReadonlySet<string>): void {
    const { rows, draw } = this.#options;
    const { grouping } = rows.shown.arrangement;
    if (grouping === 'profile') {
      return;
    }
    for (const { value, trails } of rows.shown.groups.values()) {
      const node = groupNode(grouping, value);
      if (this.#isStale(node)) {
        draw(node);
      } else {
        const known = rows.shown.filtered(trails).filter(({ trail }) => arns.has(trail.arn));
        for (const row of trailRows(known)) {
          draw(row);
        }
      }
    }
  }

  /** Of a trail that another profile acts on now, the rows under all profiles say something else. */
  #drawStanding(redrawn: ReadonlySet<string>): void {
    const { rows, draw, drawnRow } = this.#options;
    const former = this.#standing;
    this.#standing = this.#standingNow();
    for (const { trail, acting, others } of rows.shown.seen) {
      if (former.get(trail.arn) !== acting.profile.name) {
        for (const { profile } of [acting, ...others]) {
          const node = drawnRow(`trail ${profile.name} ${trail.arn}`);
          if (node && !redrawn.has(profile.name)) {
            draw(node);
          }
        }
      }
    }
  }

  /** Of a trail that was read in its account meanwhile, an organization's rows say something else, too. */
  #drawOrganizations(): void {
    const { rows, draw, drawnRow } = this.#options;
    const searches = [...this.#insideProfiles.keys()].map(searchNode);
    for (const one of [...searches, ...rows.organizations.top()]) {
      const node = drawnRow(one.id);
      if (node && this.#outlines.has(node.id) && this.#isStale(node)) {
        draw(node);
      }
    }
  }

  #standingNow(): ReadonlyMap<string, string> {
    const { seen } = this.#options.rows.shown;
    return new Map(seen.map(({ trail, acting }) => [trail.arn, acting.profile.name]));
  }
}

function idsOf(rows: readonly Node[]): readonly string[] {
  return rows.map(({ id }) => id);
}

/** Rows inside a profile that have to be drawn again. */
interface StaleParts {
  readonly regions: Set<string>;
  readonly arns: Set<string>;
}
