import {
  type Entry,
  entriesOf,
  follow,
  type MapNode,
  mapOf,
  type TreeNode,
  textOf,
  valueAt,
} from '../../formats/tree.ts';

/** Ansible documentation, collections `amazon.aws`, `community.aws` and `amazon.cloud`; the older names are redirected. */
const trailModules = namesIn(['amazon.aws', 'community.aws'], 'cloudtrail');
export const cloudControlTrail: ReadonlySet<string> = new Set([
  'amazon.cloud.cloudtrail_trail',
  'cloudtrail_trail',
]);
export const keyModules: ReadonlySet<string> = new Set([
  ...namesIn(['amazon.aws', 'community.aws'], 'kms_key'),
  ...namesIn(['amazon.aws', 'community.aws'], 'aws_kms'),
]);
/** What reads keys: by an id, or by an alias with or without `alias/`. */
export const keyInfoModules: ReadonlySet<string> = new Set([
  ...namesIn(['amazon.aws', 'community.aws'], 'kms_key_info'),
  ...namesIn(['amazon.aws', 'community.aws'], 'aws_kms_info'),
]);
export const bucketModules = namesIn(['amazon.aws', 'community.aws'], 's3_bucket');
export const callerModules: ReadonlySet<string> = new Set([
  ...namesIn(['amazon.aws', 'community.aws'], 'aws_caller_info'),
  ...namesIn(['amazon.aws', 'community.aws'], 'aws_caller_facts'),
]);

export const setFact = builtin('set_fact');
export const assertion = builtin('assert');
export const failing = builtin('fail');
export const includeVars = builtin('include_vars');
export const includeTasks: ReadonlySet<string> = new Set([
  ...builtin('include_tasks'),
  ...builtin('import_tasks'),
  ...builtin('include'),
]);
export const includeRole: ReadonlySet<string> = new Set([
  ...builtin('include_role'),
  ...builtin('import_role'),
]);
export const importPlaybook = builtin('import_playbook');

/** Whether a module declares a trail, in any of its states. */
export function isTrailModule(module: string): boolean {
  return trailModules.has(module) || cloudControlTrail.has(module);
}

/** Ansible documentation, "Playbook Keywords". */
const keywords: ReadonlySet<string> = new Set(
  (
    'any_errors_fatal args async become become_exe become_flags become_method become_user block always rescue ' +
    'changed_when check_mode collections connection debugger delay delegate_facts delegate_to diff environment ' +
    'failed_when ignore_errors ignore_unreachable listen loop loop_control module_defaults name no_log notify poll ' +
    'port register remote_user retries run_once tags throttle timeout until vars when role hosts gather_facts ' +
    'roles tasks pre_tasks post_tasks handlers vars_files vars_prompt serial strategy'
  ).split(' '),
);

export function isKeyword(name: string): boolean {
  return keywords.has(name) || name.startsWith('with_');
}

/** The module of a task as written, and the entry that names it. */
export interface NamedModule {
  readonly module: string;
  readonly entry: Entry;
}

/** Undefined for what is not a task of a module. */
export function moduleOf(task: MapNode): NamedModule | undefined {
  for (const entry of entriesOf(task)) {
    if (entry.key === 'action' || entry.key === 'local_action') {
      const map = mapOf(entry.value);
      const named = map ? textOf(valueAt(map, 'module')) : textOf(entry.value)?.trim().split(/\s/, 1)[0];
      return named ? { module: named, entry } : undefined;
    }
    if (!isKeyword(entry.key)) {
      return { module: entry.key, entry };
    }
  }
  return undefined;
}

/** What follows the module of `action: module k=v`; the whole value where the module is the key. */
export function argumentsNode({ entry, module }: NamedModule): {
  readonly node: TreeNode;
  readonly text: string | undefined;
} {
  const node = follow(entry.value);
  const text = textOf(node);
  const isAction = entry.key === 'action' || entry.key === 'local_action';
  return { node, text: isAction ? text?.trim().slice(module.length) : text };
}

function namesIn(collections: readonly string[], name: string): ReadonlySet<string> {
  return new Set([name, ...collections.map(one => `${one}.${name}`)]);
}

function builtin(name: string): ReadonlySet<string> {
  return namesIn(['ansible.builtin', 'ansible.legacy'], name);
}
