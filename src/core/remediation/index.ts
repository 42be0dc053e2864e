/**
 * Changing the encryption of trails: a plan is data, shown before anything happens, then run step by step through the
 * ports, recorded before and after each step, and undone on request.
 */
export { checkAlias } from './alias.ts';
export { type AuditEntry, auditOf } from './audit.ts';
export { type Batch, batchesOf, bucketRegionOf, type Subject } from './batch.ts';
export { cliOf } from './cli/script.ts';
export { type Failure, type NextAction, nextActionsFor } from './failure.ts';
export {
  type Fitness,
  fitnessOf,
  type KeyNeed,
  type KeyNote,
  type KeyObstacle,
  obstacleIn,
} from './fitness.ts';
export {
  arnOf,
  canBeUndone,
  isTakenBack,
  isUndoable,
  isWritten,
  keyOfStep,
  lastRepairOf,
  madeKeyOf,
  type RecordedRun,
  type RecordedStep,
  type Restorable,
  restorable,
  runsIn,
  runsOf,
  wroteSomething,
} from './history.ts';
export { type Delivery, journalIn } from './journal.ts';
export { checkKeyArn, exampleKeyArn, keysOfRegion, matchesTyping } from './keyChoice.ts';
export {
  groupKeys,
  judgeKey,
  type KeyChoice,
  type KeyGroup,
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
  planEncryption,
  trailsIn,
} from './plan.ts';
export type { ChangeableAccount, Clock, JournalStorage } from './ports.ts';
export { planEnableKey, planRepair, type RepairRequest } from './repair.ts';
export { retryRules } from './retry.ts';
export { type Progress, type RunOptions, type RunResult, runPlan, type TrailResult } from './run.ts';
export { keepsKey, type Step, type StepOf, writes } from './step.ts';
export { deletableKeyOf, planUndo, restsOnRegions, type UndoRequest } from './undo.ts';
export { closeRun, explain, type UnfinishedRun, unfinishedRuns } from './unfinished.ts';
export { isPressing, type PlanWarning } from './warning.ts';
