import { knownValue } from '../../../../trail/fact.ts';
import {
  cloudTrailStatements,
  conditionsOfTrail,
  type PolicyVerdict,
  type TrailAccess,
} from '../../../../trail/keyPolicy/index.ts';
import type { Sources } from '../../../sources/sources.ts';
import { Evaluator } from '../evaluation/evaluator.ts';
import type { ResourceValue } from '../evaluation/value.ts';
import { World } from '../evaluation/world.ts';
import { policyAt, policyPlace } from '../key/keyPolicy.ts';
import type { Resource } from '../modules/module.ts';
import { isOfInstance, providerOf } from '../modules/providers.ts';
import type { DeclaredPlace } from '../read.ts';
import { Edits, jsonEdit, takesMembers } from './edits.ts';
import { ownRegion, repeatableName } from './facts.ts';
import { type Identity, identityBlocks, identityMembers, identityOf, regionAttributeOf } from './identity.ts';
import { layoutOf, linesBehind } from './layout.ts';
import { trailAccess } from './newKey.ts';
import { addStatements, type PolicyEdit, withUnusedSids } from './policy.ts';
import { mergePolicy, writePolicy } from './policyDocument.ts';
import { admitTrail } from './sourceArn.ts';

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
  const evaluator = new Evaluator(tree, new World(new Map(), false));
  const where = policyPlace(evaluator, key);
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
  const present = JSON.stringify(policyAt(where, evaluator) ?? '');
  const statements = withUnusedSids(module, cloudTrailStatements(access, verdict.missing), present);
  const ways = [
    withIdentity(resource, identity, JSON.stringify(access), admitted(access)),
    withIdentity(
      resource,
      identity,
      JSON.stringify(statements),
      addStatements(module, where.setting, statements),
    ),
  ].filter(edits => edits !== undefined);
  const merged =
    ways.length > 0
      ? undefined
      : mergePolicy(module, where.owner.resource, where.setting, identity, statements);
  return merged ? [merged] : ways;

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
