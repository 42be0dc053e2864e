import { nameOf, parentOf } from '../../../../base/uri.ts';
import {
  entriesOf,
  entryOf,
  type MapNode,
  mapOf,
  type TreeNode,
  textOf,
  valueAt,
} from '../../../formats/tree.ts';
import type { Manifest, ManifestFile } from '../../manifests/manifest.ts';
import type { TemplateOf } from '../../manifests/provider.ts';
import type { Instance, Resource, Template } from '../../manifests/resource.ts';
import { configInput, inputOf } from './inputs.ts';

/** A program, or a component of one: what its names stand for. */
export interface Program extends Template {
  /** The map that holds its sections. */
  readonly body: MapNode;
  readonly file: ManifestFile;
  readonly resources: ReadonlyMap<string, Resource>;
  readonly variables: MapNode | undefined;
  /** Whether a name is one of its inputs. */
  hasInput(name: string): boolean;
}

export function isProgram(template: Template | undefined): template is Program {
  return template !== undefined && 'variables' in template;
}

/** What a program is filled in for: the settings of a stack. */
const stackKind = 'stack';

/**
 * The programs of a text (Pulumi documentation, "Pulumi YAML language reference"): `Pulumi.yaml`, or `Main.yaml` and
 * `Main.json`, which win over it, and the components that they declare.
 */
export function programsIn(file: ManifestFile, around: readonly ManifestFile[]): readonly TemplateOf[] {
  const isShadowed = isProject(file) && around.some(one => /^Main\.(?:ya?ml|json)$/.test(nameOf(one.uri)));
  return file.tree.documents.flatMap(document => {
    const root = mapOf(document.root);
    if (!root || isShadowed) {
      return [];
    }
    const manifest: Manifest = { file, document, body: root, group: '', kind: 'program', isItem: false };
    const projectFile = around.find(isProject) ?? file;
    const project = mapOf(projectFile.tree.documents[0]?.root);
    const components = entriesOf(valueAt(root, 'components')).flatMap(({ key, value }) => {
      const body = mapOf(value);
      return body ? componentOf(manifest, key, body) : [];
    });
    return [...programOf(manifest, project && { body: project, file: projectFile }), ...components];
  });
}

function isProject({ uri }: ManifestFile): boolean {
  return /^Pulumi\.ya?ml$/.test(nameOf(uri));
}

function programOf(
  manifest: Manifest,
  project: Pick<Manifest, 'body' | 'file'> | undefined,
): readonly TemplateOf[] {
  const { file, body } = manifest;
  const name = textOf(valueAt(project?.body, 'name'));
  const configs = [{ body, file }, ...(project && project.file !== file ? [project] : [])];
  return assembled(manifest, body, {
    id: `${file.uri} ${body.range.start}`,
    isFilledInFor: one => one.kind === stackKind && parentOf(one.file.uri) === parentOf(file.uri),
    placeIn: (stack, path) => settingIn(stack, path, name),
    input: path => configInput(configs, path, name),
    hasInput: path => configInput(configs, path, name).place !== undefined,
  });
}

/** `project:name`, or the name alone; an environment of Pulumi ESC may give what the stack itself does not. */
function settingIn({ body }: Instance, path: string, project: string | undefined): readonly string[] {
  const names = [path, ...(project !== undefined && !path.includes(':') ? [`${project}:${path}`] : [])];
  const found = names.find(one => entryOf(valueAt(body, 'config'), one));
  return found === undefined && entryOf(body, 'environment') ? ['environment'] : ['config', found ?? path];
}

function componentOf(manifest: Manifest, name: string, body: MapNode): readonly TemplateOf[] {
  const { file } = manifest;
  const inputs = valueAt(body, 'inputs');
  return assembled(manifest, body, {
    id: `${file.uri} ${name}`,
    isFilledInFor: ({ kind, caller }) => caller !== undefined && kind.split(':').at(-1) === name,
    placeIn: (_, path) => ['properties', path],
    input: path => inputOf(entryOf(inputs, path), file),
    hasInput: path => entryOf(inputs, path) !== undefined,
  });
}

type Inputs = Pick<Program, 'id' | 'isFilledInFor' | 'placeIn' | 'input' | 'hasInput'>;

function assembled(manifest: Manifest, body: MapNode, inputs: Inputs): readonly TemplateOf[] {
  const list = valueAt(body, 'resources');
  if (list?.kind !== 'map') {
    return [];
  }
  const resources = new Map<string, Resource>();
  const variables = mapOf(valueAt(body, 'variables'));
  const template: Program = { ...inputs, manifest, body, file: manifest.file, list, resources, variables };
  for (const entry of entriesOf(list)) {
    const own = mapOf(entry.value);
    const type = textOf(valueAt(own, 'type'));
    // One with `get` is there already, and only read.
    if (own && type !== undefined && !entryOf(own, 'get')) {
      const { file } = manifest;
      const kind = typeOf(type);
      resources.set(entry.key, {
        file,
        body: own,
        group: '',
        kind,
        id: entry.key,
        manifest,
        entry,
        template,
        patches: [],
      });
    }
  }
  return [{ template, resources: [...resources.values()] }];
}

/** `aws:cloudtrail/trail:Trail` is `aws:cloudtrail:Trail`. */
export function typeOf(token: string): string {
  return token.replace(/^([\w-]+:[\w-]+)\/\w+:/, '$1:');
}

/** The settings of the stacks that are beside a program, and the calls of components. */
export function instancesIn(file: ManifestFile, templates: readonly TemplateOf[]): readonly Instance[] {
  const [, stack] = /^Pulumi\.(.+)\.ya?ml$/.exec(nameOf(file.uri)) ?? [];
  const [document] = file.tree.documents;
  const root: TreeNode | undefined = document?.root;
  const settings = mapOf(root);
  if (stack !== undefined && document) {
    return settings
      ? [{ file, document, body: settings, group: '', kind: stackKind, isItem: false, id: stack }]
      : [];
  }
  return templates
    .flatMap(({ resources }) => resources)
    .filter(one => one.file === file)
    .map(caller => ({ ...caller.manifest, body: caller.body, kind: caller.kind, id: caller.id, caller }));
}
