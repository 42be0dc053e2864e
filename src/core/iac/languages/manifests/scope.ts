import type { Related } from '../../declaration.ts';
import { indentAt } from '../../formats/edit.ts';
import type { MapNode } from '../../formats/tree.ts';
import type { Answers } from '../../worlds/answers.ts';
import type { Explorer } from '../../worlds/explore.ts';
import { isOpen, substituted, writtenValue } from './engine.ts';
import {
  entryAt,
  fieldId,
  type Input,
  type Instance,
  isAround,
  namesOf,
  type Resource,
  type Template,
} from './resource.ts';
import { literalOf, none, text, unknownValue, type Value } from './value.ts';

/**
 * One way to fill in templates: with what a custom resource says, or, where there is none, with one answer to each of their
 * inputs. What is in no template is the same in each.
 */
export class Scope implements Explorer {
  readonly answers: Answers;
  readonly #instances: readonly Instance[];
  /** Where those inputs are said. */
  readonly #related = new Map<string, Related>();
  /** Inputs that were met, and whether each is handed on as it is. */
  readonly #inputs = new Map<string, boolean>();
  readonly #resolver: Resolver;
  #isRefused = false;

  constructor(answers: Answers, resolver: Resolver, instances: readonly Instance[] = []) {
    this.answers = answers;
    this.#resolver = resolver;
    this.#instances = instances;
  }

  get related(): readonly Related[] {
    return [...this.#related.values()];
  }

  get dependsOnInputs(): boolean {
    return this.#inputs.size > 0;
  }

  /** The one input that was handed on as it is; undefined where there is none, or several. */
  get handedOn(): string | undefined {
    const [one, ...others] = this.#inputs;
    return one?.[1] && others.length === 0 ? one[0] : undefined;
  }

  /** Without an input that it asks for, the template is not filled in. */
  isRefused(): boolean {
    return this.#isRefused;
  }

  /** The same template, filled in otherwise. */
  with(answers: Answers): Scope {
    return new Scope(answers, this.#resolver, this.#instances);
  }

  /** The same answers; what is read in it is not reported as what decided here. */
  aside(): Scope {
    return this.with(this.answers);
  }

  /** A field after all patches. */
  read(resource: Resource, path: string): Value {
    if (!this.answers.step()) {
      return unknownValue('not-understood');
    }
    let value = this.#written(resource, path);
    for (const patch of resource.patches) {
      const isSame = fieldId(patch.to) === fieldId(path);
      if (isSame || isAround(patch.to, path)) {
        const given = patch.value(this);
        this.#isRefused ||= given === undefined && patch.isRequired;
        // A patch of what is around the field includes it.
        value = given && !isSame ? unknownValue() : (given ?? value);
      }
    }
    return value;
  }

  /** What an input is; undefined if it is not given. */
  input(template: Template, path: string): Value | undefined {
    const input = template.input(path);
    const isOneOf = input.type === 'boolean' || input.allowed !== undefined || input.compared.length > 0;
    this.#inputs.set(path, !isOneOf);
    const instance = this.#instances.find(one => template.isFilledInFor(one));
    if (instance) {
      const value = this.#given(template, path, instance);
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

  /** What an instance gives; the call of a component is in a program, which has inputs of its own. */
  #given(template: Template, path: string, instance: Instance): Value | undefined {
    const { file, body, caller } = instance;
    const entry = entryAt(body, template.placeIn(instance, path));
    const value = entry && writtenValue(entry.value, file, body.range.start);
    return value && substituted(caller ? this.#resolver(value, caller, this) : value);
  }

  #written(resource: Resource, path: string): Value {
    const names = namesOf(path);
    const entry = entryAt(resource.body, names);
    if (!entry) {
      return mayBeBrought(resource, names) ? unknownValue('out-of-reach') : none;
    }
    return substituted(
      this.#resolver(writtenValue(entry.value, resource.file, resource.body.range.start), resource, this),
    );
  }

  #relate(name: string, { place, byDefault }: Input): void {
    if (place) {
      const { file, range } = place;
      const kind = byDefault === undefined ? 'input' : 'variable-default';
      this.#related.set(name, { kind, name, uri: file.uri, range });
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

/** Whether a template engine may put a field into the innermost map on the way to it that is written. */
function mayBeBrought({ body, file }: Resource, names: readonly string[]): boolean {
  const section = entryAt(body, names.slice(0, 1));
  const map = names.reduce<MapNode | undefined>((around, name) => {
    const inner = around && entryAt(around, [name])?.value;
    return inner?.kind === 'map' ? inner : around;
  }, body);
  const first = map?.entries[0];
  const column = first && indentAt(file.text, first.keyRange.start).length;
  return (
    section !== undefined && column !== undefined && isOpen(file, sectionRange(body, section.range), column)
  );
}

/** A section with the lines that the engine fills in after its last field, up to the next section. */
function sectionRange(body: MapNode, range: MapNode['range']): MapNode['range'] {
  const next = body.entries.find(({ keyRange }) => keyRange.start >= range.end);
  return { start: range.start, end: next?.keyRange.start ?? Math.max(body.range.end, range.end) + behind };
}

/** Characters after the last field of a manifest that are looked at for what an engine fills in. */
const behind = 400;
