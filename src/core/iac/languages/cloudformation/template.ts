import {
  type Entry,
  entriesOf,
  entryOf,
  follow,
  itemsOf,
  mapOf,
  type TreeNode,
  type TreeText,
  textOf,
  valueAt,
} from '../../formats/tree.ts';
import type { Value } from './evaluation/value.ts';
import type { Variable } from './evaluation/world.ts';

/** A text that holds a template, or a part of one. */
export interface TemplateFile {
  readonly uri: string;
  readonly text: string;
  readonly tree: TreeText;
}

/** A template with its sections; a Serverless service puts them together from several files. */
export interface Template {
  readonly file: TemplateFile;
  /** The map that holds the sections; absent when they come from several places. */
  readonly root: TreeNode | undefined;
  readonly parameters: ReadonlyMap<string, Item>;
  readonly conditions: ReadonlyMap<string, Item>;
  /** What parameters have to fulfil before anything is created. */
  readonly rules: ReadonlyMap<string, Item>;
  readonly mappings: ReadonlyMap<string, Item>;
  readonly outputs: ReadonlyMap<string, Item>;
  readonly resources: readonly Resource[];
  readonly metadata: TreeNode | undefined;
  /** Names of the macros that the template runs through. */
  readonly transforms: readonly string[];
  /** Reads the variables of a framework that precedes CloudFormation, such as `${self:custom.key}`. */
  readonly variables?: Variables;
}

/** The variables of a framework that precedes CloudFormation. */
export interface Variables {
  /** A string after its variables; `undefined` when it holds none. */
  resolve(written: string, file: TemplateFile, evaluation: Evaluation): Value | undefined;
  /** The value of a string that is a single variable, if that is a map or a list of these texts. */
  find(written: string, file: TemplateFile, evaluation: Evaluation): Piece | undefined;
}

/** A piece of a tree, and the text it is in. */
export interface Piece {
  readonly file: TemplateFile;
  readonly root: TreeNode;
}

/** The evaluation under way, for variables that lead back into templates. */
export interface Evaluation {
  evaluate(node: TreeNode, file: TemplateFile): Value;
  /** Text of a file that the code names is being read. */
  meetFile(): void;
  /** Counts a step; false when there were too many. */
  step(): boolean;
  choose(variable: Variable): Value | undefined;
}

/** An entry of a section. */
export interface Item {
  readonly file: TemplateFile;
  readonly entry: Entry;
}

/** An entry that is in another text than the map around it, as a framework puts templates together. */
export interface MovedEntry extends Entry {
  readonly file: TemplateFile;
}

/** The text of an entry of a map that itself is in `around`. */
export function fileOf(entry: Entry, around: TemplateFile): TemplateFile {
  return isMoved(entry) ? entry.file : around;
}

function isMoved(entry: Entry): entry is MovedEntry {
  return 'file' in entry;
}

export interface Resource extends Item {
  /** The logical id as written; inside loops it names their identifiers. */
  readonly id: string;
  readonly type: string | undefined;
  /** As it is in its own text: what edits start from. */
  readonly body: TreeNode;
  /** What is deployed: the body, with what other parts of the template merge into it. */
  readonly merged: TreeNode;
  /** Where else parts of it stand. */
  readonly parts: readonly Piece[];
  /** The `Resources` map it is in. */
  readonly section: TreeNode;
  /** `Fn::ForEach` around it, the outermost first. */
  readonly loops: readonly Loop[];
}

export interface Loop {
  readonly name: string;
  readonly identifier: string;
  readonly collection: TreeNode;
}

/**
 * A template by its shape: a map whose `Resources` hold maps with a `Type`. Its name and its format version are not
 * considered.
 */
export function templateOf(file: TemplateFile, root: TreeNode | undefined): Template | undefined {
  const resources = root && valueAt(root, 'Resources');
  if (!root || !resources || !mapOf(resources) || !holdsResources(resources)) {
    return undefined;
  }
  return assemble(file, [{ file, root }]);
}

/** Puts the sections of several roots together, as if they were in one text. */
export function assemble(
  file: TemplateFile,
  roots: readonly Piece[],
  variables?: Template['variables'],
): Template {
  const section = (name: string) =>
    new Map(roots.flatMap(part => itemsIn(part, name).map(item => [item.entry.key, item] as const)));
  const single = roots.length === 1 ? roots[0]?.root : undefined;
  return {
    file,
    root: single,
    parameters: section('Parameters'),
    conditions: section('Conditions'),
    rules: section('Rules'),
    mappings: section('Mappings'),
    outputs: section('Outputs'),
    resources: roots.flatMap(resourcesOf),
    metadata: single && valueAt(single, 'Metadata'),
    transforms: roots.flatMap(part => transformsOf(valueAt(part.root, 'Transform'))),
    ...(variables && { variables }),
  };
}

/** The entries of a section. */
export function itemsIn({ file, root }: Piece, name: string): Item[] {
  const section = entryOf(root, name);
  const around = section ? fileOf(section, file) : file;
  return entriesOf(section?.value).map(entry => ({ file: fileOf(entry, around), entry }));
}

export function resourcesOf({ file, root }: Piece): Resource[] {
  const section = entryOf(root, 'Resources');
  return section ? collect(fileOf(section, file), follow(section.value), [], 0) : [];
}

const deepestLoop = 5;

function collect(file: TemplateFile, section: TreeNode, loops: readonly Loop[], depth: number): Resource[] {
  return entriesOf(section).flatMap((entry): Resource[] => {
    if (entry.key.startsWith('Fn::ForEach::')) {
      const [identifier, collection, body] = itemsOf(entry.value) ?? [];
      const name = textOf(identifier);
      if (name === undefined || !collection || !body || depth >= deepestLoop) {
        return [];
      }
      return collect(file, body, [...loops, { name: entry.key, identifier: name, collection }], depth + 1);
    }
    return [new LazyResource(file, entry, section, loops)];
  });
}

/** The body of a resource is read on demand: most of them are never looked at. */
class LazyResource implements Resource {
  readonly file: TemplateFile;
  readonly entry: Entry;
  readonly section: TreeNode;
  readonly loops: readonly Loop[];

  constructor(file: TemplateFile, entry: Entry, section: TreeNode, loops: readonly Loop[]) {
    this.file = file;
    this.entry = entry;
    this.section = section;
    this.loops = loops;
  }

  get id(): string {
    return this.entry.key;
  }

  get body(): TreeNode {
    return follow(this.entry.value);
  }

  get merged(): TreeNode {
    return this.body;
  }

  get parts(): readonly Piece[] {
    return [];
  }

  get type(): string | undefined {
    return textOf(valueAt(this.body, 'Type'));
  }
}

/** One resource with a type is enough; a text of thousands is not read for it. */
function holdsResources(resources: TreeNode): boolean {
  const entries = entriesOf(resources);
  return (
    entries.length === 0 ||
    entries.some(
      entry =>
        entry.key.startsWith('Fn::') ||
        /^[\w-]+(?:::[\w@-]+)+$/.test(textOf(valueAt(follow(entry.value), 'Type')) ?? ''),
    )
  );
}

function transformsOf(node: TreeNode | undefined): string[] {
  const names = node ? (itemsOf(node) ?? [node]) : [];
  return names.flatMap(one => textOf(one) ?? textOf(valueAt(one, 'Name')) ?? []);
}
