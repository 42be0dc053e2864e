import { join, nameOf, parentOf } from '../../../../base/uri.ts';
import type { Sources } from '../../../sources/sources.ts';
import { isMeta, type PlayFiles, playsIn, tasksIn } from '../files.ts';
import type { Flow, PlayFile } from '../step.ts';
import { FlowFiles, mainIn } from './flowFiles.ts';
import { roleFrame } from './flowFrames.ts';
import { FlowReader } from './flowReader.ts';

/** The tasks of a text in the order in which they run, those of its roles and includes with them; undefined for what has none. */
export async function flowOf(file: PlayFile, files: PlayFiles, sources: Sources): Promise<Flow | undefined> {
  const plays = playsIn(file);
  const role = plays ? undefined : await roleFolderOf(file.uri, sources);
  if (role !== undefined) {
    const flow = await flowOfRole(role, file, files, sources);
    if (flow) {
      return flow;
    }
  }
  const tasks = plays ? undefined : tasksIn(file);
  if (!plays && !tasks) {
    return undefined;
  }
  const reader = new FlowReader(new FlowFiles(files, sources), file.uri);
  const place = { playFolder: parentOf(file.uri), role, frames: [], calls: [], open: [file.uri] };
  if (plays) {
    await reader.plays(file, plays, place);
  } else if (tasks) {
    await reader.tasks(file, tasks, place);
  }
  return reader.flow;
}

/** A file of a role is read with the role, from its main tasks on, where these lead to it. */
async function flowOfRole(
  role: string,
  file: PlayFile,
  files: PlayFiles,
  sources: Sources,
): Promise<Flow | undefined> {
  const found = new FlowFiles(files, sources);
  const reader = new FlowReader(found, role);
  const own = await roleFrame(found, role, file, 0);
  const around = { playFolder: parentOf(parentOf(role) ?? ''), role, calls: [], open: [] };
  const main = await found.mainOf(join(role, 'tasks'));
  const left = await reader.role(role, main, { ...around, frames: [] }, own);
  const place = { ...around, frames: [...left, ...own] };
  const handlers = await found.mainOf(join(role, 'handlers'));
  const handled = handlers && tasksIn(handlers);
  if (handled) {
    await reader.tasks(handlers, handled, place);
  }
  if (isMeta(file.uri)) {
    return reader.flow;
  }
  if (!reader.flow.steps.some(step => step.file.uri === file.uri)) {
    const tasks = tasksIn(file);
    if (!tasks) {
      return undefined;
    }
    await reader.tasks(file, tasks, place);
  }
  return reader.flow;
}

/** The folder of the role that a text of tasks belongs to. */
async function roleFolderOf(uri: string, sources: Sources): Promise<string | undefined> {
  for (
    let folder = parentOf(uri), level = 0;
    folder !== undefined && level < 3;
    folder = parentOf(folder), level++
  ) {
    if (/^(?:tasks|handlers|meta)$/.test(nameOf(folder))) {
      const role = parentOf(folder);
      const isRole =
        role !== undefined &&
        (nameOf(parentOf(role) ?? '') === 'roles' ||
          (await mainIn(join(folder, '.'), sources)) !== undefined ||
          (await mainIn(join(role, 'defaults'), sources)) !== undefined);
      return isRole ? role : undefined;
    }
  }
  return undefined;
}
