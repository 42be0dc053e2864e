import type { Related } from '../declaration.ts';
import { entriesOf, follow, itemsOf, type TreeNode, textOf, valueAt } from '../formats/tree.ts';
import { areEqual, asTruth } from './compare.ts';
import { type Call, callOf } from './intrinsic.ts';
import { join, select, split } from './lists.ts';
import { findInMap } from './mapping.ts';
import { parameterVariable, pseudoVariable } from './parameter.ts';
import {
  deployment,
  matchLoops,
  openInput,
  reference,
  resourcesById,
  resourcesInLoops,
} from './reference.ts';
import type { Item, Resource, Template, TemplateFile } from './template.ts';
import {
  type Home,
  identity,
  literalOf,
  none,
  type Opaque,
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
  included(
    location: string,
    file: TemplateFile,
  ): { readonly file: TemplateFile; readonly root: TreeNode } | undefined;
}

/** Properties of a resource, with conditions resolved. `open`: there may be more than could be seen. */
export interface Properties {
  readonly entries: ReadonlyMap<string, Item>;
  readonly open: boolean;
}

/** Evaluates a template's expressions as CloudFormation does, in one world. */
export class Scope implements Home {
  readonly template: Template;
  readonly world: World;
  /** Empty for the template itself, `Stack/` for a nested one. */
  readonly path: string;
  readonly surroundings: Surroundings;
  readonly #bindings: ReadonlyMap<string, () => Value> | undefined;
  readonly #related: Related[];
  readonly #loops: ReadonlyMap<string, Value>;

  constructor(
    template: Template,
    world: World,
    surroundings: Surroundings,
    path = '',
    bindings?: ReadonlyMap<string, () => Value>,
    loops: ReadonlyMap<string, Value> = new Map(),
    related: Related[] = [],
  ) {
    this.template = template;
    this.world = world;
    this.surroundings = surroundings;
    this.path = path;
    this.#bindings = bindings;
    this.#loops = loops;
    this.#related = related;
  }

  /** Conditions and inputs that were met on the way. */
  get related(): readonly Related[] {
    return this.#related;
  }

  /** The same inputs in another world. */
  in(world: World): Scope {
    return new Scope(this.template, world, this.surroundings, this.path, this.#bindings, this.#loops);
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
      const loops = new Map(scope.#loops).set(
        loop.identifier,
        value ?? unknownValue('decided-at-deployment'),
      );
      scope = new Scope(
        this.template,
        this.world,
        this.surroundings,
        this.path,
        this.#bindings,
        loops,
        this.#related,
      );
    }
    return scope;
  }

