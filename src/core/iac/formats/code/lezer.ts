import { type SyntaxNode, type Tree, TreeFragment } from '@lezer/common';
import type { LRParser } from '@lezer/lr';
import type { TextRange } from '../../../base/text.ts';
import type { TextEdit } from '../../fix.ts';
import { boundedParse } from './boundedParse.ts';
import { changesBetween } from './changes.ts';
import type { Comment, Grammar, Program, Statement } from './syntax.ts';

/** What a compiler says of a program besides its syntax. */
export interface Compiler {
  /** Places that it refuses. */
  refused(tree: Tree, text: string): number;
  /** Edits that keep it from refusing what other edits leave. */
  consequences(
    edits: readonly TextEdit[],
    before: { readonly tree: Tree; readonly text: string },
    treeOf: (text: string) => Tree,
  ): readonly TextEdit[];
}

/** Reads the statements of a tree. */
export type Adapter = (root: SyntaxNode, text: string) => readonly Statement[];

/** A Lezer grammar as one of ours: a tree is parsed again only where the text has changed, and read on demand. */
export function lezerGrammar(
  parser: LRParser,
  adapter: Adapter,
  /** Writes what the grammar does not know as what it does, in as many characters. */
  known: (text: string) => string = text => text,
  compiler?: Compiler,
): Grammar {
  const treeOf = (text: string, before?: LezerProgram) =>
    boundedParse(parser, known(text), before ? fragmentsOf(before, text) : []);
  return {
    parse: (text, former) => {
      const tree = treeOf(text, former instanceof LezerProgram ? former : undefined);
      return new LezerProgram(text, tree, adapter, treeOf, compiler);
    },
  };
}

/** Levels of a program that are looked at: more than any has, and the stack has room for more. */
export const deepest = 500;

class LezerProgram implements Program {
  readonly text: string;
  readonly tree: Tree;
  readonly #adapter: Adapter;
  readonly #treeOf: (text: string, before: LezerProgram) => Tree;
  readonly #compiler: Compiler | undefined;
  #statements: readonly Statement[] | undefined;
  #comments: readonly Comment[] | undefined;
  #flaws: number | undefined;

  constructor(
    text: string,
    tree: Tree,
    adapter: Adapter,
    treeOf: (text: string, before: LezerProgram) => Tree,
    compiler: Compiler | undefined,
  ) {
    this.text = text;
    this.tree = tree;
    this.#adapter = adapter;
    this.#treeOf = treeOf;
    this.#compiler = compiler;
  }

  get statements(): readonly Statement[] {
    this.#statements ??= this.#adapter(this.tree.topNode, this.text);
    return this.#statements;
  }

  get comments(): readonly Comment[] {
    this.#comments ??= commentsOf(this.tree, this.text);
    return this.#comments;
  }

  get flaws(): number {
    this.#flaws ??= countErrors(this.tree) + (this.#compiler?.refused(this.tree, this.text) ?? 0);
    return this.#flaws;
  }

  consequencesOf(edits: readonly TextEdit[]): readonly TextEdit[] {
    return this.#compiler?.consequences(edits, this, text => this.#treeOf(text, this)) ?? [];
  }
}

/** What stays of a tree: all that is between changes. */
function fragmentsOf({ text: before, tree }: LezerProgram, text: string): readonly TreeFragment[] {
  const changes = changesBetween(before, text).map(({ before: { start, end }, now }) => ({
    fromA: start,
    toA: end,
    fromB: now.start,
    toB: now.end,
  }));
  return TreeFragment.applyChanges(TreeFragment.addTree(tree), changes);
}

/** A walk through the whole tree would cost more than all that is read of it. */
function commentsOf(tree: Tree, text: string): Comment[] {
  const comments: Comment[] = [];
  const mark = /\/[/*]|#/g;
  for (let found = mark.exec(text); found; found = mark.exec(text)) {
    const { name, from, to } = tree.resolveInner(found.index, 1);
    if (name.endsWith('Comment') && from === found.index) {
      // A line that ends as in Windows ends before its last character, for some grammars.
      const end = text.endsWith('\r', to) ? to - 1 : to;
      comments.push({ range: { start: from, end }, text: withoutMarks(text.slice(from, end)) });
      mark.lastIndex = to;
    }
  }
  return comments;
}

function withoutMarks(written: string): string {
  return written.replace(/^(?:\/\/|\/\*|#)/, '').replace(/\*\/$/, '');
}

function countErrors(tree: Tree): number {
  let errors = 0;
  tree.iterate({
    enter: ({ type }) => {
      errors += type.isError ? 1 : 0;
    },
  });
  return errors;
}

export function rangeOf({ from, to }: { readonly from: number; readonly to: number }): TextRange {
  return { start: from, end: to };
}

/** The children of a node that mean something: comments are left out. */
export function childrenOf(node: SyntaxNode): SyntaxNode[] {
  const children: SyntaxNode[] = [];
  for (let child = node.firstChild; child; child = child.nextSibling) {
    if (!child.name.endsWith('Comment')) {
      children.push(child);
    }
  }
  return children;
}

export function childOf(node: SyntaxNode, ...names: readonly string[]): SyntaxNode | undefined {
  for (let child = node.firstChild; child; child = child.nextSibling) {
    if (names.includes(child.name)) {
      return child;
    }
  }
  return undefined;
}

/** What stands behind the first child of some name. */
export function childAfter(node: SyntaxNode, name: string): SyntaxNode | undefined {
  const children = childrenOf(node);
  const index = children.findIndex(one => one.name === name);
  return index >= 0 ? children[index + 1] : undefined;
}

/** What is between commas. */
export function groupsOf(nodes: readonly SyntaxNode[]): readonly (readonly SyntaxNode[])[] {
  const groups: SyntaxNode[][] = [[]];
  for (const node of nodes) {
    if (node.name === ',' || node.name === ';') {
      groups.push([]);
    } else {
      groups.at(-1)?.push(node);
    }
  }
  return groups.filter(group => group.length > 0);
}

/** Whether calls or functions are in a stretch of a text, in any of the languages. */
export function hasCalls(
  text: string,
  { from, to }: { readonly from: number; readonly to: number },
): boolean {
  return /\(|=>|\blambda\b/.test(text.slice(from, to));
}

/** A value that is worked out on first use. */
export function once<V>(make: () => V): () => V {
  let made: { readonly value: V } | undefined;
  return () => {
    made ??= { value: make() };
    return made.value;
  };
}
