import { doubleQuoted } from '../../../formats/embedded.ts';
import { parseHcl, type Template } from '../../../formats/hcl/index.ts';

/** JSON in a template, without its escapes. What it interpolates is covered, so that it can be parsed. */
export interface JsonText {
  readonly json: string;
  /** Where an offset of it is in the text of the file. */
  outer(offset: number): number;
  /** A piece of it as it is written in the file. */
  written(piece: Piece): string;
}

/** JSON with what it interpolates held apart, whose expressions have no escapes of JSON. */
export interface Piece {
  readonly json: string;
  readonly held: readonly string[];
}

/** A heredoc has no escapes; in Terraform's JSON syntax, an interpolation is a part of the string. */
export function jsonIn(text: string, template: Template): JsonText {
  const { form, inner, range } = template;
  const covered = coveredIn(text, template);
  if (form === 'heredoc') {
    return {
      json: covered.slice(inner.start, inner.end),
      outer: offset => inner.start + offset,
      written: restored,
    };
  }
  const quoted = doubleQuoted(range, covered.slice(range.start, range.end));
  const escaped = (json: string) => JSON.stringify(json).slice(1, -1);
  return {
    json: quoted.text,
    outer: quoted.outer,
    written: ({ json, held }) =>
      form === 'json' ? escaped(restored({ json, held })) : restored({ json: escaped(json), held }),
  };
}

/** A text with what a template interpolates covered: every offset stays right. */
function coveredIn(text: string, { parts }: Template): string {
  return parts.reduce(
    (covered, { kind, range: { start, end } }) =>
      kind === 'text' ? covered : `${covered.slice(0, start)}${'x'.repeat(end - start)}${covered.slice(end)}`,
    text,
  );
}

/** Moves the interpolations of a template to a list, and leaves their numbers between two characters that no text contains. */
export function holdInterpolations(template: string, held: string[]): string {
  const text = `value = "${template}"\n`;
  const value = parseHcl(text).body.attributes[0]?.value;
  const parts = value?.kind === 'template' ? value.parts : [];
  return parts
    .map(part => {
      const written = text.slice(part.range.start, part.range.end);
      return part.kind === 'text' ? written : `\uE000${held.push(written) - 1}\uE001`;
    })
    .join('');
}

function restored({ json, held }: Piece): string {
  return json.replace(/\uE000(\d+)\uE001/g, (_, index) => held[Number(index)] ?? '');
}
