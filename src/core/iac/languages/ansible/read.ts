import type { TextRange } from '../../../base/text.ts';
import type { Declaration, Related } from '../../declaration.ts';
import { entryOf, type MapNode, mapOf, valueAt } from '../../formats/tree.ts';
import type { GaveUp } from '../../language.ts';
import type { SourceDocument, Sources } from '../../sources/sources.ts';
import { commentSuppressions } from '../../suppression/index.ts';
import { argumentsMap } from './arguments.ts';
import { leadsToTrails } from './around.ts';
import { decidedByCallers } from './callers.ts';
import { namesTrail } from './claims.ts';
import { labelOf } from './evaluation/loops.ts';
import type { PlayFiles } from './files.ts';
import { flowOf } from './flow/flow.ts';
import { nameOfTask } from './flow/frames.ts';
import { isTrailModule } from './modules.ts';
import type { Flow, PlayFile, Step } from './step.ts';
import { type Instance, instancesOf, keyArgument, readTrail, type TrailReading } from './trail.ts';

/** A trail with where it was read from, so that a fix can go back there. */
export interface DeclaredTrail {
  readonly declaration: Declaration;
  readonly reading: TrailReading;
  readonly instance: Instance;
  readonly flow: Flow;
  /** The task or the entry of a role that brings the trail in, where that is what the declaration is about. */
  readonly isCall: boolean;
}

export interface PlayReading {
  readonly trails: readonly DeclaredTrail[];
  readonly gaveUp: readonly GaveUp[];
}

/** The trails of a playbook or of a text of tasks, and those of its roles and includes whose key it decides. */
export async function readPlays(
  document: SourceDocument,
  files: PlayFiles,
  sources: Sources,
): Promise<PlayReading> {
  if (!namesTrail(document.text) && !(await leadsToTrails(document, sources))) {
    return { trails: [], gaveUp: [] };
  }
  const file = files.of(document);
  const flow = await flowOf(file, files, sources);
  if (!flow) {
    return { trails: [], gaveUp: [] };
  }
  const trails: DeclaredTrail[] = [];
  const seen = new Set<number>();
  for (const step of flow.steps.filter(isTrail)) {
    const isOwn = step.file.uri === document.uri && step.calls.length === 0;
    // A file that is included twice by its role declares its trails once.
    if (isOwn && !seen.has(step.entry.keyRange.start)) {
      seen.add(step.entry.keyRange.start);
      for (const one of readStep(step, flow, file, false)) {
        trails.push(await decidedByCallers(one, files, sources));
      }
    } else if (step.calls[0]?.file.uri === document.uri) {
      trails.push(...readStep(step, flow, file, true).filter(({ reading }) => reading.inputs.size > 0));
    }
  }
  const gaveUp = trails.flatMap(({ declaration, reading }) =>
    reading.gaveUp === undefined ? [] : [{ resource: declaration.resource, detail: reading.gaveUp }],
  );
  return {
    trails: trails.sort((left, right) => left.declaration.header.start - right.declaration.header.start),
    gaveUp:
      gaveUp.length === 0 && flow.gaveUp !== undefined
        ? [{ resource: file.uri, detail: flow.gaveUp }]
        : gaveUp,
  };
}

/** Whether a task is one of CloudTrail's module. A short name says so only with arguments that the module has. */
export function isTrail(step: Step): boolean {
  if (!isTrailModule(step.module)) {
    return false;
  }
  const own = argumentsMap(step);
  return step.module.includes('.') || !own || own.entries.some(({ key }) => ofModule.has(key));
}

const ofModule: ReadonlySet<string> = new Set([
  'name',
  'state',
  's3_bucket_name',
  's3_key_prefix',
  'is_multi_region_trail',
  'kms_key_id',
  'region',
  'trail_name',
]);

function readStep(step: Step, flow: Flow, file: PlayFile, isCall: boolean): readonly DeclaredTrail[] {
  return instancesOf(step, flow).flatMap((instance): DeclaredTrail[] => {
    const reading = readTrail(instance, flow);
    return reading
      ? [{ declaration: declare(instance, reading, file, isCall), reading, instance, flow, isCall }]
      : [];
  });
}

function declare(instance: Instance, reading: TrailReading, file: PlayFile, isCall: boolean): Declaration {
  const { step } = instance;
  const [call] = isCall ? step.calls : [];
  const node = call?.node ?? step.node;
  const whole = node.range;
  const header = headerOf(node, file);
  const keyAttribute = call ? passedVariable(node, reading) : writtenIn(file, reading.argument);
  const misspelt = writtenIn(file, reading.misspelt);
  const label = instance.index === undefined ? '' : `[${labelOf(instance.item, instance.index)}]`;
  const name = `${nameOfTask(step.node) ?? step.module}${label}`;
  const declared: Related[] = call
    ? [{ kind: 'module-declaration', name, uri: step.file.uri, range: headerOf(step.node, step.file) }]
    : [];
  return {
    language: 'ansible',
    uri: file.uri,
    resource: call ? [...step.calls.map(one => one.name), name].join('.') : name,
    type: step.module,
    name: reading.name,
    header,
    whole,
    keyAttribute,
    facts: reading.facts,
    related: [...declared, ...reading.related],
    suppressions: commentSuppressions({
      language: 'ansible',
      text: file.text,
      lines: file.lines,
      parsed: file.tree,
      header,
      whole,
      keyAttribute: keyAttribute ?? misspelt,
    }),
    ...(misspelt &&
      !call &&
      reading.misspelt?.entry && {
        misspelling: {
          written: reading.misspelt.entry.key,
          right: keyArgument,
          range: reading.misspelt.entry.keyRange,
        },
      }),
  };
}

function writtenIn(file: PlayFile, argument: TrailReading['argument']): TextRange | undefined {
  return argument?.file === file ? argument.entry?.range : undefined;
}

/** The first line of a task: its name, or its module. */
export function headerOf(node: MapNode, { text }: PlayFile): TextRange {
  const [first] = node.entries;
  if (!first) {
    return node.range;
  }
  const { start } = first.keyRange;
  const line = /[^\r\n]*/.exec(text.slice(start, first.range.end))?.[0] ?? '';
  return first.value.kind === 'scalar' ? { start, end: start + line.trimEnd().length } : first.keyRange;
}

/** The variable that contains the key, if the call passes it. */
function passedVariable(node: MapNode, { inputs }: TrailReading): TextRange | undefined {
  for (const name of inputs) {
    const entry = entryOf(mapOf(valueAt(node, 'vars')), name) ?? entryOf(node, name);
    if (entry) {
      return entry.range;
    }
  }
  return undefined;
}
