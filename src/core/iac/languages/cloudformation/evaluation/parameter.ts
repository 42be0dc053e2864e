import { onceFor } from '../../../../base/onceFor.ts';
import { isAccountId } from '../../../../trail/arn.ts';
import { isRegionName } from '../../../../trail/region.ts';
import { entriesOf, itemsOf, type TreeNode, textOf, valueAt } from '../../../formats/tree.ts';
import type { Item, Template } from '../template.ts';
import { constraintsOf, isListType } from './constraints.ts';
import { callOf } from './intrinsic.ts';
import { type Opaque, splitText, type TextValue, text, unknownValue, type Value } from './value.ts';
import type { Variable } from './world.ts';

/**
 * What a parameter may be: its default, the values it is compared with anywhere in the conditions, and any other value.
 * With `AllowedValues`, these and nothing else.
 */
export function parameterVariable(template: Template, name: string, item: Item, path: string): Variable {
  const known = variables(template);
  const variable = known.get(path + name) ?? readParameter(template, name, item, path);
  known.set(path + name, variable);
  return variable;
}

const variables = onceFor((_: Template) => new Map<string, Variable>());

function readParameter(template: Template, name: string, item: Item, path: string): Variable {
  const declared = item.entry.value;
  const id = `${path}${name}`;
  const opaque: Opaque = { id, name, origin: { kind: 'parameter' } };
  const type = textOf(valueAt(declared, 'Type')) ?? 'String';
  const given = asList(type, text(opaque));
  const range = item.entry.range;
  const defaultNode = valueAt(declared, 'Default');
  const kind = defaultNode ? 'variable-default' : 'input';
  const related = { kind, name, uri: item.file.uri, range } as const;
  if (type.startsWith(systemsManager)) {
    // The default names a parameter of Systems Manager; what is in it is known at deployment.
    return { id, options: [given], hasDefault: false, related };
  }
  const accepts = constraintsOf(declared, type);
  const written = defaultNode && (textOf(defaultNode) ?? '');
  const allowed = itemsOf(valueAt(declared, 'AllowedValues'))?.map(value => textOf(value) ?? '');
  // CloudFormation refuses a default that its own constraints exclude: a value is then required.
  const byDefault = written !== undefined && accepts(written) ? written : undefined;
  const others = (allowed ?? [...comparedWith(template, name)]).filter(accepts);
  const literals = [...new Set([...(byDefault === undefined ? [] : [byDefault]), ...others])];
  // Of a list, each item is one of the allowed values: which, and how many, depends on the deployment.
  const isListed = allowed !== undefined && !isListType(type) && literals.length > 0;
  return {
    id,
    options: [...literals.map(one => asList(type, text(one))), ...(isListed ? [] : [given])],
    hasDefault: byDefault !== undefined,
    related: {
      ...related,
      range: entriesOf(declared).find(entry => entry.key === 'Default')?.range ?? range,
    },
  };
}

/** A value as a parameter of this name hands it on: one of a list type takes a text apart at its commas. */
export function handedTo({ entry }: Item, value: Value): Value {
  return value.kind === 'text' ? asList(textOf(valueAt(entry.value, 'Type')) ?? 'String', value) : value;
}

/**
 * What a parameter is that a deployment gives as `given`; undefined is a value that is not known here. One that the
 * parameter refuses is never deployed. The answer is undefined where the given name of a parameter of Systems Manager says
 * nothing of what is in it.
 */
export function givenValue({ entry }: Item, given: string | undefined): Value | undefined {
  const declared = entry.value;
  const type = textOf(valueAt(declared, 'Type')) ?? 'String';
  if (type.startsWith(systemsManager)) {
    return undefined;
  }
  const isKnown = given !== undefined && constraintsOf(declared, type)(given);
  return isKnown ? asList(type, text(given)) : unknownValue('decided-at-deployment');
}

const systemsManager = 'AWS::SSM::Parameter::';

