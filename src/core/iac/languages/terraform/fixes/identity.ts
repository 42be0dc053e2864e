import { join } from '../../../../base/uri.ts';
import { attributeOf, blocksOf, literalText } from '../../../formats/hcl/index.ts';
import type { Sources } from '../../../sources/sources.ts';
import { type Module, type Resource, settingOf } from '../modules/module.ts';
import { isOneAccount, providerOf } from '../modules/providers.ts';
import type { JsonChange } from './edits.ts';
import { aliasOf, freeName, isPlain } from './facts.ts';
import type { Layout } from './layout.ts';

/** Data sources that new statements refer to: those the module has, and those to be added. */
export interface Identity {
  readonly partition: string;
  /** The trail's home Region. */
  readonly region: string;
  /** Account that owns the trail: the organization's management account for an organization trail. */
  readonly owner: string;
  /** Account in which the key is created: KMS refuses a policy by which it could not change the policy again. */
  readonly keyAccount: string;
  readonly missing: readonly MissingSource[];
}

/** A data source that has to be declared. */
interface MissingSource {
  readonly type: string;
  readonly name: string;
  readonly provider: string | undefined;
}

export interface Whose {
  readonly regionAttribute: 'name' | 'region';
  readonly trailProvider: string | undefined;
  readonly keyProvider: string | undefined;
  readonly organization: boolean;
  /** The trail's own Region (AWS provider 6), as the inside of a template. */
  readonly trailRegion: string | undefined;
}

/**
 * References to partition, Region and accounts, through data sources that the module has under any name. Each belongs to
 * its own provider: another provider's data source gives another Region and another account.
 */
export function identityOf(module: Module, whose: Whose): Identity {
  const { regionAttribute, trailProvider, keyProvider, organization, trailRegion } = whose;
  const missing: MissingSource[] = [];
  const reference = (type: string, provider: string | undefined, name = 'current') => {
    const prefix = `data.${type}.`;
    const found = [...module.resources.values()].find(
      one =>
        one.address.startsWith(prefix) &&
        isPlain(one) &&
        (type === 'aws_partition' || providerOf(one) === provider),
    );
    const planned = missing.find(one => one.type === type && one.provider === provider);
    const made = found ??
      planned ?? {
        type,
        name: freeName(module, prefix, name, provider && aliasOf(provider)),
        provider,
      };
    if (!found && !planned) {
      missing.push({ type, name: made.name, provider });
    }
    return `${prefix}${made.name}`;
  };
  const accountOf = (provider: string | undefined, name?: string) =>
    `\${${reference('aws_caller_identity', provider, name)}.account_id}`;
  const partition = `\${${reference('aws_partition', trailProvider)}.partition}`;
  const region = trailRegion ?? `\${${reference('aws_region', trailProvider)}.${regionAttribute}}`;
  const account = accountOf(trailProvider);
  const owner = organization
    ? `\${${organizationOf(module, () => reference('aws_organizations_organization', trailProvider))}.master_account_id}`
    : account;
  const keyAccount = isOneAccount(module, trailProvider, keyProvider)
    ? account
    : accountOf(keyProvider, keyProvider === undefined ? 'key' : aliasOf(keyProvider));
  return { partition, region, owner, keyAccount, missing };
}

/** The data sources to be added for what is written; a policy without the trail's ARN, for one, names no Region. */
export function missingIn({ missing }: Identity, written: string): Identity['missing'] {
  return missing.filter(({ type, name }) => written.includes(`data.${type}.${name}.`));
}

/** The data sources that are missing and that the lines refer to, as blocks. */
export function identityBlocks(identity: Identity, lines: readonly string[], { step }: Layout): string[] {
  return missingIn(identity, lines.join('\n')).flatMap(({ type, name, provider }, index) => {
    const block =
      provider === undefined
        ? [`data "${type}" "${name}" {}`]
        : [`data "${type}" "${name}" {`, `${step}provider = ${provider}`, '}'];
    return index === 0 ? block : ['', ...block];
  });
}

/** The same as members of a text in JSON syntax; `written` is what refers to them. */
export function identityMembers(identity: Identity, written: string): readonly JsonChange[] {
  return missingIn(identity, written).map(({ type, name, provider }) => ({
    path: ['data', type, name],
    value: provider === undefined ? {} : { provider },
  }));
}

function organizationOf(module: Module, reference: () => string): string {
  const managed = [...module.resources.values()].find(
    one => one.mode === 'managed' && one.type === 'aws_organizations_organization' && isPlain(one),
  );
  return managed?.address ?? reference();
}

/** `aws_region` gives its name as `region` since version 6 of the provider; before, as `name`, which still works. */
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
