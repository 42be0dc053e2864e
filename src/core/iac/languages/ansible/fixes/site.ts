import type { Finding } from '../../../finding.ts';
import type { FixContext } from '../../../fix.ts';
import type { FileChange as FileChangeIn, Remedy as RemedyIn } from '../../../fixes/remedies.ts';
import { habitsOf, lineEnd, lineStart } from '../../../formats/edit.ts';
import type { Habits } from '../../../formats/print.ts';
import type { MapNode } from '../../../formats/tree.ts';
import { Evaluator } from '../evaluation/evaluator.ts';
import { World } from '../evaluation/world.ts';
import type { DeclaredTrail } from '../read.ts';
import type { PlayFile, Step } from '../step.ts';

/** A finding at a trail, and everything that a fix of it has to know. */
export interface Site {
  readonly finding: Finding;
  readonly trail: DeclaredTrail;
  readonly step: Step;
  /** What is to be mended: the task of the trail, or what brings it in. */
  readonly node: MapNode;
  readonly file: PlayFile;
  readonly context: FixContext;
}

export type Remedy = RemedyIn<PlayFile>;

export type FileChange = FileChangeIn<PlayFile>;

/** Everything at its default. */
export function usualEvaluator({ trail }: Site): Evaluator {
  return new Evaluator(trail.flow, new World().byDefault);
}

/** The habits of a text around a task. */
export function habitsAt({ text }: PlayFile, task: MapNode): Habits {
  const near = task.entries.find(({ value }) => value.kind === 'map' && !value.flow);
  const habits = habitsOf(text, 'yaml', near);
  // YAML 1.1, which Ansible reads, and its linters know `true` and `false` alone.
  return { ...habits, quotesAll: false };
}

/** Where a task starts in a block list: the spaces before its dash, and the text from there to its first key. */
export interface TaskPlace {
  /** The start of the line, or of the comments that belong to the task. */
  readonly start: number;
  readonly indent: string;
  /** `- `, with as many spaces as the file has. */
  readonly dash: string;
  /** Tasks are separated by empty lines. */
  readonly spaced: boolean;
}

export function taskPlace({ text }: PlayFile, node: MapNode, habits: Habits): TaskPlace | undefined {
  const at = node.flow ? node.range.start : (node.entries[0]?.keyRange.start ?? node.range.start);
  const line = lineStart(text, at);
  const [, mark = '', indent = '', dash = ''] = /^(\uFEFF?)([ ]*)(-[ ]+)$/.exec(text.slice(line, at)) ?? [];
  if (dash === '') {
    return undefined;
  }
  let start = line + mark.length;
  for (let above = start; above > 0; ) {
    const before = lineStart(text, above - 1 - (text.startsWith(habits.eol, above - 2) ? 1 : 0));
    const content = text.slice(before, lineEnd(text, before));
    if (!/^[ ]*#/.test(content) || before >= above) {
      break;
    }
    start = before;
    above = before;
  }
  const behind = /^\r?\n([ ]*\r?\n)*[ ]*(?:#[^\n]*\n[ ]*)*-[ ]/.exec(
    text.slice(lineEnd(text, node.range.end)),
  );
  const ahead = /([^\r\n]*)\r?\n$/.exec(text.slice(Math.max(0, start - 400), start))?.[1] ?? '';
  const opensList = /:[ \t]*(?:#.*)?$/.test(ahead) || /^(?:---|#)/.test(ahead.trim());
  const isTight = (behind !== null && behind[1] === undefined) || (ahead.trim() !== '' && !opensList);
  return { start, indent, dash, spaced: !isTight };
}

/** A variable that the texts of the flow do not use. */
export function unusedName(wanted: string, { trail }: Site): string {
  const texts = new Set(trail.flow.steps.map(({ file }) => file.text));
  const isUsed = (name: string) => [...texts].some(text => new RegExp(`\\b${name}\\b`).test(text));
  let name = wanted;
  for (let next = 2; isUsed(name); next++) {
    name = `${wanted}_${next}`;
  }
  return name;
}
