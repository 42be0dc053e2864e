import { type Choice, knownValue } from '../../../trail/fact.ts';
import type { KeyFacts } from '../../../trail/key.ts';
import {
  cloudTrailStatements,
  newKeyPolicy,
  type PolicyStatement,
  type PolicyVerdict,
} from '../../../trail/keyPolicy/index.ts';
import type { Proposal } from '../../fix.ts';
import type { Sources } from '../../sources.ts';
import { canonical } from '../evaluation/canonical.ts';
import { Evaluator } from '../evaluation/evaluator.ts';
import type { Scope } from '../evaluation/scope.ts';
import type { ResourceValue } from '../evaluation/value.ts';
import { World } from '../evaluation/world.ts';
import { policyAttribute, policyPlace } from '../keyPolicy.ts';
import { type Module, type Setting, settingOf } from '../module.ts';
import type { DeclaredPlace } from '../read.ts';
import { keysOf } from '../trail.ts';
import { setAttribute } from './attribute.ts';
import { Edits, jsonEdit, takesMembers } from './edits.ts';
import { freeName, ownRegion, providerOf, repeatableName } from './facts.ts';
import { identityBlocks, identityMembers, identityOf, missingIn, regionAttributeOf } from './identity.ts';
import { layoutOf, linesBehind } from './layout.ts';
import { trailAccess } from './newKey.ts';
import { addStatements, withUnusedSids } from './policy.ts';
import { statementBlock, statementJson } from './statements.ts';
import { expression, flag, unwrapped } from './written.ts';

/** Turns on the rotation of the declared keys that do not rotate. */
export function rotationFixes(place: DeclaredPlace): readonly Proposal[] {
  return declaredKeys(place)
    .filter(({ facts }) => knownValue(facts.rotation) === false)
    .map(({ key }): Proposal => {
      const { resource } = key;
      const written = settingOf(resource, 'enable_key_rotation');
      const edits = written
        ? rewritten(literalBehind(key.scope, written), 'true')
        : new Edits().add(
            resource.file.uri,
            setAttribute(resource.file, resource.block, 'enable_key_rotation', flag(true), ['description']),
          );
      return {
        action: { kind: 'enable-rotation', key: resource.address },
        documents: edits.documents(),
      };
    });
}

function rewritten({ file, attribute }: Setting, content: string): Edits {
  const { start, end } = attribute.value.range;
  return new Edits().add(file.uri, [{ offset: start, length: end - start, content }]);
}

/**
 * Where the literal stands that a setting comes to, through variables and locals that serve nothing else; the setting
 * itself where it comes to anything else.
 */
function literalBehind(scope: Scope, setting: Setting, depth = 0): Setting {
  const reference = canonical(unwrapped(setting.attribute.value));
  const [, kind, name = ''] = /^(var|local)\.([\w-]+)$/.exec(reference) ?? [];
  const found =
    kind === 'local'
      ? { scope, setting: scope.module.locals.get(name) }
      : kind === 'var'
        ? givenTo(scope, name)
        : undefined;
  if (!found?.setting || depth > 8 || !isUsedOnce(scope.module, reference)) {
    return setting;
  }
  const end = literalBehind(found.scope, found.setting, depth + 1);
  return end.attribute.value.kind === 'literal' ? end : setting;
}

function isUsedOnce(module: Module, reference: string): boolean {
  const pattern = new RegExp(`\\b${reference.replace('.', '\\.')}(?![\\w-])`, 'g');
  return module.files.flatMap(({ hcl }) => hcl.text.match(pattern) ?? []).length === 1;
}

/** What a variable is set by: its module's caller, a variable file, or its default. */
function givenTo(
  scope: Scope,
  name: string,
): { readonly scope: Scope; readonly setting: Setting | undefined } {
  const variable = scope.module.variables.get(name);
  const byDefault = { scope, setting: variable && settingOf(variable, 'default') };
  if (!scope.caller) {
    return { ...byDefault, setting: scope.module.given.get(name) ?? byDefault.setting };
  }
  const passed = settingOf(scope.caller.call, name);
  return passed ? { scope: scope.caller.scope, setting: passed } : byDefault;
}

