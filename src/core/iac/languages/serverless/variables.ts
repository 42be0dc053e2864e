import { entriesOf, follow, itemsOf, type TreeNode, textOf, valueAt } from '../../formats/tree.ts';
import {
  literalOf,
  none,
  type Opaque,
  TextBuilder,
  text,
  unknownValue,
  type Value,
} from '../cloudformation/evaluation/value.ts';
import type { Evaluation, Piece } from '../cloudformation/template.ts';
import type { ServiceDeployment } from './deployment.ts';
import type { EnvFile } from './dotenv.ts';
import { parseString, type Source, soleVariable, type Variable } from './expression.ts';
import { environment, given, input, parameter, stage } from './inputs.ts';

/** What variables are looked up in. */
export interface ServiceTexts {
  /** The service itself; absent for a resource file that no service was found for. */
  readonly service: Piece | undefined;
  /** A file that `${file(…)}` names, where it could be read. */
  file(path: string): Piece | undefined;
  /** How many variables may still be followed to put the template together. */
  readonly openings: { left: number };
  readonly deployment: ServiceDeployment;
  /** Its `.env` files, by stage. */
  readonly envFiles: ReadonlyMap<string, EnvFile>;
}

/** With the possible inputs of a service, besides those that are given. */
export interface ServiceInputs extends ServiceTexts {
  /** The literals that a variable, `opt:stage`, is compared with in the conditions. */
  compared(name: string): ReadonlySet<string>;
}

/** Resolves the variables of a string; `undefined` when it holds none. */
export function resolveString(
  written: string,
  texts: ServiceInputs,
  evaluation: Evaluation,
  depth = 0,
): Value | undefined {
  const pieces = parseString(written);
  if (!pieces) {
    return undefined;
  }
  if (depth > deepest) {
    return unknownValue('not-understood');
  }
  const [only, ...more] = pieces;
  if (only?.kind === 'variable' && more.length === 0) {
    return resolveVariable(only, texts, evaluation, depth) ?? unknownValue('not-understood');
  }
  const parts = new TextBuilder();
  for (const piece of pieces) {
    if (piece.kind === 'plain') {
      parts.add([piece.text]);
      continue;
    }
    const value = resolveVariable(piece, texts, evaluation, depth);
    if (value?.kind !== 'text') {
      return value?.kind === 'unknown' ? value : unknownValue('not-understood');
    }
    parts.add(value.parts);
  }
  return parts.value;
}

const deepest = 12;

/** The first source that has a value; `undefined` when none has. */
function resolveVariable(
  variable: Variable,
  texts: ServiceInputs,
  evaluation: Evaluation,
  depth: number,
): Value | undefined {
  const [first, ...others] = variable.sources;
  if (!first) {
    return undefined;
  }
  const rest = (): Value | undefined =>
    others.length === 0
      ? undefined
      : resolveVariable({ ...variable, sources: others }, texts, evaluation, depth + 1);
  if (depth > deepest) {
    return unknownValue('not-understood');
  }
  switch (first.kind) {
    case 'literal':
      return first.text === null ? (rest() ?? none) : text(first.text);
    case 'nested':
      return resolveString(first.text, texts, evaluation, depth + 1) ?? text(first.text);
    case 'address':
      return resolveAddress(first, texts, evaluation, depth + 1, rest);
  }
}

type Address = Extract<Source, { kind: 'address' }>;

function resolveAddress(
  source: Address,
  texts: ServiceInputs,
  evaluation: Evaluation,
  depth: number,
  rest: () => Value | undefined,
): Value | undefined {
  const address = resolveString(source.address, texts, evaluation, depth) ?? text(source.address);
  switch (source.type) {
    case 'self':
      return texts.service
        ? lookUp(texts.service, address, evaluation, texts, depth, rest)
        : (rest() ?? unknownValue('out-of-reach'));
    case 'file': {
      const file = wholeOf(source, texts, evaluation, depth);
      return file ? lookUp(file, address, evaluation, texts, depth, rest) : unknownValue('out-of-reach');
    }
    case 'sls':
      return literalOf(address) === 'stage' ? stage(texts, evaluation) : given('sls', address);
    case 'opt':
      return literalOf(address) === 'stage'
        ? stage(texts, evaluation, rest())
        : input('opt', address, evaluation, texts, rest());
    case 'env':
      return environment(address, texts, evaluation) ?? input('env', address, evaluation, texts, rest());
    case 'param':
      return parameter(address, texts, evaluation) ?? input('param', address, evaluation, texts, rest());
    default: {
      if (source.parameter !== undefined && source.address === '') {
        return unknownValue('not-understood');
      }
      // Read from AWS at deployment; a fallback counts where there is nothing to read.
      const fallback = rest();
      const value = given(source.type, address);
      return fallback
        ? evaluation.choose({
            id: `${source.type}:${source.address}`,
            options: [value, fallback],
            hasDefault: false,
          })
        : value;
    }
  }
}

