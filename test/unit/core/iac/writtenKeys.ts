import { dirname, extname, join } from 'node:path/posix';
import { parseDocument } from 'yaml';
import {
  attributeOf,
  type Block,
  type Body,
  blocksOf,
  type Expression,
  parseHcl,
  parseHclJson,
} from '../../../../src/core/iac/formats/hcl/index.ts';
import { keysInManifests } from './writtenManifests.ts';
import { keysInPlaybook } from './writtenPlaybooks.ts';
import { keysInPulumi } from './writtenPulumi.ts';

/*
 * Trails and the keys that they name in the same files, read in the plainest way, without the evaluation of the product: what
 * depends on the deployment is filled in with examples, and what is no literal then is left out.
 */

/** A key with its policy as JSON, and the trails that name it. */
export interface WrittenKey {
  readonly key: string;
  /** Account in which the key is created. */
  readonly account: string;
  readonly policy: string;
  readonly trails: readonly WrittenTrail[];
}

export interface WrittenTrail {
  readonly trail: string;
  readonly arn: string;
  /** Account of the trail, or the management account of its organization. */
  readonly owner: string;
}

export type Json =
  | string
  | number
  | boolean
  | null
  | undefined
  | readonly Json[]
  | { readonly [name: string]: Json };

/** The keys of files by their paths. */
export function writtenKeys(files: Readonly<Record<string, string>>): readonly WrittenKey[] {
  const example = exampleFor(Object.values(files).join('\n'));
  const modules = new Map<string, Body[]>();
  const found: WrittenKey[] = [];
  for (const [path, text] of Object.entries(files)) {
    const isJson = path.endsWith('.json');
    if (/\.(?:tf|tofu)(?:\.json)?$/.test(path)) {
      const { body } = isJson ? parseHclJson(text) : parseHcl(text);
      modules.set(dirname(path), [...(modules.get(dirname(path)) ?? []), body]);
    } else if (['.yaml', '.yml', '.json', '.template'].includes(extname(path))) {
      found.push(
        ...inTemplate(text, example),
        ...keysInManifests(text, example),
        ...keysInPulumi(text, example),
        ...keysInPlaybook(text, example),
      );
    }
  }
  const inFolder = ([folder, bodies]: [string, Body[]]) =>
    inModule(bodies, example, name => files[join(folder, name)]);
  return [...found, ...[...modules].flatMap(inFolder)];
}

/** Where a deployment may take place. */
export interface Example {
  readonly region: string;
  readonly account: string;
  /** The account that owns the trails of the organization. */
  readonly management: string;
}

/** The Region and the account that the code itself names, or any. */
function exampleFor(text: string): Example {
  const [, region = 'eu-west-1', account = '111122223333'] =
    /:cloudtrail:([a-z]+(?:-[a-z]+)+-\d):(\d{12}):/.exec(text) ?? [];
  return { region, account, management };
}

export function partitionOf(region: string): string {
  const [, start = ''] = /^(cn|us-gov|eusc)-/.exec(region) ?? [];
  return start === '' ? 'aws' : `aws-${start}`;
}

function arnOf({ region }: Example, owner: string, name: string): string {
  return `arn:aws:cloudtrail:${region}:${owner}:trail/${name}`;
}

function inTemplate(text: string, example: Example): readonly WrittenKey[] {
  const tags = ['Ref', 'Sub', 'GetAtt'].map(name => ({
    tag: `!${name}`,
    resolve: (value: string) => ({ [name === 'Ref' ? name : `Fn::${name}`]: value }),
  }));
  const document = parseDocument(text, { customTags: tags, logLevel: 'silent', merge: true });
  const root = document.errors.length === 0 ? document.toJS() : undefined;
  const resources = Object.entries<Json>(root?.Resources ?? root?.resources?.Resources ?? {});
  const ofType = (type: string) =>
    resources.flatMap(([id, resource]) => {
      const properties = member(filledIn(resource, example), 'Properties');
      return member(resource, 'Type') === type ? [[id, properties] as const] : [];
    });
  const { account: owner } = example;
  const trails = ofType('AWS::CloudTrail::Trail').map(([trail, properties]) => {
    const name = member(properties, 'TrailName') ?? `stack-${trail}-1ABCDEFGHIJKL`;
    const key = /^(\w+)(?:\.Arn)?$/.exec(String(member(properties, 'KMSKeyId')))?.[1];
    return { key, trail, arn: arnOf(example, owner, String(name)), owner };
  });
  return ofType('AWS::KMS::Key').flatMap(([key, properties]) =>
    keyOf(key, owner, member(properties, 'KeyPolicy'), trails),
  );
}

/** A key that is written as literals, under the trails that are. */
function keyOf(
  key: string,
  account: string,
  policy: Json,
  trails: readonly (WrittenTrail & { readonly key: string | undefined })[],
): readonly WrittenKey[] {
  const text = typeof policy === 'object' ? JSON.stringify(policy) : open;
  const own = trails.filter(trail => trail.key === key && !/\uE000|\$/.test(trail.arn));
  return text.includes(open)
    ? []
    : [{ key, account, policy: text, trails: own.map(({ trail, arn, owner }) => ({ trail, arn, owner })) }];
}

