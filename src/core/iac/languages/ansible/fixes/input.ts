import type { TextEdit } from '../../../fix.ts';
import { lineEnd, lineStart, replace, replaceValue } from '../../../formats/edit.ts';
import { type Entry, textOf } from '../../../formats/tree.ts';
import type { Evaluator } from '../evaluation/evaluator.ts';
import { literalOf } from '../evaluation/value.ts';
import { sourceOf, type Written } from '../flow/variables.ts';
import { ranks, type Step } from '../step.ts';
import { habitsAt, type Remedy, type Site, usualEvaluator } from './site.ts';

/** How the key of a trail depends on inputs. */
export type KeyInput =
  /** `{{ key_arn }}`, or with an empty default. */
  | { readonly kind: 'variable'; readonly name: string; readonly hasDefault: boolean; readonly entry: Entry }
  /** `{{ key if encrypt else omit }}`. */
  | { readonly kind: 'switch'; readonly condition: string; readonly key: string; readonly entry: Entry };

const variable =
  /^\{\{-?\s*(\w+(?:\.\w+)*)\s*(\|\s*(?:ansible\.builtin\.)?(?:default|d)\(\s*(?:omit|none|None|''|"")?\s*(?:,\s*(?:boolean\s*=\s*)?[Tt]rue\s*)?\)\s*)?-?\}\}$/;
const choice = /^\{\{-?\s*(.+?)\s+if\s+(.+?)\s+else\s+(?:omit|none|None|''|"")\s*-?\}\}$/s;

/** The parts of the argument, if it has one of these forms. */
export function inputOf({ trail, file }: Site): KeyInput | undefined {
  const { entry, file: own } = trail.reading.argument ?? {};
  const written = entry && own === file ? textOf(entry.value)?.trim() : undefined;
  if (!entry || written === undefined) {
    return undefined;
  }
  const [, name, byDefault] = variable.exec(written) ?? [];
  if (name !== undefined && byDefault !== undefined && isResult(name, trail)) {
    return { kind: 'switch', key: name, condition: name, entry };
  }
  if (name !== undefined) {
    return { kind: 'variable', name, hasDefault: byDefault !== undefined, entry };
  }
  const [, key, condition] = choice.exec(written) ?? [];
  return key !== undefined && condition !== undefined ? { kind: 'switch', key, condition, entry } : undefined;
}

/** A key that a task creates under a condition is there by a switch. */
function isResult(name: string, { instance, flow }: Site['trail']): boolean {
  const root = name.split('.')[0] ?? name;
  return sourceOf(root, instance.step, flow, () => true).kind === 'registered';
}

/** Takes the empty default of the variable that holds the key: one has to be given. */
export function requireInput(site: Site): Remedy[] {
  const input = site.finding.code === 'kms-key-conditional' && !site.trail.isCall ? inputOf(site) : undefined;
  if (input?.kind !== 'variable' || !/^\w+$/.test(input.name)) {
    return [];
  }
  const { file, step } = site;
  const byDefault = emptyDefaultOf(input.name, step, usualEvaluator(site));
  const ownEdits: readonly TextEdit[] = input.hasDefault
    ? replaceValue(file.text, input.entry, `{{ ${input.name} | mandatory }}`, '', habitsAt(file, step.node))
    : [];
  const changes = [
    ...(ownEdits.length > 0 ? [{ file, edits: ownEdits }] : []),
    ...(byDefault ? [{ file: byDefault.layer.file, edits: [withoutEntry(byDefault)] }] : []),
  ];
  return changes.length === 0 ? [] : [{ action: { kind: 'require-input', input: input.name }, changes }];
}

/** Always uses the key: removes the condition that may leave it out. A key that is then not created is no fix. */
export function dropCondition(site: Site): Remedy[] {
  const input = site.finding.code === 'kms-key-conditional' && !site.trail.isCall ? inputOf(site) : undefined;
  if (input?.kind !== 'switch' || !isCreated(input.key, site)) {
    return [];
  }
  const { file, step } = site;
  const edits = replaceValue(file.text, input.entry, `{{ ${input.key} }}`, '', habitsAt(file, step.node));
  return [{ action: { kind: 'drop-condition', condition: input.condition }, changes: [{ file, edits }] }];
}

/** Whether the task that registers what an expression starts with runs under no condition of its own. */
function isCreated(expression: string, site: Site): boolean {
  const name = /^\w+/.exec(expression)?.[0];
  if (name === undefined) {
    return false;
  }
  const source = sourceOf(name, site.step, site.trail.flow, () => true);
  return (
    source.kind !== 'registered' ||
    !source.by.frames.some(({ node }) => node.entries.some(({ key }) => key === 'when'))
  );
}

/** The default of a role that is null or empty. */
export function emptyDefaultOf(name: string, step: Step, evaluator: Evaluator): Written | undefined {
  const source = sourceOf(name, step, evaluator.flow, () => true);
  const at = source.kind === 'written' && source.at.layer.rank === ranks.roleDefaults ? source.at : undefined;
  const value = at && evaluator.node(at.entry.value, { step });
  return value && (value.kind === 'nothing' || value.kind === 'omit' || literalOf(value) === '')
    ? at
    : undefined;
}

function withoutEntry({ entry, layer }: Written): TextEdit {
  const { text } = layer.file;
  const start = lineStart(text, entry.keyRange.start);
  const end = lineEnd(text, entry.range.end);
  const lineBreak = /^\r?\n/.exec(text.slice(end, end + 2))?.[0] ?? '';
  const isLast = (text.slice(0, start) + text.slice(end)).trim() === '';
  return replace({ start, end: end + lineBreak.length }, isLast ? `---${lineBreak}` : '');
}