/** Adds to the policies of the declared keys what CloudTrail needs; a policy that denies is not ours to change. */
export async function policyFixes(place: DeclaredPlace, sources: Sources): Promise<readonly Proposal[]> {
  const fixes: Proposal[] = [];
  for (const { key, facts } of declaredKeys(place)) {
    const verdict = knownValue(facts.policy);
    const edits = verdict && (await policyEdits(place, sources, key, verdict));
    if (edits) {
      const documents = edits.documents();
      fixes.push({ action: { kind: 'add-policy-statements', key: key.resource.address }, documents });
    }
  }
  return fixes;
}

/** What lets CloudTrail into the policy of a declared key; undefined where no edit of ours can. */
export async function policyEdits(
  place: DeclaredPlace,
  sources: Sources,
  key: ResourceValue,
  verdict: PolicyVerdict,
): Promise<Edits | undefined> {
  if (verdict.answer !== 'does-not-admit') {
    return undefined;
  }
  const { tree, path, declaration, root } = place;
  const evaluator = new Evaluator(tree, new World(new Map(), false));
  const where = policyPlace(evaluator, key);
  if (where.kind === 'unknown') {
    return undefined;
  }
  const module = where.kind === 'default' ? key.scope.module : where.owner.scope.module;
  const besideTrail = path.calls.length === 0 && module === root;
  const provider = besideTrail ? providerOf(path.trail) : undefined;
  const { resource } = key;
  const identity = identityOf(module, {
    regionAttribute: await regionAttributeOf(module, sources),
    trailProvider: provider,
    keyProvider: providerOf(resource),
    organization: knownValue(declaration.facts.organization) === true,
    trailRegion: besideTrail ? ownRegion(root, path.trail) : undefined,
  });
  const access = trailAccess(identity, besideTrail ? repeatableName(root, path.trail, resource) : undefined);
  const edits = new Edits();
  const { file } = resource;
  const { text } = file.hcl;
  const native = file.hcl.syntax === 'native';
  const behind: string[] = [];
  let added: string;
  if (where.kind !== 'default') {
    const missing = cloudTrailStatements(access, verdict.missing);
    const edit = addStatements(module, where.setting, withUnusedSids(module, missing));
    added = JSON.stringify(missing);
    if (!edit || (!native && missingIn(identity, added).length > 0)) {
      return undefined;
    }
    edits.add(edit.file.uri, edit.edits);
  } else if (native) {
    const name = freeName(module, 'data.aws_iam_policy_document.', resource.name, `${resource.name}_key`);
    const reference = expression(`data.aws_iam_policy_document.${name}.json`);
    edits.add(
      file.uri,
      setAttribute(file, resource.block, policyAttribute(resource), reference, ['description']),
    );
    behind.push(...policyDocument(name, newKey(), layoutOf(text).step));
    added = behind.join('\n');
  } else {
    const name = freeName(module, 'data.aws_iam_policy_document.', resource.name, `${resource.name}_key`);
    const policy = `\${data.aws_iam_policy_document.${name}.json}`;
    const statement = newKey().map(statementJson);
    const changes = [
      ...identityMembers(identity, JSON.stringify(statement)),
      { path: ['resource', resource.type, resource.name, policyAttribute(resource)], value: policy },
      { path: ['data', 'aws_iam_policy_document', name], value: { statement } },
    ];
    return takesMembers(file, changes) ? edits.add(file.uri, jsonEdit(file, changes)) : undefined;
  }
  const identityLines = identityBlocks(identity, [added], layoutOf(text));
  const lines = [...behind, ...(behind.length > 0 && identityLines.length > 0 ? [''] : []), ...identityLines];
  return lines.length > 0 ? edits.add(file.uri, [linesBehind(text, resource.block.range.end, lines)]) : edits;

  function newKey() {
    return newKeyPolicy({ partition: identity.partition, keyAccount: identity.keyAccount, ...access })
      .Statement;
  }
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

function declaredKeys(place: DeclaredPlace): readonly { key: ResourceValue; facts: KeyFacts }[] {
  const keys = keysOf(place.tree, place.root, place.path);
  const facts = factsIn(place.declaration.facts.key);
  return keys.flatMap(({ name, key }) => {
    const own = facts.find(one => one.name === name);
    return own ? [{ key, facts: own }] : [];
  });
}

function factsIn(key: Choice<KeyFacts>): readonly KeyFacts[] {
  const all = key.kind === 'conditional' ? key.branches : [key];
  return all.flatMap(fact => (fact.kind === 'known' ? [fact.value] : []));
}
