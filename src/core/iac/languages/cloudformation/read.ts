import type { TextLines, TextRange } from '../../../base/text.ts';
import type { Declaration, Related } from '../../declaration.ts';
import { toPlain } from '../../formats/plain.ts';
import { entryOf, type TreeNode, valueAt } from '../../formats/tree.ts';
import type { GaveUp } from '../../language.ts';
import type { LanguageId } from '../../languageTable.ts';
import { commentSuppressions, metadataSuppressions } from '../../suppression/index.ts';
import type { Suppression } from '../../suppression.ts';
import type { Surroundings } from './evaluation/scope.ts';
import { resourcesNaming, trailsOf } from './find.ts';
import { mayNest, stackTypes } from './surroundings.ts';
import { fileOf, type Resource, type Template, type TemplateFile } from './template.ts';
import {
  dependsOnInputs,
  insideStack,
  keyProperty,
  type OpenScope,
  readTrail,
  scopeOf,
  type TrailReading,
  trailType,
} from './trail.ts';

/** A trail with where it was read from, so that a fix can go back there. */
export interface DeclaredTrail {
  readonly declaration: Declaration;
  readonly template: Template;
  readonly reading: TrailReading;
  /** The stack resource that makes the trail with its own template. */
  readonly stack?: Resource;
  /** The same trail in another scope of its template: as one who nests it opens that. */
  readonly readIn: (open: OpenScope) => TrailReading | undefined;
}

/** What a template declares, and where evaluation went past its budget. */
export interface TemplateReading {
  readonly trails: readonly DeclaredTrail[];
  readonly gaveUp: readonly GaveUp[];
}

/**
 * The trails that a template declares in one of its files, and those of its nested stacks whose key it decides. `lines` are
 * that file's; `open` is how a template is read that another one fills in.
 */
export function readTemplate(
  template: Template,
  language: LanguageId,
  surroundings: Surroundings,
  lines: TextLines,
  {
    uri = template.file.uri,
    open = scopeOf(template, surroundings),
  }: { readonly uri?: string; readonly open?: OpenScope } = {},
): TemplateReading {
  const isHere = (resource: Resource) => resource.file.uri === uri;
  const own = trailsOf(template)
    .filter(isHere)
    .flatMap((resource): DeclaredTrail[] => {
      const reading = readTrail(resource, open);
      const readIn = (other: OpenScope) => readTrail(resource, other);
      return reading
        ? [{ declaration: declare(template, reading, language, lines), template, reading, readIn }]
        : [];
    });
  const stacks = readStacks(template, language, surroundings, lines, open);
  const trails = [...own, ...stacks.trails.filter(({ stack }) => stack && isHere(stack))];
  const lost = trails.flatMap(({ declaration, reading }) =>
    reading.gaveUp === undefined ? [] : [{ resource: declaration.resource, detail: reading.gaveUp }],
  );
  return { trails, gaveUp: [...lost, ...stacks.gaveUp] };
}

function declare(
  template: Template,
  reading: TrailReading,
  language: LanguageId,
  lines: TextLines,
): Declaration {
  const { resource, misspelt } = reading;
  const { uri } = resource.file;
  const header = resource.entry.keyRange;
  const whole = resource.entry.range;
  const keyAttribute = reading.property?.file.uri === uri ? reading.property.entry.range : undefined;
  const place = { header, whole, keyAttribute: keyAttribute ?? misspelt?.entry.range };
  return {
    language,
    uri,
    resource: resource.id,
    type: trailType,
    name: reading.name,
    ...(reading.nameFromFile && { nameFromFile: true as const }),
    header,
    whole,
    keyAttribute,
    facts: reading.facts,
    related: [...partsOf(resource), ...reading.related],
    suppressions: suppressionsOf(template, resource, language, lines, place),
    ...(misspelt && {
      misspelling: { written: misspelt.entry.key, right: keyProperty, range: misspelt.entry.keyRange },
    }),
  };
}

/** Where else it is written what a resource is. */
function partsOf({ id, parts }: Resource): Related[] {
  return parts.map(({ file, root }) => ({ kind: 'part', name: id, uri: file.uri, range: root.range }));
}

function suppressionsOf(
  template: Template,
  resource: Resource,
  language: LanguageId,
  lines: TextLines,
  place: Pick<Declaration, 'header' | 'whole' | 'keyAttribute'>,
): Suppression[] {
  const { text, tree } = resource.file;
  return [
    ...commentSuppressions({ language, text, lines, parsed: tree, ...place }),
    ...metadataOf(resource.merged, 'resource', resource.file),
    ...(template.root ? metadataOf(template.root, 'template', resource.file) : []),
  ];
}

