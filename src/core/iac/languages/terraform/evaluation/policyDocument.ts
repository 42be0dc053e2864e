import { hole } from '../../../../trail/keyPolicy/index.ts';
import { statementsBySid } from '../../../declared/statementsBySid.ts';
import { attributeOf, type Block, type Body } from '../../../formats/hcl/index.ts';
import { bodyWith } from '../modules/module.ts';
import { stepsFor } from './budget.ts';
import type { Evaluator } from './evaluator.ts';
import { entriesOf } from './functions/collections.ts';
import { largestCollection } from './functions/helpers.ts';
import { jsonText, parseJson } from './json.ts';
import {
  asText,
  type Bindings,
  list,
  map,
  partial,
  type ResourceValue,
  sizeOf,
  text,
  unknownValue,
  type Value,
} from './value.ts';

/**
 * The JSON of a `data "aws_iam_policy_document"`: the statements of its source documents, its own, and those of the
 * overriding documents, each in place of an earlier one with the same Sid (Terraform Registry, "aws_iam_policy_document").
 */
export function policyDocumentJson(evaluator: Evaluator, document: ResourceValue): Value {
  const all = [
    ...statementsIn(evaluator, document, 'source_policy_documents', 'source_json'),
    ...statementsOf(evaluator, document),
    ...statementsIn(evaluator, document, 'override_policy_documents', 'override_json'),
  ];
  const statements = statementsBySid(all, sidOf);
  if (statements.length > largestCollection) {
    return evaluator.tooLarge();
  }
  const version = evaluator.references.written(document, 'version') ?? text('2012-10-17');
  return jsonText(
    map([
      ['Version', version],
      ['Statement', list(statements)],
    ]),
  );
}

/** The blocks of a type in a body, those of `dynamic` among them; undefined is an unknown number of them. */
function expandedBlocks(
  evaluator: Evaluator,
  body: Body,
  type: string,
  place: Pick<ResourceValue, 'scope' | 'bindings'>,
): readonly (ExpandedBlock | undefined)[] {
  return body.blocks.flatMap((block): readonly (ExpandedBlock | undefined)[] => {
    if (block.type === type) {
      return [{ body: block.body, bindings: place.bindings, block }];
    }
    return block.type === 'dynamic' && block.labels[0]?.text === type
      ? dynamicBlocks(evaluator, block, type, place)
      : [];
  });
}

interface ExpandedBlock {
  readonly body: Body;
  readonly bindings: Bindings;
  readonly block: Block;
}

function dynamicBlocks(
  evaluator: Evaluator,
  block: Block,
  type: string,
  { scope, bindings }: Pick<ResourceValue, 'scope' | 'bindings'>,
): readonly (ExpandedBlock | undefined)[] {
  const each = attributeOf(block.body, 'for_each')?.value;
  const content = block.body.blocks.find(inner => inner.type === 'content');
  const entries = each && entriesOf(evaluator.evaluate(each, scope, bindings));
  if (!entries || !content) {
    return [undefined];
  }
  const iterator = attributeOf(block.body, 'iterator')?.value;
  const name = iterator?.kind === 'variable' ? iterator.name : type;
  return entries.map(([key, value]) => ({
    body: content.body,
    block: content,
    bindings: new Map([
      ...bindings,
      [
        name,
        map([
          ['key', key],
          ['value', value],
        ]),
      ],
    ]),
  }));
}

function statementsOf(evaluator: Evaluator, document: ResourceValue): readonly Value[] {
  const body = bodyWith(document.resource, 'statement');
  return expandedBlocks(evaluator, body, 'statement', document).map(block =>
    block ? statement(evaluator, block, document) : unknownValue('decided-at-deployment'),
  );
}

const members = [
  ['sid', 'Sid'],
  ['effect', 'Effect'],
  ['actions', 'Action'],
  ['not_actions', 'NotAction'],
  ['resources', 'Resource'],
  ['not_resources', 'NotResource'],
] as const;

