import type { TextRange } from '../../../base/text.ts';
import { entryOf, itemsOf, type MapNode, mapOf, type TreeNode, textOf, valueAt } from '../../formats/tree.ts';

/** One instance of a resource or data source as a plan has it. */
export interface PlannedResource {
  /** `module.audit["eu"].aws_cloudtrail.main[0]`. */
  readonly address: string;
  readonly mode: 'managed' | 'data';
  readonly type: string;
  readonly name: string;
  /** `module.audit["eu"]`; empty for the root. */
  readonly module: string;
  /** The object of the plan that tells of it. */
  readonly whole: TextRange;
  /** Its address, as it is written there. */
  readonly header: TextRange;
  /** Its attributes after the plan is applied, as far as they are known before. */
  readonly values: MapNode;
  /** Which attributes are known after it is applied; undefined where the plan does not say. */
  readonly unknown: TreeNode | undefined;
  /** Terraform put its plan off: what it says of the resource is incomplete. */
  readonly isDeferred: boolean;
}

/** Modules in modules, deeper than in real code. */
const deepest = 30;

/** The object of a plan in JSON, as `terraform show -json` prints it; undefined for any other text. */
export function planIn(root: TreeNode | undefined): MapNode | undefined {
  const plan = mapOf(root);
  const isPlan =
    textOf(valueAt(plan, 'format_version')) !== undefined &&
    (itemsOf(valueAt(plan, 'resource_changes')) !== undefined || mapOf(valueAt(plan, 'planned_values')));
  return isPlan ? plan : undefined;
}

/**
 * The resources that are there when the plan is applied, and the data sources that were read for it, as far as their types
 * are asked for (Terraform documentation, "JSON Output Format").
 */
export function resourcesIn(plan: MapNode, isAsked: (type: string) => boolean): readonly PlannedResource[] {
  const changes = itemsOf(valueAt(plan, 'resource_changes'));
  const deferred = (itemsOf(valueAt(plan, 'deferred_changes')) ?? []).flatMap(
    one => valueAt(one, 'resource_change') ?? [],
  );
  const planned = changes
    ? [
        ...changes.flatMap(one => changed(one, isAsked, false)),
        ...deferred.flatMap(one => changed(one, isAsked, true)),
      ]
    : listed(valueAt(valueAt(plan, 'planned_values'), 'root_module'), isAsked, 0);
  const before = valueAt(valueAt(valueAt(plan, 'prior_state'), 'values'), 'root_module');
  return [...planned, ...listed(before, isAsked, 0).filter(({ mode }) => mode === 'data')];
}

function changed(node: TreeNode, isAsked: (type: string) => boolean, isDeferred: boolean): PlannedResource[] {
  const change = isAsked(textOf(valueAt(node, 'type')) ?? '') ? valueAt(node, 'change') : undefined;
  const values = mapOf(valueAt(change, 'after'));
  const actions = (itemsOf(valueAt(change, 'actions')) ?? []).map(textOf);
  return values && actions.some(declares)
    ? resourceOf(node, values, valueAt(change, 'after_unknown'), isDeferred, moduleOf(node))
    : [];
}

/** What a plan takes away, hands over or reads declares nothing; what it leaves alone is there. */
function declares(action: string | undefined): boolean {
  return action === 'create' || action === 'update' || action === 'no-op';
}

function moduleOf(node: TreeNode): string {
  return textOf(valueAt(node, 'module_address')) ?? '';
}

/** The resources of a module and of those in it. */
function listed(
  module: TreeNode | undefined,
  isAsked: (type: string) => boolean,
  depth: number,
): PlannedResource[] {
  const resources = itemsOf(valueAt(module, 'resources')) ?? [];
  const inner = depth < deepest ? (itemsOf(valueAt(module, 'child_modules')) ?? []) : [];
  return [
    ...resources.flatMap(node => {
      const values = mapOf(valueAt(node, 'values'));
      return values && isAsked(textOf(valueAt(node, 'type')) ?? '')
        ? resourceOf(node, values, undefined, false, textOf(valueAt(module, 'address')) ?? '')
        : [];
    }),
    ...inner.flatMap(one => listed(one, isAsked, depth + 1)),
  ];
}

function resourceOf(
  node: TreeNode,
  values: MapNode,
  unknown: TreeNode | undefined,
  isDeferred: boolean,
  module: string,
): PlannedResource[] {
  const address = entryOf(node, 'address');
  const written = textOf(address?.value);
  const type = textOf(valueAt(node, 'type'));
  const name = textOf(valueAt(node, 'name'));
  if (!address || written === undefined || type === undefined || name === undefined) {
    return [];
  }
  const mode = textOf(valueAt(node, 'mode')) === 'data' ? 'data' : 'managed';
  const { range: whole } = node;
  const { range: header } = address;
  return [{ address: written, mode, type, name, module, whole, header, values, unknown, isDeferred }];
}

/** `module.audit["eu"].aws_kms_key.logs[0]` is `module.audit.aws_kms_key.logs`. */
export function withoutIndexes(address: string): string {
  return address.includes('[') ? address.replace(/\[(?:"(?:[^"\\]|\\.)*"|[^\]"]*)\]/g, '') : address;
}

/** The address of a resource in its module, as the configuration has it: `aws_cloudtrail.main`. */
export function nameInModule({ address, module }: PlannedResource): string {
  return withoutIndexes(module === '' ? address : address.slice(module.length + 1));
}
