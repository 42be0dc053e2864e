import { basename, dirname, join, resolve } from 'node:path';
import { TextLines } from '../core/base/text.ts';
import { isBelow, pathBelow } from '../core/base/uri.ts';
import {
  type CodeConfiguration,
  configurationFileName,
  type FileFault,
  nothingConfigured,
} from '../core/iac/configuration.ts';
import { configurationLimit, readConfigurationFile } from '../core/iac/configurationFile.ts';
import type { DiskFolder } from '../core/iac/diskScan.ts';
import { filesOf, type InputFault, type InputSet } from '../core/iac/inputs.ts';
import { configurationFaultMessage } from '../core/wording/configuration.ts';
import { inEnglish } from '../core/wording/message.ts';
import { readFileNow } from '../files/boundedFile.ts';
import { decode } from '../files/decode.ts';
import { pathOf, uriOf } from '../files/fileSources.ts';
import { isInside } from '../files/reach.ts';
import { repositoryOf } from '../files/repository.ts';
import type { ScanRequest } from './arguments.ts';
import { inputSetsOf } from './inputs.ts';
import { shownPath } from './report.ts';

/** A path that is scanned, with all that is said about it. */
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
  readonly files: readonly LoadedConfiguration[];
  /** The scope of a document: the nearest. */
  of(uri: string): Scope;
}

interface LoadedConfiguration {
  readonly path: string;
  readonly text: string;
  readonly configuration: CodeConfiguration;
  readonly faults: readonly FileFault[];
}

/** The scopes of a request, with the nearest configuration file above each path, up to the root of its repository. */
export function scopesOf(request: ScanRequest, folder: string): Scopes {
  const inputs = inputSetsOf(request.inputs);
  const faults: string[] = [];
  const loaded = new Map<string, LoadedConfiguration | undefined>();
  const load = (path: string) => {
    const known = loaded.get(path);
    if (known || loaded.has(path)) {
      return known;
    }
    const file = loadConfiguration(path, detail => faults.push(`${shownPath(path, folder)}: ${detail}`));
    loaded.set(path, file);
    faults.push(...(file ? file.faults.map(fault => lineOf(file, fault, folder)) : []));
    return file;
  };
  if (request.config !== undefined && load(resolve(request.config)) === undefined && faults.length === 0) {
    faults.push(`${request.config}: no such file`);
  }
  const root = uriOf(folder);
  const paths = request.stdinFilename === undefined ? request.paths : [request.stdinFilename];
  const all = [...new Set(paths.map(path => resolve(path)))].map((path): Scope => {
    const uri = uriOf(path);
    const file = request.config === undefined ? nearest(path, folder, load) : load(resolve(request.config));
    const configuration = file?.configuration ?? nothingConfigured;
    return {
      path,
      uri,
      root: isBelow(root, uri) ? root : uri,
      configuration,
      inputs: inputs.length > 0 ? inputs : (configuration.inputs ?? []),
    };
  });
  return {
    all,
    inputs,
    faults,
    files: [...loaded.values()].flatMap(file => file ?? []),
    of: uri => {
      const around = all.filter(scope => isBelow(scope.uri, uri));
      const [first, ...others] = around.length > 0 ? around : all;
      return others.reduce(
        (best, scope) => (scope.path.length > best.path.length ? scope : best),
        first as Scope,
      );
    },
  };
}

/** What to leave out by the configuration counts from its file; what the command line leaves out, from the current folder. */
export function diskFolderOf(scope: Scope, { exclude }: ScanRequest, folder: string): DiskFolder {
  return {
    path: scope.path,
    uri: scope.root,
    exclude: [],
    configured: scope.configuration.exclude
      // A file that is named on the command line may stand elsewhere.
      .filter(({ folder: from }) => isBelow(from, scope.uri))
      .map(({ folder: from, patterns }) => ({ patterns, from: pathOf(from) ?? from })),
    ignored: { patterns: exclude, from: folder },
    inputs: scope.inputs,
  };
}

/** A file of inputs that a configuration names and that gives none, in a line. */
export function inputFaultLine(fault: InputFault, { files }: Scopes, folder: string): string | undefined {
  const file = files.find(({ configuration }) => filesOf(configuration.inputs ?? []).has(fault.file));
  if (!file) {
    return undefined;
  }
  const written = pathBelow(uriOf(dirname(file.path)), fault.file) ?? fault.file;
  const at = file.text.indexOf(JSON.stringify(written));
  const range = { start: Math.max(at, 0), end: Math.max(at, 0) };
  return lineOf(file, { path: [], what: fault.what, written, range }, folder);
}

function lineOf(
  { path, text }: LoadedConfiguration,
  {
    what,
    written,
    range,
  }: Omit<FileFault, 'what'> & { readonly what: FileFault['what'] | InputFault['what'] },
  folder: string,
): string {
  const { line, column } = new TextLines(text).positionAt(range.start);
  const place = `${shownPath(path, folder)}:${line + 1}:${column + 1}`;
  return `${place}: ${inEnglish(configurationFaultMessage(what, written))}`;
}

/** Outside of a repository, up to the current folder, or in the folder of the path: nobody means a file of their home folder. */
function nearest(
  path: string,
  current: string,
  load: (file: string) => LoadedConfiguration | undefined,
): LoadedConfiguration | undefined {
  const last = repositoryOf(path) ?? (isInside(path, current) ? current : undefined);
  const folders = [path];
  for (let folder = path; folder !== last && folder !== dirname(folder); folder = dirname(folder)) {
    folders.push(dirname(folder));
  }
  for (const folder of last === undefined ? folders.slice(0, 2) : folders) {
    const file = load(join(folder, configurationFileName));
    if (file) {
      return file;
    }
  }
  return undefined;
}

/** A link is not followed: it may lead out of the repository. */
function loadConfiguration(
  path: string,
  onProblem: (detail: string) => void,
): LoadedConfiguration | undefined {
  const isNamed = basename(path) !== configurationFileName;
  const content = readFileNow(path, { limit: configurationLimit, followsLink: isNamed });
  if (content.kind === 'missing') {
    return undefined;
  }
  const text = content.kind === 'bytes' ? decode(content.bytes) : undefined;
  if (text === undefined) {
    onProblem(content.kind === 'bytes' ? 'not a text file' : content.detail);
    return undefined;
  }
  return { path, text, ...readConfigurationFile({ uri: uriOf(path), text }) };
}
