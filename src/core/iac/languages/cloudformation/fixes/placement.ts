import type { TextEdit } from '../../../fix.ts';
import { indentAt, replaceNode, replaceValue } from '../../../formats/edit.ts';
import type { Habits, Written } from '../../../formats/print.ts';
import { type Entry, entryOf, itemsOf, type TreeNode, textOf, valueAt } from '../../../formats/tree.ts';
import { isListType } from '../evaluation/constraints.ts';
import { callOf } from '../evaluation/intrinsic.ts';
import { stackSetType } from '../stackSet.ts';
import type { TemplateFile } from '../template.ts';
import { keyProperty } from '../trail.ts';
import { declareConditions, givenCondition, type NamedCondition } from './conditions.ts';
import { gapsIn, not, parameterBehind } from './input.ts';
import { rename, setProperty, writtenOf } from './property.ts';
import { type FileChange, habitsAt, type Site, unusedId } from './site.ts';

/** A key written to where the trail takes it from. */
export interface Placed {
  readonly changes: readonly FileChange[];
  /** Conditions that what is written refers to, to be declared beside those that the template has. */
  readonly conditions: readonly NamedCondition[];
  /** When the key is used, as a condition; `always` where none is given otherwise, undefined if that is not known. */
  readonly when: 'always' | Written | undefined;
}

/** Undefined where no edit of this text does, and where a switch says that there is to be no key. */
export function placeKey(site: Site, key: Written): Placed | undefined {
  const { resource } = site;
  const { file } = resource;
  const habits = habitsAt(file, resource.entry);
  const property = (path: readonly string[]) =>
    always(file, setProperty(file.text, resource.body, path, key, habits));
  if (site.trail.stack?.type === stackSetType) {
    // Its accounts and Regions each want a key of their own.
    return undefined;
  }
  if (site.trail.stack) {
    const parameter = passedParameter(site);
    return parameter === undefined ? undefined : property(['Properties', 'Parameters', parameter]);
  }
  const own = ownProperty(site);
  if (own) {
    return placeInValue(site, own, key, habits);
  }
  const { misspelt } = site.trail.reading;
  if (misspelt && misspelt.file === file && isOwn(site, misspelt.entry)) {
    const indent = indentAt(file.text, misspelt.entry.keyRange.start);
    return always(file, [
      rename(file.text, misspelt.entry),
      ...replaceValue(file.text, misspelt.entry, key, indent, habits),
    ]);
  }
  return property(['Properties', keyProperty]);
}

/** The changes of a placed key, the conditions that it and something else need declared. */
export function changesOf(
  site: Site,
  { changes, conditions }: Placed,
  more: Placed['conditions'] = [],
): readonly FileChange[] | undefined {
  const all = [...conditions, ...more];
  const declared = all.length === 0 ? [] : declareConditions(site, all);
  return declared && [...changes, ...declared];
}

/** The entry that names the key, where the resource has it in its own text. */
export function ownProperty(site: Site): Entry | undefined {
  const { property } = site.trail.reading;
  return property && property.file === site.resource.file && isOwn(site, property.entry)
    ? property.entry
    : undefined;
}

function isOwn({ resource: { entry } }: Site, { keyRange, range }: Entry): boolean {
  return keyRange.start >= entry.keyRange.start && range.end <= entry.range.end;
}

/** The parameter of the nested template that contains the key of its trail, if there is only one. */
export function passedParameter({ trail, surroundings }: Site): string | undefined {
  const [name, ...others] = trail.reading.inputs;
  const inner = trail.stack && surroundings.nested(trail.stack);
  const declared = name === undefined ? undefined : inner?.parameters.get(name)?.entry.value;
  // A list passes more than this key: only the caller knows what else is in it.
  return others.length > 0 || isListType(textOf(valueAt(declared, 'Type')) ?? '') ? undefined : name;
}

