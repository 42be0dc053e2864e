import {
  type Entry,
  entriesOf,
  entryOf,
  follow,
  type TreeNode,
  textOf,
  valueAt,
} from '../../../formats/tree.ts';
import { fileOf, type Item, type Piece, type TemplateFile } from '../template.ts';
import { type Call, callOf } from './intrinsic.ts';
import { literalOf, type Value } from './value.ts';

/** Properties of a resource, with conditions resolved. `open`: there may be more than could be seen. */
export interface Properties {
  readonly entries: ReadonlyMap<string, Item>;
  readonly open: boolean;
}

export interface PropertiesContext {
  evaluate(node: TreeNode, file: TemplateFile): Value;
  /** The branch of an `Fn::If` that is taken; `undefined` if that is not known. */
  branch(argument: TreeNode): TreeNode | undefined;
  /** The content of an `AWS::Include`. */
  included(location: string, file: TemplateFile): Piece | undefined;
  /** The value of a variable of a framework. */
  found(written: string, file: TemplateFile): Piece | undefined;
}

/** The properties of a resource or of anything like it. */
export function readProperties(
  body: TreeNode | undefined,
  file: TemplateFile,
  context: PropertiesContext,
  depth = 0,
): Properties {
  const node = body && follow(body);
  if (!node) {
    return { entries: new Map(), open: false };
  }
  if (depth > 40) {
    return unseen;
  }
  if (node.kind === 'scalar') {
    const found = node.text?.includes('${') ? context.found(node.text, file) : undefined;
    return found
      ? readProperties(found.root, found.file, context, depth + 1)
      : { entries: new Map(), open: node.broken || node.text !== null };
  }
  const call = callOf(node);
  if (call) {
    return propertiesOfCall(call, file, context, depth);
  }
  if (node.kind !== 'map') {
    return unseen;
  }
  const kept = standing.get(node);
  if (kept) {
    return kept;
  }
  let open = false;
  let isWritten = true;
  const entries = new Map<string, Item>();
  for (const entry of entriesOf(node)) {
    if (entry.key === 'Fn::Transform') {
      isWritten = false;
      const included = includedProperties(entry.value, file, context, depth);
      open ||= included.open;
      for (const [name, item] of included.entries) {
        entries.set(name, item);
      }
    } else {
      open ||= bringsMore(entry);
      entries.set(entry.key, { file: fileOf(entry, file), entry });
    }
  }
  const properties = { entries, open };
  if (isWritten) {
    standing.set(node, properties);
  }
  return properties;
}

/** Properties that are there as they are: the same in every world. */
const standing = new WeakMap<TreeNode, Properties>();

/** The properties below `Properties`; where the body includes another file, they may be there. */
export function propertiesOfBody(body: TreeNode, file: TemplateFile, context: PropertiesContext): Properties {
  const own = entryOf(body, 'Properties');
  if (own || valueAt(body, 'Fn::Transform') === undefined) {
    const properties = readProperties(own?.value, own ? fileOf(own, file) : file, context);
    return entriesOf(body).some(bringsMore) ? { ...properties, open: true } : properties;
  }
  const { entries, open } = readProperties(body, file, context);
  const item = entries.get('Properties');
  return item ? readProperties(item.entry.value, item.file, context) : { entries: new Map(), open };
}

/** What an `AWS::Include` names, where it is a file that could be read. */
export function locate(
  argument: TreeNode,
  file: TemplateFile,
  context: Pick<PropertiesContext, 'evaluate' | 'included'>,
): Piece | undefined {
  const location = valueAt(valueAt(argument, 'Parameters'), 'Location');
  const written = location && literalOf(context.evaluate(location, file));
  return written === undefined || textOf(valueAt(argument, 'Name')) !== 'AWS::Include'
    ? undefined
    : context.included(written, file);
}

const unseen: Properties = { entries: new Map(), open: true };

/** A merge of something that is not there, a loop over names, or a name that a template engine makes. */
function bringsMore({ key }: Entry): boolean {
  return key === '<<' || key.startsWith('Fn::ForEach::') || /^(?:\{[{%]|<%|\$\{)/.test(key);
}

function includedProperties(
  argument: TreeNode,
  file: TemplateFile,
  context: PropertiesContext,
  depth: number,
): Properties {
  const included = locate(argument, file, context);
  return included ? readProperties(included.root, included.file, context, depth + 1) : unseen;
}

function propertiesOfCall(
  call: Call,
  file: TemplateFile,
  context: PropertiesContext,
  depth: number,
): Properties {
  switch (call.name) {
    case 'Fn::If': {
      const branch = context.branch(call.argument);
      const isNone = branch && context.evaluate(branch, file).kind === 'none';
      return isNone
        ? { entries: new Map(), open: false }
        : branch
          ? readProperties(branch, file, context, depth + 1)
          : unseen;
    }
    case 'Fn::Transform':
      return includedProperties(call.argument, file, context, depth);
    default:
      return unseen;
  }
}
