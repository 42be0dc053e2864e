import { flawsOfJson } from '../../formats/flaws.ts';
import type { Body, Expression, HclFile } from '../../formats/hcl/index.ts';
import { childrenOf } from './modules/conditions.ts';

/** How many blocks of a text are never closed, and how many of its expressions could not be read. */
export function flawsOf({ syntax, text, body }: HclFile): number {
  return syntax === 'json' ? flawsOfJson(text) : flawsInBody(body, 0);
}

function flawsInBody({ attributes, blocks }: Body, depth: number): number {
  let count = 0;
  for (const { value } of attributes) {
    count += flawsIn(value);
  }
  for (const block of depth < deepest ? blocks : []) {
    count += (block.closed ? 0 : 1) + flawsInBody(block.body, depth + 1);
  }
  return count;
}

function flawsIn(expression: Expression): number {
  const own = expression.kind === 'broken' || (expression.kind === 'template' && !expression.closed) ? 1 : 0;
  return childrenOf(expression).reduce((count, child) => count + flawsIn(child), own);
}

/** Blocks in blocks, deeper than in real code. */
const deepest = 50;
