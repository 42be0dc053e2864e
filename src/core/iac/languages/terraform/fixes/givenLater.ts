import type { Expression } from '../../../formats/hcl/index.ts';
import type { Sources } from '../../../sources/sources.ts';
import { chainOf } from '../evaluation/operations.ts';
import { callsOfModule } from '../modules/callers.ts';
import { childrenOf } from '../modules/conditions.ts';
import { expressionsBehind } from '../modules/dependencies.ts';
import type { ParsedFiles } from '../modules/files.ts';
import { type Declared, type Module, settingOf } from '../modules/module.ts';
import { memberOf } from './policyText.ts';

/**
 * Whether a call that is found passes what an expression of a module depends on only when the same plan has created it: then
 * no `count` can ask for it ("Invalid count argument").
 */
export function isGivenLater(
  module: Module,
  expression: Expression,
  sources: Sources,
  cache: ParsedFiles,
): Promise<boolean> {
  return isAnyLater(module, expressionsBehind(module, [expression]), 0);

  async function isAnyLater(
    { folder }: Module,
    expressions: readonly Expression[],
    depth: number,
  ): Promise<boolean> {
    const inputs = expressions.flatMap(inputsIn);
    if (folder === undefined || inputs.length === 0 || depth > deepest) {
      return false;
    }
    for (const { root, call } of await callsOfModule(folder, sources, cache)) {
      const given = expressionsBehind(root, givenFor(call, inputs));
      const whole = given.some(isOfInstance)
        ? [...given, ...expressionsBehind(root, collectionOf(call))]
        : given;
      if (whole.some(one => isCreated(root, one)) || (await isAnyLater(root, whole, depth + 1))) {
        return true;
      }
    }
    return false;
  }
}

/** `var.settings.key`, by the names behind `var`. */
interface Input {
  readonly name: string;
  readonly path: readonly string[];
}

function inputsIn(expression: Expression): readonly Input[] {
  const chain = chainOf(expression);
  const [name, ...path] = chain?.root === 'var' ? chain.names : [];
  return name === undefined ? childrenOf(expression).flatMap(inputsIn) : [{ name, path }];
}

/** What a call passes to inputs, as far as it is written for each. */
function givenFor(call: Declared, inputs: readonly Input[]): readonly Expression[] {
  return inputs.flatMap(({ name, path }) => partOf(settingOf(call, name)?.attribute.value, path) ?? []);
}

function partOf(value: Expression | undefined, path: readonly string[]): Expression | undefined {
  const [name, ...rest] = path;
  return value?.kind === 'object' && name !== undefined ? partOf(memberOf(value, name), rest) : value;
}

/** Whether something may differ from one instance of a call to the next by more than its key, which is always known. */
function isOfInstance(expression: Expression): boolean {
  const chain = chainOf(expression);
  return chain?.root === 'each' ? chain.names[0] !== 'key' : childrenOf(expression).some(isOfInstance);
}

function collectionOf(call: Declared): readonly Expression[] {
  const collection = settingOf(call, 'for_each')?.attribute.value;
  return collection ? [collection] : [];
}

/** Whether it refers to a resource or to a module: of what is known earlier than they are, no text tells. */
function isCreated(module: Module, expression: Expression): boolean {
  const chain = chainOf(expression);
  const [first = ''] = chain?.names ?? [];
  const isHere = chain?.root === 'module' || module.resources.has(`${chain?.root}.${first}`);
  return isHere || childrenOf(expression).some(child => isCreated(module, child));
}

/** Modules in modules, deeper than in real code. */
const deepest = 8;
