import { join, parentOf } from '../../../base/uri.ts';
import { parseHcl, parseHclJson } from '../../formats/hcl/index.ts';
import type { Evaluator } from '../terraform/evaluation/evaluator.ts';
import { jsonText } from '../terraform/evaluation/json.ts';
import { asText, map, solidValue, text, unknownValue, type Value } from '../terraform/evaluation/value.ts';
import type { Config } from './config.ts';
import { nearestAbove, pathOf, wayFrom } from './places.ts';
import { scopeIn } from './scope.ts';

/** What a function may ask for beside its arguments. */
export interface FunctionContext {
  readonly config: Config;
  readonly evaluator: Evaluator;
  /** The configuration that an `include` of this name leads to. */
  readonly included: (label: string) => Config | undefined;
  /** What a configuration at this address has; undefined where it is not here. */
  readonly value: (uri: string) => Value | undefined;
}

type TerragruntFunction = (args: readonly Value[], context: FunctionContext) => Value;

const later: TerragruntFunction = () => solidValue();
const unknown: TerragruntFunction = () => unknownValue('decided-at-deployment');

/** Terragrunt's own functions (Terragrunt documentation, "HCL Functions"); it has Terraform's beside them. */
export const functions: ReadonlyMap<string, TerragruntFunction> = new Map<string, TerragruntFunction>([
  ['find_in_parent_folders', findInParentFolders],
  ['get_terragrunt_dir', (_, { config }) => text(pathOf(config.surroundings.folder))],
  ['get_original_terragrunt_dir', (_, { config }) => text(pathOf(config.surroundings.original))],
  ['get_parent_terragrunt_dir', ([label], context) => text(pathOf(parentFolder(label, context)))],
  [
    'path_relative_to_include',
    ([label], context) => text(wayFrom(parentFolder(label, context), context.config.surroundings.folder)),
  ],
  [
    'path_relative_from_include',
    ([label], context) => text(wayFrom(context.config.surroundings.folder, parentFolder(label, context))),
  ],
  ['get_repo_root', (_, context) => inRepository(context, root => pathOf(root))],
  [
    'get_path_from_repo_root',
    (_, context) => inRepository(context, root => wayFrom(root, context.config.surroundings.folder)),
  ],
  [
    'get_path_to_repo_root',
    (_, context) => inRepository(context, root => wayFrom(context.config.surroundings.folder, root)),
  ],
  ['read_terragrunt_config', readConfig],
  ['read_tfvars_file', readVariables],
  ['get_env', environmentVariable],
  ['mark_as_read', ([path]) => path ?? unknownValue('not-understood')],
  ['get_platform', later],
  ['get_aws_account_id', later],
  ['get_aws_account_alias', unknown],
  ['get_aws_caller_identity_arn', later],
  ['get_aws_caller_identity_user_id', later],
  ['get_terraform_command', later],
  ['get_terraform_cli_args', unknown],
  ['get_working_dir', later],
  ['run_cmd', unknown],
  ['sops_decrypt_file', unknown],
  ['get_default_retryable_errors', unknown],
  ['get_terragrunt_source_cli_flag', unknown],
]);

function findInParentFolders([name, fallback]: readonly Value[], { config }: FunctionContext): Value {
  const { tree, folder } = config.surroundings;
  const wanted = name ? asText(name) : 'terragrunt.hcl';
  const found = wanted === undefined ? undefined : nearestAbove(tree, folder, wanted);
  return found === undefined ? (fallback ?? unknownValue('out-of-reach')) : text(pathOf(found));
}

/** The folder of what is included: by this name, or the only one; the unit's own where nothing is. */
function parentFolder(label: Value | undefined, { config, included }: FunctionContext): string {
  const { file, surroundings } = config;
  const labels = file.hcl.body.blocks
    .filter(({ type }) => type === 'include')
    .map(one => one.labels[0]?.text ?? '');
  const name = (label && asText(label)) ?? labels[0];
  const parent = config.isIncluded ? config : name === undefined ? undefined : included(name);
  return (parent && parentOf(parent.file.uri)) ?? surroundings.folder;
}

function inRepository({ config }: FunctionContext, way: (root: string) => string): Value {
  const { repository } = config.surroundings;
  return repository === undefined ? solidValue() : text(way(repository));
}

function readConfig([path, fallback]: readonly Value[], context: FunctionContext): Value {
  const uri = addressOf(path, context);
  return (uri === undefined ? undefined : context.value(uri)) ?? fallback ?? unknownValue('out-of-reach');
}

/** The variables of a file, as JSON. */
function readVariables([path]: readonly Value[], context: FunctionContext): Value {
  const { config, evaluator } = context;
  const uri = addressOf(path, context);
  const content = uri === undefined ? undefined : config.surroundings.tree.file(uri);
  if (uri === undefined || content === undefined) {
    return unknownValue('out-of-reach');
  }
  const { body } = uri.endsWith('.json') ? parseHclJson(content) : parseHcl(content);
  evaluator.meetFile();
  const scope = scopeIn(config);
  return jsonText(map(body.attributes.map(({ name, value }) => [name, evaluator.evaluate(value, scope)])));
}

function addressOf(path: Value | undefined, { config }: FunctionContext): string | undefined {
  const written = path && asText(path);
  const folder = parentOf(config.file.uri);
  return written === undefined || folder === undefined ? undefined : join(folder, written);
}

/** One without a default has to be set; another may be. */
function environmentVariable(
  [name, fallback]: readonly Value[],
  { config, evaluator }: FunctionContext,
): Value {
  const written = name && asText(name);
  if (written === undefined) {
    return solidValue();
  }
  const id = `get_env(${JSON.stringify(written)})`;
  return evaluator.variables.open(
    { id, type: undefined, uri: config.file.uri, scope: scopeIn(config) },
    fallback,
  );
}
