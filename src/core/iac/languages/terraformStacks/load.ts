import { join, nameOf, parentOf } from '../../../base/uri.ts';
import { attributeOf, type Block, blocksOf, literalText } from '../../formats/hcl/index.ts';
import type { SourceDocument, Sources } from '../../sources/sources.ts';
import { type ParsedFiles, parsed } from '../terraform/modules/files.ts';
import type { ModuleFile } from '../terraform/modules/module.ts';

/** The files of a stack, as Terraform joins those of one folder, and of the stacks that it embeds. */
export interface LoadedStack {
  readonly folder: string;
  readonly components: readonly ModuleFile[];
  /** What `.tfdeploy.hcl` files say. */
  readonly deployments: readonly ModuleFile[];
  /** By the label of the block that embeds each. */
  readonly embedded: ReadonlyMap<string, LoadedStack>;
  /** The addresses of those that there were too many for. */
  readonly leftOut: readonly string[];
}

/** Stacks in stacks, deeper than in real code. */
const deepest = 5;

/** So many embedded stacks are read. */
export const mostEmbedded = 50;

export function isComponentFile(uri: string): boolean {
  return /\.tfcomponent\.(?:hcl|json)$/.test(nameOf(uri));
}

export function isDeploymentFile(uri: string): boolean {
  return /\.tfdeploy\.(?:hcl|json)$/.test(nameOf(uri));
}

/** Reads the stack that a document belongs to, with the text that the document has now. */
export async function loadStack(
  document: SourceDocument,
  sources: Sources,
  cache: ParsedFiles,
): Promise<LoadedStack> {
  const own: ModuleFile = { uri: document.uri, hcl: parsed(cache, document) };
  const folder = parentOf(document.uri);
  return folder === undefined
    ? { folder: '', components: [own], deployments: [], embedded: new Map(), leftOut: [] }
    : loadFolder(folder, own, sources, cache, [], { left: mostEmbedded, leftOut: [] });
}

async function loadFolder(
  folder: string,
  own: ModuleFile | undefined,
  sources: Sources,
  cache: ParsedFiles,
  above: readonly string[],
  budget: { left: number; readonly leftOut: string[] },
): Promise<LoadedStack> {
  const uris = new Set([...(await sources.list(folder)), ...(own ? [own.uri] : [])]);
  const read = async (isWanted: (uri: string) => boolean) => {
    const files: ModuleFile[] = [];
    for (const uri of [...uris].filter(isWanted).sort()) {
      const document = uri === own?.uri ? undefined : await sources.read(uri);
      files.push(...(uri === own?.uri ? [own] : document ? [{ uri, hcl: parsed(cache, document) }] : []));
    }
    return files;
  };
  const components = await read(isComponentFile);
  const embedded = new Map<string, LoadedStack>();
  for (const block of components.flatMap(({ hcl }) => blocksOf(hcl.body, 'stack'))) {
    const label = block.labels[0]?.text;
    const inner = localFolder(block, folder);
    const isOpen = inner === undefined || inner === folder || above.includes(inner);
    if (label === undefined || isOpen) {
      continue;
    }
    if (above.length >= deepest || budget.left-- <= 0) {
      budget.leftOut.push(`stack.${label}`);
    } else {
      embedded.set(label, await loadFolder(inner, undefined, sources, cache, [...above, folder], budget));
    }
  }
  const deployments = above.length > 0 ? [] : await read(isDeploymentFile);
  return { folder, components, deployments, embedded, leftOut: budget.leftOut };
}

/** The folder that a `source` names by a path; undefined for what comes from elsewhere. */
export function localFolder({ body }: Block, folder: string): string | undefined {
  const source = literalText(attributeOf(body, 'source')?.value);
  return source !== undefined && /^\.\.?(?:[\\/]|$)/.test(source) ? join(folder, source) : undefined;
}
