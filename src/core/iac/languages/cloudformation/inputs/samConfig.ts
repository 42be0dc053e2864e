import type { TextRange } from '../../../../base/text.ts';
import { join, nameOf, parentOf } from '../../../../base/uri.ts';
import { toPlain } from '../../../formats/plain.ts';
import { parseToml } from '../../../formats/toml.ts';
import type { GivenFile } from '../../../inputs.ts';
import type { SourceDocument, Sources } from '../../../sources/sources.ts';
import type { ReadTemplates } from '../surroundings.ts';
import { fileIn, type Override, readOverrides } from './overrides.ts';

/*
 * `samconfig.toml` or `.yaml`, in which the SAM CLI finds the options of its commands, for one environment or another (AWS SAM
 * Developer Guide, "AWS SAM CLI configuration file").
 */

/** Of several the SAM CLI takes the first. */
const names = ['samconfig.toml', 'samconfig.yaml', 'samconfig.yml'];

/** What an environment deploys a template with. */
export interface Deployment {
  readonly environment: string;
  /** The configuration that contains it. */
  readonly config: string;
  /** None where it gives no parameters. */
  readonly given: readonly GivenFile[];
}

/**
 * The environments of the configuration beside a template that deploy this template, if any gives parameters to it. One whose
 * parameters are put together in a way that is not known is none of them.
 */
export async function deploymentsOf(
  templateUri: string,
  read: ReadTemplates,
  sources: Sources,
): Promise<readonly Deployment[]> {
  const folder = parentOf(templateUri);
  const beside = folder === undefined ? [] : await sources.list(folder, true);
  const config = names.flatMap(name => beside.find(uri => nameOf(uri) === name) ?? [])[0];
  const document = config === undefined ? undefined : await sources.read(config);
  if (config === undefined || folder === undefined || !document) {
    return [];
  }
  const content = contentOf(document, read) ?? {};
  const all = Object.keys(content).flatMap((environment): Deployment[] => {
    const own = mapAt(content, environment);
    if (!deploys(own, folder, templateUri)) {
      return [];
    }
    const written = optionOf(own, ['parameter_overrides']);
    const given = written === undefined ? undefined : givenBy(written, folder, config, environment);
    const isPlain = written === undefined && optionOf(own, ['stack_name']) !== undefined;
    return given
      ? [{ environment, config, given: [given] }]
      : isPlain
        ? [{ environment, config, given: [] }]
        : [];
  });
  return all.some(({ given }) => given.length > 0) ? all : [];
}

function givenBy(
  written: unknown,
  folder: string,
  config: string,
  environment: string,
): GivenFile | undefined {
  const path = typeof written === 'string' ? fileIn(written) : undefined;
  const file = path === undefined ? undefined : join(folder, path);
  return file !== undefined
    ? { kind: 'parameters', file, isBare: true }
    : readOverrides(written) && { kind: 'parameters', file: config, section: environment };
}

/** Overrides, and where they are written. */
export interface PlacedOverrides {
  readonly overrides: readonly Override[];
  readonly range: TextRange;
}

/**
 * What an environment gives for the parameters of its template, by default the one of that name; undefined where it gives nothing
 * that can be read here.
 */
export function readSamConfig(
  document: SourceDocument,
  environment: string | undefined,
  read: ReadTemplates,
): PlacedOverrides | undefined {
  const name = environment ?? 'default';
  const written = optionOf(mapAt(contentOf(document, read), name), ['parameter_overrides']);
  const overrides = written === undefined ? undefined : readOverrides(written);
  return overrides && { overrides, range: placeIn(document.text, name) };
}

/** The values of a file that `parameter_overrides` names. */
export function readBareFile(document: SourceDocument, read: ReadTemplates): PlacedOverrides | undefined {
  const content = contentOf(document, read);
  const overrides = content && readOverrides(content);
  return overrides && { overrides, range: { start: 0, end: 0 } };
}

type Table = Readonly<Record<string, unknown>>;

function contentOf(document: SourceDocument, read: ReadTemplates): Table | undefined {
  const content = nameOf(document.uri).endsWith('.toml')
    ? parseToml(document.text)
    : toPlain(read(document).file.tree.documents[0]?.root);
  return isTable(content) ? content : undefined;
}

/** An option of the command that deploys, else of all commands of the environment. */
function optionOf(environment: Table | undefined, options: readonly string[]): unknown {
  for (const command of ['deploy', 'sync', 'global']) {
    const parameters = mapAt(mapAt(environment, command), 'parameters');
    for (const option of options) {
      const value = parameters?.[option];
      if (value !== undefined) {
        return value;
      }
    }
  }
  return undefined;
}

/** Without a name, the SAM CLI deploys what it built of `template.yaml`. */
function deploys(environment: Table | undefined, folder: string, templateUri: string): boolean {
  const build = mapAt(mapAt(environment, 'build'), 'parameters');
  const written = [
    build?.['template_file'],
    build?.['template'],
    optionOf(environment, ['template_file', 'template']),
  ];
  const named = written.filter(one => typeof one === 'string').filter(one => !one.includes('.aws-sam'));
  return named.length > 0
    ? named.some(path => join(folder, path) === templateUri)
    : /^template\.(?:ya?ml|json)$/.test(nameOf(templateUri));
}

/** Where the overrides of an environment are written, as far as the text says. */
function placeIn(text: string, environment: string): TextRange {
  const name = environment.replace(/[^\w]/g, '\\$&');
  const header = new RegExp(`^[ \\t]*(?:\\[["']?${name}["']?\\.|["']?${name}["']?[ \\t]*:)`, 'm').exec(text);
  const found = header && /parameter_overrides/g;
  if (!found) {
    return { start: 0, end: 0 };
  }
  found.lastIndex = header.index;
  const match = found.exec(text);
  return match ? { start: match.index, end: match.index + match[0].length } : { start: 0, end: 0 };
}

function mapAt(table: Table | undefined, key: string): Table | undefined {
  const value = table?.[key];
  return isTable(value) ? value : undefined;
}

function isTable(value: unknown): value is Table {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
