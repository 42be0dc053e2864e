import type { TextRange } from '../../../base/text.ts';
import { type Entry, entryOf, type MapNode, type TreeNode, textOf, valueAt } from '../../formats/tree.ts';
import type { Manifest, ManifestFile } from './manifest.ts';
import type { Scope } from './scope.ts';
import type { Value } from './value.ts';

/** Something of AWS that a controller manages: a manifest of its own, or an item of a template. */
export interface Resource {
  readonly file: ManifestFile;
  readonly body: MapNode;
  readonly group: string;
  readonly kind: string;
  /** What the code calls it. */
  readonly id: string;
  /** The manifest that it is, or that holds it. */
  readonly manifest: Manifest;
  /** The entry that declares it, where a map holds it by its name. */
  readonly entry?: Entry;
  readonly template?: Template;
  /** What a template does to its fields besides, in this order. */
  readonly patches: readonly Patch[];
  /** The item of the template that it is in. */
  readonly item?: MapNode;
}

/** A change of one field, when the template is filled in. */
export interface Patch {
  /** `spec.forProvider.kmsKeyId`. */
  readonly to: string;
  readonly node: MapNode;
  readonly file: ManifestFile;
  /** The value to put there; undefined where the field is left as it is. */
  readonly value: (scope: Scope) => Value | undefined;
  /** The inputs that it takes the value from. */
  readonly inputs: readonly string[];
  /** The template is not filled in while an input is missing. */
  readonly isRequired: boolean;
}

/** What makes resources from a custom resource: a composition of Crossplane, a resource graph of kro. */
export interface Template {
  readonly id: string;
  readonly manifest: Manifest;
  /** The list that its items are in. */
  readonly list: TreeNode;
  /** Whether it makes resources from a custom resource. */
  isFilledInFor(instance: Instance): boolean;
  /** Where what it is filled in for says what an input is, or would say it: the names on the way there. */
  placeIn(instance: Instance, path: string): readonly string[];
  /** What is known of an input, by its path: `spec.kmsKeyArn`. */
  input(path: string): Input;
}

/** What a template is filled in for: a custom resource, the call of a component, the settings of a stack. */
export interface Instance extends Manifest {
  readonly id: string;
  /** The resource of another template that it is. */
  readonly caller?: Resource;
}

export interface Input {
  readonly type: string | undefined;
  /** Undefined where there is none. */
  readonly byDefault: string | undefined;
  readonly allowed: readonly string[] | undefined;
  /** Literals with which the template compares it. */
  readonly compared: readonly string[];
  /** It may be something else than those: the template does not fail then. */
  readonly mayBeOther: boolean;
  readonly isRequired: boolean;
  /** An empty text is refused. */
  readonly isNonEmpty: boolean;
  /** Where its default or its declaration is. */
  readonly place:
    | { readonly file: ManifestFile; readonly range: TextRange; readonly entry?: Entry }
    | undefined;
}

/** `spec.forProvider.region`, `metadata.annotations[crossplane.io/paused]` as its names. */
export function namesOf(path: string): readonly string[] {
  return [...path.matchAll(/\[["']?([^\]"']*)["']?\]|[^.[\]]+/g)].map(
    ([name, bracketed]) => bracketed ?? name,
  );
}

/** Equal for two spellings of one path. */
export function fieldId(path: string): string {
  return JSON.stringify(namesOf(path));
}

/** Whether one path leads to what is around another. */
export function isAround(path: string, other: string): boolean {
  const [outer, inner] = [namesOf(path), namesOf(other)];
  return outer.length < inner.length && outer.every((name, index) => name === inner[index]);
}

/** The entry under a path of names. */
export function entryAt(node: TreeNode | undefined, names: readonly string[]): Entry | undefined {
  const [name, ...rest] = names;
  const entry = name === undefined ? undefined : entryOf(node, name);
  return entry && rest.length > 0 ? entryAt(entry.value, rest) : entry;
}

export function fieldAt(node: TreeNode | undefined, path: string): TreeNode | undefined {
  return namesOf(path).reduce<TreeNode | undefined>((around, name) => valueAt(around, name), node);
}

/** A field that is a literal text. */
export function textAt(node: TreeNode | undefined, path: string): string | undefined {
  return textOf(fieldAt(node, path));
}

/** What an object is called, as it is written: in the words of a template engine, too. */
export function nameOf({ body, file, kind }: Pick<Resource, 'body' | 'file' | 'kind'>): string {
  const names = ['name', 'generateName'].map(name => {
    const entry = entryAt(body, ['metadata', name]);
    const range = entry?.valueRange;
    const isRendered = range && file.text.startsWith('{{', range.start);
    return isRendered ? /^[^\r\n]*/.exec(file.text.slice(range.start))?.[0].trim() : textOf(entry?.value);
  });
  return names.find(name => name !== undefined) ?? kind;
}
