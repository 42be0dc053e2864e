import { excluding } from '../../../../base/glob.ts';
import { join, nameOf } from '../../../../base/uri.ts';
import { type Call, type Expression, parseTemplate } from '../../../formats/hcl/index.ts';
import { stepsFor } from './budget.ts';
import type { Evaluator } from './evaluator.ts';
import { tooLarge } from './functions/helpers.ts';
import { functions } from './functions/index.ts';
import { containsError } from './operations.ts';
import type { Scope } from './scope.ts';
import { templateValue } from './template.ts';
import {
  asText,
  type Bindings,
  bool,
  failure,
  setOf,
  sizeOf,
  text,
  unknownValue,
  type Value,
} from './value.ts';

/** Calls a function; `try` and `can` see the errors of their arguments, those of files read them. */
export function callFunction(evaluator: Evaluator, call: Call, scope: Scope, bindings: Bindings): Value {
  const read = (expression: Expression) => evaluator.evaluate(expression, scope, bindings);
  switch (call.name) {
    case 'try':
      return firstWithoutError(evaluator, call.args, read);
    case 'can':
      return isWithoutError(call.args[0], read);
  }
  const args = call.args.map(arg => (settles.has(call.name) ? evaluator.settle(read(arg)) : read(arg)));
  const last = args.at(-1);
  if (call.expands && last) {
    if (last.kind !== 'list') {
      return unknownValue(last.kind === 'unknown' ? last.cause : 'not-understood');
    }
    args.splice(-1, 1, ...last.items);
  }
  if (args.some(arg => arg.kind === 'error')) {
    return failure;
  }
  if (!evaluator.spend(stepsFor(args.reduce((size, arg) => size + sizeOf(arg), 0)) - 1)) {
    return unknownValue('not-understood');
  }
  const name = call.name.replace(/^core::/, '');
  const onFile = fileFunctions.get(name);
  if (onFile) {
    return onFile(evaluator, args, scope);
  }
  const value =
    scope.module.host?.call(name, args, evaluator, scope) ??
    functions.get(name)?.(args) ??
    unknownValue('not-understood');
  return value === tooLarge ? evaluator.tooLarge() : value;
}

/** Functions that decide by what an argument is. */
const settles: ReadonlySet<string> = new Set(['contains', 'lookup', 'startswith', 'strcontains']);

function firstWithoutError(
  evaluator: Evaluator,
  args: readonly Expression[],
  read: (expression: Expression) => Value,
): Value {
  for (const arg of args) {
    const value = read(arg);
    evaluator.spend(stepsFor(sizeOf(value)) - 1);
    if (!containsError(value)) {
      return value;
    }
  }
  return failure;
}

function isWithoutError(arg: Expression | undefined, read: (expression: Expression) => Value): Value {
  const value = arg ? read(arg) : failure;
  return value.kind === 'unknown' && !value.solid ? unknownValue(value.cause) : bool(!containsError(value));
}

type FileFunction = (evaluator: Evaluator, args: readonly Value[], scope: Scope) => Value;

/** What reads files of the module. A file that cannot be read here exists at deployment. */
const fileFunctions: ReadonlyMap<string, FileFunction> = new Map([
  [
    'file',
    (evaluator, [path], scope) => {
      const content = contentOf(evaluator, path, scope);
      return content === undefined ? { ...unknownValue('out-of-reach'), solid: true } : text(content);
    },
  ],
  [
    'fileexists',
    (evaluator, [path], scope) =>
      contentOf(evaluator, path, scope) === undefined ? unknownValue('out-of-reach') : bool(true),
  ],
  [
    'fileset',
    (evaluator, [path, pattern], scope) => {
      const folder = path && uriOf(path, scope);
      const glob = pattern && asText(pattern);
      const [, below = '', name] = /^((?:[^*?{}[\]]*\/)?)([^/]+)$/.exec(glob ?? '') ?? [];
      const inside = folder === undefined ? undefined : join(folder, below);
      const isMeant = name === undefined || name.startsWith('**') ? undefined : excluding([name]);
      const names = isMeant && inside !== undefined ? evaluator.tree.filesIn(inside).map(nameOf) : [];
      const found = names.filter(one => isMeant?.(one));
      // A folder that is empty here may be filled before the deployment.
      return found.length === 0
        ? unknownValue('decided-at-deployment')
        : setOf(found.map(one => text(below + one)));
    },
  ],
  [
    'templatefile',
    (evaluator, [path, variables], scope) => {
      const content = contentOf(evaluator, path, scope);
      return content === undefined || variables?.kind !== 'map'
        ? unknownValue('out-of-reach')
        : templateValue(evaluator, parseTemplate(content), scope, variables.entries);
    },
  ],
  [
    'templatestring',
    (evaluator, [template, variables], scope) => {
      const content = template && asText(template);
      return content === undefined || variables?.kind !== 'map'
        ? unknownValue('decided-at-deployment')
        : templateValue(evaluator, parseTemplate(content), scope, variables.entries);
    },
  ],
]);

function uriOf(path: Value, { module }: Scope): string | undefined {
  const relative = asText(path);
  const folder = module.host?.folder ?? module.folder;
  return relative === undefined || folder === undefined ? undefined : join(folder, relative);
}

function contentOf(evaluator: Evaluator, path: Value | undefined, scope: Scope): string | undefined {
  const uri = path && uriOf(path, scope);
  const content = uri === undefined ? undefined : evaluator.tree.file(uri);
  if (content !== undefined) {
    evaluator.meetFile();
  }
  return content;
}
