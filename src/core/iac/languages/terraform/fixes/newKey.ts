import { accessOfTrail, newKeyPolicy, type TrailAccess } from '../../../../trail/keyPolicy/index.ts';
import type { TextEdit } from '../../../fix.ts';
import { type Block, parseTemplate } from '../../../formats/hcl/index.ts';
import type { Module, ModuleFile } from '../modules/module.ts';
import type { JsonChange } from './edits.ts';
import { type Identity, identityBlocks, identityMembers } from './identity.ts';
import { indentAt, type Layout, layoutOf, linesBehind } from './layout.ts';
import { statementBlock, statementJson, statementObject, templateText } from './statements.ts';
import type { Written } from './written.ts';

export interface NewKey {
  /** Name of the key, its alias and its policy document. */
  readonly name: string;
  readonly alias: string;
  /** What it is for. */
  readonly description: string;
  /** The provider of the bucket's Region, where it is not the default one. */
  readonly provider: string | undefined;
  /** The bucket's own Region, as a template, where its provider is not asked. */
  readonly region: string | undefined;
  readonly trailName: string | undefined;
  /** Whether the log bucket has an S3 Bucket Key. */
  readonly bucketKey: boolean | undefined;
  readonly identity: Identity;
  /** Where there is not always one. */
  readonly count: Written | undefined;
}

/**
 * A name that no key, alias or policy document of the module has, and the name of its alias in AWS: an account has it once,
 * so it is derived from the trail's name if that is known (KMS API Reference, "CreateAlias").
 */
export function newKeyName(module: Module, trailName: string | undefined): Pick<NewKey, 'name' | 'alias'> {
  const base = trailName === undefined ? 'cloudtrail' : withoutStops(trailName);
  const aliases = module.files.map(file => file.hcl.text).join('\n');
  const isTaken = (name: string) =>
    ['aws_kms_key', 'aws_kms_alias', 'data.aws_iam_policy_document'].some(type =>
      module.resources.has(`${type}.${name}`),
    );
  return {
    name: firstFree('cloudtrail', '_', isTaken),
    alias: firstFree(`alias/${base}`, '-', alias => aliases.includes(`"${alias}"`)),
  };
}

function firstFree(name: string, separator: string, isTaken: (name: string) => boolean): string {
  for (let count = 1; ; count++) {
    const numbered = count === 1 ? name : `${name}${separator}${count}`;
    if (!isTaken(numbered)) {
      return numbered;
    }
  }
}

/** A trail's name may hold full stops, an alias may not (CloudTrail and KMS API References, "CreateTrail", "CreateAlias"). */
function withoutStops(trailName: string): string {
  if (!/[$%]\{/.test(trailName)) {
    return trailName.replaceAll('.', '-');
  }
  const [only, ...more] = parseTemplate(trailName).parts;
  const { start, end } = only?.kind === 'interpolation' ? only.expression.range : { start: 0, end: 0 };
  const name = end > 0 && more.length === 0 ? trailName.slice(start, end) : `"${trailName}"`;
  return `\${replace(${name}, ".", "-")}`;
}

/** Adds a key with its policy, alias and rotation after a block of a text in native syntax. */
export function newKeyEdits(
  file: ModuleFile,
  module: Module,
  behind: Block,
  key: NewKey,
): readonly TextEdit[] {
  const { text } = file.hcl;
  const lines = nativeKey(key, layoutOf(text), encodesPolicies(module));
  return [linesBehind(text, behind.range.end, lines, indentAt(text, behind.range.start))];
}

/** How other blocks refer to the key. */
export function referenceTo({ name, count }: Pick<NewKey, 'name' | 'count'>): string {
  return `aws_kms_key.${name}${count === undefined ? '' : '[0]'}`;
}

function nativeKey(key: NewKey, layout: Layout, encodes: boolean): string[] {
  const { step } = layout;
  const { name, alias, description, identity } = key;
  const place = placeOf(key).map(([attribute, value]) => [attribute, value.native] as const);
  const width = Math.max(...place.map(([attribute]) => attribute.length));
  const placeLines = [
    ...place.map(([attribute, value]) => `${step}${attribute.padEnd(width)} = ${value}`),
    ...(place.length === 0 ? [] : ['']),
  ];
  const attributes = [`${step}description         = "${description}"`, `${step}enable_key_rotation = true`];
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
  const lines = [
    `resource "aws_kms_key" "${name}" {`,
    ...placeLines,
    ...attributes,
    ...policy,
    '}',
    '',
    `resource "aws_kms_alias" "${name}" {`,
    ...placeLines,
    `${step}name          = "${alias}"`,
    `${step}target_key_id = ${referenceTo(key)}.key_id`,
    '}',
    ...document,
  ];
  const identityLines = identityBlocks(identity, lines, layout);
  return identityLines.length > 0 ? [...identityLines, '', ...lines] : lines;
}

/** Where the key is created, and whether: the first lines of its blocks. */
function placeOf({ count, provider, region }: NewKey): readonly (readonly [string, Written])[] {
  return [
    ...(count === undefined ? [] : [['count', count] as const]),
    ...(provider === undefined ? [] : [['provider', { native: provider, json: provider }] as const]),
    ...(region === undefined ? [] : [['region', { native: templateText(region), json: region }] as const]),
  ];
}

/** The same as members to be set in a text in JSON syntax. */
export function jsonKey(key: NewKey): readonly JsonChange[] {
  const { name, alias, description, identity } = key;
  const own = Object.fromEntries(placeOf(key).map(([attribute, value]) => [attribute, value.json]));
  const changes: readonly JsonChange[] = [
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
      value: { ...own, name: alias, target_key_id: `\${${referenceTo(key)}.key_id}` },
    },
    {
      path: ['data', 'aws_iam_policy_document', name],
      value: { statement: policyOf(key).Statement.map(statementJson) },
    },
  ];
  return [...identityMembers(identity, JSON.stringify(changes)), ...changes];
}

function policyOf(key: NewKey) {
  return newKeyPolicy({
    partition: key.identity.partition,
    keyAccount: key.identity.keyAccount,
    ...trailAccess(key.identity, key.trailName, key.bucketKey),
  });
}

/** For which trail CloudTrail is admitted; without a name where it cannot be repeated. */
export function trailAccess(
  { partition, region, owner }: Identity,
  name: string | undefined,
  bucketKey: boolean | undefined,
): TrailAccess {
  return accessOfTrail({ partition, region, account: owner, name, bucketKey });
}

/** Whether this module writes its policies with `jsonencode` rather than as policy documents. */
function encodesPolicies(module: Module): boolean {
  const documents = [...module.resources.values()].some(one => one.type === 'aws_iam_policy_document');
  return !documents && module.files.some(file => /policy\s*=\s*jsonencode\(/.test(file.hcl.text));
}
