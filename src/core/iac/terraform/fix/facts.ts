import { join } from '../../../base/uri.ts';
import {
  type Attribute,
  attributeOf,
  blocksOf,
  type Expression,
  literalText,
} from '../../formats/hcl/index.ts';
import type { Sources } from '../../sources.ts';
import { childrenOf } from '../conditions.ts';
import { refersTo } from '../dependencies.ts';
import { canonical } from '../evaluation/canonical.ts';
import { type Module, type ModuleFile, type Resource, type Setting, settingOf } from '../module.ts';
import { unwrapped } from './fill.ts';
import type { Written } from './written.ts';

/** Data sources that new statements refer to: those the module has, and those to be added. */
export interface Identity {
  readonly partition: string;
  readonly region: string;
  readonly account: string;
  /** Account that owns the trail: the organization's management account for an organization trail. */
  readonly owner: string;
  /** `type name` of what has to be declared. */
  readonly missing: readonly { readonly type: string; readonly name: string }[];
}

/**
 * References to the partition, Region and account, through data sources that the module has under any name. `provider`
 * is the trail's: another provider's data source tells another Region.
 */
export function identityOf(
  module: Module,
  regionAttribute: 'name' | 'region',
  provider: string | undefined,
  organization: boolean,
  trailRegion?: string,
): Identity {
  const missing: { type: string; name: string }[] = [];
  const reference = (type: string, ownProvider: boolean) => {
    const found = [...module.resources.values()].find(
      one =>
        one.mode === 'data' &&
        one.type === type &&
        isPlain(one) &&
        (!ownProvider || providerOf(one) === provider),
    );
    const name =
      found?.name ??
      freeName(module, `data.${type}.`, 'current', provider && ownProvider ? aliasOf(provider) : undefined);
    if (!found) {
      missing.push({ type, name });
    }
    return `data.${type}.${name}`;
  };
  const partition = `\${${reference('aws_partition', false)}.partition}`;
  const region = trailRegion ?? `\${${reference('aws_region', true)}.${regionAttribute}}`;
  const account = `\${${reference('aws_caller_identity', true)}.account_id}`;
  const owner = organization ? `\${${organizationOf(module, reference)}.master_account_id}` : account;
  return { partition, region, account, owner, missing };
}

/** The data sources to be added for what is written; a policy without the trail's ARN, for one, names no Region. */
export function missingIn({ missing }: Identity, written: string): Identity['missing'] {
  return missing.filter(({ type, name }) => written.includes(`data.${type}.${name}.`));
}

/** The first of these names, or the first with a number, that no resource of the types has. */
export function freeName(module: Module, prefix: string, ...wanted: readonly (string | undefined)[]): string {
  const names = wanted.filter(name => name !== undefined);
  const [first = 'current'] = names;
  const free = names.find(name => !module.resources.has(`${prefix}${name}`));
  for (let count = 2; ; count++) {
    const name = free ?? `${first}_${count}`;
    if (!module.resources.has(`${prefix}${name}`)) {
      return name;
    }
  }
}

export function providerOf(resource: Resource): string | undefined {
  const provider = settingOf(resource, 'provider');
  return provider && textOf(provider.attribute, provider.file.hcl.text).replaceAll(/^"(?:\$\{)?|\}?"$/g, '');
}

/** What a trail is called, as it can be repeated elsewhere; in the policy of `key` where that is given. */
export function repeatableName(module: Module, trail: Resource, key?: Resource): string | undefined {
  const attribute = trail.type === 'aws_cloudtrail' ? 'name' : 'trail_name';
  const value = settingOf(trail, attribute)?.attribute.value;
  const makesCircle = key && value && refersTo(module, value, key.address);
  return makesCircle ? undefined : repeatable(module, trail, attribute);
}

/** A resource's own Region (AWS provider 6), as it can be repeated elsewhere. */
export function ownRegion(module: Module, resource: Resource): string | undefined {
  return repeatable(module, resource, 'region');
}

/** An attribute as the inside of a template; undefined where it may depend on the instance, or on the key itself. */
function repeatable(module: Module, resource: Resource, name: string): string | undefined {
  const setting = settingOf(resource, name);
  if (!setting || !isRepeatable(module, setting.attribute.value, 0)) {
    return undefined;
  }
  const { value } = setting.attribute;
  const { text } = setting.file.hcl;
  const written = text.slice(value.range.start, value.range.end);
  if (written.includes('\n')) {
    return undefined;
  }
  if (value.kind !== 'template') {
    return `\${${written}}`;
  }
  if (!value.closed) {
    return undefined;
  }
  return value.form === 'json' ? JSON.parse(written) : text.slice(value.inner.start, value.inner.end);
}

