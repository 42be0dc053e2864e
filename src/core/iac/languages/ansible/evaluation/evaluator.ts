import { onceFor } from '../../../../base/onceFor.ts';
import type { Related } from '../../../declaration.ts';
import {
  entriesOf,
  follow,
  itemsOf,
  type ScalarNode,
  type TreeNode,
  valueAt,
} from '../../../formats/tree.ts';
import { largestValue } from '../../../textParts.ts';
import { sourceOf, type Written } from '../flow/variables.ts';
import { parseExpression, parseTemplate } from '../jinja/parse.ts';
import { run, type Scope } from '../jinja/run.ts';
import { allHold, isTrue } from '../jinja/truth.ts';
import { argumentsNode, assertion, failing } from '../modules.ts';
import { type Flow, ranks, type Step } from '../step.ts';
import { itemsOfLoop, loopOf, loopsOtherwise, loopVariable } from './loops.ts';
import {
  bool,
  given,
  later,
  literalOf,
  nothing,
  notUnderstood,
  omitted,
  outOfReach,
  partsOf,
  sizeOf,
  type TextValue,
  text,
  type UndefinedValue,
  type Value,
} from './value.ts';
import type { World } from './world.ts';

/** Where an expression is evaluated. */
export interface Place {
  readonly step: Step;
  /** The item of the loop under way. */
  readonly item?: Value;
}

const deepest = 40;

/** Evaluates what is written at the tasks of a flow, in one world. */
export class Evaluator {
  readonly flow: Flow;
  readonly world: World;
  readonly #open = new Set<string>();
  /** Names that were looked up and come from outside of the role or the file of the task. */
  readonly inputs = new Set<string>();
  readonly #running = new Map<Step, boolean | undefined>();

  constructor(flow: Flow, world: World) {
    this.flow = flow;
    this.world = world;
  }

