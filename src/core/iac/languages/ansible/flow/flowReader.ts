import { isBelow, join, parentOf } from '../../../../base/uri.ts';
import { itemsOf, type MapNode, mapOf, type TreeNode, textOf, valueAt } from '../../../formats/tree.ts';
import { dependenciesIn, isMeta, playsIn, tasksIn } from '../files.ts';
import {
  argumentsNode,
  importPlaybook,
  includeRole,
  includeTasks,
  includeVars,
  moduleOf,
  type NamedModule,
} from '../modules.ts';
import { type Flow, type Frame, type PlayFile, ranks, type Step } from '../step.ts';
import type { FlowFiles } from './flowFiles.ts';
import { playFrame, roleFrame } from './flowFrames.ts';
import { emptyMap, frameOf, markOf, nameOfTask, type Place, paramsOf } from './frames.ts';
import { includedVars } from './includedVars.ts';
import { TaskStep } from './taskStep.ts';

/** Limit of tasks that one start may lead to; roles and includes that include one another would have no end. */
const mostSteps = 5000;
const deepest = 10;

/** Puts tasks in the order in which they run, each with what is around it. */
export class FlowReader {
  readonly #files: FlowFiles;
  readonly #unit: string;
  readonly #steps: Step[] = [];

  /** `unit`: the folder of the role, or the file, that the flow starts with. */
  constructor(files: FlowFiles, unit: string) {
    this.#files = files;
    this.#unit = unit;
  }

