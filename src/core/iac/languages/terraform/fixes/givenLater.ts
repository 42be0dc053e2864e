import type { Expression } from '../../../formats/hcl/index.ts';
import type { Sources } from '../../../sources/sources.ts';
import { canonical } from '../evaluation/canonical.ts';
import { callsOfModule } from '../modules/callers.ts';
import { childrenOf } from '../modules/conditions.ts';
import type { ParsedFiles } from '../modules/files.ts';
import { type Module, settingOf } from '../modules/module.ts';

/**
 * Whether a call that is found passes a variable what the same plan creates: then no `count` can ask for it
 * ("Invalid count argument").
 */
export async function isGivenLater(
  module: Module,
  variable: string,
  sources: Sources,
  cache: ParsedFiles,
): Promise<boolean> {
  const calls = module.folder === undefined ? [] : await callsOfModule(module.folder, sources, cache);
  return calls.some(({ root, call }) => {
    const given = settingOf(call, variable)?.attribute.value;
    return given !== undefined && isCreated(root, given, 0);
  });
}

function isCreated(module: Module, expression: Expression, depth: number): boolean {
  const name = expression.kind === 'member' ? canonical(expression) : '';
  const local = module.locals.get(/^local\.([\w-]+)$/.exec(name)?.[1] ?? '');
  if (local) {
    return depth < deepest && isCreated(module, local.attribute.value, depth + 1);
  }
  if (expression.kind === 'variable') {
    return !known.test(expression.name);
  }
  return childrenOf(expression).some(child => isCreated(module, child, depth));
}

/** What the names of expressions start with where they are not resource and no module. */
const known = /^(?:var|local|data|each|count|path|terraform|self)$/;

/** Locals in locals, deeper than in real code. */
const deepest = 8;
