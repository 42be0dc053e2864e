import { onceFor } from '../../../../base/onceFor.ts';
import type { Program } from '../../../formats/code/syntax.ts';
import type { ProgramFile } from '../outline/outline.ts';

/**
 * Whether what another file declares has a name in a file: it is in the same namespace, in one around it, or in one that the
 * file uses (C# specification, "Namespace and type names").
 */
export function seesNamespace({ program, outline }: ProgramFile, other: ProgramFile): boolean {
  const declared = namespacesOf(other.program);
  const own = namespacesOf(program).flatMap(name => [name, ...around(name)]);
  return (
    declared.length === 0 ||
    declared.some(name => own.includes(name) || outline.imports.some(({ module }) => module === name))
  );
}

const namespacesOf = onceFor(({ text }: Program) =>
  Array.from(text.matchAll(/^[ \t]*namespace[ \t]+([\w.]+)/gm), ([, name = '']) => name),
);

/** The namespaces around one: what is declared there needs no `using`. */
export function around(name: string): readonly string[] {
  const dot = name.lastIndexOf('.');
  return dot < 0 ? [] : [name.slice(0, dot), ...around(name.slice(0, dot))];
}
