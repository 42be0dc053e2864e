import {
  type Entry,
  entriesOf,
  follow,
  itemsOf,
  type TreeNode,
  textOf,
  valueAt,
} from '../../formats/tree.ts';
import type { Piece } from '../cloudformation/template.ts';
import { type Source, soleVariable } from './expression.ts';
import { Moved, mapOf } from './merge.ts';
import type { ServiceTexts } from './variables.ts';

/**
 * The maps with template sections that follow `resources`: itself, the items of a list, the files they name. What is
 * nothing but resources is treated as if it were below `Resources:`.
 */
export function partsOf(piece: Piece, texts: ServiceTexts): Piece[] {
  // Files may list one another: what was merged in before changes nothing when it comes again.
  const seen = new Set<TreeNode>();
  const visit = (one: Piece): Piece[] => {
    const { file, root } = opened(one, texts);
    if (seen.has(root)) {
      return [];
    }
    seen.add(root);
    const items = itemsOf(root);
    return items ? items.flatMap(item => visit({ file, root: item })) : asPart({ file, root }, texts);
  };
  return visit(piece);
}

/** The value of a piece that is a single variable, as far as it is known without inputs. */
export function opened(piece: Piece, texts: ServiceTexts, depth = 0): Piece {
  const root = follow(piece.root);
  const variable = root.kind === 'scalar' && depth < deepest ? soleVariable(root.text ?? '') : undefined;
  for (const source of variable?.sources ?? []) {
    const found =
      source.kind === 'address' && texts.openings.left-- > 0 ? at(source, texts, depth) : undefined;
    if (found) {
      return opened(found, texts, depth + 1);
    }
  }
  return { file: piece.file, root };
}

/** A service that is put together from more variables than this is nothing that a person keeps in their head. */
export const mostOpenings = 10_000;
const deepest = 8;

/** `file(resources.yml):audit.trail`, `self:custom.trail`: what is there. */
function at(
  source: Extract<Source, { kind: 'address' }>,
  texts: ServiceTexts,
  depth: number,
): Piece | undefined {
  const whole =
    source.type === 'file'
      ? texts.file(source.parameter ?? '')
      : source.type === 'self'
        ? texts.service
        : undefined;
  const keys = source.address.split('.').filter(key => key !== '');
  return keys.reduce<Piece | undefined>((piece, key) => {
    const inside = piece && opened(piece, texts, depth + 1);
    const root = inside && valueAt(inside.root, key);
    return root && { file: inside.file, root };
  }, whole);
}

const sections = new Set([
  'Resources',
  'Parameters',
  'Conditions',
  'Mappings',
  'Outputs',
  'Rules',
  'Metadata',
  'Transform',
  'extensions',
]);

/** A map with sections, each of which may be in a file of its own. */
function asPart({ file, root }: Piece, texts: ServiceTexts): Piece[] {
  if (!entriesOf(root).some(({ key }) => sections.has(key))) {
    return isResourceMap(root) ? [{ file, root: below('Resources', root) }] : [];
  }
  const isElsewhere = (entry: Entry) => sections.has(entry.key) && follow(entry.value).kind === 'scalar';
  if (!entriesOf(root).some(isElsewhere)) {
    return [{ file, root }];
  }
  const entries = entriesOf(root).map(entry => {
    const section = isElsewhere(entry) ? opened({ file, root: entry.value }, texts) : undefined;
    // A file of resources may repeat the name of its section.
    return section ? new Moved(entry, section.file, valueAt(section.root, entry.key) ?? section.root) : entry;
  });
  return [{ file, root: mapOf(entries, root.range) }];
}

function below(name: string, root: TreeNode): TreeNode {
  const { range } = root;
  const keyRange = { start: range.start, end: range.start };
  return mapOf([{ key: name, keyRange, value: root, valueRange: range, range }], range);
}

function isResourceMap(node: TreeNode): boolean {
  return entriesOf(node).some(entry =>
    /^\w+::[\w:]+$/.test(textOf(valueAt(follow(entry.value), 'Type')) ?? ''),
  );
}
