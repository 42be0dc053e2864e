import { TextLines } from '../../../base/text.ts';
import type { Attribute, Body, Expression, HclFile } from '../../formats/hcl/index.ts';
import { entriesOf, entryOf, type MapNode, textOf, valueAt } from '../../formats/tree.ts';
import type { SourceDocument } from '../../sources/sources.ts';
import {
  type Declared,
  joinModule,
  type Module,
  type ModuleFile,
  type Resource,
} from '../terraform/modules/module.ts';
import { Configuration } from './configuration.ts';
import {
  attributeNamed,
  attributeOfEntry,
  blockOf,
  bodyOf,
  literalOf,
  referenceTo,
  textLiteral,
} from './literals.ts';
import { idOf, Names } from './names.ts';
import { nameInModule, type PlannedResource, resourcesIn } from './plan.ts';

/** A plan as one module whose resources are called by their whole addresses, so that the evaluator of Terraform reads it. */
export interface PlannedModule {
  readonly module: Module;
  /** In the order of the plan. */
  readonly trails: readonly Resource[];
}

/** What the verdict on a trail is drawn from. */
const askedTypes: ReadonlySet<string> = new Set([
  'aws_cloudtrail',
  'awscc_cloudtrail_trail',
  'aws_kms_key',
  'aws_kms_external_key',
  'aws_kms_replica_key',
  'aws_kms_replica_external_key',
  'awscc_kms_key',
  'aws_kms_key_policy',
  'aws_kms_alias',
  'awscc_kms_alias',
  'aws_s3_bucket',
  'aws_s3_bucket_server_side_encryption_configuration',
]);

export function moduleOf(
  plan: MapNode,
  document: SourceDocument,
  isTrail: (type: string) => boolean,
): PlannedModule {
  const file: ModuleFile = { uri: document.uri, hcl: fileOf(document.text) };
  const configuration = new Configuration(plan);
  const planned = new Map(resourcesIn(plan, type => askedTypes.has(type)).map(one => [one.address, one]));
  const names = new Names([...planned.values()]);
  const resources = new Map<string, Resource>();
  for (const one of planned.values()) {
    const { mode, type, name, address, header, whole } = one;
    const block = blockOf(
      mode === 'data' ? 'data' : 'resource',
      [],
      header,
      whole,
      bodyOfResource(one, configuration, names),
    );
    resources.set(idOf(one).join('.'), { name, mode, type, address, block, file, overrides: [] });
  }
  const module = joinModule(undefined, [file], []);
  return {
    module: { ...module, resources, providers: providersOf(plan, configuration, file) },
    trails: [...resources.values()].filter(({ mode, type }) => mode === 'managed' && isTrail(type)),
  };
}

/** A plan has neither blocks nor comments of its own. */
function fileOf(text: string): HclFile {
  let lines: TextLines | undefined;
  return {
    syntax: 'json',
    text,
    body: { attributes: [], blocks: [] },
    comments: [],
    get lines() {
      lines ??= new TextLines(text);
      return lines;
    },
  };
}

/** Arguments that name a key, an alias or a bucket. */
const naming: ReadonlySet<string> = new Set([
  'kms_key_id',
  'key_id',
  'target_key_id',
  's3_bucket_name',
  'bucket',
]);

/** Arguments that decide, and that a plan leaves out when they are known after apply only. */
const deciding: readonly string[] = [
  ...naming,
  'policy',
  'key_policy',
  'is_enabled',
  'enabled',
  'enable_key_rotation',
];

/** The arguments of a resource: as planned, or what they will be taken from. One that the code leaves out is left out. */
function bodyOfResource(resource: PlannedResource, configuration: Configuration, names: Names): Body {
  const { values } = resource;
  const known = bodyOf(values);
  let attributes: readonly Attribute[] | undefined;
  return {
    get attributes() {
      attributes ??= [
        ...entriesOf(values).map(entry => {
          const name = naming.has(entry.key) ? names.ofText(textOf(entry.value)) : undefined;
          return name
            ? attributeNamed(entry.key, referenceTo(name, entry.value.range), entry.range)
            : attributeOfEntry(entry);
        }),
        ...deciding.flatMap(name => {
          const value = entryOf(values, name) ? undefined : missing(resource, name, configuration, names);
          return value ? attributeNamed(name, value) : [];
        }),
        ...providerOf(resource, configuration),
      ];
      return attributes;
    },
    get blocks() {
      return known.blocks;
    },
  };
}

/** What an argument evaluates to that the plan has no value for; undefined where nobody wrote it. */
function missing(
  resource: PlannedResource,
  name: string,
  configuration: Configuration,
  names: Names,
): Expression | undefined {
  const { module, header, unknown, isDeferred } = resource;
  const isWritten = configuration.isWritten(module, nameInModule(resource), name);
  const isLater = textOf(valueAt(unknown, name)) === 'true';
  if (isDeferred) {
    return { kind: 'broken', range: header };
  }
  if (isWritten === false || (isWritten === undefined && unknown && !isLater)) {
    return undefined;
  }
  if (!isLater && (unknown || isWritten === undefined)) {
    return { kind: 'broken', range: header };
  }
  const target = names.of(configuration.namedBy(module, nameInModule(resource), name), resource);
  return referenceTo(target ?? ['known_after_apply', name], header);
}

/** The provider, by its number among those of the plan. */
function providerOf(resource: PlannedResource, configuration: Configuration): readonly Attribute[] {
  const declared = configuration.resource(resource.module, nameInModule(resource));
  const key = textOf(valueAt(declared, 'provider_config_key'));
  return key === undefined ? [] : [attributeNamed('provider', textLiteral(aliasOf(key), resource.header))];
}

function providersOf(plan: MapNode, configuration: Configuration, file: ModuleFile): readonly Declared[] {
  const providers = entriesOf(valueAt(valueAt(plan, 'configuration'), 'provider_config'));
  return providers.map(({ key, keyRange, range }) => {
    const region = configuration.regionOf(key);
    const [name = '', alias = ''] = aliasOf(key).split('.');
    const attributes = [
      attributeNamed('alias', textLiteral(alias, keyRange)),
      ...(region ? [attributeNamed('region', literalOf(region))] : []),
    ];
    return {
      name,
      file,
      overrides: [],
      block: blockOf('provider', [], keyRange, range, { attributes, blocks: [] }),
    };
  });
}

/** `aws.far` and `module.audit:aws` as providers of one module. */
function aliasOf(key: string): string {
  return `aws.${key.replaceAll('.', '/')}`;
}
