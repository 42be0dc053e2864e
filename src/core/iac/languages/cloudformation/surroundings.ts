import { join, parentOf } from '../../../base/uri.ts';
import { entriesOf, type TreeNode, textOf, valueAt } from '../../formats/tree.ts';
import type { SourceDocument, Sources } from '../../sources/sources.ts';
import type { Surroundings } from './evaluation/scope.ts';
import { givenParameters } from './inputs/given.ts';
import { stackSetType } from './stackSet.ts';
import type { Resource, Template, TemplateFile } from './template.ts';

/** Reads a document as a template; kept by the owner of the documents, so that each is read once. */
export type ReadTemplates = (document: SourceDocument) => {
  readonly file: TemplateFile;
  readonly templates: readonly Template[];
};

export const stackTypes: Readonly<Record<string, string>> = {
  'AWS::CloudFormation::Stack': 'TemplateURL',
  [stackSetType]: 'TemplateURL',
  'AWS::Serverless::Application': 'Location',
};

/** Reads the local templates and includes that a template refers to, and those that these refer to. */
export async function surroundingsOf(
  template: Template,
  read: ReadTemplates,
  sources: Sources,
  signal?: AbortSignal,
): Promise<Surroundings> {
  const documents = new Map<string, ReturnType<ReadTemplates> | undefined>();
  let open: readonly Template[] = [template];
  for (let depth = 0; depth < deepest && open.length > 0; depth++) {
    const wanted = new Set(open.flatMap(locationsIn).filter(uri => !documents.has(uri)));
    const found: Template[] = [];
    for (const uri of [...wanted].slice(0, mostFiles - documents.size)) {
      signal?.throwIfAborted();
      const document = await sources.read(uri);
      const one = document && read(document);
      documents.set(uri, one);
      found.push(...(one?.templates ?? []));
    }
    open = found;
  }
  const set = sources.inputs?.set;
  const given = set && (await givenParameters(set, read, sources));
  return {
    ...(given && { given }),
    nested: resource => {
      const uri = nestedLocation(resource);
      return uri === undefined ? undefined : documents.get(uri)?.templates[0];
    },
    included: (location, file) => {
      const uri = localFile(location, file.uri);
      const one = uri === undefined ? undefined : documents.get(uri);
      const root = one?.file.tree.documents[0]?.root;
      return one && root ? { file: one.file, root } : undefined;
    },
  };
}

/**
 * The address of a nested stack's template, when it is a file beside this one: as before `aws cloudformation package`, or
 * as the CDK describes the assets of a template (AWS CDK Developer Guide, "Assets").
 */
export function nestedLocation({ type, merged, file }: Resource): string | undefined {
  const property = stackTypes[type ?? ''];
  const metadata = valueAt(merged, 'Metadata');
  const written =
    property === undefined
      ? undefined
      : textOf(valueAt(metadata, 'aws:asset:property')) === property
        ? textOf(valueAt(metadata, 'aws:asset:path'))
        : textOf(valueAt(valueAt(merged, 'Properties'), property));
  return written === undefined ? undefined : localFile(written, file.uri);
}

const deepest = 5;
const mostFiles = 60;

function locationsIn(template: Template): string[] {
  const { text } = template.file;
  const nested = mayNest(text) ? template.resources.flatMap(resource => nestedLocation(resource) ?? []) : [];
  if (!text.includes('AWS::Include')) {
    return nested;
  }
  const roots = [
    ...template.resources.map(resource => resource.body),
    ...(template.root ? [template.root] : []),
  ];
  return [...nested, ...roots.flatMap(root => includesIn(root, template.file.uri, 0))];
}

/** Whether a text declares a nested stack at all. */
export function mayNest(text: string): boolean {
  return text.includes('AWS::CloudFormation::Stack') || text.includes('AWS::Serverless::Application');
}

function includesIn(node: TreeNode, uri: string, depth: number): string[] {
  if (depth > 30 || node.kind === 'alias') {
    return [];
  }
  const children = node.kind === 'list' ? node.items : entriesOf(node).map(entry => entry.value);
  const location = textOf(valueAt(valueAt(node, 'Parameters'), 'Location'));
  const own =
    location !== undefined && textOf(valueAt(node, 'Name')) === 'AWS::Include'
      ? [localFile(location, uri)]
      : [];
  return [
    ...own.filter(one => one !== undefined),
    ...children.flatMap(child => includesIn(child, uri, depth + 1)),
  ];
}

function localFile(location: string, from: string): string | undefined {
  const isLocal =
    !/^[a-z][a-z0-9+.-]+:/i.test(location) && !location.includes('{{') && !location.includes('${');
  const folder = parentOf(from);
  return isLocal && location !== '' && folder !== undefined ? join(folder, location) : undefined;
}
