import { unknown } from '../../trail/fact.ts';
import type { Related } from '../declaration.ts';
import type { Sources } from '../sources.ts';
import { callsOfModule, type ModuleCall } from './callers.ts';
import { variableId } from './evaluation/variables.ts';
import type { ParsedFiles } from './files.ts';
import { readTrail, type TrailPath, type TrailReading } from './trail.ts';

/** Callers of callers, deeper than anybody writes. */
const deepest = 5;

/** So many calls are pointed at. */
const mostRelated = 5;

/**
 * Judges the trails of a module by its callers where its own defaults leave the key out: if each call that is found
 * passes one, no trail is without, and the module's own row says only that there is a choice. Asked of such rows alone,
 * for it reads the folders around the module. Remembers the calls that it found.
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
    const { key } = reading.facts;
    if (folder === undefined || key.kind !== 'conditional' || !isLeftOut(reading) || !hasInputs(reading)) {
      return reading;
    }
    const calls = await this.#deciding(path, [folder]);
    if (!calls) {
      return reading;
    }
    const byDefault = unknown('decided-at-deployment');
    return {
      ...reading,
      facts: { ...reading.facts, key: { ...key, byDefault } },
      related: [...reading.related, ...calls.slice(0, mostRelated).map(relatedOf)],
    };
  }

  /** The calls that make the trail, if each of them passes a key or is itself decided by callers that do. */
  async #deciding(path: TrailPath, folders: readonly string[]): Promise<readonly ModuleCall[] | undefined> {
    const calls: ModuleCall[] = [];
    for (const one of await this.#callsOf(folders.at(-1) ?? '')) {
      const { tree, root, call } = one;
      const whole = { calls: [call, ...path.calls], trail: path.trail };
      const readings = await tree.settled(() => readTrail(tree, root, whole));
      calls.push(...(readings.length > 0 ? [one] : []));
      for (const reading of readings.filter(isLeftOut)) {
        if (reading.facts.key.kind === 'absent' || !hasInputs(reading)) {
          return undefined;
        }
        const { folder } = root;
        const isOpen = folder === undefined || folders.includes(folder) || folders.length > deepest;
        if (isOpen || !(await this.#deciding(whole, [...folders, folder]))) {
          return undefined;
        }
      }
    }
    return calls.length > 0 ? calls : undefined;
  }

  #callsOf(folder: string): Promise<readonly ModuleCall[]> {
    const calls = this.#calls.get(folder) ?? callsOfModule(folder, this.#sources, this.#cache);
    this.#calls.set(folder, calls);
    return calls;
  }
}

function isLeftOut({ facts: { key } }: TrailReading): boolean {
  return key.kind === 'absent' || (key.kind === 'conditional' && key.byDefault.kind === 'absent');
}

/** Whether variables of the root, which a caller may set, have a say in the key. */
function hasInputs({ consulted }: TrailReading): boolean {
  const own = variableId({ names: [] }, '');
  return [...consulted].some(id => id.startsWith(own));
}

function relatedOf({ call }: ModuleCall): Related {
  return {
    kind: 'module-call',
    name: `module.${call.name}`,
    uri: call.file.uri,
    range: call.block.header,
  };
}
