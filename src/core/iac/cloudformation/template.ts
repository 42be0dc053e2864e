import {
  type Entry,
  entriesOf,
  follow,
  itemsOf,
  mapOf,
  type TreeNode,
  type TreeText,
  textOf,
  valueAt,
} from '../formats/tree.ts';
import type { Value } from './value.ts';
import type { Variable } from './world.ts';

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
  /** What parameters have to fulfil before anything is made. */
  readonly rules: ReadonlyMap<string, Item>;
  readonly mappings: ReadonlyMap<string, Item>;
  readonly outputs: ReadonlyMap<string, Item>;
  readonly resources: readonly Resource[];
  readonly metadata: TreeNode | undefined;
  /** Names of the macros that the template runs through. */
  readonly transforms: readonly string[];
  /** Reads the variables of a framework that stands before CloudFormation, such as `${self:custom.key}`. */
  readonly variables?: (written: string, file: TemplateFile, evaluation: Evaluation) => Value | undefined;
}

/** The evaluation under way, for variables that lead back into templates. */
export interface Evaluation {
  evaluate(node: TreeNode, file: TemplateFile): Value;
  /** Text of a file that the code names is being read. */
  meetFile(): void;
  choose(variable: Variable): Value | undefined;
}

/** An entry of a section. */
export interface Item {
  readonly file: TemplateFile;
  readonly entry: Entry;
}

export interface Resource extends Item {
  /** The logical id as written; inside loops it names their identifiers. */
  readonly id: string;
  readonly type: string | undefined;
  readonly body: TreeNode;
  /** The `Resources` map it stands in. */
  readonly section: TreeNode;
  /** `Fn::ForEach` around it, the outermost first. */
  readonly loops: readonly Loop[];
}

export interface Loop {
  readonly name: string;
  readonly identifier: string;
  readonly collection: TreeNode;
}

/** A template by its shape: a map whose `Resources` hold maps with a `Type`. Its name and its format version tell nothing. */
export function templateOf(file: TemplateFile, root: TreeNode | undefined): Template | undefined {
  const resources = root && valueAt(root, 'Resources');
  if (!root || !resources || !mapOf(resources) || !holdsResources(resources)) {
    return undefined;
  }
  return assemble(file, [{ file, root }]);
}

/** Puts the sections of several roots together, as if they stood in one text. */
export function assemble(
  file: TemplateFile,
  roots: readonly { readonly file: TemplateFile; readonly root: TreeNode }[],
  variables?: Template['variables'],
): Template {
  const section = (name: string) =>
    new Map(
      roots.flatMap(part =>
        entriesOf(valueAt(part.root, name)).map(entry => [entry.key, { file: part.file, entry }] as const),
      ),
    );
  const single = roots.length === 1 ? roots[0]?.root : undefined;
  return {
    file,
    root: single,
    parameters: section('Parameters'),
    conditions: section('Conditions'),
    rules: section('Rules'),
    mappings: section('Mappings'),
    outputs: section('Outputs'),
    resources: roots.flatMap(part => resourcesIn(part.file, valueAt(part.root, 'Resources'))),
    metadata: single && valueAt(single, 'Metadata'),
    transforms: roots.flatMap(part => transformsOf(valueAt(part.root, 'Transform'))),
    ...(variables && { variables }),
  };
}

export function resourcesIn(file: TemplateFile, section: TreeNode | undefined): Resource[] {
  return section ? collect(file, section, [], 0) : [];
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

/** The body of a resource is read when somebody asks: most of them are never looked at. */
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

  get type(): string | undefined {
    return textOf(valueAt(this.body, 'Type'));
  }
}

/** One resource with a type is enough to tell; a text of thousands is not read for it. */
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
