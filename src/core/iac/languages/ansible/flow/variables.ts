import { onceFor } from '../../../../base/onceFor.ts';
import { type Entry, entriesOf, entryOf, textOf, valueAt } from '../../../formats/tree.ts';
import { argumentsNode, includeVars, setFact } from '../modules.ts';
import { type Flow, type Layer, ranks, type Step } from '../step.ts';

/** A variable where it is written. */
export interface Written {
  readonly layer: Layer;
  readonly entry: Entry;
  /** The task that its expression is evaluated for. */
  readonly step: Step;
}

/** What gives a name its value at a task. */
export type Source =
  | { readonly kind: 'written'; readonly at: Written; readonly others: readonly Written[] }
  | { readonly kind: 'registered'; readonly by: Step }
  /** Nothing does. `isOpen`: something that could not be read may. */
  | { readonly kind: 'missing'; readonly isOpen: boolean };

/**
 * Where a name gets its value at a task (Ansible documentation, "Using variables"). `others` are for groups and hosts of
 * which the play does not say whether it means them. `runs` is whether an earlier task runs at all.
 */
export function sourceOf(name: string, step: Step, flow: Flow, runs: (step: Step) => boolean): Source {
  const written = writtenAt(name, step);
  const [best] = written.certain;
  if (best && best.layer.rank >= ranks.params) {
    return { kind: 'written', at: best, others: [] };
  }
  let isOpen = step.frames.some(frame => frame.isOpen);
  for (const earlier of eventsOf(flow, name).toReversed()) {
    if (earlier.index >= step.index) {
      continue;
    }
    if (textOf(valueAt(earlier.node, 'register')) === name) {
      return { kind: 'registered', by: earlier };
    }
    const found = setBy(name, earlier);
    if (found && runs(earlier)) {
      return { kind: 'written', at: found, others: [] };
    }
    isOpen ||= !found && earlier.frames.at(-1)?.isOpen === true;
  }
  const at = best ?? written.possible[0];
  return at ? { kind: 'written', at, others: written.possible } : { kind: 'missing', isOpen };
}

/** The tasks that may give a name a value while the play runs, in their order. */
function eventsOf(flow: Flow, name: string): readonly Step[] {
  const { byName, including } = eventsFor(flow);
  const own = byName.get(name) ?? [];
  return including.length === 0
    ? own
    : [...own, ...including].sort((left, right) => left.index - right.index);
}

interface Events {
  readonly byName: ReadonlyMap<string, readonly Step[]>;
  readonly including: readonly Step[];
}

const eventsFor = onceFor(eventsIn);

function eventsIn({ steps }: Flow): Events {
  const byName = new Map<string, Step[]>();
  for (const step of steps) {
    const registered = textOf(valueAt(step.node, 'register'));
    const set = setFact.has(step.module) ? entriesOf(argumentsNode(step).node).map(({ key }) => key) : [];
    for (const name of [...(registered === undefined ? [] : [registered]), ...set]) {
      const list = byName.get(name);
      if (list) {
        list.push(step);
      } else {
        byName.set(name, [step]);
      }
    }
  }
  return { byName, including: steps.filter(({ module }) => includeVars.has(module)) };
}

/** A name that a task of `set_fact` or `include_vars` sets. */
function setBy(name: string, step: Step): Written | undefined {
  const included = step.frames.at(-1)?.layers.filter(({ rank }) => rank === ranks.includedVars) ?? [];
  const { node } = argumentsNode(step);
  const layers = setFact.has(step.module)
    ? [{ rank: ranks.includedVars, file: step.file, variables: node, depth: step.calls.length }]
    : included;
  for (const layer of layers) {
    const entry = entryOf(layer.variables, name);
    if (entry) {
      return { layer, entry, step };
    }
  }
  return undefined;
}

/** The places that write a name, the one that counts first. */
function writtenAt(name: string, step: Step): { readonly certain: Written[]; readonly possible: Written[] } {
  const found: Written[] = [];
  for (const frame of step.frames) {
    for (const layer of frame.layers) {
      const entry = entryOf(layer.variables, name);
      if (entry) {
        found.push({ layer, entry, step });
      }
    }
  }
  const ordered = found
    .map((one, index) => ({ one, index }))
    .sort((left, right) => right.one.layer.rank - left.one.layer.rank || right.index - left.index)
    .map(({ one }) => one);
  const certain = ordered.filter(({ layer }) => layer.onlyFor === undefined);
  const rank = certain[0]?.layer.rank ?? 0;
  const possible = ordered.filter(({ layer }) => layer.onlyFor !== undefined && layer.rank > rank);
  return { certain, possible };
}
