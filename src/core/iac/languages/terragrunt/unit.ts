import { join, parentOf, pathBelow } from '../../../base/uri.ts';
import { type Attribute, attributeOf, type Block, blocksOf, literalText } from '../../formats/hcl/index.ts';
import type { Evaluator } from '../terraform/evaluation/evaluator.ts';
import { asText, map, type Value } from '../terraform/evaluation/value.ts';
import { inputIn, inputsBlock, inputWritten } from '../terraform/inputs/inputsObject.ts';
import type { Deployment } from '../terraform/modules/deployment.ts';
import type { Declared, ModuleFile, Setting } from '../terraform/modules/module.ts';
import { type Config, includedBy, valueIn } from './config.ts';
import { localSource } from './places.ts';
import { scopeIn } from './scope.ts';
import { givenByFiles } from './variableFiles.ts';

/** A configuration with a say in a unit: its own, or one that it includes. */
export interface Layer {
  readonly config: Config;
  /** Whether its maps are merged into those of the layers before it. */
  readonly isDeep: boolean;
}

/**
 * How Terragrunt deploys a module by a configuration: undefined for one that deploys nothing. What is evaluated here decides
 * where things are, and takes each input at its default.
 */
function deploymentOf(config: Config, evaluator: Evaluator): Deployment | undefined {
  const layers = [{ config, isDeep: false }, ...includedLayers(config, evaluator)];
  if (isTrue(valueIn(config, 'skip', evaluator)) || isExcluded(layers, evaluator)) {
    return undefined;
  }
  const files = layers.map(layer => givenByFiles(layer.config, evaluator));
  return {
    kind: 'unit',
    folder: moduleFolder(layers, evaluator),
    isRoot: true,
    value: (name, isForced, inWorld) =>
      isForced
        ? files.map(given => given(name, inWorld)).find(value => value !== undefined)
        : inputOf(layers, name, inWorld),
    setting: name =>
      layers.map(layer => settingIn(layer.config, name)).find(setting => setting !== undefined),
    inputs: file => inputsBlock(file.hcl, inputsOf(file)),
  };
}

/**
 * Whether an `exclude` keeps the unit from being applied at all: without `no_run` it only leaves it out of runs of many units
 * (Terragrunt documentation, "exclude").
 */
function isExcluded(layers: readonly Layer[], evaluator: Evaluator): boolean {
  const excluding = layers.find(({ config }) => blocksOf(config.file.hcl.body, 'exclude').length > 0)?.config;
  const value = (name: string) => excluding && valueIn(excluding, name, evaluator, 'exclude');
  const actions = value('actions');
  return (
    isTrue(value('if')) &&
    isTrue(value('no_run')) &&
    actions?.kind === 'list' &&
    actions.items.some(action => applying.has(asText(action)?.toLowerCase() ?? ''))
  );
}

/** Actions without which nothing is deployed. */
const applying: ReadonlySet<string> = new Set(['all', 'all_except_output', 'apply']);

function isTrue(value: Value | undefined): boolean {
  return value?.kind === 'bool' && value.value;
}

/** The module that a configuration deploys, as a call; none where it deploys nothing. */
export function callOf(
  config: Config,
  file: ModuleFile,
  name: string,
  block: Block,
  evaluator: Evaluator,
): readonly Declared[] {
  const deployment = deploymentOf(config, evaluator);
  return deployment ? [{ name, block, file, overrides: [], deployment }] : [];
}

/** Those that count: what is included without being merged gives names alone. */
function includedLayers(config: Config, evaluator: Evaluator): readonly Layer[] {
  return blocksOf(config.file.hcl.body, 'include').flatMap((block): Layer[] => {
    const strategy = literalText(attributeOf(block.body, 'merge_strategy')?.value) ?? 'shallow';
    const parent =
      strategy === 'no_merge' ? undefined : includedBy(config, block.labels[0]?.text ?? '', evaluator);
    return parent ? [{ config: parent, isDeep: strategy.startsWith('deep') }] : [];
  });
}

/**
 * The folder of the `source`, or the unit's own where none is written; undefined for a module from elsewhere. What is in
 * the folder that a stack makes of a unit is in the one that it is made of.
 */
function moduleFolder(layers: readonly Layer[], evaluator: Evaluator): string | undefined {
  const [own] = layers;
  const folder = own?.config.surroundings.folder;
  const origin = own && parentOf(own.config.file.uri);
  const source = layers
    .map(({ config }) => valueIn(config, 'source', evaluator, 'terraform'))
    .find(value => value && value.kind !== 'null');
  if (!source || folder === undefined || origin === undefined) {
    return origin;
  }
  const written = asText(source);
  const found = written === undefined ? undefined : localSource(written, folder);
  const inside = found === undefined ? undefined : pathBelow(folder, found);
  return inside === undefined ? found : join(origin, inside);
}

/** The input of the first layer that has it; undefined where none has. */
function inputOf(layers: readonly Layer[], name: string, evaluator: Evaluator): Value | undefined {
  let found: Value | undefined;
  for (const { config, isDeep } of layers) {
    if (found && (!isDeep || found.kind !== 'map')) {
      continue;
    }
    const value = inputOfConfig(config, name, evaluator);
    found = found && value ? merged(found, value, 0) : (found ?? value);
  }
  return found;
}

/** Maps into one another, lists after one another; else what was there first. */
function merged(first: Value, second: Value, depth: number): Value {
  if (first.kind !== 'map' || second.kind !== 'map' || depth > deepest) {
    return first;
  }
  const entries = new Map(second.entries);
  for (const [name, value] of first.entries) {
    const other = entries.get(name);
    entries.set(name, other ? merged(value, other, depth + 1) : value);
  }
  return map(entries);
}

/** Maps in maps, deeper than in real code. */
const deepest = 30;

/** One input of a configuration. */
function inputOfConfig(config: Config, name: string, evaluator: Evaluator): Value | undefined {
  const inputs = inputsOf(config.file)?.value;
  return inputIn(inputs, name, expression => evaluator.evaluate(expression, scopeIn(config)));
}

function settingIn({ file }: Config, name: string): Setting | undefined {
  const attribute = inputWritten(inputsOf(file)?.value, name);
  return attribute && { attribute, file };
}

function inputsOf({ hcl }: ModuleFile): Attribute | undefined {
  return attributeOf(hcl.body, 'inputs');
}
