/**
 * Changing the encryption of trails: a plan as data, shown before anything happens, then done step by step
 * through the ports, written down before and after each step, and taken back when somebody wants it back.
 */
export { type CheckedAlias, checkAlias } from './alias.ts';
export { type AuditEntry, auditOf } from './audit.ts';
export {
  type Batch,
  type BucketRegion,
  batchesOf,
  bucketRegionOf,
  type Subject,
  type TrailToChange,
} from './batch.ts';
export { cliOf } from './cli/script.ts';
export {
  type Failure,
  type FailureCause,
  isNotFromThisAccount,
  type NextAction,
  nextActionsFor,
} from './failure.ts';
export {
  type Fitness,
  fitnessOf,
  type KeyNeed,
  type KeyNote,
  type KeyObstacle,
  obstacleIn,
  type PolicyChange,
} from './fitness.ts';
export { type Guard, guardsOf } from './guards.ts';
export {
  arnOf,
  isTakenBack,
  isWritten,
  madeKeyOf,
  type RecordedRun,
  type RecordedStep,
  type Restorable,
  restorable,
  runsIn,
  runsOf,
} from './history.ts';
export { type Delivery, type JournalRecord, journalIn, type RunEnd, type StepEnd } from './journal.ts';
export {
  checkKeyArn,
  exampleKeyArn,
  keysOfRegion,
  matchesTyping,
  type TypedKey,
} from './keyChoice.ts';
export {
  groupKeys,
  judgeKey,
  type KeyChoice,
  type KeyGroup,
  keyGroups,
  partsOfTrail,
  type TrailPart,
  type Unchecked,
  type WantedKey,
} from './keyGroups.ts';
export { deliveryOf } from './perform.ts';
export {
  type EncryptionRequest,
  iamNeedsOfPlan,
  type KeyAnswer,
  type NewKeyAnswer,
  type Plan,
  type PlanRefusal,
  type PlanResult,
  planEncryption,
  trailsIn,
} from './plan.ts';
export type {
  Alias,
  ChangeableAccount,
  ChangeableKeys,
  ChangeableTrails,
  Clock,
  JournalStorage,
  KeyToCreate,
  Written,
} from './ports.ts';
export { delayAfter, type RetryRule, retryRules } from './retry.ts';
export {
  type Progress,
  type RunOptions,
  type RunPorts,
  type RunResult,
  runPlan,
  type TrailResult,
} from './run.ts';
export {
  type IamNeed,
  iamNeedsOf,
  type KeyReference,
  type KeyTarget,
  keepsKey,
  type Step,
  type StepKind,
  trailOf,
  writes,
} from './step.ts';
export { deletableKeyOf, deletionWindow, planUndo, restsOnRegions, type UndoRequest } from './undo.ts';
export { closeRun, explain, type UnfinishedRun, unfinishedRuns } from './unfinished.ts';
export { isPressing, type PlanWarning } from './warning.ts';
