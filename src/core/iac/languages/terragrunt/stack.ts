import { join } from '../../../base/uri.ts';
import { attributeOf, type Block } from '../../formats/hcl/index.ts';
import type { Evaluator } from '../terraform/evaluation/evaluator.ts';
import { asText, map, type Value } from '../terraform/evaluation/value.ts';
import type { Declared, ModuleFile } from '../terraform/modules/module.ts';
import { type Config, configAt, type Surroundings } from './config.ts';
import { localSource } from './places.ts';
import { scopeIn } from './scope.ts';
import { callOf } from './unit.ts';

export const stackName = 'terragrunt.stack.hcl';

const unitNames: readonly string[] = ['terragrunt.hcl', 'terragrunt.hcl.json'];

/** So many units and stacks are looked at in one stack, those of its stacks included. */
export const mostUnits = 200;

/** Stacks in stacks, deeper than in real code. */
const deepest = 5;

/** The calls of a document, and the first one that there were too many for. */
export interface Calls {
  readonly calls: readonly Declared[];
  readonly leftOut: string | undefined;
}

/** The units of a stack; those that other stacks bring in are called by both names. */
export function stackCalls(stack: Config, file: ModuleFile, evaluator: Evaluator): Calls {
  const calls: Declared[] = [];
  let seen = 0;
  let leftOut: string | undefined;
  const visit = (
    one: Config,
    outer: { readonly name: string; readonly block: Block } | undefined,
    depth: number,
  ) => {
    for (const block of one.file.hcl.body.blocks) {
      const label = block.labels[0]?.text;
      if (label === undefined || (block.type !== 'unit' && block.type !== 'stack')) {
        continue;
      }
      const name = outer ? `${outer.name}.${label}` : label;
      if (seen++ >= mostUnits) {
        leftOut ??= `${block.type}.${name}`;
        return;
      }
      const from = sourceOf(one, block, evaluator);
      const shown = outer?.block ?? block;
      if (block.type === 'stack') {
        const inner = from && depth < deepest ? configIn(from, [stackName]) : undefined;
        if (inner) {
          visit(inner, { name, block: shown }, depth + 1);
        }
      } else {
        const unit = from && configIn(from, unitNames);
        calls.push(...(unit ? callOf(unit, file, name, shown, evaluator) : []));
      }
    }
  };
  visit(stack, undefined, 0);
  return { calls, leftOut };
}

function configIn({ source, surroundings }: Source, names: readonly string[]): Config | undefined {
  return names.flatMap(name => join(source, name) ?? []).flatMap(uri => configAt(uri, surroundings) ?? [])[0];
}

interface Source {
  readonly source: string;
  readonly surroundings: Surroundings;
}

/** Where the files of a unit or stack are taken from, and where Terragrunt puts them to run them. */
function sourceOf(stack: Config, block: Block, evaluator: Evaluator): Source | undefined {
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
