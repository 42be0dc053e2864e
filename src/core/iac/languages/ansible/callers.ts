import { nameOf, parentOf } from '../../../base/uri.ts';
import { foldersAround, mostFiles, picking, quietly } from '../../sources/foldersAround.ts';
import type { Sources } from '../../sources/sources.ts';
import { type Caller, leftToCallers } from '../../worlds/callers.ts';
import { bringsInTasks } from './claims.ts';
import { isMeta, type PlayFiles } from './files.ts';
import { flowOf } from './flow/flow.ts';
import type { DeclaredTrail } from './read.ts';
import type { Flow, Step } from './step.ts';
import { instancesOf, readTrail } from './trail.ts';

/** Judges the trails of a role, a file of tasks or a playbook by its callers, if its own defaults leave the key out. */
export async function decidedByCallers(
  trail: DeclaredTrail,
  files: PlayFiles,
  sources: Sources,
): Promise<DeclaredTrail> {
  const { declaration, reading, flow, instance } = trail;
  const seen = { key: reading.facts.key, hasInputs: reading.inputs.size > 0 };
  const callers = () => callersOf(flow, instance.step, files, quietly(sources));
  const left = await leftToCallers(seen, { place: flow.unit, callers });
  if (!left) {
    return trail;
  }
  const facts = { ...reading.facts, key: left.key };
  return {
    ...trail,
    reading: { ...reading, facts },
    declaration: { ...declaration, facts, related: [...declaration.related, ...left.related] },
  };
}

async function* callersOf(
  { unit }: Flow,
  trail: Step,
  files: PlayFiles,
  sources: Sources,
): AsyncGenerator<Caller> {
  for await (const { flow, step } of stepsAround(unit, trail, files, sources)) {
    const call = step.calls.find(one => one.unit === unit);
    const [instance] = instancesOf(step, flow);
    const reading = instance && readTrail(instance, flow);
    if (call) {
      yield {
        place: flow.unit,
        callers: () => callersOf(flow, step, files, sources),
        seen: reading ? [{ key: reading.facts.key, hasInputs: reading.inputs.size > 0 }] : [],
        related: { kind: 'module-call', name: call.name, uri: call.file.uri, range: call.node.range },
      };
    }
  }
}

const playbooks = picking(uri => /\.ya?ml$/.test(uri));

/** The same task in everything around that brings in its role or file. */
async function* stepsAround(unit: string, trail: Step, files: PlayFiles, sources: Sources) {
  const name = nameOf(unit);
  const folder = parentOf(unit);
  let read = 0;
  for await (const place of folder === undefined ? [] : await foldersAround(folder, sources)) {
    const uris = playbooks(place.files).filter(one => one !== unit);
    read += uris.length;
    if (read > mostFiles) {
      return;
    }
    for (const uri of uris.toSorted()) {
      const document = await sources.read(uri);
      if (document?.text.includes(name) && (bringsInTasks(document.text) || isMeta(uri))) {
        const flow = await flowOf(files.of(document), files, sources);
        for (const step of flow?.steps ?? []) {
          const isSame =
            step.file.uri === trail.file.uri && step.entry.keyRange.start === trail.entry.keyRange.start;
          const isCalledHere = step.calls.some(call => call.unit === unit && call.file.uri === uri);
          if (flow && isSame && isCalledHere) {
            yield { flow, step };
          }
        }
      }
    }
  }
}
