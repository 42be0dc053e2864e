import { onceFor } from '../../../../base/onceFor.ts';
import { nameOf } from '../../../../base/uri.ts';
import { type HclFile, parseHcl, parseHclJson } from '../../../formats/hcl/index.ts';
import { picking } from '../../../sources/foldersAround.ts';
import type { SourceDocument } from '../../../sources/sources.ts';
import type { CallerKind } from './callers.ts';
import { joinModule, type Module, type ModuleFile } from './module.ts';

/** Parsed texts, kept as long as their documents live, and who calls modules beside Terraform itself. */
export class ParsedFiles extends WeakMap<SourceDocument, HclFile> {
  readonly callers: readonly CallerKind[];
  /** The files of a folder that may call modules and are none of Terraform's own. */
  readonly callerFiles: ReturnType<typeof picking>;
  /** By the first of its files: every document of a folder belongs to the same module. */
  readonly #modules = new WeakMap<HclFile, JoinedFiles>();

  constructor(callers: readonly CallerKind[] = []) {
    super();
    this.callers = callers;
    this.callerFiles = picking(uri => callers.some(kind => kind.isCaller(uri)));
  }

  /** `joinModule`, once for the same files. */
  joined(
    folder: string | undefined,
    files: readonly ModuleFile[],
    variableFiles: readonly ModuleFile[],
  ): Module {
    const [first] = files;
    const known = first && this.#modules.get(first.hcl);
    if (
      known &&
      known.module.folder === folder &&
      areSame(known.files, files) &&
      areSame(known.variableFiles, variableFiles)
    ) {
      return known.module;
    }
    const module = joinModule(folder, files, variableFiles);
    if (first) {
      this.#modules.set(first.hcl, { files, variableFiles, module });
    }
    return module;
  }
}

interface JoinedFiles {
  readonly files: readonly ModuleFile[];
  readonly variableFiles: readonly ModuleFile[];
  readonly module: Module;
}

function areSame(left: readonly ModuleFile[], right: readonly ModuleFile[]): boolean {
  return (
    left.length === right.length &&
    left.every(({ uri, hcl }, index) => uri === right[index]?.uri && hcl === right[index]?.hcl)
  );
}

export function parsed(cache: ParsedFiles, document: SourceDocument): HclFile {
  let file = cache.get(document);
  if (!file) {
    const json = isJsonFile(document);
    file = json ? parseHclJson(document.text) : parseHcl(document.text);
    cache.set(document, file);
  }
  return file;
}

/** A configuration file by its name. */
export function isConfiguration(uri: string): boolean {
  return /\.(?:tf|tofu)(?:\.json)?$/.test(nameOf(uri));
}

/**
 * The configuration files of a folder that are read together. Of `x.tf` and `x.tofu` a tool reads one: OpenTofu the
 * latter, Terraform the former (OpenTofu documentation, "Configuration Files"). Both are right in their way, so it is
 * OpenTofu's view unless the document is itself the file that OpenTofu leaves out.
 */
export function configurationFiles(uris: readonly string[], documentUri: string): readonly string[] {
  const { all, present, ofOpenTofu } = configurationIn(uris);
  const isTerraformsView = present.has(twinOf(documentUri)) && !isTofu(documentUri);
  return isTerraformsView ? all.filter(uri => !present.has(twinOf(uri)) || !isTofu(uri)) : ofOpenTofu;
}

/** Each file of a folder is read with all others of it, which were listed once. */
const configurationIn = onceFor((uris: readonly string[]) => {
  const all = uris.filter(isConfiguration);
  const present = new Set(all);
  return { all, present, ofOpenTofu: all.filter(uri => !present.has(twinOf(uri)) || isTofu(uri)) };
});

function twinOf(uri: string): string {
  return isTofu(uri) ? uri.replace(/\.tofu(\.json)?$/, '.tf$1') : uri.replace(/\.tf(\.json)?$/, '.tofu$1');
}

function isTofu(uri: string): boolean {
  return /\.tofu(?:\.json)?$/.test(uri);
}

/** A document that was never saved has no name: then its first character decides. */
function isJsonFile({ uri, text }: SourceDocument): boolean {
  const name = nameOf(uri);
  return /\.json$/.test(name) || (!/\.(?:tf|tofu|tfvars)$/.test(name) && /^[\s\uFEFF]*\{/.test(text));
}

/**
 * The variable files that Terraform reads by itself, in its order: `terraform.tfvars`, `terraform.tfvars.json`, then
 * `*.auto.tfvars` and `*.auto.tfvars.json` by name (Terraform documentation, "Variable Definition Precedence").
 */
export function variableFiles(uris: readonly string[]): string[] {
  const named = (name: string) => uris.filter(uri => nameOf(uri) === name);
  const auto = uris.filter(uri => /\.auto\.tfvars(?:\.json)?$/.test(nameOf(uri)));
  return [
    ...named('terraform.tfvars'),
    ...named('terraform.tfvars.json'),
    ...auto.sort((left, right) => (nameOf(left) < nameOf(right) ? -1 : 1)),
  ];
}
