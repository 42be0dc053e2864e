import type { SyntaxNode } from '@lezer/common';
import { childOf, childrenOf, groupsOf, rangeOf } from '../lezer.ts';
import type { Expression, Import, ImportedName, Pattern, Statement } from '../syntax.ts';
import { Declarations } from './declarations.ts';

/** What a module takes from others and gives to them. */
export abstract class Modules extends Declarations {
  protected import(node: SyntaxNode, into: Statement[]): void {
    const from = childOf(node, 'String');
    const group = childOf(node, 'ImportGroup');
    const names: ImportedName[] = [];
    const children = childrenOf(node);
    children.forEach((child, index) => {
      if (child.name === 'VariableDefinition') {
        const imported = children[index - 1]?.name === 'as' ? undefined : 'default';
        names.push({ imported, local: this.written(child), range: rangeOf(child) });
      }
    });
    for (const parts of group ? groupsOf(childrenOf(group).slice(1, -1)) : []) {
      const [imported, local = imported] = parts.filter(part => /^Variable|^String$/.test(part.name));
      if (imported && local) {
        const range = { start: imported.from, end: local.to };
        names.push({ imported: this.written(imported), local: this.written(local), range });
      }
    }
    // `import kms = require('…')`: the grammar knows the call alone, as the next statement.
    const required = from ? undefined : requiredBy(node.nextSibling, this.text);
    if (from || required !== undefined) {
      const module = required ?? this.string(from);
      const found = required === undefined ? names : names.map(one => ({ ...one, imported: undefined }));
      into.push({
        kind: 'import',
        module,
        names: found,
        listRange: group && rangeOf(group),
        range: rangeOf(node),
      });
    }
  }

  /** What is exported without a name is called `default`; what is handed on from another module is an import here, too. */
  protected export(node: SyntaxNode, into: Statement[]): void {
    const children = childrenOf(node);
    const from = childOf(node, 'String');
    const range = rangeOf(node);
    if (from) {
      const group = childOf(node, 'ExportGroup');
      const names = (group ? groupsOf(childrenOf(group).slice(1, -1)) : []).flatMap(
        (parts): ImportedName[] => {
          const [imported, local = imported] = parts.filter(part => /^Variable/.test(part.name));
          return imported && local
            ? [{ imported: this.written(imported), local: this.written(local), range: rangeOf(imported) }]
            : [];
        },
      );
      const named = childOf(node, 'VariableName') ?? childOf(node, 'VariableDefinition');
      const star: ImportedName = named
        ? { imported: undefined, local: this.written(named), range: rangeOf(named) }
        : { imported: '*', local: '*', range };
      into.push({ kind: 'import', module: this.string(from), names: group ? names : [star], range });
      return;
    }
    const before = into.length;
    for (const child of children) {
      this.statement(child, into);
    }
    // `export = async () => { … }` is the form of CommonJS.
    const word = children.findIndex(one => one.name === 'default' || one.name === 'Equals');
    const exported = word >= 0 ? children[word + 1] : undefined;
    if (exported) {
      const declared = into[before];
      const name = declared?.kind === 'class' || declared?.kind === 'function-statement' ? declared.name : '';
      const value: Expression =
        name === '' ? this.expression(exported) : { kind: 'name', name, range: rangeOf(exported) };
      const target = { kind: 'name' as const, name: 'default', range };
      into.push({ kind: 'declare', target, value, statement: range, range });
    }
  }
}

interface Required {
  readonly module: string;
  /** What is taken of it at once: `require('…').Trail`. */
  readonly member: string | undefined;
}

/** `require('…')`, what is imported where it is needed and awaited, or a member of either. */
export function requiredIn(node: SyntaxNode, text: string): Required | undefined {
  const written = text.slice(node.from, node.to);
  const found = requiring.exec(written);
  return found?.[2] === undefined ? undefined : { module: found[2], member: found[3] };
}

const requiring = /^\(?(?:require|await\s+import)\s*\(\s*(['"`])([^'"`]+)\1\s*\)\)?(?:\s*\.\s*([\w$]+))?$/;

function requiredBy(node: SyntaxNode | null, text: string): string | undefined {
  const call = node?.name === 'ExpressionStatement' ? node.firstChild : null;
  return call ? requiredIn(call, text)?.module : undefined;
}

export function importOf({ module, member }: Required, target: Pattern, range: Import['range']): Import {
  const names: readonly ImportedName[] =
    target.kind === 'name'
      ? [{ imported: member, local: target.name, range: target.range }]
      : target.parts.flatMap(({ property, name, range }) =>
          property === undefined || member !== undefined ? [] : [{ imported: property, local: name, range }],
        );
  return { kind: 'import', module, names, range };
}
