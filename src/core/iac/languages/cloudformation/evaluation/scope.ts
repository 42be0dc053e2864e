import type { Related } from '../../../declaration.ts';
import { itemsOf, type TreeNode, valueAt } from '../../../formats/tree.ts';
import type { GivenParameters } from '../inputs/given.ts';
import { stackSetParameters, stackSetType } from '../stackSet.ts';
import type { Piece, Resource, Template, TemplateFile } from '../template.ts';
import { Conditions } from './conditions.ts';
import { Evaluator } from './evaluator.ts';
import { callOf } from './intrinsic.ts';
import {
  locate,
  type Properties,
  type PropertiesContext,
  propertiesOfBody,
  readProperties,
} from './properties.ts';
import { resourceInLoops, resourcesById } from './reference.ts';
import { type Home, unknownValue, type Value } from './value.ts';
import type { World } from './world.ts';

/** Finds what is outside the template's own text, from what was read beforehand. */
export interface Surroundings {
  /** The template of a nested stack, where it is a file of the workspace. */
  nested(resource: Resource): Template | undefined;
  /** The content of an `AWS::Include`. */
  included(location: string, file: TemplateFile): Piece | undefined;
  /** What the parameters of the template itself are deployed with, as far as that is known. */
  readonly given?: GivenParameters;
}

/** What is given to a template from outside. */
export interface Inputs {
  /** Empty for the template itself, `Stack/` for a nested one. */
  readonly path: string;
  /** The parameters that the template around it passes; absent where a person gives them. */
  readonly bindings?: ReadonlyMap<string, () => Value | undefined>;
  /** Puts into a string what the template around it puts in, by `Fn::Sub`, before this one is read. */
  readonly filledIn?: (written: string) => Value;
  /** The variables of the loops around what is evaluated. */
  readonly loops: ReadonlyMap<string, Value>;
}

const nothing: Inputs = { path: '', loops: new Map() };

/** A template in one world, with what is given to it: where its expressions, conditions and names have a value. */
export class Scope implements Home {
  readonly template: Template;
  readonly world: World;
  readonly surroundings: Surroundings;
  readonly inputs: Inputs;
  readonly conditions = new Conditions(this);
  readonly #evaluator = new Evaluator(this);
  readonly #related: Related[];

  constructor(
    template: Template,
    world: World,
    surroundings: Surroundings,
    inputs: Inputs = nothing,
    related: Related[] = [],
  ) {
    this.template = template;
    this.world = world;
    this.surroundings = surroundings;
    this.inputs = inputs;
    this.#related = related;
  }

  get path(): string {
    return this.inputs.path;
  }

  /** The stack around it leaves out a parameter that has no default: CloudFormation refuses to make it. */
  get isRefused(): boolean {
    const { bindings } = this.inputs;
    return (
      bindings !== undefined &&
      [...this.template.parameters].some(
        ([name, { entry }]) => !bindings.has(name) && valueAt(entry.value, 'Default') === undefined,
      )
    );
  }

  /** Conditions and inputs that were met on the way. */
  get related(): readonly Related[] {
    return this.#related;
  }

  note(related: Related): void {
    if (!this.#related.some(one => one.uri === related.uri && one.range.start === related.range.start)) {
      this.#related.push(related);
    }
  }

  evaluate(node: TreeNode, file: TemplateFile, depth = 0): Value {
    return this.#evaluator.evaluate(node, file, depth);
  }

  /** Whether a resource is created at all; `undefined` if that is not known. */
  exists(resource: Resource): boolean | undefined {
    return this.conditions.admit(resource);
  }

