import { attributeOf, type Block, blocksOf } from '../../formats/hcl/index.ts';
import type { Evaluator } from '../terraform/evaluation/evaluator.ts';
import type { Scope } from '../terraform/evaluation/scope.ts';
import { noBindings, solidValue, unknownValue, type Value } from '../terraform/evaluation/value.ts';
import { inputIn, inputsBlock, inputWritten } from '../terraform/inputs/inputsObject.ts';
import type { Deployment, Host, HostName } from '../terraform/modules/deployment.ts';
import {
  type Declared,
  joinModule,
  type Module,
  type ModuleFile,
  settingOf,
} from '../terraform/modules/module.ts';
import { deploymentName, givenBy, type StackDeployment, valueGiven } from './deployments.ts';
import { type LoadedStack, localFolder } from './load.ts';

/** What embeds a stack: the block, and where that is evaluated. */
interface Embedding {
  readonly name: string;
  readonly block: Block;
  /** The block of the root stack that leads here, and its file: there something is told. */
  readonly shown: { readonly block: Block; readonly file: ModuleFile };
  readonly scope: () => Scope;
}

/** A stack as a module that calls those of its components, as one of its deployments gives it its inputs. */
export function stackModule(stack: LoadedStack, deployment: StackDeployment | undefined): Module {
  return moduleOf(stack, deployment, undefined);
}

function moduleOf(
  stack: LoadedStack,
  deployment: StackDeployment | undefined,
  embedding: Embedding | undefined,
): Module {
  const host: Host = {
    folder: stack.folder,
    name: (root, names, evaluator, scope) =>
      nameIn(root, names[0] ?? '', evaluator, scope, { stack, deployment, embedding, module }),
    call: () => undefined,
  };
  const plain = joinModule(undefined, stack.components, []);
  const calls = new Map<string, Declared>();
  const module: Module = {
    ...plain,
    calls,
    host,
    given: deployment ? givenBy(deployment, plain.variables) : new Map(),
    providers: stack.components.flatMap(file =>
      blocksOf(file.hcl.body, 'provider').flatMap(one => providerOf(one, file)),
    ),
  };
  const scope = (): Scope => ({ module, path: embedding?.name ?? '', names: [], caller: undefined });
  for (const file of stack.components) {
    for (const block of file.hcl.body.blocks) {
      const label = block.labels[0]?.text;
      if (label !== undefined && block.type === 'component') {
        const own = embedding ? { ...embedding, scope } : undefined;
        calls.set(label, componentCall(label, block, file, stack, own));
      }
      const inner = label !== undefined && block.type === 'stack' ? stack.embedded.get(label) : undefined;
      if (label !== undefined && inner) {
        const name = embedding ? `${embedding.name}.${label}` : label;
        const shown = embedding?.shown ?? { block, file };
        for (const [component, call] of moduleOf(inner, undefined, { name, block, shown, scope }).calls) {
          calls.set(`${label}.${component}`, call);
        }
      }
    }
  }
  return module;
}

/** `embedding`: of a component of an embedded stack, which is called by both names, with the scope of that stack itself. */
function componentCall(
  label: string,
  block: Block,
  file: ModuleFile,
  stack: LoadedStack,
  embedding: Embedding | undefined,
): Declared {
  const inputs = attributeOf(block.body, 'inputs');
  const deployment: Deployment = {
    kind: 'component',
    folder: localFolder(block, stack.folder),
    isRoot: false,
    value: (name, isForced, evaluator, scope, bindings) =>
      isForced
        ? undefined
        : inputIn(inputs?.value, name, expression =>
            evaluator.evaluate(expression, embedding?.scope() ?? scope, embedding ? noBindings : bindings),
          ),
    setting: name => {
      const attribute = inputWritten(inputs?.value, name);
      return attribute && { attribute, file };
    },
    inputs: one => (one.uri === file.uri ? inputsBlock(file.hcl, inputs) : undefined),
  };
  return embedding
    ? { name: `${embedding.name}.${label}`, ...embedding.shown, overrides: [], deployment }
    : { name: label, block, file, overrides: [], deployment };
}

interface NameContext {
  readonly stack: LoadedStack;
  readonly deployment: StackDeployment | undefined;
  readonly embedding: Embedding | undefined;
  readonly module: Module;
}

function nameIn(
  root: string,
  first: string,
  evaluator: Evaluator,
  scope: Scope,
  { stack, deployment, embedding, module }: NameContext,
): HostName | undefined {
  switch (root) {
    case 'local':
      return undefined;
    case 'var':
      return (
        embedding && { count: 1, read: () => inputOfEmbedded(first, embedding, module, evaluator, scope) }
      );
    case 'component':
      return { count: 1, read: () => evaluator.references.module(first, scope) };
    case 'stack':
      return { count: 0, read: () => solidValue({ address: 'stack', attribute: '', declared: undefined }) };
    case deploymentName: {
      const variable = module.variables.get(first);
      return (
        deployment && {
          count: 1,
          read: () => valueGiven(stack, deployment, variable, first, evaluator, scope),
        }
      );
    }
    default:
      return { count: 0, read: () => unknownValue('not-understood') };
  }
}

/** What the block gives that embeds a stack, else the default. */
function inputOfEmbedded(
  name: string,
  { block, scope: outer }: Embedding,
  module: Module,
  evaluator: Evaluator,
  scope: Scope,
): Value {
  return evaluator.world.once<Value>(`${scope.path} var.${name}`, unknownValue('not-understood'), () => {
    const inputs = attributeOf(block.body, 'inputs')?.value;
    const given = inputIn(inputs, name, expression => evaluator.evaluate(expression, outer()));
    const variable = module.variables.get(name);
    const byDefault = variable && settingOf(variable, 'default');
    return given ?? (byDefault ? evaluator.evaluate(byDefault.attribute.value, scope) : solidValue());
  });
}

/** `provider "aws" "west" { config { region = … } }` as the `provider` block with an alias that a module has. */
function providerOf(block: Block, file: ModuleFile): readonly Declared[] {
  const [type, label] = block.labels;
  const config = blocksOf(block.body, 'config')[0];
  if (!type || !label || !config) {
    return [];
  }
  const { range } = label;
  const parts = [{ kind: 'text', text: label.text, range }] as const;
  const value = { kind: 'template', form: 'quoted', parts, range, inner: range, closed: true } as const;
  const alias = { name: 'alias', nameRange: range, range, value };
  const body = { attributes: [alias, ...config.body.attributes], blocks: config.body.blocks };
  const { header, inner, closed } = block;
  const view = {
    type: 'provider',
    labels: [type],
    header,
    range: block.range,
    inner,
    closed,
    body,
    isRead: true,
  };
  return [{ name: type.text, block: view, file, overrides: [] }];
}
