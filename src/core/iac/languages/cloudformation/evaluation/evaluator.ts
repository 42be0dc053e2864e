import { entriesOf, follow, type TreeNode } from '../../../formats/tree.ts';
import { largestValue } from '../../../textParts.ts';
import { type Evaluation, fileOf, type TemplateFile } from '../template.ts';
import { callFunction } from './functions.ts';
import { type Call, callOf } from './intrinsic.ts';
import { attributeNamed, valueNamed } from './names.ts';
import type { Scope } from './scope.ts';
import { readLiteral, substitute } from './substitution.ts';
import { fromFile, isFromFile, none, sizeOf, tooLarge, unknownValue, type Value } from './value.ts';

/** Evaluates the expressions of a template in one scope, within the budget of its world. */
export class Evaluator {
  readonly #scope: Scope;
  /** What several places may name, aliases of YAML and variables of a framework, and what they came to. */
  readonly #shared = new Map<TreeNode, Value>();
  /** Of these, what is being evaluated: nothing has a value that leads back to itself. */
  readonly #open = new Set<TreeNode>();
  /** Whether what is being evaluated has met text of a file that the code names. */
  #metFile = false;

  constructor(scope: Scope) {
    this.#scope = scope;
  }

  evaluate(node: TreeNode, file: TemplateFile, depth: number): Value {
    const { world } = this.#scope;
    if (depth > deepest) {
      world.giveUp('calls nested too deeply');
      return unknownValue('not-understood');
    }
    if (!world.step()) {
      return unknownValue('not-understood');
    }
    const before = this.#metFile;
    this.#metFile = false;
    const value = this.#measured(
      node.kind === 'alias' ? this.#once(follow(node), file, depth) : this.#written(node, file, depth),
    );
    if (!this.#metFile && !isFromFile(value)) {
      this.#metFile = before;
      return value;
    }
    this.#metFile = true;
    return fromFile(value);
  }

  substitute(written: string, variables: TreeNode | undefined, file: TemplateFile, depth: number): Value {
    const scope = this.#scope;
    return substitute(written, variables && follow(variables), {
      resolved: one => this.#resolved(one, file, depth),
      literal: one => readLiteral(one, scope.inputs.loops),
      evaluate: node => this.evaluate(node, file, depth),
      named: name =>
        name.includes('.') && !scope.template.parameters.has(name)
          ? attributeNamed(name, scope)
          : valueNamed(name, scope),
    });
  }

  /** The evaluation under way, for the variables of a framework. */
  forVariables(depth: number): Evaluation {
    const { world } = this.#scope;
    return {
      evaluate: (node, from) => this.#once(follow(node), from, depth + depthOfVariable),
      meetFile: () => {
        this.#metFile = true;
      },
      choose: variable => world.choose(variable),
      step: () => world.step(),
    };
  }

  #measured(value: Value): Value {
    if (value !== tooLarge && sizeOf(value) <= largestValue) {
      return value;
    }
    this.#scope.world.giveUp('a value of more than 100,000 characters');
    return tooLarge;
  }

  /** What several places of the text name is evaluated once. */
  #once(target: TreeNode, file: TemplateFile, depth: number): Value {
    const kept = this.#shared.get(target);
    if (kept) {
      // A list or a map is walked completely each time.
      const steps = kept.kind === 'list' || kept.kind === 'map' ? sizeOf(kept) : 1;
      return this.#scope.world.step(steps) ? kept : unknownValue('not-understood');
    }
    if (this.#open.has(target)) {
      return unknownValue('not-understood');
    }
    this.#open.add(target);
    const value = this.evaluate(target, file, depth);
    this.#open.delete(target);
    this.#shared.set(target, value);
    return value;
  }

  #written(node: TreeNode, file: TemplateFile, depth: number): Value {
    const call = callOf(node);
    if (call) {
      return this.#call(call, file, depth + 1);
    }
    switch (node.kind) {
      case 'scalar':
        return node.broken ? unknownValue('not-understood') : this.#scalar(node.text, file, depth);
      case 'list': {
        const items = node.items.map(item => this.evaluate(item, file, depth + 1));
        return { kind: 'list', items: items.filter(({ kind }) => kind !== 'none') };
      }
      case 'map': {
        const entries = entriesOf(node).map(entry => {
          const value = this.evaluate(entry.value, fileOf(entry, file), depth + 1);
          return [entry.key, value] as const;
        });
        return { kind: 'map', entries: new Map(entries) };
      }
      case 'alias':
        return unknownValue('not-understood');
    }
  }

  #call(call: Call, file: TemplateFile, depth: number): Value {
    return callFunction(call, {
      scope: this.#scope,
      file,
      depth,
      evaluate: (node, from = file) => this.evaluate(node, from, depth),
      substitute: (written, variables) => this.substitute(written, variables, file, depth),
    });
  }

  #scalar(written: string | null, file: TemplateFile, depth: number): Value {
    return written === null
      ? none
      : (this.#resolved(written, file, depth) ?? readLiteral(written, this.#scope.inputs.loops));
  }

  /** A string after what precedes CloudFormation: a framework's variables, or the template around this one. */
  #resolved(written: string, file: TemplateFile, depth: number): Value | undefined {
    const { template, world, inputs } = this.#scope;
    if (!written.includes('${') || !world.step()) {
      return undefined;
    }
    return inputs.filledIn
      ? inputs.filledIn(written)
      : template.variables?.resolve(written, file, this.forVariables(depth));
  }
}

const deepest = 600;
/** A variable costs as much of the stack as several calls inside each other. */
const depthOfVariable = 8;