/** The value of a string that is a single variable, if that is a map or a list of these texts. */
export function findPiece(
  written: string,
  texts: ServiceInputs,
  evaluation: Evaluation,
  depth = 0,
): Piece | undefined {
  const variable = depth > deepest ? undefined : soleVariable(written);
  for (const source of variable?.sources ?? []) {
    const found =
      source.kind === 'nested'
        ? findPiece(source.text, texts, evaluation, depth + 1)
        : source.kind === 'address'
          ? pieceAt(source, texts, evaluation, depth + 1)
          : undefined;
    if (found) {
      const root = follow(found.root);
      return root.kind === 'scalar' ? findPiece(textOf(root) ?? '', texts, evaluation, depth + 1) : found;
    }
  }
  return undefined;
}

function pieceAt(
  source: Address,
  texts: ServiceInputs,
  evaluation: Evaluation,
  depth: number,
): Piece | undefined {
  const from = wholeOf(source, texts, evaluation, depth);
  const path = resolveString(source.address, texts, evaluation, depth) ?? text(source.address);
  return from && path.kind === 'text' ? walk(from, path.parts, texts, evaluation, depth) : undefined;
}

/** The service, or the file that a source names. */
function wholeOf(
  source: Address,
  texts: ServiceInputs,
  evaluation: Evaluation,
  depth: number,
): Piece | undefined {
  if (source.type === 'self') {
    return texts.service;
  }
  if (source.type !== 'file') {
    return undefined;
  }
  const written = source.parameter ?? '';
  const path = resolveString(written, texts, evaluation, depth) ?? text(written);
  const file = texts.file(literalOf(path) ?? '');
  if (file) {
    evaluation.meetFile();
  }
  return file;
}

/** The value at a dotted path; where a part of the path is decided at deployment, it may be any that is there. */
function lookUp(
  from: Piece,
  path: Value,
  evaluation: Evaluation,
  texts: ServiceInputs,
  depth: number,
  rest: () => Value | undefined,
): Value | undefined {
  if (path.kind !== 'text' || depth > deepest) {
    return unknownValue('not-understood');
  }
  const found = walk(from, path.parts, texts, evaluation, depth);
  if (!found && from === texts.service && literalOf(path) === 'provider.stage') {
    return stage(texts, evaluation, rest());
  }
  const value = found ? evaluation.evaluate(found.root, found.file) : unknownValue('not-understood');
  return !found || value.kind === 'none' ? (rest() ?? value) : value;
}

/** Goes down a path; a variable on the way leads on if its value is a map or a list. */
function walk(
  from: Piece,
  path: readonly (string | Opaque)[],
  texts: ServiceInputs,
  evaluation: Evaluation,
  depth: number,
): Piece | undefined {
  let piece: Piece | undefined = from;
  for (const part of segments(path)) {
    const { file, root }: Piece = inside(piece, texts, evaluation, depth);
    const key = typeof part === 'string' ? part : rowOf(part, root, evaluation);
    const items = itemsOf(root);
    const next = key === undefined ? undefined : items ? items[Number(key)] : valueAt(root, key);
    if (!next || !evaluation.step()) {
      return undefined;
    }
    piece = { file, root: next };
  }
  return piece;
}

function inside(piece: Piece, texts: ServiceInputs, evaluation: Evaluation, depth: number): Piece {
  const root = follow(piece.root);
  const written = root.kind === 'scalar' ? (textOf(root) ?? '') : '';
  const found = written.includes('${') ? findPiece(written, texts, evaluation, depth + 1) : undefined;
  return found ? { file: found.file, root: follow(found.root) } : { file: piece.file, root };
}

/** The key that an open part of a path comes to: any that is there. */
function rowOf(part: Opaque, node: TreeNode, evaluation: Evaluation): string | undefined {
  const chosen = evaluation.choose({
    id: `row ${part.id} ${node.range.start}`,
    options: entriesOf(node).map(entry => text(entry.key)),
    hasDefault: false,
  });
  return chosen && literalOf(chosen);
}

function segments(parts: readonly (string | Opaque)[]): (string | Opaque)[] {
  return parts.flatMap((part): (string | Opaque)[] =>
    typeof part === 'string' ? part.split('.').filter(one => one !== '') : [part],
  );
}
