import { basename, dirname, join, resolve } from 'node:path';
import { TextLines } from '../core/base/text.ts';
import { isBelow } from '../core/base/uri.ts';
import type { DiskFolder } from '../core/iac/analysis/diskScan.ts';
import {
  type CodeConfiguration,
  configurationFileName,
  configurationLimit,
  nothingConfigured,
} from '../core/iac/configuration/configuration.ts';
import type { ConfigurationFile } from '../core/iac/configuration/configurationFile.ts';
import type { InputSet } from '../core/iac/inputs.ts';
import type { SourceDocument } from '../core/iac/sources/sources.ts';
import { configurationFaultMessage } from '../core/wording/configuration.ts';
import { inEnglish } from '../core/wording/message.ts';
import { readFileNow } from '../files/boundedFile.ts';
import { decode } from '../files/decode.ts';
import { pathOf, uriOf } from '../files/fileSources.ts';
import { isInside, leadsOutside } from '../files/reach.ts';
import { repositoryOf } from '../files/repository.ts';
import type { ScanRequest } from './arguments.ts';
import { inputSetsOf } from './inputs.ts';
import { shownPath } from './lines.ts';

/** A path that is scanned, with its configuration. */
export interface Scope {
  readonly path: string;
  readonly uri: string;
  /** The address of the folder that holds what belongs together. */
  readonly root: string;
  readonly configuration: CodeConfiguration;
  /** Command line before file. */
  readonly inputs: readonly InputSet[];
}

export interface Scopes {
  readonly all: readonly Scope[];
  /** The sets of inputs that the command line names; they are those of each scope. */
  readonly inputs: readonly InputSet[];
  /** What is wrong with configuration files, a line each. */
  readonly faults: readonly string[];
}

/** Reads a configuration file, with the files of inputs that it names. */
export type ReadConfiguration = (document: SourceDocument) => Promise<ConfigurationFile>;

/** The scopes of a request, with the nearest configuration file above each path, up to the root of its repository. */
export async function scopesOf(
  request: ScanRequest,
  folder: string,
  read: ReadConfiguration,
): Promise<Scopes> {
  const inputs = inputSetsOf(request.inputs);
  const faults: string[] = [];
  const loaded = new Map<string, CodeConfiguration | undefined>();
  const load = async (path: string) => {
    if (!loaded.has(path)) {
      const fault = (detail: string) => faults.push(`${shownPath(path, folder)}${detail}`);
      loaded.set(path, await loadConfiguration(path, read, fault));
    }
    return loaded.get(path);
  };
  const named = request.config === undefined ? undefined : resolve(request.config);
  if (named !== undefined && (await load(named)) === undefined && faults.length === 0) {
    faults.push(`${request.config}: no such file`);
  }
  const root = uriOf(folder);
  const paths = request.stdinFilename === undefined ? request.paths : [request.stdinFilename];
  const all: Scope[] = [];
  for (const path of new Set(paths.map(one => resolve(one)))) {
    const uri = uriOf(path);
    const found = named === undefined ? await nearest(path, folder, load) : await load(named);
    const configuration = found ?? nothingConfigured;
    all.push({
      path,
      uri,
      root: isBelow(root, uri) ? root : uri,
      configuration,
      inputs: inputs.length > 0 ? inputs : (configuration.inputs ?? []),
    });
  }
  return { all, inputs, faults };
}

/** The scope of a document: the nearest. */
export function scopeOf({ all }: Scopes, uri: string): Scope | undefined {
  const around = all.filter(scope => isBelow(scope.uri, uri));
  const [first, ...others] = around.length > 0 ? around : all;
  return others.reduce((best, scope) => (best && scope.path.length > best.path.length ? scope : best), first);
}

/** What to leave out by the configuration counts from its file; what the command line leaves out, from the current folder. */
export function diskFolderOf(scope: Scope, { exclude }: ScanRequest, folder: string): DiskFolder {
  return {
    path: scope.path,
    uri: scope.root,
    exclude: [],
    configured: scope.configuration.exclude
      // A file that is named on the command line may be anywhere.
      .filter(({ folder: from }) => isBelow(from, scope.uri))
      .map(({ folder: from, patterns }) => ({ patterns, from: pathOf(from) ?? from })),
    ignored: { patterns: exclude, from: folder },
    inputs: scope.inputs,
  };
}

/** Outside a repository, up to the current folder, or in the folder of the path: a file in the home folder is not meant. */
async function nearest(
  path: string,
  current: string,
  load: (file: string) => Promise<CodeConfiguration | undefined>,
): Promise<CodeConfiguration | undefined> {
  const last = repositoryOf(path) ?? (isInside(path, current) ? current : undefined);
  const folders = [path];
  for (let folder = path; folder !== last && folder !== dirname(folder); folder = dirname(folder)) {
    folders.push(dirname(folder));
  }
  for (const folder of last === undefined ? folders.slice(0, 2) : folders) {
    const found = await load(join(folder, configurationFileName));
    if (found) {
      return found;
    }
  }
  return undefined;
}

/** Undefined if the file does not exist. A link is followed inside its folder, and for a file that a person names. */
async function loadConfiguration(
  path: string,
  read: ReadConfiguration,
  onFault: (detail: string) => void,
): Promise<CodeConfiguration | undefined> {
  if (basename(path) === configurationFileName && leadsOutside(path, [dirname(path)])) {
    onFault(': a link that leads outside its folder');
    return undefined;
  }
  const content = readFileNow(path, { limit: configurationLimit });
  if (content.kind === 'missing') {
    return undefined;
  }
  const text = content.kind === 'bytes' ? decode(content.bytes) : undefined;
  if (text === undefined) {
    onFault(`: ${content.kind === 'bytes' ? 'not a text file' : content.detail}`);
    return undefined;
  }
  const { configuration, faults } = await read({ uri: uriOf(path), text });
  const lines = new TextLines(text);
  for (const { what, written, range } of faults) {
    const { line, column } = lines.positionAt(range.start);
    onFault(`:${line + 1}:${column + 1}: ${inEnglish(configurationFaultMessage(what, written))}`);
  }
  return configuration;
}
