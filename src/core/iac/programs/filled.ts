import type { Call, Expression } from '../formats/code/syntax.ts';
import { calledName } from './outline.ts';
import { camelCase } from './spelling.ts';

/** What lists and objects are filled or put into another order with, in whichever language. */
const methods = new Set([
  ...['add', 'addAll', 'addRange', 'append', 'extend', 'insert', 'push', 'splice', 'unshift'],
  ...['computeIfAbsent', 'put', 'putAll', 'putIfAbsent', 'set', 'tryAdd'],
  ...['reverse', 'shift', 'sort'],
]);

/** The list or object whose items a call changes: `keys` of `keys.push(key)`. */
export function filledBy(call: Call): Expression | undefined {
  const { callee } = call;
  return callee.kind === 'member' && methods.has(camelCase(calledName(call) ?? ''))
    ? callee.object
    : undefined;
}