/** A pseudo parameter: it differs from deployment to deployment, so there is no default. */
export function pseudoVariable(template: Template, name: string): Variable {
  const opaque: Opaque = { id: name, name, origin: { kind: 'pseudo' } };
  const canBe = pseudoForms[name] ?? (() => true);
  const literals = [...comparedWith(template, name)].filter(canBe).map(value => text(value));
  return { id: name, options: [...literals, text(opaque)], hasDefault: false };
}

/** What a template compares a pseudo parameter with may be a word that AWS never gives it, so that the comparison never holds. */
const pseudoForms: Readonly<Record<string, (value: string) => boolean>> = {
  'AWS::AccountId': isAccountId,
  'AWS::Partition': value => /^aws(?:-[a-z]+)*$/.test(value),
  'AWS::Region': isRegionName,
};

/** An empty text is a list of one empty item, as `Fn::Select` and `Fn::Join` see it. */
function asList(type: string, value: TextValue): Value {
  return isListType(type) ? { kind: 'list', items: splitText(value, ',').map(trimmed) } : value;
}

function trimmed({ kind, parts }: TextValue): TextValue {
  return { kind, parts: parts.map(part => (typeof part === 'string' ? part.trim() : part)) };
}

/**
 * The literals that are compared with a reference, `Ref` or `${…}`, in any `Fn::Equals` of conditions and rules. Compared
 * with `${env:KEY, ''}` an empty text asks whether the variable is given, not whether it was given as empty.
 */
export function comparedWith(template: Template, name: string): ReadonlySet<string> {
  return comparisonsIn(template).get(name) ?? new Set();
}

const comparisonsIn = onceFor(collectComparisons);

function collectComparisons(template: Template): Map<string, Set<string>> {
  const found = new Map<string, Set<string>>();
  let budget = 20_000;
  const visit = (node: TreeNode, depth: number) => {
    if (depth > 120 || budget-- <= 0) {
      return;
    }
    const call = callOf(node);
    if (call?.name === 'Fn::Equals') {
      const [left, right] = itemsOf(call.argument) ?? [];
      note(left, right);
      note(right, left);
    }
    for (const child of childrenOf(call?.argument ?? node)) {
      visit(child, depth + 1);
    }
  };
  const note = (side: TreeNode | undefined, other: TreeNode | undefined) => {
    const literal = other && !callOf(other) ? textOf(other) : undefined;
    if (!side || literal === undefined || literal.includes('${')) {
      return;
    }
    for (const name of referencesIn(side, literal)) {
      const literals = found.get(name) ?? new Set();
      found.set(name, literals.add(literal));
    }
  };
  for (const { entry } of [...template.conditions.values(), ...template.rules.values()]) {
    visit(entry.value, 0);
  }
  return found;
}

/** The names that a node refers to, without those for which the literal is the fallback. */
function referencesIn(node: TreeNode, literal: string, budget = { left: 500 }): string[] {
  const call = callOf(node);
  if (call?.name === 'Ref') {
    return [textOf(call.argument) ?? ''];
  }
  const names = [...(textOf(node) ?? '').matchAll(reference)].filter(
    ([, , single, double]) => (single ?? double) !== literal,
  );
  return budget.left-- <= 0
    ? []
    : [
        ...names.map(found => (found[1] ?? '').trim()),
        ...childrenOf(call?.argument ?? node).flatMap(child => referencesIn(child, literal, budget)),
      ];
}

/** `${name}` or the start of `${name, …}`, with the fallback where that is a quoted text and nothing else. */
const reference = /\$\{([^,{}]+)(?:\}|,(?:\s*(?:'([^']*)'|"([^"]*)")\s*\})?)/g;

function childrenOf(node: TreeNode): readonly TreeNode[] {
  switch (node.kind) {
    case 'map':
      return entriesOf(node).map(entry => entry.value);
    case 'list':
      return node.items;
    case 'scalar':
    case 'alias':
      return [];
  }
}
