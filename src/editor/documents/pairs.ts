import * as vscode from 'vscode';
import type { Inventory } from '../../core/account/inventory.ts';
import { namedIn, type SeenTrail, seenTrails } from '../../core/account/seenTrails.ts';
import { groupedBy } from '../../core/base/groupedBy.ts';
import { type Pair, pairsOf } from '../../core/drift/index.ts';
import type { Assessment } from '../../core/iac/finding.ts';
import type { DeclaredPlace } from '../../core/report/index.ts';
import type { ChosenProfiles } from '../chosenProfiles.ts';
import { type DeclaredTrail, declaredIn, lineOf, placeOf } from './declaredTrails.ts';
import type { Readings } from './readings.ts';

/** A trail that was read in AWS beside its declaration in this workspace. */
export interface TrailPair extends Pair<DeclaredTrail> {
  /** The trail through every profile that sees it. */
  readonly seen: SeenTrail;
}

/** Changes that come within this many milliseconds are looked at together. */
const pause = 50;

/**
 * Which declarations belong to which trails, among open documents, the results of the last scan, and the accounts that
 * were read. Nothing is read for it: what is not known has no pair.
 */
export class Pairs implements vscode.Disposable {
  readonly #readings: Readings;
  readonly #inventory: Inventory;
  readonly #chosen: ChosenProfiles;
  readonly #changes = new vscode.EventEmitter<void>();
  readonly #subscriptions: vscode.Disposable;
  #known: KnownPairs | undefined;
  #told = '';
  #waiting: NodeJS.Timeout | undefined;
  /** A pair was added or removed, or its place or difference has changed; typing elsewhere in a declaration reports nothing. */
  readonly onDidChange = this.#changes.event;

  constructor(readings: Readings, inventory: Inventory, chosen: ChosenProfiles) {
    this.#readings = readings;
    this.#inventory = inventory;
    this.#chosen = chosen;
    this.#subscriptions = vscode.Disposable.from(
      this.#changes,
      readings.onDidChange(() => this.#outdated()),
      inventory.onDidChange(() => this.#outdated()),
      chosen.onDidChange(() => this.#outdated()),
    );
  }

  /** Those that differ most come first. */
  all(): readonly TrailPair[] {
    return this.#pairs.all;
  }

  ofLive(arn: string): readonly TrailPair[] {
    return this.#pairs.byArn.get(arn) ?? none;
  }

  ofDeclared(assessment: Assessment): readonly TrailPair[] {
    return this.#pairs.byAssessment.get(assessment) ?? none;
  }

  /** Looked up for every row that is drawn, also among thousands. */
  get #pairs(): KnownPairs {
    this.#known ??= knownPairs(this.#made());
    return this.#known;
  }

  dispose(): void {
    clearTimeout(this.#waiting);
    this.#subscriptions.dispose();
  }

  #made(): readonly TrailPair[] {
    const declared = this.#readings.withTrails().flatMap(reading => declaredIn(reading));
    if (declared.length === 0) {
      return [];
    }
    const seen = new Map(
      seenTrails(this.#inventory.states(), namedIn({ profiles: this.#chosen.names })).map(one => [
        one.trail.arn,
        one,
      ]),
    );
    const lives = [...seen.values()].map(({ acting }) => acting);
    return pairsOf(lives, declared).flatMap(pair => {
      const one = seen.get(pair.live.trail.arn);
      return one ? [{ ...pair, seen: one }] : [];
    });
  }

  #outdated(): void {
    this.#known = undefined;
    this.#waiting ??= setTimeout(() => {
      this.#waiting = undefined;
      const now = this.all().map(summary).join('\n');
      if (now !== this.#told) {
        this.#told = now;
        this.#changes.fire();
      }
    }, pause);
  }
}

const none: readonly TrailPair[] = [];

interface KnownPairs {
  readonly all: readonly TrailPair[];
  readonly byArn: ReadonlyMap<string, readonly TrailPair[]>;
  readonly byAssessment: ReadonlyMap<Assessment, readonly TrailPair[]>;
}

function knownPairs(all: readonly TrailPair[]): KnownPairs {
  return {
    all,
    byArn: groupedBy(all, ({ live }) => live.trail.arn),
    byAssessment: groupedBy(all, ({ declared }) => declared.assessment),
  };
}

/** The same with only the place of the declaration, for what leaves the editor. */
export function withPlace({ live, declared, drift, isDoubtful }: TrailPair): Pair<DeclaredPlace> {
  return { live, declared: lineOf(declared), isDoubtful, ...(drift && { drift }) };
}

function summary({ live, declared, drift, isDoubtful }: TrailPair): string {
  return JSON.stringify([live.trail.arn, placeOf(declared), drift, isDoubtful]);
}
