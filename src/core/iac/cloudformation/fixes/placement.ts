import type { TextEdit } from '../../fix.ts';
import { addEntries, addEntry, indentAt, replace, replaceNode, replaceValue } from '../../formats/edit.ts';
import type { Habits, Written } from '../../formats/print.ts';
import {
  type Entry,
  entryOf,
  follow,
  itemsOf,
  type MapNode,
  type TreeNode,
  textOf,
  valueAt,
} from '../../formats/tree.ts';
import { isListType } from '../constraints.ts';
import { callOf } from '../intrinsic.ts';
import type { TemplateFile } from '../template.ts';
import { keyProperty } from '../trail.ts';
import { type FileChange, habitsAt, isSpaced, type Site, unusedId } from './site.ts';

/** Writes what names the key to where the trail takes it from; `undefined` where no edit of this text does. */
export function placeKey(site: Site, key: Written): FileChange[] | undefined {
  const { resource } = site;
  const { file } = resource;
  const habits = habitsAt(file, resource.entry);
  if (site.trail.stack) {
    const parameter = passedParameter(site);
    return parameter === undefined
      ? undefined
      : change(
          file,
          setProperty(file.text, resource.body, ['Properties', 'Parameters', parameter], key, habits),
        );
  }
  const { property, misspelt } = site.trail.reading;
  const isOwn = (entry: Entry) =>
    entry.keyRange.start >= resource.entry.keyRange.start && entry.range.end <= resource.entry.range.end;
  if (property && property.file === file && isOwn(property.entry)) {
    return placeInValue(site, property.entry, key, habits);
  }
  if (misspelt && misspelt.file === file && isOwn(misspelt.entry)) {
    const indent = indentAt(file.text, misspelt.entry.keyRange.start);
    return change(file, [
      rename(file.text, misspelt.entry),
      ...replaceValue(file.text, misspelt.entry, key, indent, habits),
    ]);
  }
  return change(file, setProperty(file.text, resource.body, ['Properties', keyProperty], key, habits));
}