/** Stands where something is no literal. */
const open = '\uE000';

/** Functions of CloudFormation put into literals. */
function filledIn(value: Json, example: Example): Json {
  if (Array.isArray(value)) {
    return value.map(item => filledIn(item, example));
  }
  if (typeof value !== 'object' || value === null) {
    return value;
  }
  const [[name, argument] = ['', undefined], ...more] = Object.entries(value);
  if (more.length === 0 && name === 'Ref') {
    return deployed(String(argument), example);
  }
  if (more.length === 0 && name === 'Fn::GetAtt') {
    return Array.isArray(argument) ? argument.join('.') : String(argument);
  }
  if (more.length === 0 && name === 'Fn::Sub') {
    return typeof argument === 'string'
      ? argument.replaceAll(/\$\{([^}!]+)\}/g, (_, inner: string) => deployed(inner, example))
      : open;
  }
  if (more.length === 0 && name.startsWith('Fn::')) {
    return open;
  }
  return Object.fromEntries(Object.entries(value).map(([name, item]) => [name, filledIn(item, example)]));
}

/** A pseudo parameter, or the name of another reference for what it comes to. */
function deployed(name: string, { region, account }: Example): string {
  switch (name) {
    case 'AWS::Partition':
      return 'aws';
    case 'AWS::Region':
      return region;
    case 'AWS::AccountId':
      return account;
    default:
      return name.replace('AWS::StackName', 'stack');
  }
}

function inModule(
  bodies: readonly Body[],
  example: Example,
  fileNamed: (path: string) => string | undefined,
): readonly WrittenKey[] {
  const blocks = bodies.flatMap(({ blocks }) => blocks);
  const declared = new Map(
    blocks.flatMap((block): [string, Block][] => {
      const [type, name] = block.labels.map(({ text }) => text);
      const prefix = block.type === 'data' ? 'data.' : '';
      return ['resource', 'data'].includes(block.type) ? [[`${prefix}${type}.${name}`, block]] : [];
    }),
  );
  const accounts = accountsIn(blocks, Number(example.account));
  const accountOf = (block: Block | undefined) => {
    const provider = block && attributeOf(block.body, 'provider')?.value;
    return accounts((provider && referenceIn(provider)) ?? 'aws');
  };
  const ofType = (type: string) => [...declared].filter(([address]) => address.startsWith(`${type}.`));
  const trails = ofType('aws_cloudtrail').map(([trail, block]) => {
    const isOrganization = attributeOf(block.body, 'is_organization_trail') !== undefined;
    const owner = isOrganization ? management : accountOf(block);
    const name = attributeOf(block.body, 'name');
    const reference = referenceIn(attributeOf(block.body, 'kms_key_id')?.value);
    const key = /^aws_kms_key\.\w+/.exec(reference ?? '')?.[0];
    return { key, trail, arn: arnOf(example, owner, String(name ? literalOf(name.value) : open)), owner };
  });
  const isSeparate = ofType('aws_kms_key_policy').length > 0;
  return ofType('aws_kms_key').flatMap(([key, block]) => {
    const account = accountOf(block);
    const written = attributeOf(block.body, 'policy')?.value;
    const policy = written ? policyIn(written) : isSeparate ? undefined : defaultPolicy(account);
    return keyOf(key, account, policy, trails);
  });

  function policyIn(expression: Expression): Json {
    if (expression.kind === 'call' && expression.name === 'jsonencode') {
      return expression.args[0] && literalOf(expression.args[0]);
    }
    if (expression.kind === 'template' && expression.form === 'heredoc') {
      const text = literalOf(expression);
      return typeof text === 'string' && !text.includes(open) ? JSON.parse(text) : undefined;
    }
    const [only, ...parts] = expression.kind === 'template' ? expression.parts : [];
    if (only?.kind === 'interpolation' && parts.length === 0) {
      return policyIn(only.expression);
    }
    if (expression.kind === 'call' && expression.name === 'file') {
      const path = expression.args[0] && literalOf(expression.args[0]);
      const text = fileNamed(String(path));
      return text === undefined ? undefined : JSON.parse(text);
    }
    const [, document] =
      /^(data\.aws_iam_policy_document\.\w+)\.json$/.exec(referenceIn(expression) ?? '') ?? [];
    const block = document === undefined ? undefined : declared.get(document);
    const sources = block && attributeOf(block.body, 'source_policy_documents')?.value;
    const policies = sources?.kind === 'tuple' ? sources.items.map(policyIn) : [];
    const before = policies.flatMap(policy => member(policy, 'Statement'));
    if (!block || (sources && sources.kind !== 'tuple') || before.includes(undefined)) {
      return undefined;
    }
    const statements = blocksOf(block.body, 'statement').map(statementOf);
    return { Version: '2012-10-17', Statement: [...before, ...statements] };
  }

  function statementOf({ body }: Block): Json {
    const read = (body: Body, name: string) => {
      const attribute = attributeOf(body, name);
      return attribute && literalOf(attribute.value);
    };
    const principals = blocksOf(body, 'principals').map(one => [
      read(one.body, 'type'),
      read(one.body, 'identifiers'),
    ]);
    const conditions: Record<string, Record<string, Json>> = {};
    for (const { body: condition } of blocksOf(body, 'condition')) {
      const test = String(read(condition, 'test'));
      conditions[test] = {
        ...conditions[test],
        [String(read(condition, 'variable'))]: read(condition, 'values'),
      };
    }
    return {
      Sid: read(body, 'sid'),
      Effect: read(body, 'effect') ?? 'Allow',
      Action: read(body, 'actions'),
      Resource: read(body, 'resources'),
      Principal: principals.some(([type]) => type === '*') ? '*' : Object.fromEntries(principals),
      ...(Object.keys(conditions).length > 0 && { Condition: conditions }),
    };
  }

  function literalOf(expression: Expression): Json {
    switch (expression.kind) {
      case 'literal':
        return expression.value;
      case 'tuple':
        return expression.items.map(literalOf);
      case 'object':
        return Object.fromEntries(expression.items.map(({ key, value }) => [nameOf(key), literalOf(value)]));
      case 'template':
        return expression.parts
          .map(part =>
            part.kind === 'text'
              ? part.text
              : part.kind === 'interpolation'
                ? literalOf(part.expression)
                : open,
          )
          .join('');
      default:
        return given(referenceIn(expression) ?? open);
    }
  }

  function given(reference: string): string {
    if (reference === 'path.module') {
      return '.';
    }
    const [, source = '', attribute] = /^(data\.\w+\.\w+)\.(\w+)$/.exec(reference) ?? [];
    switch (attribute) {
      case 'partition':
        return 'aws';
      case 'account_id':
        return accountOf(declared.get(source));
      case 'master_account_id':
        return management;
      case 'name':
      case 'region':
        return example.region;
      default:
        return /^(?:var|local|random_\w+)\./.test(reference) ? reference.replaceAll('.', '-') : open;
    }
  }
}