  /** The value of a node of YAML, with its expressions. */
  node(node: TreeNode, place: Place, depth = 0): Value {
    const target = follow(node);
    if (!this.world.step() || depth > deepest) {
      return notUnderstood;
    }
    if (node.tag === '!vault' || target.tag === '!vault' || target.tag === '!vault-encrypted') {
      return text({ name: 'vault' });
    }
    switch (target.kind) {
      case 'scalar':
        return this.#scalar(target, place);
      case 'list':
        return this.#bounded({
          kind: 'list',
          items: target.items.map(item => this.node(item, place, depth + 1)),
        });
      case 'map':
        return this.#bounded({
          kind: 'map',
          entries: new Map(
            entriesOf(target).map(({ key, value }) => [key, this.node(value, place, depth + 1)]),
          ),
        });
      case 'alias':
        return notUnderstood;
    }
  }

  /** A text with its expressions; what is one expression alone keeps its kind. */
  template(written: string, place: Place): Value {
    const { parts, hasStatements } = parseTemplate(written);
    if (hasStatements) {
      return notUnderstood;
    }
    const scope = this.#scope(place);
    const [only, ...more] = parts;
    if (only !== undefined && typeof only !== 'string' && more.length === 0) {
      return this.#bounded(run(only, scope));
    }
    const pieces: TextValue['parts'][number][] = [];
    for (const part of parts) {
      const piece = typeof part === 'string' ? [part] : this.#printed(run(part, scope));
      if (!piece) {
        return notUnderstood;
      }
      pieces.push(...piece);
    }
    return this.#bounded(text(...pieces));
  }

  /** Whether the conditions around a task and its own hold; undefined if that is not known. */
  runs(place: Place): boolean | undefined {
    const { step } = place;
    const isAlone = place.item === undefined;
    if (isAlone && this.#running.has(step)) {
      return this.#running.get(step);
    }
    if (isAlone) {
      // A task that its own condition refers to says nothing about itself.
      this.#running.set(step, undefined);
    }
    const result = allHold(step.frames.map(({ node }) => this.#holds(valueAt(node, 'when'), place)));
    if (isAlone) {
      this.#running.set(step, result);
    }
    return result;
  }

  /** The items that a task repeats itself for; undefined where there is no loop, `open` where they are not known. */
  items(step: Step): readonly Value[] | 'open' | undefined {
    const loop = loopOf(step);
    if (!loop) {
      return loopsOtherwise(step) ? 'open' : undefined;
    }
    return itemsOfLoop(loop, this.node(loop.node, { step })) ?? 'open';
  }

  /**
   * Checks of what decides that run before a task and fail end the play. They open no worlds of their own: inputs that were
   * not needed are at their defaults.
   */
  check(step: Step): void {
    const decisive = new Set(this.inputs);
    for (const { input } of this.world.answers.asked) {
      decisive.add(input?.name ?? '');
    }
    const usual = new Evaluator(this.flow, this.world.forChecks);
    for (const { step: check, names } of checksIn(this.flow)) {
      if (check.index < step.index && names.some(name => decisive.has(name)) && usual.#fails(check)) {
        this.world.refuse();
      }
    }
  }

  #fails(check: Step): boolean {
    const place = { step: check };
    const isFailing = assertion.has(check.module)
      ? this.#holds(valueAt(argumentsNode(check).node, 'that'), place) === false
      : valueAt(check.node, 'when') !== undefined;
    return isFailing && this.runs(place) === true;
  }

  #holds(node: TreeNode | undefined, place: Place): boolean | undefined {
    const conditions = node ? (itemsOf(node) ?? [node]) : [];
    return allHold(conditions.map(condition => this.#condition(follow(condition), place)));
  }

  #condition(node: TreeNode, place: Place): boolean | undefined {
    if (node.kind !== 'scalar' || node.broken || node.text === null) {
      return node.kind === 'scalar' && !node.broken ? true : undefined;
    }
    const written = node.text;
    const value = written.includes('{{')
      ? this.template(written, place)
      : run(parseExpression(written), this.#scope(place));
    return isTrue(value, this.world, true);
  }

  #scope(place: Place): Scope {
    return {
      world: this.world,
      lookUp: name => this.#lookUp(name, place),
      runs: step => this.runs({ step }),
    };
  }

  #scalar(node: ScalarNode, place: Place): Value {
    if (node.broken) {
      return notUnderstood;
    }
    if (node.text === null) {
      return nothing;
    }
    if (node.style === 'plain' && /^(?:true|false|yes|no|on|off)$/i.test(node.text)) {
      return bool(/^(?:true|yes|on)$/i.test(node.text));
    }
    const hasCode = node.tag !== '!unsafe' && /\{[{%#]/.test(node.text);
    return hasCode ? this.template(node.text, place) : text(node.text);
  }

  #lookUp(name: string, place: Place): Value {
    if (!this.world.step()) {
      return notUnderstood;
    }
    if (
      name === loopVariable(place.step) &&
      (place.item || loopOf(place.step) || loopsOtherwise(place.step))
    ) {
      return place.item ?? later;
    }
    const source = sourceOf(name, place.step, this.flow, step => this.runs({ step }) !== false);
    switch (source.kind) {
      case 'registered':
        return this.#registered(name, source.by, place.step);
      case 'written':
        return this.#written(name, source.at, source.others, place);
      case 'missing':
        if (magic.test(name)) {
          return name === 'omit' ? omitted : later;
        }
        this.inputs.add(name);
        if (place.step.frames.some(({ required }) => required?.has(name))) {
          return given(name);
        }
        return source.isOpen ? outOfReach : { kind: 'undefined', input: name };
    }
  }

  #registered(name: string, by: Step, user: Step): Value {
    if (by.calls.some((call, index) => call !== user.calls[index]) || by.calls.length < user.calls.length) {
      this.inputs.add(name);
    }
    return this.runs({ step: by }) === false
      ? { kind: 'map', entries: new Map([['skipped', bool(true)]]) }
      : { kind: 'result', step: by, path: [], name };
  }

  #written(name: string, at: Written, others: readonly Written[], place: Place): Value {
    const chosen = others.length > 0 ? this.#group(at, others, place) : at;
    if (chosen === undefined) {
      this.inputs.add(name);
      return { kind: 'undefined', input: name };
    }
    const { layer, entry, step } = chosen;
    const id = `${layer.file.uri} ${entry.keyRange.start}`;
    if (this.#open.has(id) || this.#open.size > deepest) {
      return notUnderstood;
    }
    this.#open.add(id);
    const value = this.node(entry.value, step === place.step ? place : { step });
    this.#open.delete(id);
    const isDefault = layer.rank === ranks.roleDefaults || layer.rank === ranks.prompt;
    if (isDefault || layer.depth < step.calls.length) {
      this.inputs.add(name);
    }
    const kind = isDefault ? 'variable-default' : layer.rank < ranks.play ? 'variable-value' : 'local';
    const related = { kind, name, uri: layer.file.uri, range: entry.range } as const;
    if (!isDefault || layer.depth > 0) {
      this.world.meet(related);
      return value;
    }
    return this.#input(name, value, related);
  }

  /** The default of a role or a prompt: a run may set another value. */
  #input(name: string, value: Value, related: Related): Value {
    if (value.kind === 'unknown' || value.kind === 'result' || value.kind === 'undefined') {
      return value;
    }
    const isSwitch = value.kind === 'bool';
    const shown = isSwitch ? String(value.value) : (literalOf(value) ?? '');
    const answers = [shown, isSwitch ? String(!value.value) : undefined];
    const question = { id: `var ${name}`, answers: 2, usual: 0, input: { name, answers } };
    const answer = this.world.ask(question, related);
    if (answer === 0) {
      return value;
    }
    const isText = value.kind === 'text' || value.kind === 'nothing' || value.kind === 'omit';
    return isSwitch ? (answer === 1 ? bool(!value.value) : later) : isText ? given(name) : later;
  }

  /** The variables of groups and hosts that the play may mean. */
  #group(at: Written, others: readonly Written[], { step }: Place): Written | undefined {
    const all = step.frames.flatMap(({ layers }) => layers.flatMap(({ onlyFor }) => onlyFor ?? []));
    const groups = [...new Set(all)].toSorted();
    const input = { name: 'group', answers: ['', ...groups] };
    const answer = this.world.ask({ id: 'group', answers: groups.length + 1, usual: 0, input });
    const group = answer === undefined ? undefined : groups[answer - 1];
    const base = at.layer.onlyFor === undefined ? at : undefined;
    return others.find(({ layer }) => layer.onlyFor === group) ?? base;
  }

  #printed(value: Value): TextValue['parts'] | undefined {
    if (isMissing(value)) {
      // The task fails.
      this.world.refuse();
    }
    return partsOf(value);
  }

  #bounded(value: Value): Value {
    if (sizeOf(value) <= largestValue) {
      return value;
    }
    this.world.giveUp(`a value of more than ${largestValue.toLocaleString('en')} characters`);
    return notUnderstood;
  }
}

/** A part that something known does not have. */
export function isMissing(value: Value): value is UndefinedValue {
  return value.kind === 'undefined' && value.input === undefined;
}

/** Ansible documentation, "Special Variables", and functions of Jinja. */
const magic =
  /^(?:omit|lookup|query|q|undef|range|now|dict|namespace|vars|hostvars|groups|group_names|inventory_\w+|play_\w+|playbook_dir|role_\w+|ansible_\w+|environment|groups)$/;

/** The tasks of a flow that may end the play, with the names that they speak of. */
const checksIn = onceFor((flow: Flow): readonly Check[] =>
  flow.steps
    .filter(({ module }) => assertion.has(module) || failing.has(module))
    .map(step => {
      const { start, end } = step.node.range;
      return { step, names: [...new Set(step.file.text.slice(start, end).match(/[A-Za-z_]\w*/g))] };
    }),
);

interface Check {
  readonly step: Step;
  readonly names: readonly string[];
}