/** The name in its right spelling, in the quotes it has. */
export function rename(text: string, entry: Entry): TextEdit {
  const written = text.slice(entry.keyRange.start, entry.keyRange.end);
  const quote = /^["']/.exec(written)?.[0] ?? '';
  return replace(entry.keyRange, quote + keyProperty + quote);
}

/** The parameter of the nested template that its trail's key is made of, when it is a single one. */
export function passedParameter({ trail, surroundings }: Site): string | undefined {
  const [name, ...others] = trail.reading.inputs;
  const inner = trail.stack && surroundings.nested(trail.stack);
  const declared = name === undefined ? undefined : inner?.parameters.get(name)?.entry.value;
  // A list hands on more than this key: whoever passes it knows what else is in it.
  return others.length > 0 || isListType(textOf(valueAt(declared, 'Type')) ?? '') ? undefined : name;
}

function placeInValue(site: Site, entry: Entry, key: Written, habits: Habits): FileChange[] | undefined {
  const { resource, finding } = site;
  const { file } = resource;
  const { text } = file;
  const replaceAll = (value: Written) =>
    replaceValue(text, entry, value, indentAt(text, entry.keyRange.start), habits);
  const voids = voidBranches(entry.value);
  // A stack set that leaves a parameter out may give it tomorrow: what its template makes of it stays.
  const mayBeGiven = site.trail.body !== undefined && openBranches(site, entry.value).length > 0;
  if (finding.code !== 'kms-key-conditional' && !mayBeGiven) {
    const [branch] = voids;
    return change(
      file,
      branch && voids.length === 1 ? [replaceNode(text, branch, key, habits)] : replaceAll(key),
    );
  }
  // What gives a key for some inputs stays: the new key comes in where it gives none.
  if (voids.length > 0) {
    return change(
      file,
      voids.map(branch => replaceNode(text, branch, key, habits)),
    );
  }
  const [open, ...others] = openBranches(site, entry.value);
  if (!open || others.length > 0) {
    return undefined;
  }
  const parameter = parameterBehind(site, open);
  if (parameter !== undefined && typeof key === 'string') {
    return setDefault(site, parameter, key);
  }
  const replaceOpen = (value: Written) =>
    open === entry.value ? replaceAll(value) : [replaceNode(text, open, value, habits)];
  if (parameter !== undefined) {
    return fallBack(site, replaceOpen, { value: { Ref: parameter }, name: parameter }, key, habits);
  }
  const row = writtenOf(open);
  return row === undefined
    ? undefined
    : fallBack(site, replaceOpen, { value: row, name: `${resource.id}Key` }, key, habits);
}

/**
 * What may come to nothing by its default: a parameter, a row of a mapping, or a variable of the Serverless Framework,
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

/** Branches of a conditional that come to nothing. */
function voidBranches(node: TreeNode): TreeNode[] {
  const call = callOf(node);
  if (call?.name !== 'Fn::If') {
    return [];
  }
  return (itemsOf(call.argument) ?? []).slice(1).flatMap(branch => {
    const target = follow(branch);
    const inner = callOf(target);
    const isVoid =
      (inner?.name === 'Ref' && textOf(inner.argument) === 'AWS::NoValue') ||
      (!inner && target.kind === 'scalar' && !target.broken && (target.text ?? '') === '');
    return branch.kind === 'alias' ? [] : isVoid ? [target] : voidBranches(target);
  });
}

function parameterBehind(site: Site, node: TreeNode): string | undefined {
  const call = callOf(node);
  const name = call?.name === 'Ref' ? textOf(call.argument) : undefined;
  return name !== undefined && site.template.parameters.has(name) ? name : undefined;
}

function setDefault(site: Site, parameter: string, arn: string): FileChange[] | undefined {
  const item = site.template.parameters.get(parameter);
  const byDefault = item && entryOf(item.entry.value, 'Default');
  return item && byDefault
    ? change(
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

/** A value as it can be written elsewhere, with its functions by their long names. */
function writtenOf(node: TreeNode): Written | undefined {
  const call = callOf(node);
  const argument = call && writtenOf(call.argument);
  if (call) {
    return argument === undefined ? undefined : { [call.name]: argument };
  }
  const items = itemsOf(node)?.map(writtenOf);
  return items ? (items.every(item => item !== undefined) ? items : undefined) : textOf(node);
}

/** What is given, by a parameter or a row of a mapping, and what to call the condition that it is something. */
interface Given {
  readonly value: Written;
  readonly name: string;
}

/** What somebody gives still counts; the declared key stands in where nothing is given. */
function fallBack(
  site: Site,
  replaceOpen: (value: Written) => TextEdit[],
  given: Given,
  key: Written,
  habits: Habits,
): FileChange[] | undefined {
  const { file } = site.resource;
  const { template } = site;
  const known = givenCondition(site, given.name);
  if (known !== undefined) {
    const value: Written = { 'Fn::If': [known, given.value, key] };
    return change(file, replaceOpen(value));
  }
  const name = unusedId(`Has${given.name}`, new Set(template.conditions.keys()));
  const condition: Written = { 'Fn::Not': [{ 'Fn::Equals': [given.value, ''] }] };
  const value: Written = { 'Fn::If': [name, given.value, key] };
  const conditions = template.root && entryOf(template.root, 'Conditions');
  const root = template.root && follow(template.root);
  if (root?.kind !== 'map' || template.file !== file) {
    return undefined;
  }
  const section = conditions && follow(conditions.value);
  const resources = entryOf(root, 'Resources');
  const declared =
    section?.kind === 'map'
      ? addEntry(file.text, section, name, condition, habits)
      : conditions || !resources
        ? undefined
        : addEntries(
            file.text,
            root,
            [['Conditions', { [name]: condition }]],
            habits,
            root.entries[root.entries.indexOf(resources) - 1] ?? resources,
            isSpaced(file.text, root),
          );
  return declared && change(file, [...declared, ...replaceOpen(value)]);
}

/** A condition of the template that says that the parameter is given: `!Not [!Equals [!Ref P, '']]`. */
function givenCondition({ template }: Site, parameter: string): string | undefined {
  for (const [name, { entry }] of template.conditions) {
    const negation = callOf(entry.value);
    const [inner] = negation?.name === 'Fn::Not' ? (itemsOf(negation.argument) ?? []) : [];
    const equality = inner && callOf(inner);
    const sides = equality?.name === 'Fn::Equals' ? (itemsOf(equality.argument) ?? []) : [];
    const isParameter = sides.some(side => {
      const call = callOf(side);
      return call?.name === 'Ref' && textOf(call.argument) === parameter;
    });
    if (isParameter && sides.some(side => !callOf(side) && textOf(side) === '')) {
      return name;
    }
  }
  return undefined;
}

/** Writes a property, with the maps around it where they are missing. */
function setProperty(
  text: string,
  body: TreeNode,
  path: readonly string[],
  value: Written,
  habits: Habits,
): TextEdit[] | undefined {
  const [name, ...rest] = path;
  const map = writable(body);
  if (name === undefined || !map) {
    return undefined;
  }
  const entry = map.entries.findLast(one => one.key === name);
  if (!entry && name === 'Properties' && entryOf(map, 'Fn::Transform')) {
    // The included file brings them.
    return undefined;
  }
  if (!entry) {
    return addEntry(text, map, name, wrap(rest, value), habits);
  }
  const indent = indentAt(text, entry.keyRange.start);
  if (rest.length === 0) {
    return replaceValue(text, entry, value, indent, habits);
  }
  const inner = entry.value;
  if (inner.kind === 'scalar' && inner.text === null && !inner.broken) {
    return replaceValue(text, entry, wrap(rest, value), indent, habits);
  }
  return callOf(inner) ? undefined : setProperty(text, inner, rest, value, habits);
}

function wrap(path: readonly string[], value: Written): Written {
  return path.reduceRight<Written>((inner, name) => ({ [name]: inner }), value);
}

/** A map that stands here itself: what is merged in from elsewhere is not ours to change. */
function writable(node: TreeNode): MapNode | undefined {
  return node.kind === 'map' && node.tag === undefined ? node : undefined;
}

function change(file: TemplateFile, edits: readonly TextEdit[] | undefined): FileChange[] | undefined {
  return edits && [{ file, edits }];
}
