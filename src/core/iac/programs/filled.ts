import type { Call, Expression } from '../formats/code/syntax.ts';
import { calledName } from './outline.ts';
import { camelCase } from './spelling.ts';

/** What lists and objects are filled, emptied or put into another order with, in whichever language. */
const methods = new Set([
  ...['add', 'addAll', 'addRange', 'append', 'extend', 'insert', 'push', 'splice', 'unshift'],
  ...['computeIfAbsent', 'put', 'putAll', 'putIfAbsent', 'set', 'setdefault', 'tryAdd', 'update'],
  ...['clear', 'pop', 'remove', 'reverse', 'shift', 'sort'],
]);

/** The list or object that a call puts something into, or takes something out of. */
export function filledBy(call: Call): Expression | undefined {
  const { callee, args } = call;
  const name = calledName(call);
  if (callee.kind !== 'member' || name === undefined) {
    return undefined;
  }
  if (name === 'assign' && callee.object.kind === 'name' && callee.object.name === 'Object') {
    return args[0]?.value;
  }
  return methods.has(name) || methods.has(camelCase(name)) ? callee.object : undefined;
}
