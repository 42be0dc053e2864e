import type { Sources } from '../../sources/sources.ts';
import { type Caller, type KeySeenFrom, leftToCallers } from '../../worlds/callers.ts';
import { type StackCall, stacksOf } from './callers.ts';
import type { DeclaredTrail } from './read.ts';
import type { ReadTemplates } from './surroundings.ts';
import type { Template } from './template.ts';
import { insideStack, type OpenScope, type TrailReading } from './trail.ts';

/**
 * Judges the trails of a template by the stacks that nest it, where its own defaults leave the key out. Asked of such rows
 * alone, for it reads the folders around the template. Remembers the stacks that it found.
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
    const { reading, template, declaration, readIn } = declared;
    const { uri } = template.file;
    const callee = { place: uri, callers: () => this.#callers(uri, readIn) };
    const left = await leftToCallers(seen(reading, template), callee);
    if (!left) {
      return declared;
    }
    const facts = { ...reading.facts, key: left.key };
    return {
      ...declared,
      reading: { ...reading, facts },
      declaration: { ...declaration, facts, related: [...declaration.related, ...left.related] },
    };
  }

  async *#callers(uri: string, readIn: DeclaredTrail['readIn']): AsyncGenerator<Caller> {
    for (const { stack, template, open } of await this.#callsOf(uri)) {
      const readAround = (outer: OpenScope) => readIn(insideStack(stack, outer));
      const reading = readAround(open);
      yield {
        place: template.file.uri,
        callers: () => this.#callers(template.file.uri, readAround),
        seen: reading ? [seen(reading, template)] : [],
        related: { kind: 'module-call', name: stack.id, uri: stack.file.uri, range: stack.entry.keyRange },
      };
    }
  }

  #callsOf(uri: string): Promise<readonly StackCall[]> {
    const calls = this.#calls.get(uri) ?? stacksOf(uri, this.#read, this.#sources);
    this.#calls.set(uri, calls);
    return calls;
  }
}

/** A stack around it has a say where the template has parameters. */
function seen({ facts }: TrailReading, { parameters }: Template): KeySeenFrom {
  return { key: facts.key, hasInputs: parameters.size > 0 };
}
