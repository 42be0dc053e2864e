import { type Binary, type Expression, literalText } from '../../../formats/hcl/index.ts';
import { canonical } from '../evaluation/canonical.ts';
import { Evaluator } from '../evaluation/evaluator.ts';
import { rootScope } from '../evaluation/scope.ts';
import { noBindings } from '../evaluation/value.ts';
import { World } from '../evaluation/world.ts';
import { childrenOf } from '../modules/conditions.ts';
import { type Declared, type Module, type Setting, settingOf } from '../modules/module.ts';
import type { ModuleTree } from '../modules/tree.ts';
import { nativeOf, unwrapped } from './written.ts';

/** How a key that is given for some inputs only is written, and how it can be changed. */
export type WrittenInput =
  /** An input decides whether there is a key at all: another key would answer "no" with "yes". */
  | {
      readonly kind: 'switch';
      readonly isMissing?: undefined;
      readonly orElse?: undefined;
      /** What is written without the switch, where the key does not depend on it itself, and the condition that goes. */
      readonly always: { readonly key: string; readonly condition: string } | undefined;
    }
  /** An input may hold a key. */
  | {
      readonly kind: 'key';
      /** The variable that holds it and nothing else, where it is one of this module. */
      readonly variable: Declared | undefined;
      /** That it is set, as the code asks it of the variable: `var.key != ""`; undefined where it does not ask. */
      readonly isSet: string | undefined;
      /** When none is given, as a condition that is decided when Terraform plans; undefined if that is not known. */
      readonly isMissing: string | undefined;
      /** The given key, and this one where none is given. */
      readonly orElse: (key: string) => string;
      /** The same, for a `key` that is there only where none is given. */
      readonly orOnlyElse: (key: string) => string;
    };

/** Reads what is at a trail or a module call; undefined where it is not an expression. */
export function readInput(tree: ModuleTree, module: Module, written: Setting): WrittenInput | undefined {
  const native = nativeOf(written);
  if (!native) {
    return undefined;
  }
  const whole = unwrapped(native.expression);
  const text = ({ range }: Expression) => native.text.slice(range.start, range.end);
  const choice = switchIn(module, whole, 0);
  if (choice) {
    return { kind: 'switch', always: alwaysOf(choice, whole, native.text) };
  }
  const gap = gapIn(whole);
  const asked = whole.kind === 'conditional' || whole.kind === 'binary' ? `(${text(whole)})` : text(whole);
  const test = gap ? gap.isMissing(text) : emptinessOf(tree, module, whole, asked);
  const fill = (key: string) =>
    gap &&
    native.text.slice(whole.range.start, gap.range.start) +
      key +
      native.text.slice(gap.range.end, whole.range.end);
  return {
    kind: 'key',
    variable: variableBehind(module, whole, 0),
    isSet: questionIn(module, whole, 0),
    isMissing: isKnownInPlan(module, whole, 0) ? test : undefined,
    orElse: key => fill(key) ?? `coalesce(${text(whole)}, ${key})`,
    orOnlyElse: key => fill(key) ?? `${test} ? ${key} : ${text(whole)}`,
  };
}

/**
 * A choice with a null branch whose condition is not whether the other branch is set: the expression itself, the value of a
 * local, or what is chosen in one of the branches.
 */
function switchIn(module: Module, expression: Expression, depth: number): Expression | undefined {
  const inner = unwrapped(expression);
  const local = localNamed(module, inner);
  if (local) {
    return depth < deepest ? switchIn(module, local.attribute.value, depth + 1) && inner : undefined;
  }
  if (inner.kind !== 'conditional' || depth > deepest) {
    return undefined;
  }
  return (isNothing(inner.yes) || isNothing(inner.no)) && gapIn(inner) === undefined
    ? expression
    : (switchIn(module, inner.yes, depth + 1) ?? switchIn(module, inner.no, depth + 1));
}

/**
 * What is written with the key of the choice alone. A reference with an index is one to a resource that there may be or not,
 * by the same switch mostly.
 */
function alwaysOf(written: Expression, { range }: Expression, source: string) {
  const choice = unwrapped(written);
  if (choice.kind !== 'conditional') {
    return undefined;
  }
  const text = (one: Expression) => source.slice(one.range.start, one.range.end);
  const key = unwrapped(isNothing(choice.yes) ? choice.no : choice.yes);
  const isReference = key.kind === 'member' && !canonical(key).includes('[');
  return isReference || (key.kind === 'template' && literalText(key))
    ? {
        key:
          source.slice(range.start, written.range.start) +
          text(key) +
          source.slice(written.range.end, range.end),
        condition: text(choice.condition),
      }
    : undefined;
}

interface Gap {
  readonly range: Expression['range'];
  readonly isMissing: (text: (expression: Expression) => string) => string;
}

/** The empty branch of `var.key != null ? var.key : null`, whose condition asks of nothing but the value itself. */
function gapIn(expression: Expression): Gap | undefined {
  if (expression.kind !== 'conditional') {
    return undefined;
  }
  const { condition, yes, no } = expression;
  const asked = unwrapped(condition);
  const isAbout = (value: Expression) => asksOnly(asked, canonical(value));
  if (isNothing(no) && isAbout(yes)) {
    return { range: no.range, isMissing: text => opposite(asked, text) };
  }
  const isMissing: Gap['isMissing'] = text =>
    asked.kind === 'binary' && asked.operator === '||' ? `(${text(asked)})` : text(asked);
  return isNothing(yes) && isAbout(no) ? { range: yes.range, isMissing } : undefined;
}

