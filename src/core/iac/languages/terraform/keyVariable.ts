import type { Choice } from '../../../trail/fact.ts';
import type { KeyFacts } from '../../../trail/key.ts';
import type { Block } from '../../formats/hcl/index.ts';
import { attributesOfType } from './evaluation/types.ts';
import { variableId } from './evaluation/variables.ts';
import { inputsBlock, inputWritten } from './inputs/inputsObject.ts';
import { argumentOf } from './modules/deployment.ts';
import { type Declared, type Module, type Setting, settingOf } from './modules/module.ts';
import type { ModuleTree } from './modules/tree.ts';
import { readTrail, type TrailReading } from './trail.ts';
import type { TrailPath } from './trailInstances.ts';

/** A variable that carries a key, or the attribute of one that takes an object. */
export interface KeyVariable {
  readonly name: string;
  readonly attribute: string | undefined;
}

/** What carries the key of a trail that a call makes: with it, and nothing else, there is one for all inputs. */
export function keyVariableOf(
  tree: ModuleTree,
  root: Module,
  path: TrailPath,
  readings: readonly TrailReading[],
): KeyVariable | undefined {
  const [call] = path.calls;
  if (!call) {
    return undefined;
  }
  const prefix = variableId({ names: [call.name] }, '');
  const consulted = new Set(readings.flatMap(reading => [...reading.consulted]));
  const names = [...consulted].flatMap(id => (id.startsWith(prefix) ? [id.slice(prefix.length)] : []));
  const called = tree.folderOf(call, root, [call.name]);
  const variables = called?.local ? tree.module(called.folder)?.variables : undefined;
  const whole = names.map((name): KeyVariable => ({ name, attribute: undefined }));
  const parts = names.flatMap(name => {
    const declared = variables?.get(name);
    const attributes = declared && attributesOfType(settingOf(declared, 'type')?.attribute.value);
    return (attributes ?? []).filter(({ optional }) => optional).map(one => ({ name, attribute: one.name }));
  });
  return [whole, parts]
    .flatMap(all => all.slice(0, mostVariables))
    .find(({ name, attribute }) => {
      const id = `${prefix}${name}${attribute === undefined ? '' : `.${attribute}`}`;
      const assuming = readTrail(tree, root, path, new Set([id]));
      return assuming.length > 0 && assuming.every(({ facts }) => isThere(facts.key));
    });
}

/** Limit of variables that are tried. */
const mostVariables = 16;

/** Whether there is a key for all inputs. */
function isThere(key: Choice<KeyFacts>): boolean {
  return key.kind === 'conditional'
    ? key.branches.every(({ kind }) => kind === 'known')
    : key.kind === 'known';
}

/** What a call passes for the key, as far as it is written. */
export function passedBy(call: Declared, { name, attribute }: KeyVariable): Setting | undefined {
  const argument = argumentOf(call, name);
  const written =
    attribute === undefined ? argument?.attribute : inputWritten(argument?.attribute.value, attribute);
  return argument && written && { file: argument.file, attribute: written };
}

/** The object that a call passes, as a block whose attributes are its own; undefined where it is not written there. */
export function objectPassedBy(
  call: Declared,
  { name }: KeyVariable,
): { readonly file: Setting['file']; readonly block: Block } | undefined {
  const argument = argumentOf(call, name);
  const block = argument && inputsBlock(argument.file.hcl, argument.attribute);
  return argument && block && { file: argument.file, block };
}
