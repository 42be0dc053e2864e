import {
  type Entry,
  entriesOf,
  entryOf,
  follow,
  type MapNode,
  mapOf,
  type TreeNode,
  valueAt,
} from '../../formats/tree.ts';
import type { Evaluator, Place } from './evaluation/evaluator.ts';
import type { Value } from './evaluation/value.ts';
import { argumentsNode, cloudControlTrail } from './modules.ts';
import type { PlayFile, Step } from './step.ts';

/** An argument of a module, where it is written. */
export interface Argument {
  readonly file: PlayFile;
  /** The entry of a map; absent in `key=value` texts. */
  readonly entry?: Entry | undefined;
  readonly value: Value;
}

export interface Arguments {
  readonly all: ReadonlyMap<string, Argument>;
  /** More may come from something that is not read. */
  readonly isOpen: boolean;
}

/**
 * The arguments that a task hands to its module: its own, in a map or as `key=value`; those of `args`; and the
 * `module_defaults` around it, of which the inner ones win, and those of the module over those of its groups (Ansible
 * documentation, "Module defaults").
 */
export function argumentsOf(step: Step, evaluator: Evaluator, place: Place): Arguments {
  const all = new Map<string, Argument>();
  let isOpen = false;
  const add = (file: PlayFile, node: TreeNode | undefined, isOfGroup = false) => {
    const map = node && mapOf(node);
    if (map) {
      for (const entry of entriesOf(map)) {
        if (entry.key === '<<') {
          isOpen = true;
        }
        all.set(entry.key, new LazyArgument(file, entry, () => evaluator.node(entry.value, place)));
      }
    } else if (node) {
      const value = evaluator.node(node, place);
      // What holds for every module of a group says with which credentials: a key would be refused by the others.
      isOpen ||= !isOfGroup && value.kind !== 'map' && value.kind !== 'nothing';
      for (const [name, one] of value.kind === 'map' ? value.entries : []) {
        all.set(name, { file, value: one });
      }
    }
  };
  for (const name of [...groupsOf(step.module), ...namesOf(step.module)]) {
    for (const { file, node } of step.frames) {
      add(file, valueAt(valueAt(node, 'module_defaults'), name), name.startsWith('group/'));
    }
  }
  add(step.file, valueAt(step.node, 'args'));
  const { node, text } = argumentsNode(step);
  if (text === undefined) {
    add(step.file, node.kind === 'scalar' && node.text === null ? undefined : node);
  } else if (/^\s*\{\{/.test(text)) {
    add(step.file, node);
  } else {
    for (const [name, written] of pairsIn(text)) {
      all.set(name, new LazyArgument(step.file, undefined, () => evaluator.template(written, place)));
    }
  }
  return { all, isOpen };
}

/** The argument that says in which Region a task works (documentation of amazon.aws, "Common parameters"). */
export function regionArgument({ all }: Arguments): Argument | undefined {
  return all.get('region') ?? all.get('aws_region') ?? all.get('ec2_region');
}

/** Evaluated on demand: an argument that is not needed opens no worlds. */
class LazyArgument implements Argument {
  readonly file: PlayFile;
  readonly entry: Entry | undefined;
  readonly #read: () => Value;
  #value: Value | undefined;

  constructor(file: PlayFile, entry: Entry | undefined, read: () => Value) {
    this.file = file;
    this.entry = entry;
    this.#read = read;
  }

  get value(): Value {
    this.#value ??= this.#read();
    return this.#value;
  }
}

/** The map that holds a task's own arguments; undefined where they are written in another way. */
export function argumentsMap(step: Step): MapNode | undefined {
  const { node } = argumentsNode(step);
  const own = mapOf(follow(node));
  return own && entryOf(own, '<<') === undefined ? own : undefined;
}

/** `name=audit kms_key_id="{{ key }}"`. */
function pairsIn(text: string): readonly (readonly [string, string])[] {
  const pair = /(\w+)=("(?:[^"\\]|\\.)*"|'(?:[^'\\]|\\.)*'|(?:\{\{.*?\}\}|[^\s{]|\{(?!\{))*)/gs;
  return [...text.slice(0, 10_000).matchAll(pair)].map(([, name = '', written = '']) => [
    name,
    /^(["']).*\1$/s.test(written) ? written.slice(1, -1) : written,
  ]);
}

/** A module under its own name and the names that lead to it. */
function namesOf(module: string): readonly string[] {
  const short = module.split('.').at(-1) ?? module;
  return cloudControlTrail.has(module)
    ? ['amazon.cloud.cloudtrail_trail']
    : [...new Set([short, `community.aws.${short}`, `amazon.aws.${short}`, module])];
}

function groupsOf(module: string): readonly string[] {
  return cloudControlTrail.has(module)
    ? ['group/amazon.cloud.aws']
    : ['group/aws', 'group/community.aws.aws', 'group/amazon.aws.aws'];
}
