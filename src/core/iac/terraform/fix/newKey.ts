import { newKeyPolicy } from '../../../trail/keyPolicy/index.ts';
import type { TextEdit } from '../../fix.ts';
import type { Block } from '../../formats/hcl/index.ts';
import type { Module, ModuleFile } from '../module.ts';
import type { JsonChange } from './edits.ts';
import type { Identity } from './facts.ts';
import { indentAt, type Layout, layoutOf, lineStop } from './layout.ts';
import { statementBlock, statementJson, statementObject, templateText } from './statements.ts';

export interface NewKey {
  /** Name of the key, its alias and its policy document. */
  readonly name: string;
  readonly alias: string;
  /** The provider of the bucket's Region, where it is not the default one. */
  readonly provider: string | undefined;
  /** The bucket's own Region, as a template, where its provider is not asked. */
  readonly region: string | undefined;
  /** The trail's own provider, for the data sources. */
  readonly identityProvider: string | undefined;
  readonly trailName: string | undefined;
  readonly identity: Identity;
}

/** A name that no key, alias or policy document of the module has, and the name of its alias in AWS. */
export function newKeyName(module: Module): Pick<NewKey, 'name' | 'alias'> {
  const taken = (name: string) =>
    ['aws_kms_key', 'aws_kms_alias', 'data.aws_iam_policy_document'].some(type =>
      module.resources.has(`${type}.${name}`),
    );
  const aliases = module.files.map(file => file.hcl.text).join('\n');
  for (let count = 1; ; count++) {
    const suffix = count === 1 ? '' : String(count);
    const name = `cloudtrail${suffix && `_${suffix}`}`;
    const alias = `alias/cloudtrail${suffix && `-${suffix}`}`;
    if (!taken(name) && !aliases.includes(`"${alias}"`)) {
      return { name, alias };
    }
  }
}

/** Adds a key with its policy, alias and rotation behind a block of a text in native syntax. */
export function newKeyEdits(
  file: ModuleFile,
  module: Module,
  behind: Block,
  key: NewKey,
): readonly TextEdit[] {
  const { text } = file.hcl;
  const layout = layoutOf(text);
  const indent = indentAt(text, behind.range.start);
  const lines = nativeKey(key, layout, encodesPolicies(module));
  const content = lines.map(line => `${layout.lineBreak}${line === '' ? '' : indent + line}`).join('');
  return [{ offset: lineStop(text, behind.range.end), length: 0, content: `${layout.lineBreak}${content}` }];
}

/** The data sources that are missing, as blocks. */
export function identityBlocks(
  { missing }: Identity,
  provider: string | undefined,
  { step }: Layout,
): string[] {
  return missing.flatMap(({ type, name }, index) => {
    const needsProvider = provider !== undefined && (type === 'aws_region' || type === 'aws_caller_identity');
    const block = needsProvider
      ? [`data "${type}" "${name}" {`, `${step}provider = ${provider}`, '}']
      : [`data "${type}" "${name}" {}`];
    return index === 0 ? block : ['', ...block];
  });
}

function nativeKey(key: NewKey, layout: Layout, encodes: boolean): string[] {
  const { step } = layout;
  const { name, alias, provider, identity } = key;
  const place = [
    ...(provider === undefined ? [] : [`${step}provider = ${provider}`]),
    ...(key.region === undefined
      ? []
      : [`${step}region${provider === undefined ? '' : '  '} = ${templateText(key.region)}`]),
  ];
  const placeLines = place.length === 0 ? [] : [...place, ''];
  const attributes = [`${step}description         = "${description}"`, `${step}enable_key_rotation = true`];
  const identityLines = identityBlocks(identity, key.identityProvider, layout);
  const { Statement: statements, Version: version } = policyOf(key);
  const policy = encodes
    ? [
        `${step}policy = jsonencode({`,
        `${step}${step}Version = "${version}"`,
        `${step}${step}Statement = [`,
        ...statements.flatMap(statement => {
          const lines = statementObject(statement, step.repeat(3), step);
          return [...lines.slice(0, -1), `${lines.at(-1)},`];
        }),
        `${step}${step}]`,
        `${step}})`,
      ]
    : [`${step}policy              = data.aws_iam_policy_document.${name}.json`];
  const document = encodes
    ? []
    : [
        '',
        `data "aws_iam_policy_document" "${name}" {`,
        ...statements.flatMap((statement, index) => {
          const lines = statementBlock(statement, step, step);
          return index === 0 ? lines : ['', ...lines];
        }),
        '}',
      ];
  return [
    ...(identityLines.length > 0 ? [...identityLines, ''] : []),
    `resource "aws_kms_key" "${name}" {`,
    ...placeLines,
    ...attributes,
    ...policy,
    '}',
    '',
    `resource "aws_kms_alias" "${name}" {`,
    ...placeLines,
    `${step}name          = "${alias}"`,
    `${step}target_key_id = aws_kms_key.${name}.key_id`,
    '}',
    ...document,
  ];
}

/** The same as members to be set in a text in JSON syntax. */
export function jsonKey(key: NewKey): readonly JsonChange[] {
  const { name, alias, provider, identity, identityProvider } = key;
  const own = {
    ...(provider !== undefined && { provider }),
    ...(key.region !== undefined && { region: key.region }),
  };
  return [
    ...identity.missing.map(one => ({
      path: ['data', one.type, one.name],
      value: identityProvider === undefined ? {} : { provider: identityProvider },
    })),
    {
      path: ['resource', 'aws_kms_key', name],
      value: {
        ...own,
        description,
        enable_key_rotation: true,
        policy: `\${data.aws_iam_policy_document.${name}.json}`,
      },
    },
    {
      path: ['resource', 'aws_kms_alias', name],
      value: { ...own, name: alias, target_key_id: `\${aws_kms_key.${name}.key_id}` },
    },
    {
      path: ['data', 'aws_iam_policy_document', name],
      value: { statement: policyOf(key).Statement.map(statementJson) },
    },
  ];
}

const description = 'Encrypts the log files of CloudTrail';

function policyOf(key: NewKey) {
  return newKeyPolicy({
    partition: key.identity.partition,
    keyAccount: key.identity.account,
    ...trailAccess(key.identity, key.trailName),
  });
}

/**
 * For which trail CloudTrail is admitted. The trail's ARN is put together from its name: a reference to the trail
 * would make a circle. Where the name cannot be repeated, the account narrows.
 */
export function trailAccess(identity: Identity, trailName: string | undefined) {
  const { partition, region, owner } = identity;
  return {
    ...(trailName === undefined
      ? { sourceAccount: owner }
      : { trailArn: `arn:${partition}:cloudtrail:${region}:${owner}:trail/${trailName}` }),
    contextArn: `arn:${partition}:cloudtrail:*:${owner}:trail/*`,
    bucketKey: true,
  };
}

/** Whether this module writes its policies with `jsonencode` rather than as policy documents. */
function encodesPolicies(module: Module): boolean {
  const documents = [...module.resources.values()].some(one => one.type === 'aws_iam_policy_document');
  return !documents && module.files.some(file => /policy\s*=\s*jsonencode\(/.test(file.hcl.text));
}
