import { TextLines } from '../../../base/text.ts';
import { parseTree } from '../../formats/text.ts';
import {
  itemsOf,
  type MapNode,
  mapOf,
  type TreeDocument,
  type TreeText,
  textOf,
  valueAt,
} from '../../formats/tree.ts';
import { ChunkCache } from '../../formats/yaml/chunkCache.ts';
import type { SourceDocument } from '../../sources/sources.ts';

/** A text of Kubernetes manifests: a YAML stream, or JSON. */
export interface ManifestFile {
  readonly uri: string;
  readonly text: string;
  readonly tree: TreeText;
  readonly lines: TextLines;
  /** In the order of the text. */
  readonly manifests: readonly Manifest[];
}

/** One object, as `kubectl apply` takes it. */
export interface Manifest {
  readonly file: ManifestFile;
  readonly document: TreeDocument;
  readonly body: MapNode;
  /** `kms.aws.upbound.io`; empty for the core group. */
  readonly group: string;
  readonly kind: string;
  /** It is in the `items` of a list. */
  readonly isItem: boolean;
}

/** Reads texts and keeps what was read, for as long as the document lives. */
export class ManifestFiles {
  readonly #read = new WeakMap<SourceDocument, ManifestFile>();
  readonly #cache = new ChunkCache();

  read = (document: SourceDocument): ManifestFile => {
    const kept = this.#read.get(document);
    if (kept) {
      return kept;
    }
    const { uri, text } = document;
    const manifests: Manifest[] = [];
    const file = { uri, text, tree: parseTree(text, this.#cache), lines: new TextLines(text), manifests };
    for (const part of file.tree.documents) {
      manifests.push(...manifestsIn(file, part));
    }
    this.#read.set(document, file);
    return file;
  };
}

/**
 * What a document of a stream holds: an object, or the objects of a list. One that a cluster wrote, which alone gives a
 * `uid`, is a recording of what is there and declares nothing.
 */
function manifestsIn(file: ManifestFile, document: TreeDocument): Manifest[] {
  const root = mapOf(document.root);
  const kind = textOf(valueAt(root, 'kind'));
  const bodies =
    kind?.endsWith('List') && itemsOf(valueAt(root, 'items'))
      ? (itemsOf(valueAt(root, 'items')) ?? []).map(item => mapOf(item))
      : [root];
  return bodies.flatMap(body => {
    const type = body && typeOf(body);
    return body && type && !valueAt(valueAt(body, 'metadata'), 'uid')
      ? [{ file, document, body, ...type, isItem: body !== root }]
      : [];
  });
}

/** The group and the kind of an object; undefined for what is none. */
export function typeOf(body: MapNode): Pick<Manifest, 'group' | 'kind'> | undefined {
  const version = textOf(valueAt(body, 'apiVersion'));
  const kind = textOf(valueAt(body, 'kind'));
  const slash = version?.lastIndexOf('/') ?? -1;
  return version === undefined || kind === undefined
    ? undefined
    : { group: slash < 0 ? '' : version.slice(0, slash), kind };
}
