import { knownValue } from '../../../../trail/fact.ts';
import {
  cloudTrailStatements,
  conditionsOfTrail,
  newKeyPolicy,
  type PolicyStatement,
  type PolicyVerdict,
  type TrailAccess,
} from '../../../../trail/keyPolicy/index.ts';
import type { Sources } from '../../../sources/sources.ts';
import { Evaluator } from '../evaluation/evaluator.ts';
import type { ResourceValue } from '../evaluation/value.ts';
import { World } from '../evaluation/world.ts';
import { policyAttribute, policyPlace } from '../key/keyPolicy.ts';
import type { Module, Resource } from '../modules/module.ts';
import { isOfInstance, providerOf } from '../modules/providers.ts';
import type { DeclaredPlace } from '../read.ts';
import { setAttribute } from './attribute.ts';
import { Edits, jsonEdit, jsonPathOf, takesMembers } from './edits.ts';
import { freeName, ownRegion, repeatableName } from './facts.ts';
import { type Identity, identityBlocks, identityMembers, identityOf, regionAttributeOf } from './identity.ts';
import { layoutOf, linesBehind } from './layout.ts';
import { trailAccess } from './newKey.ts';
import { addStatements, type PolicyEdit, withUnusedSids } from './policy.ts';
import { admitTrail } from './sourceArn.ts';
import { statementBlock, statementJson } from './statements.ts';
import { expression } from './written.ts';

/**
 * Ways to let CloudTrail use a declared key for a trail, the best one first: another trail in the statements that admit
 * other trails, else statements of its own. None where the policy denies, or where no edit of ours can.
 */
export async function openPolicy(
  place: DeclaredPlace,
  sources: Sources,
  key: ResourceValue,
  verdict: PolicyVerdict,
): Promise<readonly Edits[]> {
  if (verdict.answer !== 'does-not-admit') {
    return [];
  }
  const { tree, path, declaration, root } = place;
  const where = policyPlace(new Evaluator(tree, new World(new Map(), false)), key);
  if (where.kind === 'unknown') {
    return [];
  }
  const { resource } = key;
  const module = where.kind === 'default' ? key.scope.module : where.owner.scope.module;
  const besideTrail = path.calls.length === 0 && module === root;
  const trailProvider = besideTrail ? providerOf(path.trail) : undefined;
  const keyProvider = providerOf(resource);
  if (isOfInstance(trailProvider) || isOfInstance(keyProvider)) {
    return [];
  }
  const identity = identityOf(module, {
    regionAttribute: await regionAttributeOf(module, sources),
    trailProvider,
    keyProvider,
    organization: knownValue(declaration.facts.organization) === true,
    trailRegion: besideTrail ? ownRegion(root, path.trail) : undefined,
  });
  const trailName = besideTrail ? repeatableName(root, path.trail, resource) : undefined;
  const access = trailAccess(identity, trailName, knownValue(declaration.facts.bucketKey));
  if (where.kind === 'default') {
    const edits = writePolicy(module, resource, identity, access);
    return edits ? [edits] : [];
  }
  const statements = withUnusedSids(module, cloudTrailStatements(access, verdict.missing));
  return [
    withIdentity(resource, identity, JSON.stringify(access), admitted(access)),
    withIdentity(
      resource,
      identity,
      JSON.stringify(statements),
      addStatements(module, where.setting, statements),
    ),
  ].filter(edits => edits !== undefined);

  function admitted(access: TrailAccess): PolicyEdit | undefined {
    const wanted = conditionsOfTrail(access);
    return where.kind === 'default' || where.kind === 'unknown' || wanted.size === 0
      ? undefined
      : admitTrail(module, where.setting, wanted);
  }
}

/** An edit of a policy, and the data sources after the key that what was `added` refers to. */
function withIdentity(
  { file, block }: Resource,
  identity: Identity,
  added: string,
  edit: PolicyEdit | undefined,
): Edits | undefined {
  if (!edit) {
    return undefined;
  }
  const edits = new Edits();
  if (file.hcl.syntax === 'json') {
    const changes = identityMembers(identity, added);
    if (changes.length === 0) {
      return edits.add(edit.file.uri, edit.edits);
    }
    if (!takesMembers(file, changes)) {
      return undefined;
    }
    return edit.file.uri === file.uri
      ? edits.add(file.uri, jsonEdit(file, changes, edit.edits))
      : edits.add(edit.file.uri, edit.edits).add(file.uri, jsonEdit(file, changes));
  }
  edits.add(edit.file.uri, edit.edits);
  const lines = identityBlocks(identity, [added], layoutOf(file.hcl.text));
  return lines.length > 0 ? edits.add(file.uri, [linesBehind(file.hcl.text, block.range.end, lines)]) : edits;
}

/** The policy of a key that has none, as a policy document of its own. */
function writePolicy(
  module: Module,
  key: Resource,
  identity: Identity,
  access: TrailAccess,
): Edits | undefined {
  const { partition, keyAccount } = identity;
  const { Statement: statements } = newKeyPolicy({ partition, keyAccount, ...access });
  const { file, block } = key;
  const name = freeName(module, 'data.aws_iam_policy_document.', key.name, `${key.name}_key`);
  const reference = expression(`data.aws_iam_policy_document.${name}.json`);
  if (file.hcl.syntax === 'json') {
    const statement = statements.map(statementJson);
    const changes = [
      ...identityMembers(identity, JSON.stringify(statement)),
      { path: [...jsonPathOf(file.hcl.text, block), policyAttribute(key)], value: reference.json },
      { path: ['data', 'aws_iam_policy_document', name], value: { statement } },
    ];
    return takesMembers(file, changes) ? new Edits().add(file.uri, jsonEdit(file, changes)) : undefined;
  }
  const layout = layoutOf(file.hcl.text);
  const document = policyDocument(name, statements, layout.step);
  const sources = identityBlocks(identity, document, layout);
  const lines = sources.length > 0 ? [...document, '', ...sources] : document;
  return new Edits()
    .add(file.uri, setAttribute(file, block, policyAttribute(key), reference, ['description']))
    .add(file.uri, [linesBehind(file.hcl.text, block.range.end, lines)]);
}

function policyDocument(name: string, statements: readonly PolicyStatement[], step: string): string[] {
  return [
    `data "aws_iam_policy_document" "${name}" {`,
    ...statements.flatMap((statement, index) => {
      const lines = statementBlock(statement, step, step);
      return index === 0 ? lines : ['', ...lines];
    }),
    '}',
  ];
}
