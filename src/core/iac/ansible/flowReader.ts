import { isBelow, join, nameOf, parentOf } from '../../base/uri.ts';
import { itemsOf, type MapNode, mapOf, type TreeNode, textOf, valueAt } from '../formats/tree.ts';
import type { Sources } from '../sources.ts';
import { requiredBy } from './argumentSpecs.ts';
import { isVault, type PlayFiles, playsIn, tasksIn, variablesIn } from './files.ts';
import { emptyMap, frameOf, markOf, nameOfTask, type Place, paramsOf, promptOf } from './frames.ts';
import {
  argumentsNode,
  importPlaybook,
  includeRole,
  includeTasks,
  includeVars,
  moduleOf,
} from './modules.ts';
import { type Flow, type Frame, type Layer, type PlayFile, ranks, type Step } from './step.ts';

/** Limit of tasks that one start may lead to; roles and includes that include one another would have no end. */
const mostSteps = 5000;
const mostFiles = 200;
const deepest = 10;

export class FlowReader {
  readonly #files: PlayFiles;
  readonly #sources: Sources;
  readonly #unit: string;
  readonly #steps: Step[] = [];
  #read = 0;
  #gaveUp: string | undefined;

  constructor(files: PlayFiles, sources: Sources, unit: string) {
    this.#files = files;
    this.#sources = sources;
    this.#unit = unit;
  }

