import { TextLines } from '../../../base/text.ts';
import { type Embedded, openEmbedded } from '../../formats/embedded.ts';
import { parseTree } from '../../formats/text.ts';
import { follow, itemsOf, type TreeNode, valueAt } from '../../formats/tree.ts';
import { ChunkCache } from '../../formats/yaml/chunkCache.ts';
import type { SourceDocument } from '../../sources/sources.ts';
import { callOf } from './evaluation/intrinsic.ts';
import { resourcesNaming } from './find.ts';
import { stackSetType } from './stackSet.ts';
import { type Resource, type Template, type TemplateFile, templateOf } from './template.ts';

/** A document as templates: one for each document of a YAML stream that is one, and those that are in strings. */
export interface TemplateDocument {
  readonly file: TemplateFile;
  readonly lines: TextLines;
  readonly templates: readonly Template[];
  readonly bodies: readonly TemplateBody[];
}

/** A template inside a `TemplateBody`. */
export interface TemplateBody {
  /** The stack set, and the template that declares it. */
  readonly owner: Resource;
  readonly outer: Template;
  /** What is in `TemplateBody`. */
  readonly body: TreeNode;
  /** Its text and where that is in the outer one; absent when the body is written as a map of the outer text. */
  readonly embedded: Embedded | undefined;
  readonly template: Template;
  readonly lines: TextLines;
  /** `Fn::Sub` runs over the text first: what is meant for the inner template is written `${!…}`. */
  readonly substituted: boolean;
}

/** Reads documents and keeps what was read, for as long as the document lives. */
export class TemplateDocuments {
  readonly #read = new WeakMap<SourceDocument, TemplateDocument>();
  readonly #files = new WeakMap<SourceDocument, TemplateFile>();
  readonly #cache = new ChunkCache();

  read = (document: SourceDocument): TemplateDocument => {
    const kept = this.#read.get(document);
    if (kept) {
      return kept;
    }
    const file = this.file(document);
    const templates = file.tree.documents.flatMap(({ root }) =>
      looksLikeProse(root) ? [] : (templateOf(file, root) ?? []),
    );
    const made: TemplateDocument = {
      file,
      lines: new TextLines(document.text),
      templates,
      bodies: templates.flatMap(template => this.#bodies(template)),
    };
    this.#read.set(document, made);
    return made;
  };

  file(document: SourceDocument): TemplateFile {
    let file = this.#files.get(document);
    if (!file) {
      file = { uri: document.uri, text: document.text, tree: parseTree(document.text, this.#cache) };
      this.#files.set(document, file);
    }
    return file;
  }

  #bodies(template: Template): TemplateBody[] {
    if (!template.file.text.includes(stackSetType)) {
      return [];
    }
    return resourcesNaming(template, stackSetType).flatMap((resource): TemplateBody[] => {
      const body = valueAt(valueAt(resource.body, 'Properties'), 'TemplateBody');
      if (!body) {
        return [];
      }
      const substituted = callOf(body)?.name === 'Fn::Sub';
      return this.#body(contentOf(body), template.file).map(one => ({
        ...one,
        owner: resource,
        outer: template,
        body,
        substituted,
      }));
    });
  }

  #body(body: TreeNode, outer: TemplateFile): Pick<TemplateBody, 'embedded' | 'template' | 'lines'>[] {
    if (body.kind === 'map') {
      const template = templateOf(outer, body);
      return template ? [{ embedded: undefined, template, lines: new TextLines(outer.text) }] : [];
    }
    const embedded = body.kind === 'scalar' ? openEmbedded(body, outer.text) : undefined;
    if (!embedded) {
      return [];
    }
    const file: TemplateFile = {
      uri: `${outer.uri}#${body.range.start}`,
      text: embedded.text,
      tree: parseTree(embedded.text, this.#cache),
    };
    return file.tree.documents.flatMap(({ root }) => {
      const template = templateOf(file, root);
      return template ? [{ embedded, template, lines: new TextLines(embedded.text) }] : [];
    });
  }
}

/** The text that `Fn::Sub` fills in, the map that `Fn::ToJsonString` prints, else the node itself. */
function contentOf(node: TreeNode): TreeNode {
  const call = callOf(node);
  switch (call?.name) {
    case 'Fn::Sub':
      return follow(itemsOf(call.argument)?.[0] ?? call.argument);
    case 'Fn::ToJsonString':
      return follow(call.argument);
    default:
      return node;
  }
}

/** Documentation that shows a template is none: its lines are sentences, not keys. */
function looksLikeProse(root: TreeNode | undefined): boolean {
  if (root?.kind !== 'map' || root.flow) {
    return root?.kind === 'scalar';
  }
  const odd = root.entries.filter(
    entry => /[\s`]/.test(entry.key) && entry.value.kind === 'scalar' && entry.value.broken,
  );
  return odd.length > 1 || odd.some(entry => entry.key.startsWith('```'));
}