function statement(evaluator: Evaluator, block: ExpandedBlock, { scope }: ResourceValue): Value {
  const entries = new Map<string, Value>();
  for (const [name, member] of members) {
    const attribute = attributeOf(block.body, name);
    const value = attribute && evaluator.evaluate(attribute.value, scope, block.bindings);
    if (value && value.kind !== 'null') {
      entries.set(member, withPolicyVariables(value));
    }
  }
  if (!entries.has('Effect')) {
    entries.set('Effect', text('Allow'));
  }
  const place = { scope, bindings: block.bindings };
  for (const [type, member] of [
    ['principals', 'Principal'],
    ['not_principals', 'NotPrincipal'],
  ] as const) {
    const blocks = expandedBlocks(evaluator, block.body, type, place);
    if (blocks.length > 0) {
      entries.set(member, principals(evaluator, blocks, place));
    }
  }
  const conditions = expandedBlocks(evaluator, block.body, 'condition', place);
  if (conditions.length > 0) {
    entries.set('Condition', conditionsOf(evaluator, conditions, place));
  }
  return map(entries);
}

function principals(
  evaluator: Evaluator,
  blocks: readonly (ExpandedBlock | undefined)[],
  place: Pick<ResourceValue, 'scope'>,
): Value {
  const byType = new Map<string, Value[]>();
  for (const block of blocks) {
    const type = block && asText(read(evaluator, block, 'type', place));
    if (!block || type === undefined) {
      return unknownValue('decided-at-deployment');
    }
    const identifiers = read(evaluator, block, 'identifiers', place);
    const items = identifiers.kind === 'list' ? identifiers.items : [identifiers];
    byType.set(type, [...(byType.get(type) ?? []), ...items]);
  }
  const only = byType.get('*');
  if (only && byType.size === 1 && only.every(item => asText(item) === '*')) {
    return text('*');
  }
  return map([...byType].map(([type, items]) => [type, list(items)]));
}

function conditionsOf(
  evaluator: Evaluator,
  blocks: readonly (ExpandedBlock | undefined)[],
  place: Pick<ResourceValue, 'scope'>,
): Value {
  const byTest = new Map<string, Map<string, Value>>();
  for (const block of blocks) {
    const test = block && asText(read(evaluator, block, 'test', place));
    const variable = block && asText(read(evaluator, block, 'variable', place));
    if (!block || test === undefined || variable === undefined) {
      return unknownValue('decided-at-deployment');
    }
    const values = withPolicyVariables(read(evaluator, block, 'values', place));
    const tests = byTest.get(test) ?? new Map<string, Value>();
    const before = tests.get(variable);
    const both =
      before?.kind === 'list' && values.kind === 'list' ? list([...before.items, ...values.items]) : values;
    byTest.set(test, tests.set(variable, both));
  }
  return map([...byTest].map(([test, tests]) => [test, map(tests)]));
}

function read(
  evaluator: Evaluator,
  block: ExpandedBlock,
  name: string,
  { scope }: Pick<ResourceValue, 'scope'>,
): Value {
  const attribute = attributeOf(block.body, name);
  return attribute
    ? evaluator.evaluate(attribute.value, scope, block.bindings)
    : unknownValue('not-understood');
}

/** The statements of the documents in a list, or of one. */
function statementsIn(
  evaluator: Evaluator,
  document: ResourceValue,
  name: string,
  formerName: string,
): readonly Value[] {
  const value =
    evaluator.references.written(document, name) ?? evaluator.references.written(document, formerName);
  if (!value || value.kind === 'null') {
    return [];
  }
  const statements: Value[] = [];
  for (const one of value.kind === 'list' ? value.items : [value]) {
    if (statements.length > largestCollection || !evaluator.spend(stepsFor(sizeOf(one)))) {
      break;
    }
    statements.push(...statementsOfText(one));
  }
  return statements;
}

function statementsOfText(document: Value): readonly Value[] {
  if (document.kind === 'null' || asText(document) === '') {
    return [];
  }
  const json =
    document.kind === 'unknown'
      ? (document.json ?? (document.parts && parseJson(document.parts)))
      : parseJson([asText(document) ?? '']);
  const statements = json?.kind === 'map' ? json.entries.get('Statement') : undefined;
  return statements?.kind === 'list'
    ? statements.items
    : [statements ?? unknownValue('decided-at-deployment')];
}

function sidOf(statement: Value): string | undefined {
  const sid = statement.kind === 'map' ? statement.entries.get('Sid') : undefined;
  return sid && asText(sid);
}

/** Policy variables are written `&{aws:username}` in a policy document. */
function withPolicyVariables(value: Value): Value {
  if (value.kind === 'list') {
    return list(value.items.map(withPolicyVariables));
  }
  if (value.kind === 'string') {
    return text(value.value.replaceAll('&{', '${'));
  }
  return value.kind === 'unknown' && value.parts
    ? partial(value.parts.map(part => (part === hole ? part : part.replaceAll('&{', '${'))))
    : value;
}
