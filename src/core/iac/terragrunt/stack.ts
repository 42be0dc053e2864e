import { join } from '../../base/uri.ts';
import { attributeOf, type Block } from '../formats/hcl/index.ts';
import type { Evaluator } from '../terraform/evaluation/evaluator.ts';
import { asText, map, type Value } from '../terraform/evaluation/value.ts';
import type { Declared, ModuleFile } from '../terraform/module.ts';
import { type Config, configAt } from './config.ts';
import { localSource } from './places.ts';
import { scopeIn } from './scope.ts';
import { callOf, configurationIn } from './unit.ts';

export const stackName = 'terragrunt.stack.hcl';

/** So many units are looked at in one stack, those of its stacks included. */
const mostUnits = 200;

/** Stacks in stacks, deeper than anybody writes. */
const deepest = 5;

/** The units of a stack; those that other stacks bring in are called by both names. */
export function stackCalls(stack: Config, file: ModuleFile, evaluator: Evaluator): readonly Declared[] {
  return unitsOf(stack, file, evaluator, undefined, 0).slice(0, mostUnits);
}

function unitsOf(
  stack: Config,
  file: ModuleFile,
  evaluator: Evaluator,
  outer: { readonly name: string; readonly block: Block } | undefined,
  depth: number,
): readonly Declared[] {
  const { blocks } = stack.file.hcl.body;
  return blocks.flatMap((block): readonly Declared[] => {
    const label = block.labels[0]?.text;
    if (label === undefined || (block.type !== 'unit' && block.type !== 'stack')) {
      return [];
    }
    const name = outer ? `${outer.name}.${label}` : label;
    const from = sourceOf(stack, block, evaluator);
    if (block.type === 'stack') {
      const uri = from && join(from.source, stackName);
      const inner =
        !from || uri === undefined || depth >= deepest ? undefined : configAt(uri, from.surroundings);
      return inner ? unitsOf(inner, file, evaluator, { name, block: outer?.block ?? block }, depth + 1) : [];
    }
    const unit =
      from && configurationIn(from.source).flatMap(uri => configAt(uri, from.surroundings) ?? [])[0];
    return unit ? callOf(unit, file, name, outer?.block ?? block, evaluator) : [];
  });
}

/** Where the files of a unit or stack are taken from, and where Terragrunt puts them to run them. */
function sourceOf(stack: Config, block: Block, evaluator: Evaluator) {
  const { surroundings } = stack;
  const written = (name: string) => {
    const attribute = attributeOf(block.body, name);
    return attribute && evaluator.evaluate(attribute.value, scopeIn(stack));
  };
  const source = textIn(written('source'));
  const path = textIn(written('path'));
  const from = source === undefined ? undefined : localSource(source, surroundings.folder);
  const isPlain = written('no_dot_terragrunt_stack');
  const generated = isPlain?.kind === 'bool' && isPlain.value ? '' : '.terragrunt-stack/';
  const folder = path === undefined ? undefined : join(surroundings.folder, `${generated}${path}`);
  return from === undefined || folder === undefined
    ? undefined
    : {
        source: from,
        surroundings: { ...surroundings, folder, original: folder, values: written('values') ?? map([]) },
      };
}

function textIn(value: Value | undefined): string | undefined {
  return value && asText(value);
}