  get flow(): Flow {
    return { unit: this.#unit, steps: this.#steps, gaveUp: this.#files.gaveUp };
  }

  async plays(file: PlayFile, plays: readonly MapNode[], place: Place): Promise<void> {
    for (const play of plays) {
      const module = moduleOf(play)?.module;
      if (module !== undefined && importPlaybook.has(module)) {
        await this.#importPlaybook(file, play, place);
        continue;
      }
      const inside = { ...place, frames: [...place.frames, await playFrame(this.#files, file, play, place)] };
      await this.#section(file, play, 'pre_tasks', inside);
      for (const role of itemsOf(valueAt(play, 'roles')) ?? []) {
        await this.#role(file, role, inside);
      }
      await this.#section(file, play, 'tasks', inside);
      await this.#section(file, play, 'post_tasks', inside);
      await this.#section(file, play, 'handlers', inside);
    }
  }

  async tasks(file: PlayFile, list: TreeNode, around: Place): Promise<void> {
    const place = entered(file, around);
    for (const item of itemsOf(list) ?? []) {
      const task = mapOf(item);
      if (task) {
        const waiting = this.#task(file, list, task, place);
        if (waiting) {
          await waiting;
        }
      }
      if (this.#files.gaveUp !== undefined) {
        return;
      }
    }
  }

  async #section(file: PlayFile, owner: MapNode, name: string, place: Place): Promise<void> {
    const list = valueAt(owner, name);
    if (list) {
      await this.tasks(file, list, place);
    }
  }

  /** Undefined where nothing has to be waited for, as for most tasks. */
  #task(file: PlayFile, list: TreeNode, task: MapNode, place: Place): Promise<unknown> | undefined {
    if (valueAt(task, 'block')) {
      return this.#block(file, task, place);
    }
    const named = moduleOf(task);
    if (!named) {
      return undefined;
    }
    if (this.#steps.length >= mostSteps) {
      this.#files.giveUp(`more than ${mostSteps.toLocaleString('en')} tasks`);
      return undefined;
    }
    const { module } = named;
    if (includeTasks.has(module)) {
      return this.#includeTasks(file, task, named, place);
    }
    if (includeRole.has(module)) {
      return this.#role(file, task, place, named);
    }
    const add = (own?: Frame): undefined => {
      const index = this.#steps.length;
      this.#steps.push(new TaskStep({ file, node: task, list, index }, named, place, own));
    };
    return includeVars.has(module) ? includedVars(this.#files, file, task, named, place).then(add) : add();
  }

  async #block(file: PlayFile, task: MapNode, place: Place): Promise<void> {
    const frame = frameOf(file, task, ranks.block, place);
    const inside = { ...place, frames: [...place.frames, frame] };
    for (const name of ['block', 'rescue', 'always']) {
      await this.#section(file, task, name, inside);
    }
  }

  async #includeTasks(file: PlayFile, task: MapNode, named: NamedModule, place: Place): Promise<void> {
    const { node, text } = argumentsNode(named);
    const name = (text ?? textOf(valueAt(node, 'file')) ?? '').trim().split(/\s+\w+=/, 1)[0] ?? '';
    const folders = [parentOf(file.uri), place.role && join(place.role, 'tasks'), place.playFolder];
    const included = await this.#files.firstOf(folders, name);
    const tasks = included && tasksIn(included);
    if (!included || !tasks || isOpen(included, place)) {
      return;
    }
    const isWithinRole = place.role !== undefined && isBelow(place.role, included.uri);
    const calls = isWithinRole
      ? place.calls
      : [...place.calls, { file, node: task, name: nameOfTask(task) ?? name, unit: included.uri }];
    const frame = frameOf(file, task, ranks.params, place);
    await this.tasks(included, tasks, {
      ...place,
      frames: [...place.frames, frame],
      calls,
    });
  }

  /** A role in a list of roles, or in a task that includes it; answers the defaults and variables that it leaves to the role that depends on it. */
  async #role(file: PlayFile, item: TreeNode, place: Place, named?: NamedModule): Promise<readonly Frame[]> {
    const map = mapOf(item);
    const given = named ? argumentsNode(named) : undefined;
    const written = given
      ? (textOf(valueAt(given.node, 'name')) ?? /(?:^|\s)name=(\S+)/.exec(given.text ?? '')?.[1])
      : (textOf(item) ?? textOf(valueAt(map, 'role')) ?? textOf(valueAt(map, 'name')));
    const name = written?.split('.').at(-1) ?? '';
    const role = await this.#files.roleFolder(name, place);
    // Ansible refuses roles that depend on one another.
    const isOnTheWay = place.role === role || place.calls.some(({ unit }) => unit === role);
    if (role === undefined || (isMeta(file.uri) && isOnTheWay)) {
      return [];
    }
    const from = textOf(valueAt(given?.node, 'tasks_from'));
    const main =
      from === undefined
        ? await this.#files.mainOf(join(role, 'tasks'))
        : await this.#files.named(join(role, 'tasks'), from);
    if (main && isOpen(main, place)) {
      return [];
    }
    const node = map ?? emptyMap;
    const calls = [
      ...place.calls,
      { file, node: map ?? markOf(item), name: (map && named && nameOfTask(map)) ?? name, unit: role },
    ];
    const own = await roleFrame(this.#files, role, file, calls.length, mapOf(given?.node));
    const params = [frameOf(file, node, ranks.params, place)];
    if (!named && map) {
      // Everything beside the name of a role is a parameter of it.
      const layer = { rank: ranks.params, file, variables: paramsOf(map), depth: place.calls.length };
      params.push({ file, node: emptyMap, layers: [layer], isOpen: false });
    }
    const left = await this.role(role, main, { ...place, role, calls }, [...own, ...params]);
    return [...left, ...own];
  }

  /** The roles that a role depends on, and then its tasks; `own`: what is around these. Answers what the former leave it. */
  async role(
    role: string,
    main: PlayFile | undefined,
    place: Place,
    own: readonly Frame[],
  ): Promise<readonly Frame[]> {
    const left = await this.#dependencies(role, { ...place, frames: [...place.frames, ...own] });
    const tasks = main && tasksIn(main);
    if (tasks) {
      await this.tasks(main, tasks, { ...place, frames: [...place.frames, ...left, ...own] });
    }
    return left;
  }

  async #dependencies(role: string, place: Place): Promise<readonly Frame[]> {
    const meta = await this.#files.mainOf(join(role, 'meta'));
    if (!meta || isOpen(meta, place)) {
      return [];
    }
    const left: Frame[] = [];
    for (const item of dependenciesIn(meta)) {
      left.push(...(await this.#role(meta, item, entered(meta, place))));
    }
    return left;
  }

  async #importPlaybook(file: PlayFile, play: MapNode, place: Place): Promise<void> {
    const named = moduleOf(play);
    const name = named ? (argumentsNode(named).text ?? '') : '';
    const imported = await this.#files.firstOf([parentOf(file.uri)], name);
    const plays = imported && playsIn(imported);
    if (plays && !isOpen(imported, place)) {
      const call = { file, node: play, name: nameOfTask(play) ?? name, unit: imported.uri };
      await this.plays(imported, plays, {
        ...entered(imported, place),
        frames: [...place.frames, frameOf(file, play, ranks.params, place)],
        calls: [...place.calls, call],
      });
    }
  }
}

/** A file that is open on the way is not entered again, nor one that is nested too deep. */
function isOpen({ uri }: PlayFile, { open }: Place): boolean {
  return open.length >= deepest || open.includes(uri);
}

function entered({ uri }: PlayFile, place: Place): Place {
  return place.open.at(-1) === uri ? place : { ...place, open: [...place.open, uri] };
}