  /** The properties of a map that a resource has, or of anything like it. */
  properties(body: TreeNode | undefined, file: TemplateFile): Properties {
    return readProperties(body, file, this.#propertiesContext());
  }

  propertiesOf(resource: Resource): Properties {
    return propertiesOfBody(resource.merged, resource.file, this.#propertiesContext());
  }

  /** What an `AWS::Include` brings in, where it is a file that could be read. */
  included(argument: TreeNode, file: TemplateFile): Piece | undefined {
    return locate(argument, file, this.#propertiesContext());
  }

  /** The resource of a logical id, and the scope to evaluate it in. */
  find(id: string): { readonly resource: Resource; readonly scope: Scope } | undefined {
    const plain = resourcesById(this.template).get(id);
    if (plain) {
      return { resource: plain, scope: this };
    }
    const made = resourceInLoops(this.template, id);
    return made && { resource: made.resource, scope: this.#inLoops(made.values) };
  }

  /** The same inputs in another world. */
  in(world: World): Scope {
    return new Scope(this.template, world, this.surroundings, this.inputs);
  }

  /** Inside the loops around a resource; `undefined` when a loop runs over nothing. */
  within(resource: Resource): Scope | undefined {
    let scope: Scope = this;
    for (const loop of resource.loops) {
      const collection = scope.evaluate(loop.collection, resource.file);
      const items = collection.kind === 'list' ? collection.items : [unknownValue('not-understood')];
      const value = this.world.choose({
        id: `${this.path}${loop.name}`,
        options: items,
        hasDefault: false,
        isLoop: true,
      });
      if (items.length === 0) {
        return undefined;
      }
      const item = value ?? unknownValue('decided-at-deployment');
      scope = scope.#inLoops(new Map([[loop.identifier, item]]), this.#related);
    }
    return scope;
  }

  /** The scope of a nested stack's template, with the parameters that this template passes. */
  nested(resource: Resource): Scope | undefined {
    const template = this.surroundings.nested(resource);
    if (!template || this.path.split('/').length > deepest) {
      return undefined;
    }
    const bindings =
      resource.type === stackSetType
        ? this.#stackSetParameters(template, resource)
        : this.#passedParameters(template, resource);
    return this.#inner(template, this.surroundings, resource, { bindings });
  }

  #passedParameters(template: Template, resource: Resource): ReadonlyMap<string, () => Value | undefined> {
    const properties = this.propertiesOf(resource);
    const passed = properties.entries.get('Parameters');
    const { entries, open } = passed ? this.properties(passed.entry.value, passed.file) : properties;
    const bindings = new Map<string, () => Value>();
    for (const name of template.parameters.keys()) {
      const item = passed && entries.get(name);
      if (item) {
        bindings.set(name, () => this.evaluate(item.entry.value, item.file));
      } else if (open) {
        bindings.set(name, () => unknownValue('out-of-reach'));
      }
    }
    return bindings;
  }

  #stackSetParameters(template: Template, resource: Resource): ReadonlyMap<string, () => Value | undefined> {
    const any = () => unknownValue('out-of-reach');
    return (
      stackSetParameters(resource, this.propertiesOf(resource), this) ??
      new Map([...template.parameters.keys()].map(name => [name, any]))
    );
  }

  /** The scope of a template that is in a stack set's `TemplateBody`, with the parameters that it passes. */
  embedded(template: Template, surroundings: Surroundings, resource: Resource, body: TreeNode): Scope {
    const call = callOf(body);
    const variables = call?.name === 'Fn::Sub' ? itemsOf(call.argument)?.[1] : undefined;
    const bindings = stackSetParameters(resource, this.propertiesOf(resource), this);
    return this.#inner(template, surroundings, resource, {
      ...(bindings && { bindings }),
      ...(call?.name === 'Fn::Sub' && {
        filledIn: (written: string) => this.#evaluator.substitute(written, variables, resource.file, 0),
      }),
    });
  }

  #inner(
    template: Template,
    surroundings: Surroundings,
    resource: Resource,
    given: Pick<Inputs, 'bindings' | 'filledIn'>,
  ): Scope {
    const path = `${this.path}${resource.id}/`;
    return new Scope(template, this.world, surroundings, { ...given, path, loops: new Map() });
  }

  #inLoops(values: ReadonlyMap<string, Value>, related: Related[] = []): Scope {
    const loops = new Map([...this.inputs.loops, ...values]);
    return new Scope(this.template, this.world, this.surroundings, { ...this.inputs, loops }, related);
  }

  #propertiesContext(): PropertiesContext {
    return {
      evaluate: (node, file) => this.evaluate(node, file),
      branch: argument => this.conditions.branch(argument, 0),
      included: (location, file) => this.surroundings.included(location, file),
      found: (written, file) => this.template.variables?.find(written, file, this.#evaluator.forVariables(0)),
    };
  }
}

/** Stacks inside each other, by their names in a path. */
const deepest = 6;