/** AWS KMS Developer Guide, "Default key policy". */
export function defaultPolicy(account: string): Json {
  const root = `arn:aws:iam::${account}:root`;
  const statement = { Effect: 'Allow', Principal: { AWS: root }, Action: 'kms:*', Resource: '*' };
  return { Version: '2012-10-17', Statement: [statement] };
}

const management = '999999999999';

/** Providers that sign in alike share an account; one that is handed to the module has one of its own. */
function accountsIn(blocks: readonly Block[], first: number): (provider: string) => string {
  const signIns = new Map(
    blocks
      .filter(({ type, labels }) => type === 'provider' && labels[0]?.text === 'aws')
      .map(({ body }) => {
        const alias = attributeOf(body, 'alias')?.value;
        const name = alias?.kind === 'template' ? textIn(alias) : undefined;
        const roles = blocksOf(body, 'assume_role').flatMap(role =>
          role.body.attributes.map(one => one.value),
        );
        const signIn = roles.map(role => (role.kind === 'template' ? textIn(role) : open)).join();
        return [name === undefined ? 'aws' : `aws.${name}`, signIn] as const;
      }),
  );
  const numbers: string[] = [''];
  return provider => {
    const signIn = signIns.get(provider) ?? (provider === 'aws' ? '' : provider);
    if (!numbers.includes(signIn)) {
      numbers.push(signIn);
    }
    return String(first + numbers.indexOf(signIn));
  };
}

function textIn({ parts }: Extract<Expression, { kind: 'template' }>): string {
  return parts.map(part => (part.kind === 'text' ? part.text : open)).join('');
}

/** `data.aws_region.current.name`, in quotes or not, without the index of an instance. */
function referenceIn(expression: Expression | undefined): string | undefined {
  switch (expression?.kind) {
    case 'variable':
      return expression.name;
    case 'member': {
      const object = referenceIn(expression.object);
      return object === undefined ? undefined : `${object}.${expression.name}`;
    }
    case 'index':
      return referenceIn(expression.object);
    case 'template': {
      const [only, ...more] = expression.parts;
      return more.length > 0
        ? undefined
        : only?.kind === 'interpolation'
          ? referenceIn(only.expression)
          : only?.kind === 'text'
            ? only.text
            : undefined;
    }
    default:
      return undefined;
  }
}

function nameOf(key: Expression): string {
  return key.kind === 'variable' ? key.name : key.kind === 'template' ? textIn(key) : open;
}

function member(value: Json, name: string): Json {
  const isMap = typeof value === 'object' && value !== null && !Array.isArray(value);
  return isMap ? (value as Readonly<Record<string, Json>>)[name] : undefined;
}
