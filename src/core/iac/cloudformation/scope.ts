import type { Related } from '../declaration.ts';
import { entriesOf, follow, itemsOf, type TreeNode, textOf, valueAt } from '../formats/tree.ts';
import { type ConditionContext, either, isConditionFunction, truthOf, truthOfCall } from './condition.ts';
import { type Call, callOf } from './intrinsic.ts';
import { join, select, split } from './lists.ts';
import { findInMap } from './mapping.ts';
import { handedTo, parameterVariable, pseudoVariable } from './parameter.ts';
import {
  locate,
  type Properties,
  type PropertiesContext,
  propertiesOfBody,
  readProperties,
} from './properties.ts';
import {
  deployment,
  matchLoops,
  openInput,
  reference,
  resourcesById,
  resourcesInLoops,
} from './reference.ts';
import { stackSetParameters } from './stackSet.ts';
import { readLiteral, substitute } from './substitution.ts';
import {
  type Evaluation,
  fileOf,
  type Item,
  type Piece,
  type Resource,
  type Template,
  type TemplateFile,
} from './template.ts';
import {
  fromFile,
  type Home,
  isFromFile,
  literalOf,
  none,
  printed,
  text,
  unknownOf,
  unknownValue,
  type Value,
} from './value.ts';
import type { World } from './world.ts';

/** Finds what lies outside the template's own text, from what was read beforehand. */
export interface Surroundings {
  /** The template of a nested stack, where it is a file of the workspace. */
  nested(resource: Resource): Template | undefined;
  /** The content of an `AWS::Include`. */
  included(location: string, file: TemplateFile): Piece | undefined;
}

/** What is given to a template from outside. */
interface Inputs {
  /** Empty for the template itself, `Stack/` for a nested one. */
  readonly path: string;
  /** The parameters that the template around it passes; absent where a person gives them. */
  readonly bindings?: ReadonlyMap<string, () => Value | undefined>;
  /** Puts into a string what the template around it puts in, by `Fn::Sub`, before this one is read. */
  readonly filledIn?: (written: string) => Value;
  readonly loops: ReadonlyMap<string, Value>;
}

const nothing: Inputs = { path: '', loops: new Map() };

/** Evaluates a template's expressions as CloudFormation does, in one world. */
export class Scope implements Home {
  readonly template: Template;
  readonly world: World;
  readonly surroundings: Surroundings;
  readonly #inputs: Inputs;
  readonly #related: Related[];

  /** Whether what is being evaluated has met text of a file that the code names. */
  #metFile = false;