/** Whether a condition is about this value alone: it compares it with no word, by which somebody might choose to have no key. */
function asksOnly(condition: Expression, value: string): boolean {
  let isAsked = false;
  const isNothingElse = (expression: Expression): boolean => {
    if (canonical(expression) === value) {
      isAsked = true;
      return true;
    }
    const isWord = expression.kind === 'template' && !isNothing(expression);
    return !isWord && expression.kind !== 'variable' && childrenOf(expression).every(isNothingElse);
  };
  return condition.kind !== 'member' && isNothingElse(condition) && isAsked;
}

function opposite(condition: Expression, text: (expression: Expression) => string): string {
  return condition.kind === 'binary' && condition.operator === '!='
    ? `${text(condition.left)} == ${text(condition.right)}`
    : `!(${text(condition)})`;
}

/** `var.key == null`, or `== ""` where that is what it evaluates to by default. */
function emptinessOf(
  tree: ModuleTree,
  module: Module,
  expression: Expression,
  text: string,
): string | undefined {
  // Other deployments may leave it at its default.
  const tests = [module, { ...module, given: new Map<string, Setting>() }].flatMap(one => {
    const value = new Evaluator(tree, new World(new Map(), false)).evaluate(
      expression,
      rootScope(one),
      noBindings,
    );
    switch (value.kind) {
      case 'null':
        return `${text} == null`;
      case 'string':
        return value.value === '' ? `${text} == ""` : [];
      default:
        return [];
    }
  });
  const [test, ...others] = new Set(tests.toSorted().reverse());
  return others.length === 0 ? test : `(${[test, ...others].join(' || ')})`;
}

/**
 * Composed only of variables and locals: `count` cannot depend on what is known after apply only, nor on an instance.
 */
function isKnownInPlan(module: Module, expression: Expression, depth: number): boolean {
  if (depth > deepest || expression.kind === 'broken') {
    return false;
  }
  const local = localNamed(module, expression);
  if (local) {
    return isKnownInPlan(module, local.attribute.value, depth + 1);
  }
  return expression.kind === 'variable'
    ? /^(?:var|path|terraform)$/.test(expression.name)
    : childrenOf(expression).every(child => isKnownInPlan(module, child, depth));
}

function variableBehind(module: Module, expression: Expression, depth: number): Declared | undefined {
  const inner = unwrapped(expression);
  const local = localNamed(module, inner);
  if (local) {
    return depth < deepest ? variableBehind(module, local.attribute.value, depth + 1) : undefined;
  }
  const comparison = comparisonIn(inner);
  if (comparison) {
    return variableBehind(module, comparison.left, depth);
  }
  if (inner.kind === 'call' && /^(?:try|coalesce)$/.test(inner.name)) {
    const given = inner.args.filter(one => !isNothing(one));
    const [only] = given;
    return only && given.length === 1 ? variableBehind(module, only, depth) : undefined;
  }
  const name = inner.kind === 'member' ? /^var\.([\w-]+)$/.exec(canonical(inner))?.[1] : undefined;
  return name === undefined ? undefined : module.variables.get(name);
}

/** Whether the variable is set, where what is written chooses by that. */
function questionIn(module: Module, expression: Expression, depth: number): string | undefined {
  const inner = unwrapped(expression);
  const local = localNamed(module, inner);
  if (local) {
    return depth < deepest ? questionIn(module, local.attribute.value, depth + 1) : undefined;
  }
  const comparison = comparisonIn(inner);
  const variable = comparison ? canonical(comparison.left) : '';
  return comparison && /^var\.[\w-]+$/.test(variable)
    ? `${variable} != ${literalText(comparison.right) === '' ? '""' : 'null'}`
    : undefined;
}

/** The condition of `var.key != null ? var.key : null`: what else may be asked cannot be asked of whoever gives the key. */
function comparisonIn(expression: Expression): Binary | undefined {
  const asked =
    expression.kind === 'conditional' && gapIn(expression) ? unwrapped(expression.condition) : undefined;
  return asked?.kind === 'binary' && isNothing(asked.right) && asked.left.kind === 'member'
    ? asked
    : undefined;
}

/** The default of a variable, where it is nothing. */
export function emptyDefaultOf(variable: Declared): Setting | undefined {
  const setting = settingOf(variable, 'default');
  return setting && isNothing(unwrapped(setting.attribute.value)) ? setting : undefined;
}

function localNamed(module: Module, expression: Expression): Setting | undefined {
  const name =
    expression.kind === 'member' ? /^local\.([\w-]+)$/.exec(canonical(expression))?.[1] : undefined;
  return name === undefined ? undefined : module.locals.get(name);
}

function isNothing(expression: Expression): boolean {
  return (expression.kind === 'literal' && expression.value === null) || literalText(expression) === '';
}

/** Locals in locals, deeper than in real code. */
const deepest = 8;
