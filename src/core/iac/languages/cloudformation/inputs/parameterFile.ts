import type { TextRange } from '../../../../base/text.ts';
import {
  entriesOf,
  entryOf,
  follow,
  itemsOf,
  type TreeNode,
  textOf,
  valueAt,
} from '../../../formats/tree.ts';
import type { TemplateFile } from '../template.ts';

/** The value of a parameter as a file gives it. */
export interface GivenValue {
  /** Undefined if it is given but not known here: the value that a stack already has, for example. */
  readonly text: string | undefined;
  readonly range: TextRange;
}

export type GivenValues = ReadonlyMap<string, GivenValue>;

/**
 * The values in a file that goes along with a template; undefined where it is none. All forms that the service and its tools
 * take (AWS CLI, "create-stack" and "deploy"; CodePipeline, "Template configuration"; CloudFormation Git sync, "Stack deployment
 * file"): a list of `ParameterKey` and `ParameterValue`, a list of `Key=Value`, a map below `Parameters` or `parameters`.
 */
export function readParameterFile({ tree }: TemplateFile): GivenValues | undefined {
  const root = tree.documents[0]?.root;
  const node = root && follow(root);
  if (!node) {
    return undefined;
  }
  const below = valueAt(node, 'Parameters') ?? (isGitSync(node) ? valueAt(node, 'parameters') : undefined);
  const values = valuesIn(itemsOf(node) ? node : below);
  return values ?? (isGitSync(node) ? new Map() : undefined);
}

/** A stack deployment file of CloudFormation Git sync: it names its template. */
function isGitSync(root: TreeNode): boolean {
  return textOf(valueAt(root, 'template-file-path')) !== undefined;
}

function valuesIn(node: TreeNode | undefined): GivenValues | undefined {
  const list = itemsOf(node);
  if (list) {
    return fromList(list);
  }
  return node?.kind === 'map'
    ? new Map(entriesOf(node).map(({ key, value, range }) => [key, { text: plainText(value), range }]))
    : undefined;
}

function fromList(items: readonly TreeNode[]): GivenValues | undefined {
  const given = new Map<string, GivenValue>();
  for (const item of items) {
    const written = textOf(item);
    const [, name, value] = written === undefined ? [] : (/^([^=]+)=(.*)$/s.exec(written) ?? []);
    const key = name ?? textOf(valueAt(item, 'ParameterKey'));
    if (key === undefined) {
      return undefined;
    }
    given.set(key, { text: value ?? writtenIn(item), range: item.range });
  }
  return given;
}

/** What `UsePreviousValue` leaves is known to the stack alone; `ResolvedValue` is what a parameter of Systems Manager holds. */
function writtenIn(item: TreeNode): string | undefined {
  const isPrevious = textOf(valueAt(item, 'UsePreviousValue')) === 'true';
  const value = entryOf(item, 'ParameterValue')?.value;
  return isPrevious || !value ? undefined : plainText(value);
}

/** Null is empty; what is a map is looked up at deployment (`Fn::GetParam`). The items of a list are joined. */
function plainText(node: TreeNode): string | undefined {
  const value = follow(node);
  switch (value.kind) {
    case 'scalar':
      return value.broken ? undefined : (value.text ?? '');
    case 'list': {
      const items = value.items.map(plainText);
      return items.includes(undefined) ? undefined : items.join(',');
    }
    default:
      return undefined;
  }
}
