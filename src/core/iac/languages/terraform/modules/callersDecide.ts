import type { Sources } from '../../../sources/sources.ts';
import { type Caller, type KeySeenFrom, leftToCallers } from '../../../worlds/callers.ts';
import { variableId } from '../evaluation/variables.ts';
import { readTrail, type TrailReading } from '../trail.ts';
import type { TrailPath } from '../trailInstances.ts';
import { callsOfModule, type ModuleCall } from './callers.ts';
import { addressOf } from './deployment.ts';
import type { ParsedFiles } from './files.ts';

/**
 * Judges the trails of a module by its callers where its own defaults leave the key out. Asked of such rows alone, for it
 * reads the folders around the module. Remembers the calls that it found.
 */
export class CallersDecide {
  readonly #sources: Sources;
  readonly #cache: ParsedFiles;
  readonly #calls = new Map<string, Promise<readonly ModuleCall[]>>();

  constructor(sources: Sources, cache: ParsedFiles) {
    this.#sources = sources;
    this.#cache = cache;
  }

  async reading(folder: string | undefined, path: TrailPath, reading: TrailReading): Promise<TrailReading> {
    const callee = { place: folder, callers: () => this.#callers(folder, path) };
    const left = await leftToCallers(seen(reading), callee);
    return left
      ? {
          ...reading,
          facts: { ...reading.facts, key: left.key },
          related: [...reading.related, ...left.related],
        }
      : reading;
  }

  async *#callers(folder: string | undefined, path: TrailPath): AsyncGenerator<Caller> {
    for (const { tree, root, call } of folder === undefined ? [] : await this.#callsOf(folder)) {
      const whole = { calls: [call, ...path.calls], trail: path.trail };
      const readings = await tree.settled(() => readTrail(tree, root, whole));
      yield {
        place: root.folder,
        callers: () => this.#callers(root.folder, whole),
        seen: readings.map(seen),
        related: {
          kind: 'module-call',
          name: addressOf(call),
          uri: call.file.uri,
          range: call.block.header,
        },
      };
    }
  }

  #callsOf(folder: string): Promise<readonly ModuleCall[]> {
    const calls = this.#calls.get(folder) ?? callsOfModule(folder, this.#sources, this.#cache);
    this.#calls.set(folder, calls);
    return calls;
  }
}

/** A caller has a say where variables of the root do. */
function seen({ facts, consulted }: TrailReading): KeySeenFrom {
  const own = variableId({ names: [] }, '');
  return { key: facts.key, hasInputs: [...consulted].some(id => id.startsWith(own)) };
}
