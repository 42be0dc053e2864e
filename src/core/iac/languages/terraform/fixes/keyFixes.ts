import { knownValue } from '../../../../trail/fact.ts';
import type { FindingCode } from '../../../findingCode.ts';
import type { FixAction, FixContext, Proposal } from '../../../fix.ts';
import type { Sources } from '../../../sources/sources.ts';
import { canonical } from '../evaluation/canonical.ts';
import type { ParsedFiles } from '../modules/files.ts';
import type { DeclaredPlace } from '../read.ts';
import { addKey } from './addKey.ts';
import { offeredKeys, policyToWaitFor } from './declaredKeys.ts';
import { Edits } from './edits.ts';
import { dropCondition, requireInput } from './mendInput.ts';
import { openPolicy } from './openPolicy.ts';
import { type KeyTarget, keyTargetOf, rightName, writeKey } from './target.ts';
import { expression, quoted } from './written.ts';

/** Answers by which a trail gets a key: in their order, `waysFor` says which. */
export type KeyWay =
  | 'renameProperty'
  | 'requireInput'
  | 'dropCondition'
  | 'useKeyArn'
  | 'useDeclaredKeys'
  | 'addKey';

/**
 * Uses the key that an input leaves out, one that the module declares, the one that was picked, or a new one. What gives a
 * key for some inputs stays, and the other comes in where none is given; but who chooses to have none by a switch is not
 * answered by another key.
 */
export async function keyFixes(
  way: KeyWay,
  code: FindingCode,
  place: DeclaredPlace,
  sources: Sources,
  { keyArn }: FixContext,
  cache: ParsedFiles,
): Promise<readonly Proposal[]> {
  const target = keyTargetOf(place, code);
  if (!target) {
    return [];
  }
  switch (way) {
    case 'renameProperty':
      return renameProperty(target);
    case 'requireInput':
      return requireInput(target);
    case 'dropCondition':
      return dropCondition(target);
    case 'useKeyArn':
      return keyArn === undefined ? [] : useKeyArn(target, keyArn);
    case 'useDeclaredKeys':
      return useDeclaredKeys(place, target, sources);
    case 'addKey':
      // A tool around Terraform has no resources of its own.
      return place.path.calls[0]?.deployment ? [] : addKey(place, target, sources, cache);
  }
}

/** `kms_key` → `kms_key_id`. */
function renameProperty(target: KeyTarget): readonly Proposal[] {
  const { misspelt, attribute, file } = target;
  return misspelt
    ? [
        {
          action: { kind: 'rename-property', from: misspelt.attribute.name, to: attribute },
          documents: new Edits().add(file.uri, rightName(target)).documents(),
        },
      ]
    : [];
}

async function useDeclaredKeys(
  place: DeclaredPlace,
  target: KeyTarget,
  sources: Sources,
): Promise<readonly Proposal[]> {
  const proposals: Proposal[] = [];
  for (const { key, facts, opens, needsThought } of await offeredKeys(place)) {
    const verdict = knownValue(facts.policy);
    const reference = key.arn;
    const isSame = target.written && canonical(target.written.attribute.value).includes(reference);
    // Without its switch it is used as well, and what else may be chosen stays (`dropCondition`).
    if (target.input?.kind === 'switch' && (!isSame || target.input.always)) {
      continue;
    }
    const value = expression(isSame ? reference : (target.input?.orElse?.(reference) ?? reference));
    const written = writeKey(target, value, policyToWaitFor(place, key));
    const opened = opens && verdict ? await openPolicy(place, sources, key.declared, verdict) : [new Edits()];
    for (const edits of opened) {
      proposals.push({
        action: actionOf(target, key.name, needsThought),
        needsThought,
        documents: edits.add(target.file.uri, written).documents(),
      });
    }
  }
  return proposals;
}

function useKeyArn(target: KeyTarget, keyArn: string): readonly Proposal[] {
  const { input } = target;
  const literal = quoted(keyArn);
  const value = input?.kind === 'key' ? expression(input.orElse(literal.native)) : literal;
  const edits = new Edits().add(target.file.uri, writeKey(target, value));
  return [{ action: { kind: 'use-key-arn', arn: keyArn }, documents: edits.documents() }];
}

function actionOf(target: KeyTarget, key: string, everybody: boolean): FixAction {
  return target.module === undefined
    ? { kind: 'use-declared-key', key, ...(everybody && { everybody }) }
    : {
        kind: 'pass-variable',
        module: target.module,
        variable: target.within?.variable ?? target.attribute,
        key,
      };
}
