import { regionOfArn } from '../trail/arn.ts';
import {
  arnOf,
  everServed,
  madeKeyOf,
  mayHaveHappened,
  type RecordedRun,
  type RecordedStep,
  restorable,
} from './history.ts';
import { type Plan, trailsIn } from './plan.ts';
import { type KeyReference, type KeyTarget, keepsKey, type Step, type StepOf } from './step.ts';
import type { PlanWarning } from './warning.ts';

export interface UndoRequest {
  /** Unique, created by the caller. */
  readonly id: string;
  /** The profile to do it with. */
  readonly profile: string;
  readonly run: RecordedRun;
  /** All that the journal knows. */
  readonly runs: readonly RecordedRun[];
  /** Which of the run's trails; left out = all. */
  readonly trailArns?: readonly string[];
  /** Every Region of the account: a key or a policy is left to what delivers under it there. Read where `restsOnRegions`. */
  readonly regions: readonly string[];
  /** Whether to schedule the deletion of a key that the run created and no trail ever used. */
  readonly deleteMadeKey?: boolean;
}

/** Days that KMS waits before it deletes a key: the longest, since a key cannot be brought back afterwards. */
export const deletionWindow = 30;

/**
 * The plan that takes a run back, the last change first: the trails' former keys, then the policy, then the key.
 * A policy goes back only with the last trail that rests on what was added. Undefined where nothing was changed.
 */
export function planUndo(request: UndoRequest): Plan | undefined {
  const { run, runs } = request;
  const madeKey = madeKeyOf(run);
  const changed = changedTrails(run);
  const trails = changed.filter(arn => request.trailArns?.includes(arn) ?? true);
  const others = restorable(runs).filter(
    one => changed.includes(one.trailArn) && !trails.includes(one.trailArn),
  );
  const steps = [
    ...trailSteps(run, trails),
    ...policySteps(request).filter(step => !others.some(({ to }) => to === step.keyArn)),
    ...repairSteps(request),
    ...(request.deleteMadeKey ? deletionSteps(request) : []),
  ];
  if (steps.length === 0) {
    return undefined;
  }
  const keys = [...new Set(run.steps.flatMap(({ step }) => keysServing(step, trails, madeKey)))];
  return {
    id: request.id,
    purpose: 'restore',
    profile: request.profile,
    account: run.plan.account,
    partition: run.plan.partition,
    steps,
    warnings: [
      ...steps.flatMap(undoneWarning),
      ...keys.map(keyArn => ({ kind: 'former-key-needed', keyArn }) as const),
    ],
    undoes: run.id,
  };
}

/** Whether the plan takes away a key, its policy or its use, which a trail in any Region of the account may deliver under. */
export function restsOnRegions({ steps }: Plan): boolean {
  return steps.some(
    ({ kind }) => kind === 'restore-policy' || kind === 'schedule-deletion' || kind === 'disable-key',
  );
}

/**
 * The key that a run created, or may have created, and that may be deleted: no update of a trail with it ever succeeded.
 */
export function deletableKeyOf(run: RecordedRun, runs: readonly RecordedRun[]): KeyReference | undefined {
  const arn = madeKeyOf(run);
  if (arn === undefined) {
    return run.steps.some(mayHaveMadeKey) ? { kind: 'made' } : undefined;
  }
  return everServed(runs, arn) ? undefined : { kind: 'key', arn };
}

function changedTrails(run: RecordedRun): string[] {
  return trailsIn(run.plan).filter(arn =>
    run.steps.some(
      ({ step, state }) => step.kind === 'update-trail' && step.trailArn === arn && mayHaveHappened(state),
    ),
  );
}

function trailSteps(run: RecordedRun, trails: readonly string[]): Step[] {
  return run.steps.toReversed().flatMap(({ step }) => {
    if (step.kind !== 'update-trail' || keepsKey(step) || !trails.includes(step.trailArn)) {
      return [];
    }
    const now = arnOf(step.to, madeKeyOf(run));
    const to: KeyTarget = step.from === undefined ? { kind: 'none' } : { kind: 'key', arn: step.from };
    return [
      { kind: 'update-trail', trailArn: step.trailArn, ...(now !== undefined && { from: now }), to },
      { kind: 'confirm', trailArn: step.trailArn, to },
    ] as const;
  });
}

