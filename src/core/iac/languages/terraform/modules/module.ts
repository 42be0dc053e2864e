import { nameOf } from '../../../../base/uri.ts';
import {
  type Attribute,
  attributeOf,
  type Block,
  type Body,
  type HclFile,
} from '../../../formats/hcl/index.ts';
import type { Deployment, Host } from './deployment.ts';

/** All files of one folder, as Terraform joins them. */
export interface Module {
  /** Undefined for a document that is in no folder. */
  readonly folder: string | undefined;
  readonly files: readonly ModuleFile[];
  readonly variables: ReadonlyMap<string, Declared>;
  readonly locals: ReadonlyMap<string, Setting>;
  readonly outputs: ReadonlyMap<string, Declared>;
  readonly calls: ReadonlyMap<string, Declared>;
  /** By `type.name`, data sources by `data.type.name`. */
  readonly resources: ReadonlyMap<string, Resource>;
  readonly providers: readonly Declared[];
  /** Values of variable files, which Terraform reads by itself. */
  readonly given: ReadonlyMap<string, Setting>;
  /** What a tool around Terraform adds, in a file of its own. */
  readonly host?: Host;
}

export interface ModuleFile {
  readonly uri: string;
  readonly hcl: HclFile;
}

/** A block with the blocks of override files that are merged into it. */
export interface Declared {
  readonly name: string;
  readonly block: Block;
  readonly file: ModuleFile;
  readonly overrides: readonly { readonly block: Block; readonly file: ModuleFile }[];
  /** Of a call that a tool around Terraform makes. */
  readonly deployment?: Deployment;
}

export interface Resource extends Declared {
  readonly mode: 'managed' | 'data';
  readonly type: string;
  /** `aws_kms_key.logs`, `data.aws_kms_key.logs`. */
  readonly address: string;
}

/** An attribute and the file it is in. */
export interface Setting {
  readonly attribute: Attribute;
  readonly file: ModuleFile;
}

/** Joins parsed files; `variableFiles` in the order in which Terraform reads them, the last one wins. */
export function joinModule(
  folder: string | undefined,
  files: readonly ModuleFile[],
  variableFiles: readonly ModuleFile[],
): Module {
  const ordered = [...files].sort(
    (left, right) => rank(left) - rank(right) || (left.uri < right.uri ? -1 : left.uri > right.uri ? 1 : 0),
  );
  const tables = {
    variables: new Map<string, Declared>(),
    outputs: new Map<string, Declared>(),
    calls: new Map<string, Declared>(),
    resources: new Map<string, Resource>(),
    locals: new Map<string, Setting>(),
  };
  const providers: Declared[] = [];
  for (const file of ordered) {
    for (const block of file.hcl.body.blocks) {
      addBlock(tables, providers, block, file);
    }
  }
  return { folder, files: ordered, ...tables, providers, given: givenBy(variableFiles) };
}

function isOverrideFile(uri: string): boolean {
  return /^(?:.*_)?override\.(?:tf|tofu)(?:\.json)?$/.test(nameOf(uri));
}

/** The attribute that counts, after the override files; later ones win. */
export function settingOf(declared: Declared, name: string): Setting | undefined {
  const override = declared.overrides.findLast(({ block }) => attributeOf(block.body, name));
  const { block, file } = override ?? declared;
  const attribute = attributeOf(block.body, name);
  return attribute && { attribute, file };
}

/** The bodies of a block and of those that are merged into it. */
export function bodiesOf(declared: Declared): readonly Body[] {
  return [declared, ...declared.overrides].map(({ block }) => block.body);
}

/** The body whose nested blocks of a type count: an override file's stand for all of that type. */
export function bodyWith(declared: Declared, type: string): Body {
  const body = bodiesOf(declared).findLast(({ blocks }) =>
    blocks.some(one => one.type === type || (one.type === 'dynamic' && one.labels[0]?.text === type)),
  );
  return body ?? declared.block.body;
}

/** A block as a resource of its own, for one that appears twice in its module. */
export function resourceOf(block: Block, file: ModuleFile): Resource | undefined {
  const [type, name] = block.labels;
  if (!type || !name || (block.type !== 'resource' && block.type !== 'data')) {
    return undefined;
  }
  const mode = block.type === 'data' ? 'data' : 'managed';
  const address = `${mode === 'data' ? 'data.' : ''}${type.text}.${name.text}`;
  return { name: name.text, type: type.text, mode, address, block, file, overrides: [] };
}

interface Tables {
  readonly variables: Map<string, Declared>;
  readonly outputs: Map<string, Declared>;
  readonly calls: Map<string, Declared>;
  readonly resources: Map<string, Resource>;
  readonly locals: Map<string, Setting>;
}

function addBlock(tables: Tables, providers: Declared[], block: Block, file: ModuleFile): void {
  const name = block.labels[0]?.text;
  const declared = { name: name ?? '', block, file, overrides: [] };
  switch (block.type) {
    case 'variable':
      add(tables.variables, name, declared);
      break;
    case 'output':
      add(tables.outputs, name, declared);
      break;
    case 'module':
      add(tables.calls, name, declared);
      break;
    case 'provider':
      providers.push(declared);
      break;
    case 'locals':
      for (const attribute of block.body.attributes) {
        tables.locals.set(attribute.name, { attribute, file });
      }
      break;
    case 'resource':
    case 'data': {
      const resource = resourceOf(block, file);
      add(tables.resources, resource?.address, resource);
      break;
    }
  }
}

/** A second block of the same name is an override's, or a mistake that Terraform reports: the first one counts. */
function add<T extends Declared>(
  table: Map<string, T>,
  name: string | undefined,
  declared: T | undefined,
): void {
  if (name === undefined || !declared) {
    return;
  }
  const before = table.get(name);
  if (!before) {
    table.set(name, declared);
  } else if (isOverrideFile(declared.file.uri)) {
    const overrides = [...before.overrides, { block: declared.block, file: declared.file }];
    table.set(name, { ...before, overrides });
  }
}

function givenBy(files: readonly ModuleFile[]): ReadonlyMap<string, Setting> {
  const given = new Map<string, Setting>();
  for (const file of files) {
    for (const attribute of file.hcl.body.attributes) {
      given.set(attribute.name, { attribute, file });
    }
  }
  return given;
}

function rank(file: ModuleFile): number {
  return isOverrideFile(file.uri) ? 1 : 0;
}

/** `aws_kms_key`, `data.aws_kms_alias`. */
export function typeOf({ mode, type }: Resource): string {
  return mode === 'data' ? `data.${type}` : type;
}
