import type { Expression, Splat } from '../../../formats/hcl/index.ts';
import type { ModuleTree } from '../modules/tree.ts';
import { deepestExpression, deepestValue, largestValue, stepsFor, thousands } from './budget.ts';
import { callFunction } from './calls.ts';
import { canonical } from './canonical.ts';
import { forExpression } from './forExpression.ts';
import { chainOf, folderNamed, isChainEnd, literal, questionId, stepInto } from './operations.ts';
import { binaryValue, conditionalValue, unaryValue } from './operators.ts';
import { asBool, asNumber } from './readValue.ts';
import { References } from './references.ts';
import type { Scope } from './scope.ts';
import { templateValue } from './template.ts';
import {
  asText,
  type Bindings,
  depthOf,
  failure,
  fromFile,
  list,
  map,
  noBindings,
  sizeOf,
  solidValue,
  text,
  unknownValue,
  type Value,
} from './value.ts';
import { Variables } from './variables.ts';
import type { World } from './world.ts';

/**
 * Evaluates expressions in one world, as Terraform would: what cannot be known from the text is `unknown`, what
 * Terraform would refuse is `error`. Never throws, and ends after a bounded number of steps.
 */
export class Evaluator {
  readonly tree: ModuleTree;
  readonly world: World;
  readonly references: References;
  readonly variables: Variables;
  #depth = 0;
  /** Whether what is being evaluated has met text of a file that the code names. */
  #metFile = false;

  constructor(tree: ModuleTree, world: World) {
    this.tree = tree;
    this.world = world;
    this.references = new References(this);
    this.variables = new Variables(this);
  }

  evaluate(expression: Expression, scope: Scope, bindings: Bindings = noBindings): Value {
    if (this.#depth > deepestExpression) {
      return this.#tooMuch(`references more than ${deepestExpression} deep`);
    }
    if (!this.spend(1)) {
      return unknownValue('not-understood');
    }
    this.#depth++;
    const value = this.marking(() => this.#evaluate(expression, scope, bindings));
    this.#depth--;
    return makesValue(expression) ? this.bounded(value) : value;
  }

  /** Counts steps; false, and noted, where there were more than any real module needs. */
  spend(steps: number): boolean {
    if (!this.world.step(steps)) {
      this.tree.budget.giveUp('too many steps of evaluation');
      return false;
    }
    return this.tree.budget.spend(steps);
  }

  get isExhausted(): boolean {
    return this.world.isExhausted || this.tree.budget.isSpent;
  }

  /** A new value; unknown if it is too large. */
  bounded(value: Value): Value {
    const size = sizeOf(value);
    if (size > largestValue) {
      return this.tooLarge();
    }
    if (depthOf(value) > deepestValue) {
      return this.#tooMuch(`lists more than ${deepestValue} deep`);
    }
    return this.spend(stepsFor(size) - 1) ? value : unknownValue('not-understood');
  }

  /** The stand-in for a value that is too large. */
  tooLarge(): Value {
    return this.#tooMuch(`a value of more than ${thousands(largestValue)} characters`);
  }

  #tooMuch(detail: string): Value {
    this.tree.budget.giveUp(detail);
    return unknownValue('not-understood');
  }

  /** Text of a file that the code names is being read. */
  meetFile(): void {
    this.#metFile = true;
  }

  /** Every value created from such text, or from a value that contains some, is marked. */
  marking(work: () => Value): Value {
    const before = this.#metFile;
    this.#metFile = false;
    const value = work();
    if (!this.#metFile && !value.fromFile) {
      this.#metFile = before;
      return value;
    }
    this.#metFile = true;
    return fromFile(value);
  }

  /** Work whose result holds no text: what it meets does not mark what is around it. */
  apart<T>(work: () => T): T {
    const before = this.#metFile;
    const result = work();
    this.#metFile = before;
    return result;
  }

  /** Whether a condition holds in this world; one that cannot be known is a question to the world. */
  decide(condition: Expression, scope: Scope, bindings: Bindings): boolean | undefined {
    return this.apart(() =>
      this.#decided(this.evaluate(condition, scope, bindings), condition, scope, bindings),
    );
  }

