import { knownValue, possibleValues } from '../../../../trail/fact.ts';
import type { KeyFacts } from '../../../../trail/key.ts';
import type { Proposal } from '../../../fix.ts';
import { languageTable } from '../../../languageTable.ts';
import type { Sources } from '../../../sources/sources.ts';
import { canonical } from '../evaluation/canonical.ts';
import type { Scope } from '../evaluation/scope.ts';
import type { ResourceValue } from '../evaluation/value.ts';
import { type Module, type Setting, settingOf } from '../modules/module.ts';
import type { DeclaredPlace } from '../read.ts';
import { keysOf } from '../trail.ts';
import { setAttribute } from './attribute.ts';
import { Edits } from './edits.ts';
import { openPolicy } from './openPolicy.ts';
import { flag, unwrapped } from './written.ts';

const { rotationAttribute } = languageTable.terraform;

/** Turns on the rotation of the declared keys that do not rotate. */
export function rotationFixes(place: DeclaredPlace): readonly Proposal[] {
  return declaredKeys(place)
    .filter(({ facts }) => knownValue(facts.rotation) === false)
    .map(({ key }): Proposal => {
      const { resource } = key;
      const written = settingOf(resource, rotationAttribute);
      const end = written && literalBehind(key.scope, { setting: written, defaultOf: undefined });
      const edits = end
        ? rewritten(end.setting, 'true')
        : new Edits().add(
            resource.file.uri,
            setAttribute(resource.file, resource.block, rotationAttribute, flag(true), ['description']),
          );
      const defaultOf = end?.defaultOf;
      return {
        action: { kind: 'enable-rotation', key: resource.address, ...(defaultOf && { defaultOf }) },
        documents: edits.documents(),
      };
    });
}

function rewritten({ file, attribute }: Setting, content: string): Edits {
  const { start, end } = attribute.value.range;
  return new Edits().add(file.uri, [{ offset: start, length: end - start, content }]);
}

/** A setting, and the variable of a called module whose default it is: it holds for every call that passes nothing. */
interface Found {
  readonly setting: Setting;
  readonly defaultOf: string | undefined;
}

/**
 * The place of the literal that a setting evaluates to, through variables and locals that are used for nothing else;
 * the setting itself if it is not a literal.
 */
function literalBehind(scope: Scope, found: Found, depth = 0): Found {
  const reference = canonical(unwrapped(found.setting.attribute.value));
  const [, kind, name = ''] = /^(var|local)\.([\w-]+)$/.exec(reference) ?? [];
  const local = kind === 'local' ? scope.module.locals.get(name) : undefined;
  const next = local
    ? { scope, found: { setting: local, defaultOf: undefined } }
    : kind === 'var'
      ? givenTo(scope, name)
      : undefined;
  if (!next || depth > 8 || !isUsedOnce(scope.module, reference)) {
    return found;
  }
  const end = literalBehind(next.scope, next.found, depth + 1);
  return end.setting.attribute.value.kind === 'literal' ? end : found;
}

function isUsedOnce(module: Module, reference: string): boolean {
  const pattern = new RegExp(`\\b${reference.replace('.', '\\.')}(?![\\w-])`, 'g');
  return module.files.flatMap(({ hcl }) => hcl.text.match(pattern) ?? []).length === 1;
}

/** What a variable is set by: its module's caller, a variable file, or its default. */
function givenTo(scope: Scope, name: string): { readonly scope: Scope; readonly found: Found } | undefined {
  const { module, caller } = scope;
  const passed = caller ? settingOf(caller.call, name) : module.given.get(name);
  if (passed) {
    return { scope: caller?.scope ?? scope, found: { setting: passed, defaultOf: undefined } };
  }
  const variable = module.variables.get(name);
  const setting = variable && settingOf(variable, 'default');
  return setting && { scope, found: { setting, defaultOf: caller ? `var.${name}` : undefined } };
}

/** Adds to the policies of the declared keys what CloudTrail needs; a policy that denies is not ours to change. */
export async function policyFixes(place: DeclaredPlace, sources: Sources): Promise<readonly Proposal[]> {
  const fixes: Proposal[] = [];
  for (const { key, facts } of declaredKeys(place)) {
    const verdict = knownValue(facts.policy);
    for (const edits of verdict ? await openPolicy(place, sources, key, verdict) : []) {
      const documents = edits.documents();
      fixes.push({ action: { kind: 'add-policy-statements', key: key.resource.address }, documents });
    }
  }
  return fixes;
}

function declaredKeys(place: DeclaredPlace): readonly { key: ResourceValue; facts: KeyFacts }[] {
  const keys = keysOf(place.tree, place.root, place.path);
  const facts = possibleValues(place.declaration.facts.key);
  return keys.flatMap(({ name, key }) => {
    const own = facts.find(one => one.name === name);
    return own ? [{ key, facts: own }] : [];
  });
}
