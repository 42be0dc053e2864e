import type { Call, Expression } from '../../../formats/code/syntax.ts';
import { isBuild } from './builderCalls.ts';
import {
  type Binding,
  calledName,
  isWhole,
  type Outline,
  type Owner,
  type ProgramFile,
  type Site,
} from './outline.ts';

/*
 * Most calls of a program create neither a trail nor a key: which may is derived from how the name of what they call got
 * its value, before anything is evaluated.
 */

/** The calls in a file that may make an object of one of these classes of a framework, or of a class that is read. */
export function callsThatMake(
  { outline }: ProgramFile,
  names: readonly string[],
  globals: readonly string[] = [],
): readonly Site[] {
  return outline.calls.filter(({ call, owner }) => {
    if (isBuild(call)) {
      return true;
    }
    const root = rootName(call.callee);
    const binding = bindingOf(root, owner);
    if (root !== undefined && !binding) {
      const isSeen = globals.includes(root) || isOfWholePackage(outline, root);
      return isSeen && names.includes(calledName(call) ?? '');
    }
    return binding !== undefined && (isReadClass(binding, owner) || names.includes(className(call, binding)));
  });
}

/** Whether a name without another meaning is one of a package of which all is imported. */
function isOfWholePackage({ imports }: Outline, name: string): boolean {
  return /^[A-Z]/.test(name) && imports.some(isWhole);
}

/** The calls in a file that may make an object of a class that is read. */
export function callsOfReadClasses({ outline }: ProgramFile): readonly Site[] {
  return outline.calls.filter(({ call, owner }) => {
    const binding = bindingOf(rootName(call.callee), owner);
    return binding !== undefined && isReadClass(binding, owner);
  });
}

/** The calls in a file that may make an object of any class. */
export function classCalls({ outline }: ProgramFile, globals: readonly string[] = []): readonly Site[] {
  return outline.calls.filter(({ call, owner }) => {
    const root = rootName(call.callee);
    const binding = bindingOf(root, owner);
    return isBuild(call)
      ? true
      : binding
        ? binding.kind === 'import' || isReadClass(binding, owner)
        : root !== undefined && (globals.includes(root) || isOfWholePackage(outline, root));
  });
}

/** Whether a value is certainly created by a class or function of a module that is not read, other than these. */
export function isMadeOtherwise(value: Expression, owner: Owner, names: readonly string[]): boolean {
  const [binding] = value.kind === 'name' ? bindingsOf(value.name, owner) : [];
  const isOnly = value.kind === 'name' && bindingsOf(value.name, owner).length === 1;
  const made = isOnly && binding?.kind === 'value' ? binding.event.value : undefined;
  if (made?.kind !== 'call') {
    return false;
  }
  const maker = bindingOf(rootName(made.callee), owner);
  return maker?.kind === 'import' && !isReadClass(maker, owner) && !names.includes(className(made, maker));
}

/** The name that starts what is called; undefined where that is not a name. */
export function rootName(callee: Expression): string | undefined {
  return callee.kind === 'member'
    ? rootName(callee.object)
    : callee.kind === 'name'
      ? callee.name
      : undefined;
}

function className(call: Call, binding: Binding): string {
  const imported = binding.kind === 'import' ? binding.name.imported : undefined;
  return (call.callee.kind === 'name' ? imported : undefined) ?? calledName(call) ?? '';
}

function isReadClass(binding: Binding, { file }: Owner): boolean {
  switch (binding.kind) {
    case 'class':
      return true;
    case 'import': {
      const { module } = binding.statement;
      return file.imported.has(module) || file.imported.has(`${module}.${binding.name.imported}`);
    }
    case 'value':
      return binding.event.value?.kind === 'name' || binding.event.value?.kind === 'member';
    default:
      return false;
  }
}

function bindingOf(name: string | undefined, from: Owner): Binding | undefined {
  return name === undefined ? undefined : bindingsOf(name, from)[0];
}

/** How a name got its value, as seen from an owner. */
export function bindingsOf(name: string, from: Owner): readonly Binding[] {
  for (let owner: Owner | undefined = from; owner; owner = owner.parent) {
    const bindings = owner.kind === 'class' ? undefined : owner.names.get(name);
    if (bindings) {
      return bindings;
    }
  }
  for (const { outline } of from.file.seen) {
    const bindings = outline.root.names.get(name);
    if (bindings) {
      return bindings;
    }
  }
  return importedWhole(name, from.file);
}

/** A name that is one of a file of which all is imported, as if it were imported by itself. */
function importedWhole(name: string, { outline, imported }: ProgramFile): readonly Binding[] {
  return outline.imports.filter(isWhole).flatMap(statement => {
    const file = imported.get(statement.module);
    const isThere =
      file &&
      ([file, ...file.beside].some(one => one.outline.root.names.has(name)) ||
        file.outline.imports.some(isWhole));
    return isThere
      ? [{ kind: 'import', statement, name: { imported: name, local: name, range: statement.range } }]
      : [];
  });
}