/** `aws_region` tells its name as `region` since version 6 of the provider; before, as `name`, which still works. */
export async function regionAttributeOf(module: Module, sources: Sources): Promise<'name' | 'region'> {
  for (const { hcl } of module.files) {
    const used = /data\.aws_region\.[\w-]+(?:\[[^\][]*\])?\.(name|region)\b/.exec(hcl.text)?.[1];
    if (used) {
      return used === 'region' ? 'region' : 'name';
    }
  }
  if ([...module.resources.values()].some(setsRegion)) {
    return 'region';
  }
  const lock = module.folder === undefined ? undefined : join(module.folder, '.terraform.lock.hcl');
  const locked = lock === undefined ? undefined : (await sources.read(lock))?.text;
  const version = /provider\s+"[^"]*\/hashicorp\/aws"\s*\{\s*version\s*=\s*"(\d+)\./.exec(locked ?? '')?.[1];
  const required = Number(version ?? requiredMajor(module) ?? 0);
  return required >= 6 ? 'region' : 'name';
}

/** Since version 6 of the provider, resources have a Region of their own. */
function setsRegion(resource: Resource): boolean {
  return (
    resource.mode === 'managed' &&
    resource.type.startsWith('aws_') &&
    settingOf(resource, 'region') !== undefined
  );
}

function requiredMajor(module: Module): string | undefined {
  for (const { hcl } of module.files) {
    for (const block of blocksOf(hcl.body, 'terraform')) {
      for (const required of blocksOf(block.body, 'required_providers')) {
        const aws = attributeOf(required.body, 'aws')?.value;
        const item =
          aws?.kind === 'object' ? aws.items.find(one => literalText(one.key) === 'version') : undefined;
        const constraint = literalText(item?.value ?? aws) ?? '';
        // Only a lower bound proves anything.
        const bound = /(?:^|,)\s*(?:>=|~>|=|>)?\s*(\d+)/.exec(constraint)?.[1];
        if (bound !== undefined) {
          return bound;
        }
      }
    }
  }
  return undefined;
}

function organizationOf(module: Module, reference: (type: string, ownProvider: boolean) => string): string {
  const managed = [...module.resources.values()].find(
    one => one.mode === 'managed' && one.type === 'aws_organizations_organization' && isPlain(one),
  );
  return managed?.address ?? reference('aws_organizations_organization', false);
}

/**
 * A `count` that only says whether there is one at all, `var.enabled ? 1 : 0`, as it can be repeated in a text of the
 * same syntax.
 */
export function existenceOf(setting: Setting | undefined, file: ModuleFile): Written | undefined {
  const value = setting?.attribute.value;
  const choice = value && unwrapped(value);
  if (!setting || choice?.kind !== 'conditional' || setting.file.hcl.syntax !== file.hcl.syntax) {
    return undefined;
  }
  const counts = [choice.yes, choice.no].map(one => (one.kind === 'literal' ? one.value : undefined));
  const text = textOf(setting.attribute, setting.file.hcl.text);
  return counts.includes(0) && counts.includes(1)
    ? { native: text, json: file.hcl.syntax === 'json' ? JSON.parse(text) : text }
    : undefined;
}

/** Made once, so that it can be referred to without an index. */
export function isPlain(resource: Resource): boolean {
  return !settingOf(resource, 'count') && !settingOf(resource, 'for_each');
}

/** Other resources may depend on the key, by ways that no text shows: a policy that names them could make a circle. */
function isRepeatable(module: Module, expression: Expression, depth: number): boolean {
  if (expression.kind === 'broken' || depth > 8) {
    return false;
  }
  const local = /^local\.([\w-]+)$/.exec(expression.kind === 'member' ? canonical(expression) : '')?.[1];
  if (local !== undefined) {
    const value = module.locals.get(local)?.attribute.value;
    return value !== undefined && isRepeatable(module, value, depth + 1);
  }
  if (expression.kind === 'variable') {
    return /^(?:var|data|terraform|path|random_\w+|time_\w+)$/.test(expression.name);
  }
  return childrenOf(expression).every(child => isRepeatable(module, child, depth));
}

function textOf({ value }: Attribute, text: string): string {
  return text.slice(value.range.start, value.range.end);
}

function aliasOf(provider: string): string | undefined {
  return provider.split('.')[1];
}
