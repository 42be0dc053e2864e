import type { SyntaxNode, SyntaxNodeRef, Tree } from '@lezer/common';
import type { TextRange } from '../../../../base/text.ts';
import { rangeOf } from '../lezer.ts';

/** A variable of a function that nothing reads. */
export interface UnusedVariable {
  readonly name: string;
  /** The name where it is declared. */
  readonly range: TextRange;
  /** `a, err := f()`; undefined for `var`, and for what a loop declares. */
  readonly short: ShortDeclaration | undefined;
  /** The statement that declares it, where it stands by itself. */
  readonly statement: TextRange | undefined;
  readonly isAssigned: boolean;
}

export interface ShortDeclaration {
  readonly sign: TextRange;
  /** How many of its names are new. */
  readonly declared: number;
}

/**
 * The variables of functions that nothing reads, in the order of their ends of scope: a program with one does not compile (Go
 * specification, "Variable declarations").
 */
export function unusedVariables(tree: Tree, text: string): readonly UnusedVariable[] {
  const scopes: Scope[] = [];
  const unused: UnusedVariable[] = [];
  tree.iterate({
    enter: node => {
      if (hasScope(node)) {
        scopes.push(new Map());
      }
      const name = text.slice(node.from, node.to);
      if (node.name === 'DefName' && isGiven(node.node)) {
        scopes.at(-1)?.set(name, undefined);
      } else if (node.name === 'VariableName') {
        const variable = scopes.findLast(scope => scope.has(name))?.get(name);
        if (variable) {
          variable[isTarget(node.node) ? 'isAssigned' : 'isRead'] = true;
        }
      }
    },
    leave: node => {
      // A name means what it meant before, up to the end of what declares it.
      if (isDeclaration(node) && scopes.length > 0) {
        declare(node.node, text, scopes);
      }
      if (hasScope(node)) {
        for (const [name, variable] of scopes.pop() ?? []) {
          if (variable && !variable.isRead) {
            unused.push({ name, ...variable });
          }
        }
      }
    },
  });
  return unused;
}

type Variable = Omit<UnusedVariable, 'name' | 'isAssigned'> & { isRead: boolean; isAssigned: boolean };

/** Parameters have no variable: nobody has to read them. */
type Scope = Map<string, Variable | undefined>;

function hasScope({ name }: SyntaxNodeRef): boolean {
  return /^(?:Block|Case|FunctionLiteral|FunctionDecl|MethodDecl|\w+Block|(?:If|For|Switch|TypeSwitch|Select)Statement)$/.test(
    name,
  );
}

/** Whether a name is declared, and need not be read: a parameter, or what a type switch gives its cases. */
function isGiven({ parent }: SyntaxNode): boolean {
  return parent?.name === 'Parameter' || parent?.name === 'TypeSwitchStatement';
}

/** `a, b = …`: what is only given a value is not read. */
function isTarget(node: SyntaxNode): boolean {
  const sign = node.parent?.name === 'Assignment' ? node.parent.getChild('=') : undefined;
  return sign !== undefined && sign !== null && node.to <= sign.from;
}

function isDeclaration({ name }: SyntaxNodeRef): boolean {
  return name === 'VarDecl' || name === 'VarSpec' || name === 'RangeClause';
}

function declare(node: SyntaxNode, text: string, scopes: readonly Scope[]): void {
  const scope = scopes.at(-1);
  const sign = node.getChild(':=');
  const names = node.getChildren('DefName');
  const isNew = (one: SyntaxNode) => {
    const name = text.slice(one.from, one.to);
    return name !== '_' && !scope?.has(name);
  };
  const declared = names.filter(one => !sign || isNew(one));
  const statement = statementOf(node);
  for (const one of declared) {
    const name = text.slice(one.from, one.to);
    if (name !== '_') {
      const short =
        sign && node.name === 'VarDecl' ? { sign: rangeOf(sign), declared: declared.length } : undefined;
      scope?.set(name, { range: rangeOf(one), short, statement, isRead: false, isAssigned: false });
    }
  }
}

/** Of a declaration that stands among the statements of a block. */
function statementOf(node: SyntaxNode): TextRange | undefined {
  const whole = node.name === 'VarSpec' ? node.parent : node;
  return whole?.name === 'VarDecl' && whole.parent?.name === 'Block' ? rangeOf(whole) : undefined;
}