  get flow(): Flow {
    return { unit: this.#unit, steps: this.#steps, gaveUp: this.#gaveUp };
  }

  async plays(file: PlayFile, plays: readonly MapNode[], place: Place): Promise<void> {
    for (const play of plays) {
      const module = moduleOf(play)?.module;
      if (module !== undefined && importPlaybook.has(module)) {
        await this.#importPlaybook(file, play, place);
        continue;
      }
      const inside = { ...place, frames: [...place.frames, await this.#playFrame(file, play, place)] };
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
        await this.#task(file, list, task, place);
      }
      if (this.#gaveUp !== undefined) {
        return;
      }
    }
  }

  /** The defaults and variables of a role, and of the roles that it depends on. */
  async roleFrame(role: string, depth: number): Promise<readonly Frame[]> {
    const parts = [
      { folder: 'defaults', rank: ranks.roleDefaults },
      { folder: 'vars', rank: ranks.role },
    ];
    const layers: Layer[] = [];
    let isOpen = false;
    let file: PlayFile | undefined;
    for (const { folder, rank } of parts) {
      const main = await this.mainOf(join(role, folder));
      const variables = main && variablesIn(main);
      isOpen ||= main !== undefined && isVault(main.text);
      if (main && variables) {
        file ??= main;
        layers.push({ rank, file: main, variables, depth });
      }
    }
    const required = new Set<string>();
    const meta = join(role, 'meta');
    for (const uri of meta === undefined ? [] : await this.#sources.list(meta, true)) {
      const specs = /^(?:argument_specs|main)\.ya?ml$/.test(nameOf(uri)) ? await this.#file(uri) : undefined;
      for (const one of specs ? requiredBy(specs) : []) {
        required.add(one);
        file ??= specs;
      }
    }
    return file ? [{ file, node: emptyMap, layers, isOpen, required }] : [];
  }

  async mainOf(folder: string | undefined): Promise<PlayFile | undefined> {
    const uri = await mainIn(folder, this.#sources);
    return uri === undefined ? undefined : this.#file(uri);
  }

  async #section(file: PlayFile, owner: MapNode, name: string, place: Place): Promise<void> {
    const list = valueAt(owner, name);
    if (list) {
      await this.tasks(file, list, place);
    }
  }

  async #task(file: PlayFile, list: TreeNode, task: MapNode, place: Place): Promise<void> {
    if (valueAt(task, 'block')) {
      const frame = frameOf(file, task, ranks.block, place);
      const inside = { ...place, frames: [...place.frames, frame] };
      for (const name of ['block', 'rescue', 'always']) {
        await this.#section(file, task, name, inside);
      }
      return;
    }
    const named = moduleOf(task);
    if (!named) {
      return;
    }
    if (this.#steps.length >= mostSteps) {
      this.#gaveUp ??= `more than ${mostSteps.toLocaleString('en')} tasks`;
      return;
    }
    const { module } = named;
    if (includeTasks.has(module)) {
      await this.#includeTasks(file, task, named, place);
    } else if (includeRole.has(module)) {
      await this.#role(file, task, place, named);
    } else {
      const own = includeVars.has(module)
        ? await this.#includedVars(file, task, named, place)
        : frameOf(file, task, ranks.task, place);
      const index = this.#steps.length;
      this.#steps.push({
        file,
        node: task,
        list,
        ...named,
        frames: [...place.frames, own],
        calls: place.calls,
        index,
      });
    }
  }

  /** What a task of `include_vars` reads is in its own frame; those behind it look it up there. */
  async #includedVars(
    file: PlayFile,
    task: MapNode,
    named: NonNullable<ReturnType<typeof moduleOf>>,
    place: Place,
  ): Promise<Frame> {
    const { node, text } = argumentsNode(named);
    const name = (text ?? textOf(valueAt(node, 'file')) ?? '').trim().replace(/^file=/, '');
    const found = await this.#variables(name, file, place, 'vars');
    const rank = ranks.includedVars;
    return {
      file,
      node: task,
      layers: found?.variables
        ? [{ rank, file: found.file, variables: found.variables, depth: place.calls.length }]
        : [],
      isOpen: !found?.variables,
    };
  }

  async #includeTasks(
    file: PlayFile,
    task: MapNode,
    named: NonNullable<ReturnType<typeof moduleOf>>,
    place: Place,
  ): Promise<void> {
    const { node, text } = argumentsNode(named);
    const name = (text ?? textOf(valueAt(node, 'file')) ?? '').trim().split(/\s+\w+=/, 1)[0] ?? '';
    const folders = [parentOf(file.uri), place.role && join(place.role, 'tasks'), place.playFolder];
    const included = await this.#firstOf(folders, name);
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

  /** A role in a list of roles, or in a task that includes it. */
  async #role(
    file: PlayFile,
    item: TreeNode,
    place: Place,
    named?: NonNullable<ReturnType<typeof moduleOf>>,
  ): Promise<void> {
    const map = mapOf(item);
    const given = named ? argumentsNode(named) : undefined;
    const written = given
      ? (textOf(valueAt(given.node, 'name')) ?? /(?:^|\s)name=(\S+)/.exec(given.text ?? '')?.[1])
      : (textOf(item) ?? textOf(valueAt(map, 'role')) ?? textOf(valueAt(map, 'name')));
    const name = written?.split('.').at(-1) ?? '';
    const role = await this.#roleFolder(name, place);
    if (role === undefined) {
      return;
    }
    const from = textOf(valueAt(given?.node, 'tasks_from'));
    const main =
      from === undefined
        ? await this.mainOf(join(role, 'tasks'))
        : await this.#firstOf([join(role, 'tasks')], from, `${from}.yml`, `${from}.yaml`);
    const tasks = main && tasksIn(main);
    if (!main || !tasks || isOpen(main, place)) {
      return;
    }
    const node = map ?? emptyMap;
    const calls = [
      ...place.calls,
      { file, node: map ?? markOf(item), name: (map && named && nameOfTask(map)) ?? name, unit: role },
    ];
    const frames = [
      ...place.frames,
      ...(await this.roleFrame(role, calls.length)),
      frameOf(file, node, ranks.params, place),
    ];
    if (!named && map) {
      // Everything beside the name of a role is a parameter of it.
      const layer = { rank: ranks.params, file, variables: paramsOf(map), depth: place.calls.length };
      frames.push({ file, node: emptyMap, layers: [layer], isOpen: false });
    }
    await this.tasks(main, tasks, { ...place, role, frames, calls });
  }

  async #roleFolder(name: string, { playFolder, role }: Place): Promise<string | undefined> {
    if (!/^[\w.-]+$/.test(name)) {
      return undefined;
    }
    const above = playFolder === undefined ? undefined : parentOf(playFolder);
    const siblings = role === undefined ? undefined : parentOf(role);
    const folders = [
      playFolder && join(playFolder, `roles/${name}`),
      siblings && join(siblings, name),
      above && join(above, `roles/${name}`),
      playFolder && join(playFolder, name),
    ];
    for (const folder of new Set(folders)) {
      if (folder && (await mainIn(join(folder, 'tasks'), this.#sources)) !== undefined) {
        return folder;
      }
    }
    return undefined;
  }

  async #importPlaybook(file: PlayFile, play: MapNode, place: Place): Promise<void> {
    const named = moduleOf(play);
    const name = named ? (argumentsNode(named).text ?? '') : '';
    const imported = await this.#firstOf([parentOf(file.uri)], name);
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

  async #playFrame(file: PlayFile, play: MapNode, place: Place): Promise<Frame> {
    const layers: Layer[] = [];
    let isOpen = false;
    const depth = place.calls.length;
    const hosts = (textOf(valueAt(play, 'hosts')) ?? '').split(/[:,\s]+/);
    for (const one of await this.#inventoryVars(place.playFolder, hosts)) {
      const variables = variablesIn(one.file);
      isOpen ||= isVault(one.file.text);
      layers.push(...(variables ? [{ ...one, variables, depth }] : []));
    }
    const own = mapOf(valueAt(play, 'vars'));
    layers.push(...(own ? [{ rank: ranks.play, file, variables: own, depth }] : []));
    for (const prompt of itemsOf(valueAt(play, 'vars_prompt')) ?? []) {
      layers.push({ rank: ranks.prompt, file, variables: promptOf(prompt), depth });
    }
    for (const item of itemsOf(valueAt(play, 'vars_files')) ?? []) {
      // Of a list of names, the first file that is there.
      const found = await this.#variables(textOf(item) ?? '', file, place, '');
      if (found?.variables) {
        layers.push({ rank: ranks.varsFiles, file: found.file, variables: found.variables, depth });
      } else {
        isOpen = true;
      }
    }
    return { file, node: play, layers, isOpen };
  }

  /** `group_vars` and `host_vars` beside the playbook, beside the inventory above it, and of the inventory that it is read for. */
  async #inventoryVars(
    folder: string | undefined,
    hosts: readonly string[],
  ): Promise<readonly (Pick<Layer, 'rank' | 'file'> & { readonly onlyFor?: string })[]> {
    const found: (Pick<Layer, 'rank' | 'file'> & { readonly onlyFor?: string })[] = [];
    const isLocal = hosts.every(host => host === 'localhost' || host === '127.0.0.1');
    const inventory = this.#sources.inputs?.set?.inventory;
    for (const place of [inventory, folder === undefined ? undefined : parentOf(folder), folder]) {
      for (const kind of ['group_vars', 'host_vars']) {
        const around = place === undefined ? undefined : join(place, kind);
        for (const uri of around === undefined ? [] : await this.#variableFiles(around)) {
          const name = (uri.split('/').at(-2) === kind ? nameOf(uri) : nameOf(parentOf(uri) ?? '')).replace(
            /\.ya?ml$/,
            '',
          );
          const isMeant = hosts.includes(name) || (kind === 'group_vars' && name === 'all');
          const file = isMeant || !isLocal ? await this.#file(uri) : undefined;
          if (file) {
            const rank = kind === 'host_vars' ? ranks.host : name === 'all' ? ranks.groupAll : ranks.group;
            found.push({ rank, file, ...(!isMeant && { onlyFor: name }) });
          }
        }
      }
    }
    return found;
  }

  async #variableFiles(folder: string): Promise<readonly string[]> {
    const files = [...(await this.#sources.list(folder, true))];
    for (const inner of (await this.#sources.folders(folder)).slice(0, 20)) {
      files.push(...(await this.#sources.list(inner, true)));
    }
    return files
      .filter(uri => /(?:\.ya?ml|\/[\w-]+)$/.test(uri))
      .toSorted()
      .slice(0, 100);
  }

  async #variables(name: string, file: PlayFile, { playFolder, role }: Place, below: string) {
    const folders = [
      role && join(role, 'vars'),
      parentOf(file.uri),
      playFolder,
      playFolder && below !== '' ? join(playFolder, below) : undefined,
    ];
    const found = await this.#firstOf(folders, name);
    return found && { file: found, variables: isVault(found.text) ? undefined : variablesIn(found) };
  }

  async #firstOf(
    folders: readonly (string | undefined)[],
    ...names: readonly string[]
  ): Promise<PlayFile | undefined> {
    for (const folder of folders) {
      for (const name of names) {
        const isLiteral = name !== '' && !/\{\{|^[~/]|^\w+:\/\//.test(name);
        const uri = folder === undefined || !isLiteral ? undefined : join(folder, name);
        const file = uri === undefined ? undefined : await this.#file(uri);
        if (file) {
          return file;
        }
      }
    }
    return undefined;
  }

  async #file(uri: string): Promise<PlayFile | undefined> {
    if (this.#read++ >= mostFiles) {
      this.#gaveUp ??= `more than ${mostFiles} files`;
      return undefined;
    }
    const document = await this.#sources.read(uri);
    return document && this.#files.of(document);
  }
}

/** A file that is open on the way is not entered again, nor one that is nested too deep. */
function isOpen({ uri }: PlayFile, { open }: Place): boolean {
  return open.length >= deepest || open.includes(uri);
}

function entered({ uri }: PlayFile, place: Place): Place {
  return place.open.at(-1) === uri ? place : { ...place, open: [...place.open, uri] };
}

export async function mainIn(folder: string | undefined, sources: Sources): Promise<string | undefined> {
  const list = folder === undefined ? [] : await sources.list(folder, true);
  return list.find(uri => /^main\.ya?ml$/.test(nameOf(uri)));
}
