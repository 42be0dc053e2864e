import { isBelow, join, nameOf, parentOf, pathBelow } from '../../../../base/uri.ts';
import { textOf, valueAt } from '../../../formats/tree.ts';
import type { InputSet } from '../../../inputs.ts';
import { foldersAround, itself, mostFiles, picking, quietly } from '../../../sources/foldersAround.ts';
import type { Sign } from '../../../sources/signs.ts';
import type { FolderAround, SourceDocument, Sources } from '../../../sources/sources.ts';
import type { ReadTemplates } from '../surroundings.ts';
import { readParameterFile } from './parameterFile.ts';
import { deploymentsOf } from './samConfig.ts';

/**
 * What a template is found to be deployed with: the environments of the SAM CLI, the deployment files of Git sync that name it,
 * and the template configurations of CodePipeline beside it.
 */
export async function foundSets(
  uri: string,
  parameters: ReadonlySet<string>,
  asked: Sources,
  read: ReadTemplates,
): Promise<readonly InputSet[]> {
  const sources = quietly(asked);
  const environments = await deploymentsOf(uri, read, sources);
  const sam = environments.map(
    ({ environment, config, given }): InputSet => ({
      name: `${nameOf(config)} [${environment}]`,
      given,
    }),
  );
  return [
    ...sam,
    ...(await pipelineSets(uri, parameters, sources, read)),
    ...(await gitSyncSets(uri, sources, read)),
  ];
}

/** The pipeline names the configuration of a template: here it is one that fits, and gives no other parameter. */
async function pipelineSets(
  uri: string,
  parameters: ReadonlySet<string>,
  sources: Sources,
  read: ReadTemplates,
): Promise<readonly InputSet[]> {
  const folder = parentOf(uri);
  const sets: InputSet[] = [];
  for (const document of folder === undefined
    ? []
    : await texts(await itself(folder, sources), configurations, 'template configuration', uri, sources)) {
    if (!/"Parameters"\s*:\s*\{/.test(document.text) || document.text.includes('"Resources"')) {
      continue;
    }
    const given = [...(readParameterFile(read(document).file)?.keys() ?? [])];
    if (given.length > 0 && given.every(name => parameters.has(name))) {
      sets.push(setOf(document.uri, sources));
    }
  }
  return sets;
}

/**
 * Deployment files name their template by its path in the repository, and can be anywhere in it: they are searched around
 * the template.
 */
async function gitSyncSets(uri: string, sources: Sources, read: ReadTemplates): Promise<readonly InputSet[]> {
  const sets: InputSet[] = [];
  const start = parentOf(uri);
  let files = 0;
  for await (const folder of start === undefined ? [] : await foldersAround(start, sources)) {
    files += deployments(folder.files).length;
    if (files > mostFiles) {
      break;
    }
    for (const document of await texts(folder, deployments, 'deployment file', uri, sources)) {
      const { root } = read(document).file.tree.documents[0] ?? {};
      const path = textOf(valueAt(root, 'template-file-path'));
      if (path !== undefined && leadsTo(path, uri, folder.uri, sources)) {
        sets.push(setOf(document.uri, sources));
      }
    }
  }
  return sets;
}

const configurations = picking(uri => uri.endsWith('.json'));
const deployments = picking(uri => /\.ya?ml$/.test(uri));

/** A folder of more files is none in which a person looks for one. */
const mostInFolder = 60;

async function texts(
  folder: FolderAround,
  pick: ReturnType<typeof picking>,
  sign: Sign,
  template: string,
  sources: Sources,
): Promise<readonly SourceDocument[]> {
  const uris = (await folder.filesWith(sign, pick(folder.files))).filter(one => one !== template);
  const found = await Promise.all(uris.slice(0, mostInFolder).map(one => sources.read(one)));
  return found.filter(document => document !== undefined);
}

/** The path counts from the root of the repository, which may be any of the folders above. */
function leadsTo(path: string, template: string, folder: string, sources: Sources): boolean {
  for (
    let above: string | undefined = folder;
    above !== undefined && isInside(above, sources);
    above = parentOf(above)
  ) {
    if (join(above, path.replace(/^\/+/, '')) === template) {
      return true;
    }
  }
  return false;
}

function isInside(folder: string, { root }: Sources): boolean {
  return root !== undefined && isBelow(root, folder);
}

function setOf(file: string, { root }: Sources): InputSet {
  const path = root === undefined ? undefined : pathBelow(root, file);
  return { name: path ?? nameOf(file), given: [{ kind: 'parameters', file }] };
}
