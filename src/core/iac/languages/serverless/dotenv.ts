import { nameOf } from '../../../base/uri.ts';
import { type TreeNode, textOf, valueAt } from '../../formats/tree.ts';
import type { SourceDocument, Sources } from '../../sources/sources.ts';

/** The variables of an `.env` file; undefined is a value that another variable takes part in. */
export type EnvFile = ReadonlyMap<string, string | undefined>;

/** Limit of files of this kind in a service. */
const mostFiles = 20;

/**
 * The `.env` files of a service, by the stage that they are for; the one for all others has none (Serverless Framework
 * guide, "Environment variables"). Version 3 reads them if configured, version 4 always.
 */
export async function envFilesOf(
  root: TreeNode,
  folder: string,
  sources: Sources,
): Promise<ReadonlyMap<string, EnvFile>> {
  const isTold = textOf(valueAt(root, 'useDotenv')) === 'true';
  if (!isTold && !/^\D*4/.test(textOf(valueAt(root, 'frameworkVersion')) ?? '')) {
    return new Map();
  }
  const uris = (await sources.list(folder, true)).filter(uri => /^\.env(?:\.|$)/.test(nameOf(uri)));
  const files = new Map<string, EnvFile>();
  for (const uri of uris.toSorted().slice(0, mostFiles)) {
    const document = await sources.read(uri);
    if (document) {
      files.set(nameOf(uri).slice('.env.'.length), readEnvFile(document));
    }
  }
  return files;
}

/** `KEY=value` a line, with `export` before it or quotes around it or a comment behind it, as dotenv reads it. */
export function readEnvFile({ text }: SourceDocument): EnvFile {
  return new Map(
    [...text.matchAll(line)].map(([, name = '', written = '']) => [name, valueOfLine(written.trim())]),
  );
}

const line =
  /^[ \t]*(?:export[ \t]+)?([\w.-]+)[ \t]*[=:][ \t]*("(?:\\.|[^"\\])*"|'[^']*'|`[^`]*`|[^#\r\n]*)/gm;

function valueOfLine(written: string): string | undefined {
  const [, quote, quoted] = /^(["'`])(.*)\1$/s.exec(written) ?? [];
  const value = quoted ?? written;
  // What is not in single quotes may name other variables.
  return quote !== "'" && /(?<!\\)\$/.test(value) ? undefined : value;
}
