import { itemsOf, type TreeNode, textOf } from '../../../formats/tree.ts';
import type { TemplateFile } from '../template.ts';
import { isConditionFunction, truthOfCall } from './condition.ts';
import type { Call } from './intrinsic.ts';
import { join, select, split } from './lists.ts';
import { findInMap } from './mapping.ts';
import { attributeNamed, valueNamed } from './names.ts';
import { deployment } from './reference.ts';
import type { Scope } from './scope.ts';
import { literalOf, printed, text, unknownOf, unknownValue, type Value } from './value.ts';

/** The place of a call, and how what is in it is evaluated. */
export interface CallSite {
  readonly scope: Scope;
  readonly file: TemplateFile;
  readonly depth: number;
  /** In the call's own file unless another is named. */
  evaluate(node: TreeNode, file?: TemplateFile): Value;
  substitute(written: string, variables: TreeNode | undefined): Value;
}

/** What a call of an intrinsic function evaluates to (CloudFormation Template Reference, "Intrinsic functions"). */
export function callFunction(call: Call, site: CallSite): Value {
  const known = functions.get(call.name);
  if (known) {
    return known(call.argument, site);
  }
  if (decidedAtDeployment.has(call.name)) {
    const value = site.evaluate(call.argument);
    const name = `${call.name} ${value.kind === 'text' ? printed(value) : call.argument.range.start}`;
    return text(deployment(name, name.replace('Fn::', '')));
  }
  const truth = isConditionFunction(call.name)
    ? truthOfCall(call, site.scope.conditions.context(site.file), site.depth)
    : undefined;
  return truth === undefined ? unknownValue('not-understood') : text(String(truth));
}

const decidedAtDeployment: ReadonlySet<string> = new Set([
  'Fn::ImportValue',
  'Fn::GetStackOutput',
  'Fn::Base64',
  'Fn::Cidr',
  'Fn::GetAZs',
  'Fn::ToJsonString',
]);

/** Includes may include each other; this is deeper than in real code. */
const deepestInclude = 60;

const functions: ReadonlyMap<string, (argument: TreeNode, site: CallSite) => Value> = new Map([
  ['Ref', ref],
  ['Fn::GetAtt', getAtt],
  ['Fn::If', choose],
  ['Fn::Sub', sub],
  ['Fn::Join', (argument: TreeNode, { evaluate }: CallSite) => join(argument, evaluate)],
  ['Fn::Select', (argument: TreeNode, { evaluate }: CallSite) => select(argument, evaluate)],
  ['Fn::Split', (argument: TreeNode, { evaluate }: CallSite) => split(argument, evaluate)],
  [
    'Fn::FindInMap',
    (argument: TreeNode, { scope: { template, world, path }, evaluate }: CallSite) =>
      findInMap(argument, { template, world, path, evaluate }),
  ],
  ['Fn::Length', length],
  ['Fn::Transform', transform],
]);

function ref(argument: TreeNode, { scope, evaluate }: CallSite): Value {
  const value = evaluate(argument);
  const name = literalOf(value);
  return name === undefined ? unknownOf(value) : valueNamed(name, scope);
}

function getAtt(argument: TreeNode, { scope, evaluate }: CallSite): Value {
  const written = (itemsOf(argument) ?? [argument]).map(item => literalOf(evaluate(item)));
  return written.includes(undefined)
    ? unknownValue('not-understood')
    : attributeNamed(written.join('.'), scope);
}

function choose(argument: TreeNode, { scope, depth, evaluate }: CallSite): Value {
  const branch = scope.conditions.branch(argument, depth);
  return branch ? evaluate(branch) : unknownValue('not-understood');
}

function sub(argument: TreeNode, { substitute }: CallSite): Value {
  const [first = argument, variables] = itemsOf(argument) ?? [];
  const written = textOf(first);
  return written === undefined ? unknownValue('not-understood') : substitute(written, variables);
}

function length(argument: TreeNode, { evaluate }: CallSite): Value {
  const list = evaluate(argument);
  return list.kind === 'list' ? text(String(list.items.length)) : unknownValue('not-understood');
}

/** `AWS::Include`, the one macro whose output is known. */
function transform(argument: TreeNode, { scope, file, depth, evaluate }: CallSite): Value {
  const included = depth < deepestInclude ? scope.included(argument, file) : undefined;
  return included ? evaluate(included.root, included.file) : unknownValue('out-of-reach');
}
