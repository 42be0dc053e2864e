import type { FixAction } from '../../../fix.ts';
import { type DeclaredKey, keysToOffer, namesCloudTrail } from '../../../fixes/declaredKeys.ts';
import { addEntry } from '../../../formats/edit.ts';
import { textOf, valueAt } from '../../../formats/tree.ts';
import { argumentsOf } from '../arguments.ts';
import { literalOf } from '../evaluation/value.ts';
import { aliasOf, factsOfKey, nameOfKey } from '../key.ts';
import { keyModules } from '../modules.ts';
import { policyOf } from '../policy.ts';
import type { Step } from '../step.ts';
import { requestOf } from '../trail.ts';
import { inputOf } from './input.ts';
import { passedVariable, placeKey } from './keyArgument.ts';
import { openPolicy } from './policy.ts';
import { type FileChange, habitsAt, type Remedy, type Site, unusedName, usualEvaluator } from './site.ts';

/** Use a key that an earlier task creates; one whose policy keeps CloudTrail out is opened with it. */
export function useDeclaredKeys(site: Site): Remedy[] {
  if (inputOf(site)?.kind === 'switch') {
    return [];
  }
  return keysToOffer(candidates(site), site.trail.declaration.facts.bucketRegion).flatMap(
    ({ key, name, opens, needsThought }): Remedy[] => {
      const reference = referenceTo(key, site);
      const placed = reference && placeKey(site, orElse(site, reference.expression));
      const opened: readonly (readonly FileChange[])[] = opens ? openPolicy(site, key) : [[]];
      return placed
        ? opened.map(more => ({
            action: actionOf(site, name, needsThought),
            needsThought,
            changes: [placed, ...reference.changes, ...more],
          }))
        : [];
    },
  );
}

/** The ARN from the settings, or picked from AWS. */
export function useKeyArn(site: Site): Remedy[] {
  const { keyArn } = site.context;
  const input = inputOf(site);
  const isInput = isLeftOpen(site) && input?.kind === 'variable';
  const value = isInput && keyArn !== undefined ? `{{ ${input.name} | default('${keyArn}', true) }}` : keyArn;
  const placed = value === undefined ? undefined : placeKey(site, value);
  return keyArn !== undefined && placed
    ? [{ action: { kind: 'use-key-arn', arn: keyArn }, changes: [placed] }]
    : [];
}

/** A given key still counts: the declared one is used if none is given. */
export function orElse(site: Site, expression: string): string {
  const input = isLeftOpen(site) ? inputOf(site) : undefined;
  return input?.kind === 'variable'
    ? `{{ ${input.name} | default(${expression}, true) }}`
    : /^'.*'$/.test(expression)
      ? expression.slice(1, -1)
      : `{{ ${expression} }}`;
}

/** A key is given, or some items of a loop have one: it stays. */
function isLeftOpen({ finding, trail }: Site): boolean {
  return finding.code === 'kms-key-conditional' || trail.instance.index !== undefined;
}

interface Reference {
  /** An expression of Jinja. */
  readonly expression: string;
  readonly changes: readonly FileChange[];
}

/** By what its task registers, by its alias, or by a variable that the task registers from now on. */
function referenceTo(key: Step, site: Site): Reference | undefined {
  const registered = textOf(valueAt(key.node, 'register'));
  if (registered !== undefined) {
    return { expression: `${registered}.key_arn`, changes: [] };
  }
  const alias = aliasOf(key, usualEvaluator(site));
  if (alias !== undefined && /^[\w/-]+$/.test(alias)) {
    return { expression: `'alias/${alias}'`, changes: [] };
  }
  const name = unusedName('trail_key', site);
  const edits = addEntry(key.file.text, key.node, 'register', name, habitsAt(key.file, key.node));
  return { expression: `${name}.key_arn`, changes: [{ file: key.file, edits }] };
}

/** The keys that tasks before the trail create for sure. */
function candidates(site: Site): readonly DeclaredKey<Step>[] {
  const evaluator = usualEvaluator(site);
  const { flow } = site.trail;
  const [call] = site.trail.isCall ? site.step.calls : [];
  return flow.steps
    .filter(
      ({ index, module, calls }) =>
        index < site.step.index && keyModules.has(module) && (!call || !calls.includes(call)),
    )
    .flatMap((step): DeclaredKey<Step>[] => {
      const { all } = argumentsOf(step, evaluator, { step });
      const isMade = literalOf(all.get('state')?.value) !== 'absent' && evaluator.runs({ step }) === true;
      if (!isMade || evaluator.items(step) !== undefined) {
        return [];
      }
      const { facts } = factsOfKey(step, evaluator, requestOf(site.trail.instance, flow));
      const name = nameOfKey(step);
      const policy = all.get('policy')?.value;
      return facts.kind === 'known'
        ? [
            {
              key: step,
              facts: facts.value,
              name,
              namesCloudTrail: namesCloudTrail(policy && policyOf(policy)),
            },
          ]
        : [];
    });
}

function actionOf(site: Site, key: string, everybody: boolean): FixAction {
  const variable = passedVariable(site);
  const [call] = site.step.calls;
  return variable === undefined || !call
    ? { kind: 'use-declared-key', key, ...(everybody && { everybody }) }
    : { kind: 'pass-variable', module: call.name, variable, key };
}