  /**
   * Whether a condition that ends the plan fails; undefined if that is not known. It asks about inputs, but never opens
   * a world of its own: if it depends on more, the result is unknown.
   */
  fails(condition: Expression, scope: Scope, bindings: Bindings = noBindings): boolean | undefined {
    const value = this.apart(() => this.world.quietly(() => this.evaluate(condition, scope, bindings)));
    const holds = asBool(value);
    return value.kind === 'error' ? true : holds === undefined ? undefined : !holds;
  }

  /** One of the values that an input is limited to, where a decision depends on which. */
  settle(value: Value): Value {
    const among = value.kind === 'unknown' ? value.among : undefined;
    const answer = among && this.world.choose(`${among.id} among`, among.values.length);
    return (answer === undefined ? undefined : among?.values[answer]) ?? value;
  }

  #evaluate(expression: Expression, scope: Scope, bindings: Bindings): Value {
    switch (expression.kind) {
      case 'literal':
        return literal(expression.value);
      case 'template':
        return templateValue(this, expression, scope, bindings);
      case 'variable':
      case 'member':
      case 'index':
        return this.#reference(expression, scope, bindings);
      case 'splat':
        return this.#splat(expression, scope, bindings);
      case 'call':
        return callFunction(this, expression, scope, bindings);
      case 'conditional':
        return conditionalValue(this, expression, scope, bindings);
      case 'binary':
        return binaryValue(this, expression, scope, bindings);
      case 'unary':
        return unaryValue(expression.operator, this.evaluate(expression.operand, scope, bindings));
      case 'tuple':
        return list(expression.items.map(item => this.evaluate(item, scope, bindings)));
      case 'object':
        return this.#object(expression.items, scope, bindings);
      case 'for':
        return forExpression(this, expression, scope, bindings);
      case 'parentheses':
        return this.evaluate(expression.inner, scope, bindings);
      case 'broken':
        return unknownValue('not-understood');
    }
  }

  #reference(expression: Expression, scope: Scope, bindings: Bindings): Value {
    const chain = chainOf(expression);
    if (!chain) {
      return this.#step(expression, scope, bindings);
    }
    const { root, names } = chain;
    const binding = bindings.get(root);
    if (binding) {
      this.world.meetEach(binding);
      return expression.kind === 'variable' ? binding : this.#step(expression, scope, bindings);
    }
    const own = scope.module.host?.name(root, names, this, scope);
    if (own) {
      const isWhole = names.length === own.count && isChainEnd(expression);
      return isWhole ? own.read() : this.#step(expression, scope, bindings);
    }
    const named = this.#named(root, names, scope);
    if (named.kind !== 'named') {
      return named;
    }
    if (names.length < named.count) {
      return unknownValue('not-understood');
    }
    const isWhole = names.length === named.count && isChainEnd(expression);
    return isWhole ? named.read() : this.#step(expression, scope, bindings);
  }

  /** What a chain begins with (Terraform, "References to Named Values"): a value, or one that is read once all of its names are there. */
  #named(root: string, names: readonly string[], scope: Scope): Value | Named {
    const { references, variables } = this;
    const [first = '', second = ''] = names;
    switch (root) {
      case 'var':
        return { kind: 'named', count: 1, read: () => variables.value(first, scope) };
      case 'local':
        return { kind: 'named', count: 1, read: () => references.local(first, scope) };
      case 'module':
        return { kind: 'named', count: 1, read: () => references.module(first, scope) };
      case 'data':
        return {
          kind: 'named',
          count: 2,
          read: () => references.resource(`data.${first}.${second}`, scope),
        };
      case 'resource':
        return { kind: 'named', count: 2, read: () => references.resource(`${first}.${second}`, scope) };
      case 'path':
        return folderNamed(names[0], scope);
      case 'terraform':
      case 'tofu':
        return first === 'workspace' ? this.#workspace() : unknownValue('not-understood');
      case 'each':
      case 'count':
      case 'self':
        return unknownValue('not-understood');
      default:
        return { kind: 'named', count: 1, read: () => references.resource(`${root}.${first}`, scope) };
    }
  }

  /** The workspace that is selected when the code is deployed; `default` if none is selected. */
  #workspace(): Value {
    const { world } = this;
    const id = 'terraform.workspace';
    const answer = world.explores ? world.answer(id, 2, 0) : world.answers.known(id);
    return answer === 0 ? text('default') : solidValue();
  }

  #step(expression: Expression, scope: Scope, bindings: Bindings): Value {
    if (expression.kind === 'member') {
      return this.member(this.evaluate(expression.object, scope, bindings), expression.name);
    }
    if (expression.kind === 'index') {
      const object = this.evaluate(expression.object, scope, bindings);
      return this.index(object, this.settle(this.evaluate(expression.key, scope, bindings)));
    }
    return unknownValue('not-understood');
  }

  member(object: Value, name: string): Value {
    switch (object.kind) {
      case 'map':
        return object.entries.get(name) ?? failure;
      case 'resource':
        return this.references.attribute(object, name);
      case 'module':
        return this.references.output(object.scope, name);
      case 'unknown':
        if (object.open) {
          return this.variables.attribute(object.open, name);
        }
        return object.json || !object.solid ? unknownValue(object.cause) : stepInto(object, name);
      default:
        return failure;
    }
  }

  index(object: Value, key: Value): Value {
    if (object.kind === 'list') {
      const position = asNumber(key);
      if (key.kind === 'unknown') {
        return object.items.length === 1 ? (object.items[0] ?? failure) : unknownValue(key.cause);
      }
      return position === undefined ? failure : (object.items[position] ?? failure);
    }
    if (object.kind === 'map' && key.kind === 'unknown') {
      const [only] = object.entries.values();
      return object.entries.size === 1 && only ? only : unknownValue(key.cause);
    }
    if (object.kind === 'unknown') {
      return this.member(object, asText(key) ?? '');
    }
    const name = asText(key);
    return name === undefined ? failure : this.member(object, name);
  }

  #splat(splat: Splat, scope: Scope, bindings: Bindings): Value {
    const object = this.evaluate(splat.object, scope, bindings);
    if (object.kind === 'unknown' || object.kind === 'error') {
      return object.kind === 'error' ? object : unknownValue(object.cause);
    }
    const items = object.kind === 'list' ? object.items : object.kind === 'null' ? [] : [object];
    return list(
      items.map(item =>
        splat.steps.reduce<Value>(
          (value, step) =>
            step.kind === 'member'
              ? this.member(value, step.name)
              : this.index(value, this.evaluate(step.key, scope, bindings)),
          item,
        ),
      ),
    );
  }

  #decided(value: Value, condition: Expression, scope: Scope, bindings: Bindings): boolean | undefined {
    const known = asBool(value);
    if (known !== undefined) {
      return known;
    }
    if (value.kind !== 'unknown' || value.cause === 'not-understood') {
      return undefined;
    }
    return this.world.assume(questionId(condition, scope, bindings), canonical(condition));
  }

  #object(items: readonly { key: Expression; value: Expression }[], scope: Scope, bindings: Bindings): Value {
    const entries = new Map<string, Value>();
    for (const item of items) {
      const key = asText(this.evaluate(item.key, scope, bindings));
      if (key === undefined) {
        return unknownValue('decided-at-deployment');
      }
      entries.set(key, this.evaluate(item.value, scope, bindings));
    }
    return map(entries);
  }
}

/** Something that has a name of its own; the names behind it are steps into its value. */
interface Named {
  readonly kind: 'named';
  /** How many names it has behind the root: `var.key` has one, `data.aws_kms_key.logs` two. */
  readonly count: number;
  readonly read: () => Value;
}

/** Other expressions pass on a value from elsewhere. */
function makesValue({ kind }: Expression): boolean {
  return ['template', 'call', 'tuple', 'object', 'for', 'splat'].includes(kind);
}