function metadataOf(owner: TreeNode, level: 'resource' | 'template', file: TemplateFile): Suppression[] {
  const entry = entryOf(owner, 'Metadata');
  const from = entry && fileOf(entry, file);
  const found = entry ? metadataSuppressions(toPlain(entry.value), entry.keyRange, level) : [];
  return from === file || !from ? found : found.map(one => ({ ...one, uri: from.uri }));
}

/** The finding is at the stack that leaves the key out; the trail itself is related. */
function readStacks(
  template: Template,
  language: LanguageId,
  surroundings: Surroundings,
  lines: TextLines,
  open: OpenScope,
): TemplateReading {
  if (!mayNest(template.file.text)) {
    return { trails: [], gaveUp: [] };
  }
  const stacks = Object.keys(stackTypes)
    .flatMap(type => resourcesNaming(template, type))
    .filter((resource, index, all) => surroundings.nested(resource) && all.indexOf(resource) === index);
  const gaveUp: GaveUp[] = [];
  const trails = stacks.flatMap(stack => {
    const nested = new NestedStacks(surroundings);
    const below = nested.trailsBelow([stack], [template]);
    if (nested.isExhausted) {
      gaveUp.push({ resource: stack.id, detail: `more than ${mostStacks} nested stacks` });
    }
    return below.flatMap(({ resource, stacks }): DeclaredTrail[] => {
      const readIn = (outer: OpenScope) =>
        readTrail(
          resource,
          stacks.reduce((around, one) => insideStack(one, around), outer),
        );
      const reading = readIn(open);
      if (!reading) {
        return [];
      }
      const path = [...stacks, resource].map(({ id }) => id).join('.');
      const declaration = declareStack(template, stack, reading, language, lines, path);
      return [{ declaration, template, reading, stack, readIn }];
    });
  });
  return { trails, gaveUp };
}

interface NestedTrail {
  readonly resource: Resource;
  /** The stacks around it, the outermost first. */
  readonly stacks: readonly Resource[];
}

/** How many stacks one stack may nest, those inside its own included. Stacks that nest one another would have no end. */
const mostStacks = 100;
const deepest = 5;

class NestedStacks {
  readonly #surroundings: Surroundings;
  #left = mostStacks;

  constructor(surroundings: Surroundings) {
    this.#surroundings = surroundings;
  }

  get isExhausted(): boolean {
    return this.#left < 0;
  }

  /** The trails of a stack and of the stacks in it whose key depends on what is handed in. */
  trailsBelow(stacks: readonly Resource[], above: readonly Template[]): NestedTrail[] {
    const surroundings = this.#surroundings;
    const stack = stacks.at(-1);
    const child = stack && surroundings.nested(stack);
    if (!child || above.includes(child) || above.length > deepest || this.#left-- <= 0) {
      return [];
    }
    const own = trailsOf(child)
      .filter(resource => dependsOnInputs(resource, scopeOf(child, { ...surroundings, given: new Map() })))
      .map(resource => ({ resource, stacks }));
    const below = mayNest(child.file.text)
      ? child.resources
          .filter(resource => surroundings.nested(resource))
          .flatMap(resource => this.trailsBelow([...stacks, resource], [...above, child]))
      : [];
    return [...own, ...below];
  }
}

function declareStack(
  template: Template,
  stack: Resource,
  reading: TrailReading,
  language: LanguageId,
  lines: TextLines,
  path: string,
): Declaration {
  const header = stack.entry.keyRange;
  const whole = stack.entry.range;
  const keyAttribute = passedParameter(stack, reading);
  const trail = reading.resource;
  const declared: Related = {
    kind: 'module-declaration',
    name: trail.id,
    uri: trail.file.uri,
    range: trail.entry.keyRange,
  };
  return {
    language,
    uri: stack.file.uri,
    resource: path,
    type: stack.type ?? trailType,
    name: reading.name,
    ...(reading.nameFromFile && { nameFromFile: true as const }),
    header,
    whole,
    keyAttribute,
    facts: reading.facts,
    related: [declared, ...reading.related],
    suppressions: suppressionsOf(template, stack, language, lines, { header, whole, keyAttribute }),
  };
}

/** The parameter that contains the key of the trail, if the stack passes it. */
function passedParameter(stack: Resource, reading: TrailReading): TextRange | undefined {
  const passed = valueAt(valueAt(stack.body, 'Properties'), 'Parameters');
  const [name] = reading.inputs;
  return name === undefined ? undefined : entryOf(passed, name)?.range;
}
