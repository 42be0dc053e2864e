import { parse, type TomlTable } from 'smol-toml';

/** A text in TOML as data; undefined where it breaks the grammar. */
export function parseToml(text: string): Readonly<Record<string, unknown>> | undefined {
  try {
    const table: TomlTable = parse(text.replace(/^\uFEFF/, ''));
    return table;
  } catch {
    return undefined;
  }
}
