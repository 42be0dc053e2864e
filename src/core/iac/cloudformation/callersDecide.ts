import { unknown } from '../../trail/fact.ts';
import type { Related } from '../declaration.ts';
import type { Sources } from '../sources.ts';
import { type StackCall, stacksOf } from './callers.ts';
import type { DeclaredTrail } from './read.ts';
import type { ReadTemplates } from './surroundings.ts';
import { insideStack, type OpenScope, type TrailReading } from './trail.ts';

/** Stacks around stacks, deeper than anybody nests them. */
const deepest = 5;

/** So many stacks are pointed at. */
const mostRelated = 5;

/**
 * Judges the trails of a template by the stacks that nest it, where its own defaults leave the key out: if each stack that
 * is found passes one, no trail is without, and the template's own row says only that there is a choice. Asked of such rows
 * alone, for it reads the folders around the template.
 */
export class CallersDecide {
  readonly #read: ReadTemplates;
  readonly #sources: Sources;
  readonly #calls = new Map<string, Promise<readonly StackCall[]>>();

  constructor(read: ReadTemplates, sources: Sources) {
    this.#read = read;
    this.#sources = sources;
  }

  async trail(declared: DeclaredTrail): Promise<DeclaredTrail> {
    const { reading, template, declaration } = declared;
    const { key } = reading.facts;
    if (key.kind !== 'conditional' || !isLeftOut(reading) || template.parameters.size === 0) {
      return declared;
    }
    const calls = await this.#deciding(declared.readIn, [template.file.uri]);
    if (!calls) {
      return declared;
    }
    const byDefault = unknown('decided-at-deployment');
    const facts = { ...reading.facts, key: { ...key, byDefault } };
    const related = [...declaration.related, ...calls.slice(0, mostRelated).map(relatedOf)];
    return {
      ...declared,
      reading: { ...reading, facts },
      declaration: { ...declaration, facts, related },
    };
  }

  /** The stacks that make the trail, if each of them passes a key or is itself decided by stacks that do. */
  async #deciding(
    readIn: DeclaredTrail['readIn'],
    uris: readonly string[],
  ): Promise<readonly StackCall[] | undefined> {
    const calls: StackCall[] = [];
    for (const call of await this.#callsOf(uris.at(-1) ?? '')) {
      const readAround = (outer: OpenScope) => readIn(insideStack(call.stack, outer));
      const reading = readAround(call.open);
      if (!reading) {
        continue;
      }
      calls.push(call);
      if (isLeftOut(reading)) {
        const { uri } = call.template.file;
        const isOpen = reading.facts.key.kind === 'absent' || uris.includes(uri) || uris.length > deepest;
        if (isOpen || !(await this.#deciding(readAround, [...uris, uri]))) {
          return undefined;
        }
      }
    }
    return calls.length > 0 ? calls : undefined;
  }

  #callsOf(uri: string): Promise<readonly StackCall[]> {
    const calls = this.#calls.get(uri) ?? stacksOf(uri, this.#read, this.#sources);
    this.#calls.set(uri, calls);
    return calls;
  }
}

function isLeftOut({ facts: { key } }: TrailReading): boolean {
  return key.kind === 'absent' || (key.kind === 'conditional' && key.byDefault.kind === 'absent');
}

function relatedOf({ stack }: StackCall): Related {
  return { kind: 'module-call', name: stack.id, uri: stack.file.uri, range: stack.entry.keyRange };
}
