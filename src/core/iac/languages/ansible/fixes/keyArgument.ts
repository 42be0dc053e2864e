import type { TextEdit } from '../../../fix.ts';
import { addEntry, indentAt, insert, replaceValue } from '../../../formats/edit.ts';
import type { Habits } from '../../../formats/print.ts';
import { entryOf, mapOf, valueAt } from '../../../formats/tree.ts';
import { argumentsMap } from '../arguments.ts';
import { argumentsNode } from '../modules.ts';
import { keyArgument } from '../trail.ts';
import { type FileChange, habitsAt, type Site } from './site.ts';

/** Names a key at the trail, or passes it where the trail is brought in. Undefined where there is no place for it. */
export function placeKey(site: Site, value: string): FileChange | undefined {
  const edits = site.trail.isCall ? passedTo(site, value) : writtenAt(site, value);
  return edits && { file: site.file, edits };
}

/** The variable that a call passes the key as. */
export function passedVariable({ trail }: Site): string | undefined {
  const { inputs } = trail.reading;
  return trail.isCall ? [...inputs].find(name => /^\w+$/.test(name)) : undefined;
}

function writtenAt(site: Site, value: string): readonly TextEdit[] | undefined {
  const { step, file, trail } = site;
  const { text } = file;
  const { argument } = trail.reading;
  const habits = habitsAt(file, step.node);
  if (argument?.entry && argument.file === file && !isElsewhere(site)) {
    const { entry } = argument;
    return replaceValue(text, entry, value, indentAt(text, entry.keyRange.start), habits);
  }
  if (argument && !argument.entry) {
    return replacedPair(site, value);
  }
  const own = argumentsMap(step);
  const map = own && own.entries.length > 0 ? own : mapOf(valueAt(step.node, 'args'));
  if (map && map.entries.length > 0) {
    return addEntry(text, map, keyArgument, value, habits);
  }
  const written = argumentsNode(step);
  const isPlain =
    written.node.kind === 'scalar' && written.node.style === 'plain' && written.text !== undefined;
  return isPlain && !/^\s*\{\{/.test(written.text ?? '')
    ? [insert(written.node.range.end, ` ${pair(value)}`)]
    : undefined;
}

/** `kms_key_id=…` in a text of arguments. */
function replacedPair({ step, file }: Site, value: string): readonly TextEdit[] | undefined {
  const { node } = argumentsNode(step);
  const raw = file.text.slice(node.range.start, node.range.end);
  const found = new RegExp(`\\b${keyArgument}=(?:"[^"]*"|'[^']*'|\\S*)`).exec(raw);
  return found
    ? [{ offset: node.range.start + found.index, length: found[0].length, content: pair(value) }]
    : undefined;
}

function pair(value: string): string {
  return `${keyArgument}=${/\s/.test(value) ? `"${value}"` : value}`;
}

/** The argument is in `module_defaults`, where it holds for other tasks as well: the task gets its own. */
function isElsewhere({ step, trail }: Site): boolean {
  const { entry } = trail.reading.argument ?? {};
  const { start, end } = step.node.range;
  return entry !== undefined && (entry.range.start < start || entry.range.end > end);
}

function passedTo(site: Site, value: string): readonly TextEdit[] | undefined {
  const { node, file } = site;
  const name = passedVariable(site);
  const habits: Habits = habitsAt(file, node);
  if (name === undefined || node.entries.length === 0) {
    return undefined;
  }
  const variables = mapOf(valueAt(node, 'vars'));
  const entry = entryOf(variables, name) ?? entryOf(node, name);
  if (entry) {
    return replaceValue(file.text, entry, value, indentAt(file.text, entry.keyRange.start), habits);
  }
  return variables
    ? addEntry(file.text, variables, name, value, habits)
    : addEntry(file.text, node, 'vars', { [name]: value }, habits);
}
