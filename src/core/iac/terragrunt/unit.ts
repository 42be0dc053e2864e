import { join } from '../../base/uri.ts';
import {
  type Attribute,
  attributeOf,
  type Block,
  blocksOf,
  type Expression,
  literalText,
  type ObjectExpression,
} from '../formats/hcl/index.ts';
import type { Deployment } from '../terraform/deployment.ts';
import type { Evaluator } from '../terraform/evaluation/evaluator.ts';
import { asText, map, unknownValue, type Value } from '../terraform/evaluation/value.ts';
import type { Declared, ModuleFile, Setting } from '../terraform/module.ts';
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
  const skips = valueIn(config, 'skip', evaluator);
  if (skips?.kind === 'bool' && skips.value) {
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
    inputs: file => inputsIn(file),
  };
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

/** The folder of the `source`, or the unit's own where none is written; undefined for a module from elsewhere. */
function moduleFolder(layers: readonly Layer[], evaluator: Evaluator): string | undefined {
  const { folder } = layers[0]?.config.surroundings ?? {};
  const source = layers
    .map(({ config }) => valueIn(config, 'source', evaluator, 'terraform'))
    .find(value => value && value.kind !== 'null');
  if (!source) {
    return folder;
  }
  const written = asText(source);
  return written === undefined || folder === undefined ? undefined : localSource(written, folder);
}

/** The input of the first layer that has it; undefined where none has. */
function inputOf(layers: readonly Layer[], name: string, evaluator: Evaluator): Value | undefined {
  let found: Value | undefined;
  for (const { config, isDeep } of layers) {
    if (found && (!isDeep || found.kind !== 'map')) {
      continue;
    }
    const value = inputIn(config, name, evaluator);
    found = found && value ? merged(found, value, 0) : (found ?? value);
  }
  return found;
}

/** Maps into one another, lists behind one another; else what was there first. */
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

/** Maps in maps, deeper than anybody writes. */
const deepest = 30;

/** One input of a configuration: of an object that is written out no other is evaluated. */
function inputIn(config: Config, name: string, evaluator: Evaluator): Value | undefined {
  const written = attributeOf(config.file.hcl.body, 'inputs')?.value;
  if (!written) {
    return undefined;
  }
  const object = writtenObject(written);
  if (object) {
    const item = object.items.findLast(({ key }) => literalText(key) === name);
    return item && evaluator.evaluate(item.value, scopeIn(config));
  }
  const inputs = evaluator.evaluate(written, scopeIn(config));
  switch (inputs.kind) {
    case 'map':
      return inputs.entries.get(name);
    case 'null':
      return undefined;
    default:
      return unknownValue(inputs.kind === 'unknown' ? inputs.cause : 'not-understood');
  }
}

/** An object all of whose names are written out. */
function writtenObject(expression: Expression): ObjectExpression | undefined {
  return expression.kind === 'object' && expression.items.every(({ key }) => literalText(key) !== undefined)
    ? expression
    : undefined;
}

function settingIn({ file }: Config, name: string): Setting | undefined {
  const written = attributeOf(file.hcl.body, 'inputs')?.value;
  const item =
    written?.kind === 'object' ? written.items.findLast(({ key }) => literalText(key) === name) : undefined;
  return item && { attribute: attributeFor(name, item), file };
}

function attributeFor(name: string, { key, value, range }: ObjectExpression['items'][number]): Attribute {
  return { name, nameRange: key.range, value, range };
}

/** What stands between the braces of `inputs`, as a block whose attributes are the inputs. */
function inputsIn({ hcl }: ModuleFile): Block | undefined {
  const inputs = attributeOf(hcl.body, 'inputs');
  if (inputs?.value.kind !== 'object') {
    return undefined;
  }
  const { value } = inputs;
  const attributes = value.items.flatMap(item => {
    const name = literalText(item.key);
    return name === undefined ? [] : [attributeFor(name, item)];
  });
  const { start, end } = value.range;
  const closed = end - start > 1 && hcl.text.charCodeAt(end - 1) === 125;
  return {
    type: 'inputs',
    labels: [],
    header: inputs.nameRange,
    range: inputs.range,
    inner: { start: start + 1, end: closed ? end - 1 : end },
    closed,
    body: { attributes, blocks: [] },
    isRead: true,
  };
}

/** Where a unit's configuration lies in a folder. */
export function configurationIn(folder: string): readonly string[] {
  return ['terragrunt.hcl', 'terragrunt.hcl.json'].flatMap(name => join(folder, name) ?? []);
}
