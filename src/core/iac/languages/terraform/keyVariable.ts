import type { Choice } from '../../../trail/fact.ts';
import type { KeyFacts } from '../../../trail/key.ts';
import { type Block, type Expression, literalText } from '../../formats/hcl/index.ts';
import { attributesOfType, elementOfType } from './evaluation/types.ts';
import { variableId } from './evaluation/variables.ts';
import { inputsBlock, inputWritten } from './inputs/inputsObject.ts';
import { argumentOf } from './modules/deployment.ts';
import { type Declared, type Module, type Setting, settingOf } from './modules/module.ts';
import type { ModuleTree } from './modules/tree.ts';
import { readTrail, type TrailReading } from './trail.ts';
import type { TrailPath } from './trailInstances.ts';

/** A variable that carries a key, or the attribute of one that takes an object, or a map of objects. */
export interface KeyVariable {
  readonly name: string;
  readonly attribute?: string;
  /** Of a map: which of its objects is meant; undefined where that is not known. */
  readonly of?: { readonly item: string | undefined };
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
  const parts = names.flatMap(name => {
    const declared = variables?.get(name);
    const type = declared && settingOf(declared, 'type')?.attribute.value;
    const element = elementOfType(type);
    const items = element ? itemsOf(call, name) : [];
    return optionalIn(element ?? type).map((attribute): Candidate => {
      const ids = element ? items.map(item => `${name}.${item}.${attribute}`) : [`${name}.${attribute}`];
      return { variable: { name, attribute, ...(element && { of: { item: undefined } }) }, ids };
    });
  });
  const whole = names.map((name): Candidate => ({ variable: { name }, ids: [name] }));
  // With each, all instances are read again.
  const most = Math.max(1, Math.min(mostVariables, Math.floor(mostReadings / readings.length)));
  return [whole.slice(0, mostVariables), likelyFirst(parts).slice(0, most)].flat().find(({ ids }) => {
    const assuming = readTrail(tree, root, path, new Set(ids.map(id => prefix + id)));
    return assuming.length > 0 && assuming.every(({ facts }) => isThere(facts.key));
  })?.variable;
}

/** What may carry the key, and what has to be taken as given for that. */
interface Candidate {
  readonly variable: KeyVariable;
  readonly ids: readonly string[];
}

/** Those that are called as what holds a key in front. */
function likelyFirst(candidates: readonly Candidate[]): readonly Candidate[] {
  const isLikely = ({ variable: { attribute = '' } }: Candidate) => /key|kms/i.test(attribute);
  return [...candidates.filter(isLikely), ...candidates.filter(one => !isLikely(one))];
}

function optionalIn(type: Expression | undefined): readonly string[] {
  return (attributesOfType(type) ?? []).filter(({ optional }) => optional).map(({ name }) => name);
}

/** The names of the objects in a map that a call passes, where it is written there. */
function itemsOf(call: Declared, name: string): readonly string[] {
  const value = argumentOf(call, name)?.attribute.value;
  return value?.kind === 'object' ? value.items.flatMap(({ key }) => literalText(key) ?? []) : [];
}

/** The same for one instance of a trail, which is made of the object of its name. */
export function variableOfInstance(
  variable: KeyVariable | undefined,
  { suffix }: TrailReading,
): KeyVariable | undefined {
  return variable?.of ? { ...variable, of: { item: /^\["([^"]+)"\]$/.exec(suffix)?.[1] } } : variable;
}

/** Limit of variables that are tried. */
const mostVariables = 16;

/** Instances that are read to try attributes of objects. */
const mostReadings = 600;

/** Whether there is a key for all inputs. */
function isThere(key: Choice<KeyFacts>): boolean {
  return key.kind === 'conditional'
    ? key.branches.every(({ kind }) => kind === 'known')
    : key.kind === 'known';
}

/** What a call passes for the key, as far as it is written. */
export function passedBy(call: Declared, variable: KeyVariable): Setting | undefined {
  const { name, attribute } = variable;
  const argument = attribute === undefined ? argumentOf(call, name) : objectIn(call, variable);
  const written =
    attribute === undefined ? argument?.attribute : inputWritten(argument?.attribute.value, attribute);
  return argument && written && { file: argument.file, attribute: written };
}

/** The object that a call passes, as a block whose attributes are its own; undefined where it is not written there. */
export function objectPassedBy(
  call: Declared,
  variable: KeyVariable,
): { readonly file: Setting['file']; readonly block: Block } | undefined {
  const object = objectIn(call, variable);
  const block = object && inputsBlock(object.file.hcl, object.attribute);
  return object && block && { file: object.file, block };
}

function objectIn(call: Declared, { name, of }: KeyVariable): Setting | undefined {
  const argument = argumentOf(call, name);
  if (!argument || !of) {
    return argument;
  }
  const attribute = of.item === undefined ? undefined : inputWritten(argument.attribute.value, of.item);
  return attribute && { file: argument.file, attribute };
}
