import { itemsOf, type TreeNode, textOf, valueAt } from '../../../formats/tree.ts';
import type { Item, Resource, TemplateFile } from '../template.ts';
import { type ConditionContext, either, truthOf } from './condition.ts';
import { callOf } from './intrinsic.ts';
import type { Scope } from './scope.ts';

/** The conditions and rules of a template, in one scope. */
export class Conditions {
  readonly #scope: Scope;
  /** What conditions came to: many may refer to one. */
  readonly #known = new Map<string, boolean>();
  readonly #open = new Set<string>();

  constructor(scope: Scope) {
    this.#scope = scope;
  }

  /** What a condition evaluates to; `undefined` where there is none of this name, or the world does not say. */
  named(name: string, depth = 0): boolean | undefined {
    const scope = this.#scope;
    const item = scope.template.conditions.get(name);
    const known = this.#known.get(name);
    if (!item || known !== undefined) {
      return known;
    }
    scope.note({ kind: 'condition', name, uri: item.file.uri, range: item.entry.range });
    // Two that refer to each other decide nothing.
    const decided = this.#open.has(name) ? undefined : this.#decide(name, item, depth);
    // Of a stack that is never made, nobody decides anything.
    const truth =
      decided ?? (scope.isRefused ? undefined : either(`${scope.path}condition ${name}`, scope.world, name));
    if (truth !== undefined) {
      this.#known.set(name, truth);
    }
    return truth;
  }

  /** Whether a resource is created at all; `undefined` if that is not known. */
  admit(resource: Resource): boolean | undefined {
    if (!this.#isDeployable()) {
      return false;
    }
    const node = valueAt(resource.merged, 'Condition');
    const name = textOf(node);
    return node === undefined ? true : name === undefined ? undefined : this.named(name);
  }

  /** The branch of an `Fn::If` that is taken; `undefined` if that is not known. */
  branch(argument: TreeNode, depth: number): TreeNode | undefined {
    const [condition, whenTrue, whenFalse] = itemsOf(argument) ?? [];
    const call = condition && callOf(condition);
    // CloudFormation takes the name of a condition alone.
    const name = textOf(call?.name === 'Condition' ? call.argument : call ? undefined : condition);
    const truth = name === undefined ? undefined : this.named(name, depth);
    return truth === undefined ? undefined : truth ? whenTrue : whenFalse;
  }

  /** For expressions that are in a file. */
  context(file: TemplateFile): ConditionContext {
    const { world, path } = this.#scope;
    return {
      world,
      path,
      evaluate: (node, depth) => this.#scope.evaluate(node, file, depth),
      named: (name, depth) => this.named(name, depth),
    };
  }

  #decide(name: string, { entry, file }: Item, depth: number): boolean | undefined {
    this.#open.add(name);
    const truth = truthOf(entry.value, this.context(file), depth + 1);
    this.#open.delete(name);
    return truth;
  }

  /** No rule refuses the inputs (CloudFormation User Guide, "Rules section syntax"). */
  #isDeployable(): boolean {
    return [...this.#scope.template.rules.values()].every(({ entry, file }) => {
      const context = this.context(file);
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
}
