import type { Related } from '../declaration.ts';
import type { MapNode } from '../formats/tree.ts';
import type { Answers } from '../worlds/answers.ts';
import type { Explorer } from '../worlds/explore.ts';
import { isOpen, substituted, writtenValue } from './engine.ts';
import type { Manifest } from './manifest.ts';
import {
  entryAt,
  fieldAt,
  fieldId,
  type Input,
  isAround,
  namesOf,
  type Patch,
  type Resource,
  type Template,
} from './resource.ts';
import { literalOf, none, text, unknownValue, type Value } from './value.ts';

/** A custom resource, for which its template is filled in. */
export type Instance = Manifest;

/**
 * One way to fill in a template: with what a custom resource says, or, where there is none, with one answer to each of its
 * inputs. What stands in no template is the same in each.
 */
export class Scope implements Explorer {
  readonly answers: Answers;
  readonly #instance: Instance | undefined;
  /** Inputs that were met, and where they are said. */
  readonly #related = new Map<string, Related>();
  readonly #resolver: Resolver;
  #isRefused = false;

  constructor(answers: Answers, resolver: Resolver, instance?: Instance) {
    this.answers = answers;
    this.#resolver = resolver;
    this.#instance = instance;
  }

  get related(): readonly Related[] {
    return [...this.#related.values()];
  }

  /** Without an input that it asks for, the template is not filled in. */
  isRefused(): boolean {
    return this.#isRefused;
  }

  /** The same answers; what is read in it is not told as what decided here. */
  aside(): Scope {
    return new Scope(this.answers, this.#resolver, this.#instance);
  }

  /** A field after all patches. */
  read(resource: Resource, path: string): Value {
    if (!this.answers.step()) {
      return unknownValue('not-understood');
    }
    let value = this.#written(resource, path);
    for (const patch of resource.patches) {
      const isSame = fieldId(patch.to) === fieldId(path);
      const given = isSame ? patch.value(this) : this.#brought(patch, path);
      if (given === undefined && isSame && patch.isRequired) {
        this.#isRefused = true;
      }
      value = given ?? value;
    }
    return value;
  }

  /** What an input is; undefined where nobody gives it. */
  input(template: Template, path: string): Value | undefined {
    const input = template.input(path);
    if (this.#instance) {
      const node = fieldAt(this.#instance.body, path);
      const value = node && substituted(writtenValue(node, this.#instance.file));
      return value && value.kind !== 'none' ? value : defaultOf(input);
    }
    this.#relate(path, input);
    const options = optionsOf(path, input);
    const chosen =
      options.length < 2
        ? 0
        : this.answers.ask({
            id: `${template.id} ${path}`,
            answers: options.length,
            usual: input.byDefault !== undefined || !input.isRequired ? 0 : undefined,
            input: { name: path, answers: options.map(option => (option ? literalOf(option) : '')) },
          });
    return options[chosen];
  }

  #written(resource: Resource, path: string): Value {
    const names = namesOf(path);
    const entry = entryAt(resource.body, names);
    if (!entry) {
      return this.#mayBeOpen(resource, names) ? unknownValue('out-of-reach') : none;
    }
    return substituted(this.#resolver(writtenValue(entry.value, resource.file), resource, this));
  }

  /** Whether a template engine may put the field in. */
  #mayBeOpen({ body, file }: Resource, names: readonly string[]): boolean {
    const section = names.length > 1 ? entryAt(body, names.slice(0, 1)) : undefined;
    return section !== undefined && isOpen(file, sectionRange(body, section.range));
  }

  /** A patch of what is around the field brings it along, whatever it is. */
  #brought(patch: Patch, path: string): Value | undefined {
    return isAround(patch.to, path) && patch.value(this) ? unknownValue() : undefined;
  }

  #relate(name: string, { place }: Input): void {
    if (place) {
      const { file, range } = place;
      this.#related.set(name, { kind: 'variable-default', name, uri: file.uri, range });
    }
  }
}

/** What a text of a template means in it: `${schema.spec.kmsKeyArn}`. */
export type Resolver = (value: Value, resource: Resource, scope: Scope) => Value;

function defaultOf({ byDefault }: Input): Value | undefined {
  return byDefault === undefined ? undefined : text(byDefault);
}

/** Everything that an input may be and that makes a difference, the default first. */
function optionsOf(path: string, input: Input): readonly (Value | undefined)[] {
  const { byDefault, isRequired, isNonEmpty, type } = input;
  const usual = byDefault !== undefined || !isRequired ? [defaultOf(input)] : [];
  const allowed = input.allowed ?? (type === 'boolean' ? ['true', 'false'] : undefined);
  const others = (allowed ?? input.compared)
    .filter(one => one !== byDefault && (one !== '' || !isNonEmpty))
    .map(one => text(one));
  const given = allowed || !input.mayBeOther ? [] : [text({ name: path })];
  return [...usual, ...others, ...given];
}

/** A section with the lines that the engine fills in behind its last field, up to the next section. */
function sectionRange(body: MapNode, range: MapNode['range']): MapNode['range'] {
  const next = body.entries.find(({ keyRange }) => keyRange.start >= range.end);
  return { start: range.start, end: next?.keyRange.start ?? Math.max(body.range.end, range.end) + behind };
}

/** Characters behind the last field of a manifest that are looked at for what an engine fills in. */
const behind = 400;
