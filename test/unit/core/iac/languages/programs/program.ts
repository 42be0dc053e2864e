import assert from 'node:assert/strict';
import { dialectOf } from '../../../../../../src/core/iac/languages/programs/dialects.ts';
import {
  environmentsAt,
  oneTurn,
} from '../../../../../../src/core/iac/languages/programs/evaluation/callers.ts';
import { explore } from '../../../../../../src/core/iac/languages/programs/evaluation/explore.ts';
import type { Library } from '../../../../../../src/core/iac/languages/programs/evaluation/library.ts';
import { literalOf, type Value } from '../../../../../../src/core/iac/languages/programs/evaluation/value.ts';
import { Programs } from '../../../../../../src/core/iac/languages/programs/files.ts';
import type { ProgramFile } from '../../../../../../src/core/iac/languages/programs/outline/outline.ts';
import { MemorySources } from '../../memorySources.ts';

/** A program whose modules are all unknown. */
const library: Library = {
  call: () => undefined,
  member: () => undefined,
  owns: () => false,
  has: () => false,
  template: () => undefined,
};

/** A file of a program by its name, with the others that it imports; calls are looked for around these words. */
export async function loaded(
  name: string,
  files: Readonly<Record<string, string>>,
  words = /./g,
): Promise<ProgramFile> {
  const uri = `file:///case/${name}`;
  const sources = new MemorySources(
    Object.fromEntries(Object.entries(files).map(([path, text]) => [`file:///case/${path}`, text])),
  );
  const document = await sources.read(uri);
  const dialect = dialectOf(uri);
  if (!document || !dialect) {
    throw new Error(`${name} is no program.`);
  }
  return new Programs(words).load(document, dialect, sources);
}

/** What the first argument of each call of `show` comes to, in each world in which it is reached; the world of the defaults first. */
export async function shown(
  name: string,
  text: string,
  more: Readonly<Record<string, string>> = {},
): Promise<readonly string[]> {
  const file = await loaded(name, { ...more, [name]: text });
  return file.outline.callsOf('show').flatMap(site => {
    const { outcomes } = explore({ library, files: [file] }, world => {
      const [environment] = environmentsAt(site, world, oneTurn);
      const [argument] = site.call.args;
      return environment && argument ? printed(environment.evaluate(argument.value)) : undefined;
    });
    const values = outcomes.flatMap(({ result }) => result ?? []);
    return [[...new Set(values)].join(' | ')];
  });
}

/** One program, in each language that can say it. */
export interface SameProgram {
  readonly name: string;
  readonly shows: readonly string[];
  /** By the names of files: those that are called `a` are run, others are beside them. */
  readonly texts: Readonly<Record<string, string>>;
}

/** Defines a test for each language in which a program is written. */
export function showInEach(programs: readonly SameProgram[]): void {
  for (const { name, shows, texts } of programs) {
    for (const file of Object.keys(texts).filter(one => one.startsWith('a.'))) {
      it(`${name}: ${file}`, async () => {
        assert.deepEqual(await shown(file, texts[file] ?? '', texts), shows);
      });
    }
  }
}

/** A value in a short form: what it is, or what it was made by. */
export function printed(value: Value): string {
  switch (value.kind) {
    case 'nothing':
      return 'nothing';
    case 'text':
      return (
        literalOf(value) ??
        value.parts.map(part => (typeof part === 'string' ? part : `\${${printed(part.value)}}`)).join('')
      );
    case 'plain':
      return String(value.value);
    case 'list':
      return `[${value.items.map(printed).join(', ')}${value.isOpen ? ', …' : ''}]`;
    case 'record': {
      const entries = [...value.properties].map(([name, property]) => `${name}: ${printed(property.get())}`);
      return `{${[...entries, ...(value.isOpen ? ['…'] : [])].join(', ')}}`;
    }
    case 'reference':
      return [value.module, ...value.path].filter(part => part !== '').join('.');
    case 'made':
      return `${printed(value.callee)}(${value.args.positional.map(one => printed(one())).join(', ')})`;
    case 'attribute':
      return `${printed(value.of)}.${value.name}`;
    case 'given':
      return `<${value.name}>${value.isOpen ? '?' : ''}`;
    case 'class':
      return `class ${value.owner.name}`;
    case 'function':
      return 'function';
    case 'object':
      return `object of ${value.instance.owner.name}`;
    case 'unknown':
      return '?';
  }
}