  evaluate(node: TreeNode, file: TemplateFile, depth = 0): Value {
    if (depth > deepest || !this.world.step()) {
      return unknownValue('not-understood');
    }
    const target = follow(node);
    const call = callOf(target);
    if (call) {
      return this.#call(call, file, depth + 1);
    }
    switch (target.kind) {
      case 'scalar':
        return target.broken ? unknownValue('not-understood') : this.#scalar(target.text, file);
      case 'list':
        return { kind: 'list', items: this.#items(target.items, file, depth + 1) };
      case 'map':
        return {
          kind: 'map',
          entries: new Map(
            entriesOf(target).map(entry => [entry.key, this.evaluate(entry.value, file, depth + 1)]),
          ),
        };
      case 'alias':
        return unknownValue('not-understood');
    }
  }

  /** Whether a resource is made at all; `undefined` when that cannot be told. */
  exists(resource: Resource): boolean | undefined {
    const node = valueAt(resource.body, 'Condition');
    const name = textOf(node);
    return node === undefined ? true : name === undefined ? undefined : this.condition(name);
  }

  condition(name: string, depth = 0): boolean | undefined {
    const item = this.template.conditions.get(name);
    if (!item) {
      return undefined;
    }
    this.#note({ kind: 'condition', name, uri: item.file.uri, range: item.entry.range });
    const value = this.#truth(item.entry.value, item.file, depth + 1);
    return value ?? this.#either(`${this.path}condition ${name}`);
  }

  /** The properties of a resource or of anything like it. */
  properties(body: TreeNode | undefined, file: TemplateFile, depth = 0): Properties {
    const node = body && follow(body);
    if (!node || depth > 40) {
      return { entries: new Map(), open: node !== undefined };
    }
    if (node.kind === 'scalar') {
      return { entries: new Map(), open: node.broken || node.text !== null };
    }
    const call = callOf(node);
    if (call) {
      return this.#propertiesOfCall(call, file, depth);
    }
    if (node.kind !== 'map') {
      return { entries: new Map(), open: true };
    }
    const kept = standing.get(node);
    if (kept) {
      return kept;
    }
    let open = false;
    let isWritten = true;
    const entries = new Map<string, Item>();
    for (const entry of entriesOf(node)) {
      if (entry.key === 'Fn::Transform') {
        isWritten = false;
        const included = this.#include(entry.value, file, depth);
        open ||= included.open;
        for (const [name, item] of included.entries) {
          entries.set(name, item);
        }
      } else {
        open ||= entry.key === '<<';
        entries.set(entry.key, { file, entry });
      }
    }
    const properties = { entries, open };
    if (isWritten) {
      standing.set(node, properties);
    }
    return properties;
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
        const loops = new Map([...this.#loops, ...values]);
        const scope = new Scope(
          this.template,
          this.world,
          this.surroundings,
          this.path,
          this.#bindings,
          loops,
        );
        return { resource, scope };
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
    const { entries } = this.properties(valueAt(resource.body, 'Properties'), resource.file);
    const passed = entries.get('Parameters');
    const bindings = new Map<string, () => Value>();
    for (const [name, item] of passed ? this.properties(passed.entry.value, passed.file).entries : []) {
      bindings.set(name, () => this.evaluate(item.entry.value, item.file));
    }
    return new Scope(template, this.world, this.surroundings, `${this.path}${resource.id}/`, bindings);
  }

  #note(related: Related): void {
    if (!this.#related.some(one => one.uri === related.uri && one.range.start === related.range.start)) {
      this.#related.push(related);
    }
  }

  #scalar(written: string | null, file: TemplateFile): Value {
    if (written === null) {
      return none;
    }
    return this.#resolved(written, file) ?? this.#literal(written);
  }

  /** Variables of a framework that stands before CloudFormation. */
  #resolved(written: string, file: TemplateFile): Value | undefined {
    if (!written.includes('${') || !this.world.step()) {
      return undefined;
    }
    return this.template.variables?.(written, file, {
      evaluate: (node, from) => this.evaluate(node, from, 100),
      choose: variable => this.world.choose(variable),
    });
  }

