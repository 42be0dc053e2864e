import { aliasIn } from '../../declared/aliasName.ts';
import { quiet } from './evaluation/explore.ts';
import { environmentOf, programEnvironment } from './evaluation/owners.ts';
import { idOf, literalOf, type Made, madeOf, type Text, type Value } from './evaluation/value.ts';
import type { World } from './evaluation/world.ts';
import type { Site } from './outline/outline.ts';

/** An alias that a program declares: its name, and the key behind it. */
export interface DeclaredAlias {
  readonly name: Text;
  readonly key: Made;
}

/**
 * The key of the declared alias that a text names; undefined where none is declared, or several with different keys. `aliases`
 * gives those that may have the name.
 */
export function keyOfAlias(
  name: Text,
  aliases: (wanted: string) => readonly DeclaredAlias[],
): Made | undefined {
  const wanted = aliasNamed(name);
  const [first, ...others] =
    wanted === undefined ? [] : aliases(wanted).filter(one => aliasNamed(one.name) === wanted);
  return first && others.every(({ key }) => key.id === first.key.id) ? first.key : undefined;
}

/** Those calls that may declare an alias of a name: whether another one is reached is not asked. */
export function mayDeclare(
  wanted: string,
  sites: readonly Site[],
  world: World,
  nameOf: (made: Made) => Text | undefined,
): readonly Site[] {
  const silent = quiet(world);
  return sites.filter(({ owner, call }) => {
    const made = madeOf(environmentOf(owner, programEnvironment(owner.file, silent)).evaluate(call));
    const name = made && nameOf(made);
    return name !== undefined && (literalOf(name) === undefined || aliasNamed(name) === wanted);
  });
}

/** Whether a key is what is handed in, or is named by an alias of which a part is. */
export function isHandedIn(value: Value | undefined): boolean {
  return (
    value?.kind === 'given' ||
    (value?.kind === 'text' &&
      aliasNamed(value) !== undefined &&
      value.parts.some(part => typeof part !== 'string' && part.value.kind === 'given'))
  );
}

/** Equal for equal names, whatever of them is known at deployment only. */
function aliasNamed(name: Text): string | undefined {
  return aliasIn(idOf(name)?.slice(1) ?? '');
}
