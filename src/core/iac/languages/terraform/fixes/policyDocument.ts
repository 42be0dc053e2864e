import { newKeyPolicy, type PolicyStatement, type TrailAccess } from '../../../../trail/keyPolicy/index.ts';
import type { Expression } from '../../../formats/hcl/index.ts';
import { canonical } from '../evaluation/canonical.ts';
import { policyAttribute } from '../key/keyPolicy.ts';
import { childrenOf } from '../modules/conditions.ts';
import type { Module, Resource, Setting } from '../modules/module.ts';
import { setAttribute } from './attribute.ts';
import { Edits, jsonEdit, jsonPathOf, takesMembers } from './edits.ts';
import { freeName } from './facts.ts';
import { type Identity, identityBlocks, identityMembers } from './identity.ts';
import { layoutOf, linesBehind } from './layout.ts';
import { statementBlock, statementJson } from './statements.ts';
import { choosing, expression, nativeOf, type Written } from './written.ts';

/** The policy of a key that has none, as a policy document of its own. */
export function writePolicy(
  module: Module,
  key: Resource,
  identity: Identity,
  access: TrailAccess,
): Edits | undefined {
  const { partition, keyAccount } = identity;
  const { Statement: statements } = newKeyPolicy({ partition, keyAccount, ...access });
  return writeDocument(module, { resource: key, attribute: policyAttribute(key) }, identity, statements);
}

/**
 * Statements beside a policy that comes out of a function or of elsewhere, as of a file: in a policy document which that one is
 * a source of. Undefined where it is one for each instance, or what an input gives, which is for all who call the module.
 */
export function mergePolicy(
  module: Module,
  resource: Resource,
  setting: Setting,
  identity: Identity,
  statements: readonly PolicyStatement[],
): Edits | undefined {
  const native = nativeOf(setting);
  if (!native || !isMergeable(module, native.expression)) {
    return undefined;
  }
  const { start, end } = native.expression.range;
  const source = native.text.slice(start, end);
  const place = { resource, attribute: setting.attribute.name };
  return writeDocument(module, place, identity, statements, expression(source));
}

/** Whether what an expression says does not depend on an instance, and is said by a function, or by something else that is declared. */
function isMergeable(module: Module, written: Expression, depth = 0): boolean {
  switch (written.kind) {
    case 'parentheses':
      return isMergeable(module, written.inner, depth);
    case 'call':
      return !choosing.has(written.name) && !namesInstance(written);
    case 'member': {
      const reference = canonical(written);
      const local = /^local\.([\w-]+)$/.exec(reference)?.[1];
      const value = local === undefined ? undefined : module.locals.get(local)?.attribute.value;
      return value && depth < deepest
        ? isMergeable(module, value, depth + 1)
        : /^(?:module|data)\./.test(reference) && !namesInstance(written);
    }
    default:
      return false;
  }
}

function namesInstance(written: Expression): boolean {
  return written.kind === 'variable'
    ? /^(?:each|count|self)$/.test(written.name)
    : childrenOf(written).some(namesInstance);
}

/** References in references, deeper than in real code. */
const deepest = 5;

/** A policy document with these statements, in the place of what an attribute says, and with that if it is a `source` of it. */
function writeDocument(
  module: Module,
  { resource, attribute }: { readonly resource: Resource; readonly attribute: string },
  identity: Identity,
  statements: readonly PolicyStatement[],
  source?: Written,
): Edits | undefined {
  const { file, block } = resource;
  const name = freeName(module, 'data.aws_iam_policy_document.', resource.name, `${resource.name}_key`);
  const reference = expression(`data.aws_iam_policy_document.${name}.json`);
  if (file.hcl.syntax === 'json') {
    const statement = statements.map(statementJson);
    const document = { ...(source && { source_policy_documents: [source.json] }), statement };
    const changes = [
      ...identityMembers(identity, JSON.stringify(statement)),
      { path: [...jsonPathOf(file.hcl.text, block), attribute], value: reference.json },
      { path: ['data', 'aws_iam_policy_document', name], value: document },
    ];
    return takesMembers(file, changes) ? new Edits().add(file.uri, jsonEdit(file, changes)) : undefined;
  }
  const layout = layoutOf(file.hcl.text);
  const document = documentLines(name, statements, layout.step, source?.native);
  const sources = identityBlocks(identity, document, layout);
  const lines = sources.length > 0 ? [...document, '', ...sources] : document;
  return new Edits()
    .add(file.uri, setAttribute(file, block, attribute, reference, ['description']))
    .add(file.uri, [linesBehind(file.hcl.text, block.range.end, lines)]);
}

function documentLines(
  name: string,
  statements: readonly PolicyStatement[],
  step: string,
  source: string | undefined,
): readonly string[] {
  const blocks = statements.flatMap((statement, index) => {
    const lines = statementBlock(statement, step, step);
    return index === 0 ? lines : ['', ...lines];
  });
  return [
    `data "aws_iam_policy_document" "${name}" {`,
    ...(source === undefined ? [] : [`${step}source_policy_documents = [${source}]`, '']),
    ...blocks,
    '}',
  ];
}
