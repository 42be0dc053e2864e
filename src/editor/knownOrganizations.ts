import type * as vscode from 'vscode';
import type { KnownOrganization, Organizations } from '../core/account/organization/organizations.ts';
import type { Aggregator } from '../core/account/organization/ports.ts';

/** Remembers in this workspace where organizations are found, only by name: what was read is not kept. */
export class KnownOrganizations implements vscode.Disposable {
  readonly #listening: { dispose(): void };
  #stored: string;

  constructor(organizations: Organizations, storage: vscode.Memento) {
    const known = knownIn(storage.get(storageKey));
    this.#stored = JSON.stringify(known);
    organizations.remember(known);
    this.#listening = organizations.onDidChange(() => {
      const now = organizations.known();
      const text = JSON.stringify(now);
      if (text !== this.#stored) {
        this.#stored = text;
        void storage.update(storageKey, now);
      }
    });
  }

  dispose(): void {
    this.#listening.dispose();
  }
}

const storageKey = 'organizations';

/** What is stored may be of another version: what is not understood counts as not stored. */
function knownIn(stored: unknown): readonly KnownOrganization[] {
  return Array.isArray(stored) ? stored.flatMap(one => knownOrganization(one) ?? []) : [];
}

function knownOrganization(stored: unknown): KnownOrganization | undefined {
  const { profile, id, aggregator } = fieldsOf(stored);
  const { name, arn, region, ofOrganization, regions } = fieldsOf(aggregator);
  if (
    typeof profile !== 'string' ||
    typeof name !== 'string' ||
    typeof arn !== 'string' ||
    typeof region !== 'string'
  ) {
    return undefined;
  }
  const known: Aggregator = {
    name,
    arn,
    region,
    ofOrganization: ofOrganization === true,
    regions: Array.isArray(regions) ? regions.map(String) : 'all',
  };
  return { profile, aggregator: known, ...(typeof id === 'string' && { id }) };
}

function fieldsOf(value: unknown): Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null ? (value as Readonly<Record<string, unknown>>) : {};
}
