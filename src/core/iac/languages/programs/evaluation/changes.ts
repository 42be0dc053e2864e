import type { Expression } from '../../../formats/code/syntax.ts';
import { bindingsOf } from '../outline/classes.ts';
import {
  type AssignmentSite,
  type Binding,
  classAround,
  type HandedSite,
  isInside,
  isShadowed,
  type Owner,
} from '../outline/outline.ts';

/*
 * What is done to an object or a list after it was written, by the variable or field that it is kept in:
 * `props.encryptionKey = key`, `this.props.encryptionKey = key`, `settings.trail.encryptionKey = key`, `keys.push(key)`,
 * `withKey(props)`.
 */

/** A property that is given a value, or an object that is handed on, and the way to it from the object that a name stands for. */
export interface Change {
  readonly site: AssignmentSite | HandedSite;
  readonly way: readonly string[];
}

export function isAssigned(site: Change['site']): site is AssignmentSite {
  return 'operator' in site;
}

/** What is assigned to the object of a variable, by its name, as far as it is read. */
export function assignedByName(name: string, owner: Owner): readonly Change[] {
  return owner.file.outline.assignments
    .filter(site => rootOf(site.object) === name && isInside(site.owner, owner))
    .map(site => ({ site, way: wayOf(site.object) }));
}

/** All that is done to the object of a variable, by its name or another one that it gets, in the order of the text. */
export function changesOfName(name: string, owner: Owner, depth = 0): readonly Change[] {
  const { handed, aliases } = owner.file.outline.usesOf(name, owner.range);
  const isOwn = (site: { readonly owner: Owner; readonly object: Expression }) =>
    rootOf(site.object) === name && isInside(site.owner, owner) && !isShadowed(name, site.owner, owner);
  const ofAliases = aliases.filter(
    one => depth < deepestAlias && isOwn(one) && one.name !== name && !isCopied(one.object, owner),
  );
  return inOrder([
    ...assignedByName(name, owner),
    ...handed.filter(isOwn).map(site => ({ site, way: wayOf(site.object) })),
    ...ofAliases.flatMap(alias =>
      changesOfName(alias.name, alias.owner, depth + 1).map(({ site, way }) => ({
        site,
        way: [...wayOf(alias.object), ...way],
      })),
    ),
  ]);
}

/** Names for one object that are names of each other. */
const deepestAlias = 3;

/** The same, with what is done by the name that it got its object from, after it got it. */
export function changesOfBound(name: string, binding: Binding | undefined, owner: Owner): readonly Change[] {
  const own = changesOfName(name, owner);
  const event = binding?.kind === 'value' ? binding.event : undefined;
  const from = event?.value && event.operator === '=' && !event.part ? rootOf(event.value) : undefined;
  const isOther = event?.value && from !== undefined && from !== name && bindingsOf(from, owner).length === 1;
  if (!isOther || isCopied(event.value, owner)) {
    return own;
  }
  const way = wayOf(event.value);
  const others = changesOfName(from, owner).filter(
    ({ site, way: whole }) =>
      site.range.start >= event.range.end &&
      way.every((part, index) => whole[index] === part) &&
      !own.some(one => one.site === site),
  );
  return inOrder([...own, ...others.map(one => ({ ...one, way: one.way.slice(way.length) }))]);
}

/** In Go, what is given another name is copied where it is a struct, and no pointer to one. */
function isCopied(object: Expression, owner: Owner): boolean {
  const { dialect, program } = owner.file;
  const [binding] = dialect.hasZeroValues && object.kind === 'name' ? bindingsOf(object.name, owner) : [];
  const value = binding?.kind === 'value' ? binding.event.value : undefined;
  return value?.kind === 'object' && value.type !== undefined && program.text[value.range.start - 1] !== '&';
}

function inOrder(changes: readonly Change[]): readonly Change[] {
  return changes.length < 2
    ? changes
    : changes.toSorted((left, right) => left.site.range.end - right.site.range.end);
}

/** What the methods of a class do to the object of one of its fields, and whether others do anything to it. */
export function changesOfField(
  name: string,
  maker: Owner,
): { readonly changes: readonly Change[]; readonly isReachedByOthers: boolean } {
  const { outline } = maker.file;
  const isScope = maker.classDeclaration?.isScope === true;
  const { handed } = outline.usesOf(name, maker.range);
  const changes: Change[] = [];
  let isReachedByOthers = false;
  for (const site of [...outline.assignments, ...handed]) {
    const root = rootOf(site.object);
    const way = wayOf(site.object);
    const isOwn = isInside(site.owner, maker) && classAround(site.owner) === maker;
    if (isOwn && root === 'self' && way[0] === name) {
      changes.push({ site, way: way.slice(1) });
    } else if (isOwn && isScope && root === name && !isShadowed(name, site.owner, maker)) {
      changes.push({ site, way });
    } else if (root !== 'self' && way.includes(name) && isAssigned(site)) {
      isReachedByOthers = true;
    }
  }
  return { changes: inOrder(changes), isReachedByOthers };
}

/** The name that a way of members starts with, `self` for the object of a class itself; undefined for anything else. */
function rootOf(object: Expression): string | undefined {
  return object.kind === 'member'
    ? rootOf(object.object)
    : object.kind === 'name'
      ? object.name
      : object.kind === 'self'
        ? 'self'
        : undefined;
}

function wayOf(object: Expression): readonly string[] {
  return object.kind === 'member' ? [...wayOf(object.object), object.name] : [];
}
