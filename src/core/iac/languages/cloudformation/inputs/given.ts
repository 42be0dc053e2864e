import type { TextRange } from '../../../../base/text.ts';
import { join, nameOf, parentOf } from '../../../../base/uri.ts';
import type { GivenFile, InputSet } from '../../../inputs.ts';
import type { SourceDocument, Sources } from '../../../sources/sources.ts';
import type { ReadTemplates } from '../surroundings.ts';
import { type GivenValues, readParameterFile } from './parameterFile.ts';
import { type PlacedOverrides, readBareFile, readSamConfig } from './samConfig.ts';

/** What a deployment gives for a parameter, and where that is; values of a setting or a command line are nowhere. */
export interface GivenParameter {
  readonly text: string | undefined;
  readonly place?: { readonly uri: string; readonly range: TextRange };
}

export type GivenParameters = ReadonlyMap<string, GivenParameter>;

/**
 * What a set gives for the parameters of a template, the last of several values; undefined where one of its files cannot be read,
 * or holds none in any form that is known.
 */
export async function givenParameters(
  { given, environment }: InputSet,
  read: ReadTemplates,
  sources: Sources,
): Promise<GivenParameters | undefined> {
  const all = new Map<string, GivenParameter>();
  for (const one of given) {
    if ((one.kind ?? 'parameters') !== 'parameters') {
      continue;
    }
    if (!('file' in one)) {
      for (const [name, value] of Object.entries(one.values)) {
        all.set(name, { text: textOfValue(value) });
      }
      continue;
    }
    const document = await sources.read(one.file);
    const values = document && valuesIn(document, one, read, environment);
    const given = values && (await withIncluded(values, one.file, read, sources));
    if (!given) {
      return undefined;
    }
    for (const [name, value] of given) {
      all.set(name, value);
    }
  }
  return all;
}

/** Values with those of the files that they include; undefined where one of these cannot be read. */
async function withIncluded(
  values: GivenValues | PlacedOverrides,
  uri: string,
  read: ReadTemplates,
  sources: Sources,
  above: readonly string[] = [],
): Promise<GivenParameters | undefined> {
  if (!('overrides' in values)) {
    return new Map([...values].map(([name, { text, range }]) => [name, { text, place: { uri, range } }]));
  }
  const all = new Map<string, GivenParameter>();
  for (const one of values.overrides) {
    if (!('file' in one)) {
      const [name, text] = one;
      all.set(name, { text, place: { uri, range: values.range } });
      continue;
    }
    const file = join(parentOf(uri) ?? '', one.file);
    // A file that includes itself is refused.
    const document = file === undefined || above.includes(file) ? undefined : await sources.read(file);
    const more = document && readBareFile(document, read);
    const given = more && (await withIncluded(more, document.uri, read, sources, [...above, document.uri]));
    if (!given) {
      return undefined;
    }
    for (const [name, value] of given) {
      all.set(name, value);
    }
  }
  return all;
}

/**
 * The values in a file of a set; undefined where it holds none in any form that is known. A configuration of the SAM CLI may have
 * any name, and says what an environment gives.
 */
export function valuesIn(
  document: SourceDocument,
  { section, isBare }: GivenFile,
  read: ReadTemplates,
  environment?: string,
): GivenValues | PlacedOverrides | undefined {
  if (isBare) {
    return readBareFile(document, read);
  }
  const isConfig = nameOf(document.uri).endsWith('.toml');
  return section !== undefined || isConfig
    ? readSamConfig(document, section ?? environment, read)
    : readParameterFile(read(document).file);
}

function textOfValue(value: unknown): string | undefined {
  switch (typeof value) {
    case 'string':
      return value;
    case 'number':
    case 'boolean':
      return String(value);
    default:
      return value === null ? '' : Array.isArray(value) ? value.map(textOfValue).join(',') : undefined;
  }
}