/** A trail that had the key before, of the plan or not, has it under the former policy again. */
function policySteps({ run, regions }: UndoRequest): StepOf<'restore-policy'>[] {
  const updates = run.plan.steps.filter(step => step.kind === 'update-trail');
  const trailArns = updates.filter(step => !keepsKey(step)).map(step => step.trailArn);
  const formerUsers = updates.filter(keepsKey).map(step => step.trailArn);
  return run.steps.toReversed().flatMap(({ step, state }) => {
    if (step.kind !== 'add-statements' || !mayHaveHappened(state)) {
      return [];
    }
    const { keyArn, before, after, formerUsers: others = [] } = step;
    return [
      {
        kind: 'restore-policy',
        keyArn,
        before: after,
        after: before,
        trailArns,
        formerUsers: [...formerUsers, ...others],
        regions: regionsWith(regions, [keyArn, ...trailsIn(run.plan)].map(regionOfArn)),
      } as const,
    ];
  });
}

/**
 * A key that was enabled is disabled again, and a trail that was started is stopped. A deletion that was cancelled is not
 * scheduled again.
 */
function repairSteps({ run, regions, trailArns }: UndoRequest): Step[] {
  return run.steps.toReversed().flatMap(({ step, state }): Step[] => {
    if (!mayHaveHappened(state)) {
      return [];
    }
    switch (step.kind) {
      case 'enable-key':
        return [
          {
            kind: 'disable-key',
            keyArn: step.keyArn,
            formerUsers: step.trailArns,
            regions: regionsWith(regions, [step.keyArn, ...step.trailArns].map(regionOfArn)),
          },
        ];
      case 'start-logging':
        return (trailArns?.includes(step.trailArn) ?? true)
          ? [{ ...step, kind: 'stop-logging' } as const]
          : [];
      default:
        return [];
    }
  });
}

/** What a person gives up with a repair. */
function undoneWarning(step: Step): PlanWarning[] {
  switch (step.kind) {
    case 'disable-key':
      return step.formerUsers.map(trailArn => ({ kind: 'delivery-ends', trailArn, keyArn: step.keyArn }));
    case 'stop-logging':
      return [{ kind: 'logging-ends', trailArn: step.trailArn }];
    default:
      return [];
  }
}

function deletionSteps({ run, runs, regions }: UndoRequest): Step[] {
  const key = deletableKeyOf(run, runs);
  const creation = run.plan.steps.find(step => step.kind === 'create-key');
  if (!key || !creation) {
    return [];
  }
  const { region, description, policy } = creation;
  return [
    ...(key.kind === 'made' ? [{ kind: 'find-key', region, description } as const] : []),
    {
      kind: 'schedule-deletion',
      key,
      days: deletionWindow,
      policy,
      trailArns: trailsIn(run.plan),
      regions: regionsWith(regions, [region, ...trailsIn(run.plan).map(regionOfArn)]),
    },
  ];
}

/** The account's Regions, which may be a guess where they could not be listed, and those of the run's own key and trails. */
function regionsWith(regions: readonly string[], own: readonly (string | undefined)[]): readonly string[] {
  return [...new Set([...regions, ...own.filter(name => name !== undefined)])].sort();
}

/** A CreateKey without an answer, or whose answer could not be written down. */
function mayHaveMadeKey({ step, state }: RecordedStep): boolean {
  return step.kind === 'create-key' && mayHaveHappened(state);
}

function keysServing(step: Step, trails: readonly string[], madeKey: string | undefined): string[] {
  if (step.kind !== 'update-trail' || keepsKey(step) || !trails.includes(step.trailArn)) {
    return [];
  }
  const arn = arnOf(step.to, madeKey);
  return arn === undefined ? [] : [arn];
}