  /** What variables have led to and is being evaluated. */
  readonly #open = new Set<TreeNode>();

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
    this.#inputs = inputs;
    this.#related = related;
  }

  get path(): string {
    return this.#inputs.path;
  }

  /** Conditions and inputs that were met on the way. */
  get related(): readonly Related[] {
    return this.#related;
  }

  /** The same inputs in another world. */
  in(world: World): Scope {
    return new Scope(this.template, world, this.surroundings, this.#inputs);
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

  evaluate(node: TreeNode, file: TemplateFile, depth = 0): Value {
    if (depth > deepest || !this.world.step()) {
      return unknownValue('not-understood');
    }
    const before = this.#metFile;
    this.#metFile = false;
    const value = this.#evaluate(node, file, depth);
    if (!this.#metFile && !isFromFile(value)) {
      this.#metFile = before;
      return value;
    }
    this.#metFile = true;
    return fromFile(value);
  }

  #evaluate(node: TreeNode, file: TemplateFile, depth: number): Value {
    const target = follow(node);
    const call = callOf(target);
    if (call) {
      return this.#call(call, file, depth + 1);
    }
    switch (target.kind) {
      case 'scalar':
        return target.broken ? unknownValue('not-understood') : this.#scalar(target.text, file, depth);
      case 'list':
        return { kind: 'list', items: this.#items(target.items, file, depth + 1) };
      case 'map':
        return {
          kind: 'map',
          entries: new Map(
            entriesOf(target).map(entry => [
              entry.key,
              this.evaluate(entry.value, fileOf(entry, file), depth + 1),
            ]),
          ),
        };
      case 'alias':
        return unknownValue('not-understood');
    }
  }

  /** Whether a resource is made at all; `undefined` when that cannot be told. */
  exists(resource: Resource): boolean | undefined {
    if (!this.#isDeployable()) {
      return false;
    }
    const node = valueAt(resource.merged, 'Condition');
    const name = textOf(node);
    return node === undefined ? true : name === undefined ? undefined : this.condition(name);
  }

  /** No rule refuses the inputs (CloudFormation User Guide, "Rules section syntax"). */
  #isDeployable(): boolean {
    return [...this.template.rules.values()].every(({ entry, file }) => {
      const context = this.#conditions(file);
      const when = valueAt(entry.value, 'RuleCondition');
      const assertions = itemsOf(valueAt(entry.value, 'Assertions')) ?? [];
      return (
        (when && truthOf(when, context, 0) !== true) ||
        assertions.every(one => {
          const assertion = valueAt(one, 'Assert');
          return !assertion || truthOf(assertion, context, 0) !== false;
        })
      );
    });
  }

  condition(name: string, depth = 0): boolean | undefined {
    const item = this.template.conditions.get(name);
    if (!item) {
      return undefined;
    }
    this.#note({ kind: 'condition', name, uri: item.file.uri, range: item.entry.range });
    const value = truthOf(item.entry.value, this.#conditions(item.file), depth + 1);
    return value ?? either(`${this.path}condition ${name}`, this.world, name);
  }

  /** The properties of a map that a resource has, or of anything like it. */
  properties(body: TreeNode | undefined, file: TemplateFile): Properties {
    return readProperties(body, file, this.#propertiesContext());
  }

  propertiesOf(resource: Resource): Properties {
    return propertiesOfBody(resource.merged, resource.file, this.#propertiesContext());
  }

  /** The resource of a logical id, and the scope to evaluate it in. */
  find(id: string): { readonly resource: Resource; readonly scope: Scope } | undefined {
    const plain = resourcesById(this.template).get(id);
    if (plain) {
      return { resource: plain, scope: this };
    }
    for (const resource of resourcesInLoops(this.template)) {
      const values = matchLoops(resource, id);
      if (values) {
        return { resource, scope: this.#inLoops(values) };
      }
    }
    return undefined;
  }

  /** The scope of a nested stack's template, with the parameters that this template passes. */
  nested(resource: Resource): Scope | undefined {
    const template = this.surroundings.nested(resource);
    if (!template || this.path.split('/').length > 6) {
      return undefined;
    }
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
    return this.#inner(template, this.surroundings, resource, { bindings });
  }

  /** The scope of a template that stands in a stack set's `TemplateBody`, with the parameters that it passes. */
  embedded(template: Template, surroundings: Surroundings, resource: Resource, body: TreeNode): Scope {
    const call = callOf(body);
    const variables = call?.name === 'Fn::Sub' ? itemsOf(call.argument)?.[1] : undefined;
    const bindings = stackSetParameters(resource, this.propertiesOf(resource), this);
    return this.#inner(template, surroundings, resource, {
      ...(bindings && { bindings }),
      ...(call?.name === 'Fn::Sub' && {
        filledIn: (written: string) => this.#substitute(written, variables, resource.file, 0),
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
    const loops = new Map([...this.#inputs.loops, ...values]);
    return new Scope(this.template, this.world, this.surroundings, { ...this.#inputs, loops }, related);
  }

  #note(related: Related): void {
    if (!this.#related.some(one => one.uri === related.uri && one.range.start === related.range.start)) {
      this.#related.push(related);
    }
  }

  #scalar(written: string | null, file: TemplateFile, depth: number): Value {
    return written === null ? none : (this.#resolved(written, file, depth) ?? this.#literal(written));
  }

  /** A string after what stands before CloudFormation: a framework's variables, or the template around this one. */
  #resolved(written: string, file: TemplateFile, depth: number): Value | undefined {
    if (!written.includes('${') || !this.world.step()) {
      return undefined;
    }
    return this.#inputs.filledIn
      ? this.#inputs.filledIn(written)
      : this.template.variables?.resolve(written, file, this.#evaluation(depth));
  }

  #evaluation(depth: number): Evaluation {
    return {
      evaluate: (node, from) => this.#target(node, from, depth + variableDepth),
      meetFile: () => {
        this.#metFile = true;
      },
      choose: variable => this.world.choose(variable),
      step: () => this.world.step(),
    };
  }

  /** What a variable leads to. One that leads back to itself has no value. */
  #target(node: TreeNode, file: TemplateFile, depth: number): Value {
    if (this.#open.has(node)) {
      return unknownValue('not-understood');
    }
    this.#open.add(node);
    try {
      return this.evaluate(node, file, depth);
    } finally {
      this.#open.delete(node);
    }
  }

  #literal(written: string): Value {
    return readLiteral(written, this.#inputs.loops);
  }

  #items(nodes: readonly TreeNode[], file: TemplateFile, depth: number): Value[] {
    return nodes.map(node => this.evaluate(node, file, depth)).filter(value => value.kind !== 'none');
  }

  #call(call: Call, file: TemplateFile, depth: number): Value {
    const { argument } = call;
    const evaluate = (node: TreeNode, from = file) => this.evaluate(node, from, depth);
    switch (call.name) {
      case 'Ref':
        return this.#ref(argument, file, depth);
      case 'Fn::GetAtt':
        return this.#getAtt(argument, file, depth);
      case 'Fn::If': {
        const branch = this.#branch(argument, depth);
        return branch ? evaluate(branch) : unknownValue('not-understood');
      }
      case 'Fn::Sub': {
        const [first = argument, variables] = itemsOf(argument) ?? [];
        const written = textOf(first);
        return written === undefined
          ? unknownValue('not-understood')
          : this.#substitute(written, variables, file, depth);
      }
      case 'Fn::Join':
        return join(argument, evaluate);
      case 'Fn::Select':
        return select(argument, evaluate);
      case 'Fn::Split':
        return split(argument, evaluate);
      case 'Fn::FindInMap':
        return findInMap(argument, { template: this.template, world: this.world, path: this.path, evaluate });
      case 'Fn::Length': {
        const list = evaluate(argument);
        return list.kind === 'list' ? text(String(list.items.length)) : unknownValue('not-understood');
      }
      case 'Fn::ImportValue':
      case 'Fn::Base64':
      case 'Fn::Cidr':
      case 'Fn::GetAZs':
      case 'Fn::ToJsonString': {
        const value = evaluate(argument);
        const name = `${call.name} ${value.kind === 'text' ? printed(value) : argument.range.start}`;
        return text(deployment(name, name.replace('Fn::', '')));
      }
      case 'Fn::Transform': {
        const included = locate(argument, file, this.#propertiesContext());
        return included && depth < 60
          ? this.evaluate(included.root, included.file, depth)
          : unknownValue('out-of-reach');
      }
      default: {
        const truth = isConditionFunction(call.name)
          ? truthOfCall(call, this.#conditions(file), depth)
          : undefined;
        return truth === undefined ? unknownValue('not-understood') : text(String(truth));
      }
    }
  }

  #ref(argument: TreeNode, file: TemplateFile, depth: number): Value {
    const value = this.evaluate(argument, file, depth);
    const name = literalOf(value);
    return name === undefined ? unknownOf(value) : this.#named(name);
  }

  #named(name: string): Value {
    const loop = this.#inputs.loops.get(name);
    if (loop) {
      return loop;
    }
    const { bindings } = this.#inputs;
    const parameter = this.template.parameters.get(name);
    if (parameter && bindings) {
      const given = bindings.get(name)?.();
      return given && given.kind !== 'none' ? handedTo(parameter, given) : this.#defaultOf(name, parameter);
    }
    if (name === 'AWS::NoValue') {
      return none;
    }
    if (name.startsWith('AWS::')) {
      return this.world.choose(pseudoVariable(this.template, name)) ?? text(openInput(name, name));
    }
    if (parameter) {
      return this.#parameter(name, parameter);
    }
    const found = this.find(name);
    return found ? text(reference(found.resource, found.scope, name)) : unknownValue('not-understood');
  }

  /** A parameter that the nesting stack does not pass: its default stands. */
  #defaultOf(name: string, item: Item): Value {
    const variable = parameterVariable(this.template, name, item, this.path);
    if (variable.related) {
      this.#note(variable.related);
    }
    return (variable.hasDefault ? variable.options[0] : undefined) ?? unknownValue('not-understood');
  }

  #parameter(name: string, item: Item): Value {
    const variable = parameterVariable(this.template, name, item, this.path);
    if (variable.related) {
      this.#note(variable.related);
    }
    return this.world.choose(variable) ?? text(openInput(variable.id, name));
  }

  #getAtt(argument: TreeNode, file: TemplateFile, depth: number): Value {
    const items = itemsOf(argument);
    const written = items
      ? items.map(item => literalOf(this.evaluate(item, file, depth)))
      : [literalOf(this.evaluate(argument, file, depth))];
    return written.includes(undefined) ? unknownValue('not-understood') : this.#attribute(written.join('.'));
  }

  #attribute(path: string): Value {
    const dot = path.indexOf('.');
    const found = this.find(dot < 0 ? path : path.slice(0, dot));
    if (!found) {
      return unknownValue('not-understood');
    }
    const { resource, scope } = found;
    const output = /^Outputs\.(.+)$/.exec(path.slice(dot + 1))?.[1];
    const child = output === undefined ? undefined : scope.nested(resource);
    if (child && output !== undefined) {
      const value = valueAt(child.template.outputs.get(output)?.entry.value, 'Value');
      return value ? child.evaluate(value, child.template.file) : unknownValue('not-understood');
    }
    return text(reference(resource, scope, path));
  }

  #substitute(written: string, variables: TreeNode | undefined, file: TemplateFile, depth: number): Value {
    return substitute(written, variables && follow(variables), {
      resolved: one => this.#resolved(one, file, depth),
      literal: one => this.#literal(one),
      evaluate: node => this.evaluate(node, file, depth),
      named: name =>
        name.includes('.') && !this.template.parameters.has(name) ? this.#attribute(name) : this.#named(name),
    });
  }

  #branch(argument: TreeNode, depth: number): TreeNode | undefined {
    const [condition, whenTrue, whenFalse] = itemsOf(argument) ?? [];
    const call = condition && callOf(condition);
    // CloudFormation takes the name of a condition alone.
    const name = textOf(call?.name === 'Condition' ? call.argument : call ? undefined : condition);
    const truth = name === undefined ? undefined : this.condition(name, depth);
    return truth === undefined ? undefined : truth ? whenTrue : whenFalse;
  }

  #conditions(file: TemplateFile): ConditionContext {
    return {
      world: this.world,
      path: this.path,
      evaluate: (node, depth) => this.evaluate(node, file, depth),
      named: (name, depth) => this.condition(name, depth),
    };
  }

  #propertiesContext(): PropertiesContext {
    return {
      evaluate: (node, file) => this.evaluate(node, file),
      branch: argument => this.#branch(argument, 0),
      included: (location, file) => this.surroundings.included(location, file),
      found: (written, file) => this.template.variables?.find(written, file, this.#evaluation(0)),
    };
  }
}

const deepest = 600;
/** A variable costs as much of the stack as several calls inside each other. */
const variableDepth = 8;
