import { join, nameOf, parentOf } from '../../../base/uri.ts';
import type { HclFile } from '../../formats/hcl/index.ts';
import { attributeOf, blocksOf, parseHcl, parseHclJson } from '../../formats/hcl/index.ts';
import type { Evaluator } from '../terraform/evaluation/evaluator.ts';
import { asText, map, solidValue, unknownValue, type Value } from '../terraform/evaluation/value.ts';
import type { Host, HostName } from '../terraform/modules/deployment.ts';
import { joinModule, type Module, type ModuleFile } from '../terraform/modules/module.ts';
import type { ModuleTree } from '../terraform/modules/tree.ts';
import { functions } from './functions.ts';
import { scopeIn } from './scope.ts';

/** Where a configuration is evaluated: for which unit, and what was handed to that. */
export interface Surroundings {
  readonly tree: ModuleTree;
  /** The folder that the unit runs in, or that of a file which a function has read. */
  readonly folder: string;
  /** The folder that the unit runs in. */
  readonly original: string;
  /** The folder that holds what belongs together, in the place of the repository's. */
  readonly repository: string | undefined;
  /** What a stack hands to its unit. */
  readonly values: Value;
  /** Texts that were parsed, by address. */
  readonly parsed: Map<string, HclFile>;
}

/** A file of Terragrunt, as a module with locals, and with names and functions that Terraform has not. */
export interface Config {
  readonly file: ModuleFile;
  readonly module: Module;
  readonly surroundings: Surroundings;
  /** Whether a unit includes it. */
  readonly isIncluded: boolean;
}

/** Files that read one another, deeper than in real code. */
const deepest = 10;

export function configOf(
  file: ModuleFile,
  surroundings: Surroundings,
  isIncluded = false,
  depth = 0,
): Config {
  const host: Host = {
    folder: parentOf(file.uri),
    name: (root, names, evaluator) => nameIn(config, root, names, evaluator, depth),
    call: (name, args, evaluator) =>
      functions.get(name)?.(args, {
        config,
        evaluator,
        included: label => includedBy(config, label, evaluator, depth),
        value: uri => valueAt(uri, config, evaluator, depth),
      }),
  };
  const module = { ...joinModule(undefined, [file], []), host };
  const config: Config = { file, module, surroundings, isIncluded };
  return config;
}

/** The configuration at an address; undefined where it is not here, or not here yet. */
export function configAt(
  uri: string,
  surroundings: Surroundings,
  isIncluded = false,
  depth = 0,
): Config | undefined {
  const { tree, parsed } = surroundings;
  const text = depth > deepest ? undefined : tree.file(uri);
  if (text === undefined) {
    return undefined;
  }
  const hcl = parsed.get(uri) ?? (nameOf(uri).endsWith('.json') ? parseHclJson(text) : parseHcl(text));
  parsed.set(uri, hcl);
  return configOf({ uri, hcl }, surroundings, isIncluded, depth);
}

/** The value of an attribute at the top of a configuration, or in a block of it. */
export function valueIn(
  config: Config,
  name: string,
  evaluator: Evaluator,
  block?: string,
): Value | undefined {
  const { body } = config.file.hcl;
  const bodies = block === undefined ? [body] : blocksOf(body, block).map(one => one.body);
  const attribute = bodies.flatMap(one => attributeOf(one, name) ?? []).at(-1);
  return attribute && evaluator.evaluate(attribute.value, scopeIn(config));
}

/** The configuration that an `include` of this name leads to. */
export function includedBy(
  config: Config,
  label: string,
  evaluator: Evaluator,
  depth = 0,
): Config | undefined {
  const { file, surroundings } = config;
  const block = blocksOf(file.hcl.body, 'include').find(one => (one.labels[0]?.text ?? '') === label);
  const written = block && attributeOf(block.body, 'path')?.value;
  const path = written && asText(evaluator.evaluate(written, scopeIn(config)));
  const uri = path === undefined ? undefined : join(surroundings.folder, path);
  return uri === undefined || uri === file.uri ? undefined : configAt(uri, surroundings, true, depth + 1);
}

/** What a configuration offers to another one that includes it, or reads it by a function. */
function offeredBy(config: Config, evaluator: Evaluator): Value {
  const scope = scopeIn(config);
  return evaluator.world.once<Value>(`${scope.path} config`, unknownValue('not-understood'), () => {
    const locals = [...config.module.locals.keys()].map(
      name => [name, evaluator.references.local(name, scope)] as const,
    );
    return map([
      ['locals', map(locals)],
      ['inputs', valueIn(config, 'inputs', evaluator) ?? map([])],
      ['dependency', dependency],
    ]);
  });
}

/** The value of a file that a function reads: it counts paths from its own folder. */
function valueAt(
  uri: string,
  { surroundings }: Config,
  evaluator: Evaluator,
  depth: number,
): Value | undefined {
  const folder = parentOf(uri);
  const config =
    folder === undefined ? undefined : configAt(uri, { ...surroundings, folder }, false, depth + 1);
  return config && offeredBy(config, evaluator);
}

/** What other units put out is there when Terragrunt runs. */
const dependency: Value = solidValue({ address: 'dependency', attribute: '', declared: undefined });

function nameIn(
  config: Config,
  root: string,
  [first]: readonly string[],
  evaluator: Evaluator,
  depth: number,
): HostName | undefined {
  const known = (count: number, read: () => Value): HostName => ({ count, read });
  switch (root) {
    case 'local':
      return undefined;
    case 'dependency':
      return known(0, () => dependency);
    case 'values':
      return known(0, () => config.surroundings.values);
    case 'include': {
      const includes = blocksOf(config.file.hcl.body, 'include').map(one => one.labels[0]?.text ?? '');
      const isNamed = first !== undefined && includes.includes(first);
      return known(isNamed ? 1 : 0, () => {
        const parent = includedBy(config, isNamed ? first : '', evaluator, depth);
        return parent ? offeredBy(parent, evaluator) : unknownValue('out-of-reach');
      });
    }
    case 'feature':
      return known(1, () => map([['value', feature(config, first ?? '', evaluator)]]));
    default:
      return known(0, () => unknownValue('not-understood'));
  }
}

/** A flag that somebody may set when Terragrunt runs, with its default. */
function feature(config: Config, name: string, evaluator: Evaluator): Value {
  const { file } = config;
  const block = blocksOf(file.hcl.body, 'feature').find(one => one.labels[0]?.text === name);
  const fallback = block && attributeOf(block.body, 'default');
  if (!fallback) {
    return unknownValue('not-understood');
  }
  const scope = scopeIn(config);
  const byDefault = evaluator.evaluate(fallback.value, scope);
  evaluator.world.trace({
    kind: 'variable-default',
    name: `feature.${name}`,
    uri: file.uri,
    range: fallback.range,
  });
  return evaluator.variables.open(
    { id: `feature.${name}.value`, type: undefined, uri: file.uri, scope },
    byDefault,
  );
}