function placeInValue(site: Site, entry: Entry, key: Written, habits: Habits): Placed | undefined {
  const { resource, finding, template } = site;
  const { file } = resource;
  const { text } = file;
  const replaceAll = (value: Written) =>
    replaceValue(text, entry, value, indentAt(text, entry.keyRange.start), habits);
  const gaps = gapsIn(template, entry.value);
  // A stack set that leaves a parameter out may give it tomorrow: what its template makes of it stays.
  const mayBeGiven = site.trail.body !== undefined && openBranches(site, entry.value).length > 0;
  if (finding.code !== 'kms-key-conditional' && !mayBeGiven) {
    const [gap] = gaps;
    return always(
      file,
      gap && gaps.length === 1 ? [replaceNode(text, gap.node, key, habits)] : replaceAll(key),
    );
  }
  if (gaps.some(gap => !gap.isCheck)) {
    return typeof key === 'string' ? always(file, replaceAll(key)) : undefined;
  }
  // What gives a key for some inputs stays: the new key comes in where it gives none.
  if (gaps.length > 0) {
    return {
      changes: [{ file, edits: gaps.map(gap => replaceNode(text, gap.node, key, habits)) }],
      conditions: [],
      when: gaps.length === 1 ? gaps[0]?.when : undefined,
    };
  }
  const [open, ...others] = openBranches(site, entry.value);
  if (!open || others.length > 0) {
    return undefined;
  }
  const parameter = parameterBehind(site, open);
  if (parameter !== undefined && typeof key === 'string') {
    return setDefault(site, parameter, key);
  }
  const isWhole = open === entry.value;
  const replaceOpen = (value: Written) =>
    isWhole ? replaceAll(value) : [replaceNode(text, open, value, habits)];
  const row = parameter === undefined ? writtenOf(open) : undefined;
  const given =
    parameter !== undefined
      ? { value: { Ref: parameter }, name: parameter }
      : row === undefined
        ? undefined
        : { value: row, name: `${resource.id}Key` };
  return given && fallBack(site, replaceOpen, given, key, isWhole);
}

/**
 * What may be null or empty by its default: a parameter, a row of a mapping, or a variable of the Serverless Framework,
 * itself or in a branch.
 */
function openBranches(site: Site, node: TreeNode, isBranch = false): TreeNode[] {
  const call = callOf(node);
  if (call?.name === 'Fn::If') {
    const branches = (itemsOf(call.argument) ?? []).slice(1);
    return branches.flatMap(branch => (branch.kind === 'alias' ? [] : openBranches(site, branch, true)));
  }
  const parameter = parameterBehind(site, node);
  if (parameter !== undefined) {
    const byDefault = entryOf(site.template.parameters.get(parameter)?.entry.value ?? node, 'Default');
    return isBranch && (!byDefault || textOf(byDefault.value) !== '') ? [] : [node];
  }
  const isOpen = call ? call.name === 'Fn::FindInMap' : /\$\{/.test(textOf(node) ?? '');
  // A condition knows nothing of the loops around a resource, nor of what the template around this one puts in.
  const isElsewhere = site.resource.loops.length > 0 || site.trail.body?.substituted === true;
  return isOpen && !isElsewhere ? [node] : [];
}

function setDefault(site: Site, parameter: string, arn: string): Placed | undefined {
  const item = site.template.parameters.get(parameter);
  const byDefault = item && entryOf(item.entry.value, 'Default');
  return item && byDefault
    ? always(
        item.file,
        replaceValue(
          item.file.text,
          byDefault,
          arn,
          indentAt(item.file.text, byDefault.keyRange.start),
          habitsAt(item.file, item.entry),
        ),
      )
    : undefined;
}

/** What is given, by a parameter or a row of a mapping, and what to call the condition that it is something. */
interface Given {
  readonly value: Written;
  readonly name: string;
}

/** A given key still counts; the declared one is used if none is given. */
function fallBack(
  site: Site,
  replaceOpen: (value: Written) => TextEdit[],
  given: Given,
  key: Written,
  isWhole: boolean,
): Placed {
  const { template, resource } = site;
  const known = givenCondition(site, given.name);
  const name = known ?? unusedId(`Has${given.name}`, new Set(template.conditions.keys()));
  const condition: Written = { 'Fn::Not': [{ 'Fn::Equals': [given.value, ''] }] };
  const value: Written = { 'Fn::If': [name, given.value, key] };
  return {
    changes: [{ file: resource.file, edits: replaceOpen(value) }],
    conditions: known === undefined ? [[name, condition]] : [],
    when: isWhole ? not(name) : undefined,
  };
}

function always(file: TemplateFile, edits: readonly TextEdit[] | undefined): Placed | undefined {
  return edits && { changes: [{ file, edits }], conditions: [], when: 'always' };
}