  /** A literal, with loop variables put in and dynamic references told apart. */
  #literal(written: string): Value {
    if (!written.includes('{')) {
      return text(written);
    }
    const parts: (string | Opaque)[] = [];
    for (const piece of written.split(/(\{\{resolve:[^{}]*\}\}|[$&]\{[^{}]*\})/)) {
      const loop = /^[$&]\{(.*)\}$/.exec(piece)?.[1];
      const value = loop === undefined ? undefined : this.#loops.get(loop);
      if (value?.kind === 'text') {
        parts.push(...value.parts);
      } else if (value) {
        return value;
      } else if (piece.startsWith('{{resolve:')) {
        parts.push(deployment(piece, piece.slice(2, -2)));
      } else {
        parts.push(piece);
      }
    }
    return text(...parts);
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
      case 'Fn::If':
        return this.#if(argument, file, depth);
      case 'Fn::Sub':
        return this.#sub(argument, file, depth);
      case 'Fn::Join':
        return join(argument, evaluate);
      case 'Fn::Select':
        return select(argument, evaluate);
      case 'Fn::Split':
        return split(argument, evaluate);
      case 'Fn::FindInMap':
        return findInMap(argument, { template: this.template, world: this.world, path: this.path, evaluate });
      case 'Fn::Length': {
        const list = this.evaluate(argument, file, depth);
        return list.kind === 'list' ? text(String(list.items.length)) : unknownValue('not-understood');
      }
      case 'Fn::Equals':
      case 'Fn::And':
      case 'Fn::Or':
      case 'Fn::Not':
      case 'Condition': {
        const truth = this.#condition(call, file, depth);
        return truth === undefined ? unknownValue('not-understood') : text(String(truth));
      }
      case 'Fn::ImportValue':
      case 'Fn::Base64':
      case 'Fn::Cidr':
      case 'Fn::GetAZs':
      case 'Fn::ToJsonString': {
        const value = this.evaluate(argument, file, depth);
        const name = `${call.name} ${value.kind === 'text' ? printed(value) : argument.range.start}`;
        return text(deployment(name, name.replace('Fn::', '')));
      }
      case 'Fn::Transform':
        return this.#transform(argument, file, depth);
      default:
        return unknownValue('not-understood');
    }
  }

  #ref(argument: TreeNode, file: TemplateFile, depth: number): Value {
    const value = this.evaluate(argument, file, depth);
    const name = literalOf(value);
    return name === undefined ? unknownOf(value) : this.#named(name);
  }

  #named(name: string): Value {
    const loop = this.#loops.get(name);
    if (loop) {
      return loop;
    }
    const bound = this.#bindings?.get(name);
    const parameter = this.template.parameters.get(name);
    if (parameter && this.#bindings) {
      return bound ? bound() : this.#defaultOf(name, parameter);
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

  #if(argument: TreeNode, file: TemplateFile, depth: number): Value {
    const branch = this.#branch(argument, file, depth);
    return branch ? this.evaluate(branch, file, depth) : unknownValue('not-understood');
  }

  #branch(argument: TreeNode, file: TemplateFile, depth: number): TreeNode | undefined {
    const [condition, whenTrue, whenFalse] = itemsOf(argument) ?? [];
    const name = condition && !callOf(condition) ? textOf(condition) : undefined;
    const truth =
      name !== undefined ? this.condition(name, depth) : condition && this.#truth(condition, file, depth);
    return truth === undefined ? undefined : truth ? whenTrue : whenFalse;
  }

  /** What a condition comes to; `undefined` where nothing in this template decides it. */
  #truth(node: TreeNode, file: TemplateFile, depth: number): boolean | undefined {
    if (depth > deepest || !this.world.step()) {
      return undefined;
    }
    const target = follow(node);
    const call = callOf(target);
    if (call) {
      return this.#condition(call, file, depth + 1);
    }
    const [entry] = target.kind === 'map' ? target.entries : [];
    if (entry?.key === 'Condition') {
      return this.condition(textOf(entry.value) ?? '', depth + 1);
    }
    const value = this.evaluate(target, file, depth + 1);
    return asTruth(literalOf(value));
  }

  #condition(call: Call, file: TemplateFile, depth: number): boolean | undefined {
    switch (call.name) {
      case 'Condition':
        return this.condition(textOf(call.argument) ?? '', depth);
      case 'Fn::Equals':
        return this.#equals(call.argument, file, depth);
      case 'Fn::Not': {
        const [only = call.argument] = itemsOf(call.argument) ?? [];
        const truth = this.#truth(only, file, depth);
        return truth === undefined ? undefined : !truth;
      }
      case 'Fn::And':
        return this.#every(call.argument, file, depth, true);
      case 'Fn::Or': {
        const none = this.#every(call.argument, file, depth, false);
        return none === undefined ? undefined : !none;
      }
      default:
        return asTruth(literalOf(this.#call(call, file, depth)));
    }
  }

  #every(argument: TreeNode, file: TemplateFile, depth: number, wanted: boolean): boolean | undefined {
    let doubt = false;
    for (const item of itemsOf(argument) ?? []) {
      const truth = this.#truth(item, file, depth);
      if (truth === !wanted) {
        return false;
      }
      doubt ||= truth === undefined;
    }
    return doubt ? undefined : true;
  }

  #equals(argument: TreeNode, file: TemplateFile, depth: number): boolean | undefined {
    const [left, right] = (itemsOf(argument) ?? []).map(item => this.evaluate(item, file, depth));
    if (!left || !right) {
      return undefined;
    }
    const sides = [identity(left), identity(right)];
    const truth = areEqual(left, right);
    return (
      truth ??
      (sides.includes(undefined) ? undefined : this.#either(`${this.path}equal ${sides.sort().join(' ')}`))
    );
  }

  /** Both are possible, and the same everywhere in this world. */
  #either(id: string): boolean | undefined {
    const value = this.world.choose({ id, options: [text('true'), text('false')], hasDefault: false });
    return asTruth(value && literalOf(value));
  }

  #sub(argument: TreeNode, file: TemplateFile, depth: number): Value {
    const items = itemsOf(argument);
    const template = follow(items?.[0] ?? argument);
    const written = textOf(template);
    if (written === undefined) {
      return unknownValue('not-understood');
    }
    const variables = items?.[1] && follow(items[1]);
    const resolved = this.#resolved(written, file);
    if (resolved && resolved.kind !== 'text') {
      return unknownOf(resolved);
    }
    const parts: (string | Opaque)[] = [];
    for (const piece of resolved?.parts.flatMap(pieces) ?? pieces(written)) {
      if (typeof piece !== 'string') {
        parts.push(piece);
        continue;
      }
      const name = /^\$\{\s*([^{}]*?)\s*\}$/.exec(piece)?.[1];
      if (name === undefined || name.startsWith('!')) {
        const literal = this.#literal(name === undefined ? piece : `\${${name.slice(1)}}`);
        parts.push(...(literal.kind === 'text' ? literal.parts : []));
        continue;
      }
      const own = variables && valueAt(variables, name);
      const value = own ? this.evaluate(own, file, depth) : this.#substituted(name);
      if (value.kind !== 'text') {
        return value.kind === 'none' && written === piece ? none : unknownOf(value);
      }
      parts.push(...value.parts);
    }
    return text(...parts);
  }

  #substituted(name: string): Value {
    return name.includes('.') && !this.template.parameters.has(name)
      ? this.#attribute(name)
      : this.#named(name);
  }

  #transform(argument: TreeNode, file: TemplateFile, depth: number): Value {
    const included = this.#located(argument, file);
    return included && depth < 60
      ? this.evaluate(included.root, included.file, depth)
      : unknownValue('out-of-reach');
  }

  #include(argument: TreeNode, file: TemplateFile, depth: number): Properties {
    const included = this.#located(argument, file);
    return included
      ? this.properties(included.root, included.file, depth + 1)
      : { entries: new Map(), open: true };
  }

  #located(argument: TreeNode, file: TemplateFile) {
    const location = valueAt(valueAt(argument, 'Parameters'), 'Location');
    const written = location && literalOf(this.evaluate(location, file));
    return written === undefined || textOf(valueAt(argument, 'Name')) !== 'AWS::Include'
      ? undefined
      : this.surroundings.included(written, file);
  }

  #propertiesOfCall(call: Call, file: TemplateFile, depth: number): Properties {
    switch (call.name) {
      case 'Fn::If': {
        const branch = this.#branch(call.argument, file, depth);
        const isNone = branch && this.evaluate(branch, file).kind === 'none';
        return isNone
          ? { entries: new Map(), open: false }
          : branch
            ? this.properties(branch, file, depth + 1)
            : open;
      }
      case 'Fn::Transform':
        return this.#include(call.argument, file, depth);
      default:
        return open;
    }
  }
}

/** A text and the variables in it. */
function pieces(part: string | Opaque): (string | Opaque)[] {
  return typeof part === 'string' ? part.split(/(\$\{[^{}]*\})/) : [part];
}

/** Properties that stand there as they are: the same in every world. */
const standing = new WeakMap<TreeNode, Properties>();

const deepest = 600;
const open: Properties = { entries: new Map(), open: true };
