import type { ToolName } from '../contributions.ts';
import { explainFinding } from './explainFinding.ts';
import { findings } from './findings.ts';
import { liveTrails } from './liveTrails.ts';
import { plan } from './plan.ts';
import type { Tool } from './tool.ts';

export { confirmations } from './confirmations.ts';

/** What each tool answers: loaded when a model asks for the first time. */
export const answers: Readonly<Record<ToolName, Tool>> = {
  cloudtrail_encryption_findings: findings,
  cloudtrail_encryption_live_trails: liveTrails,
  cloudtrail_encryption_explain_finding: explainFinding,
  cloudtrail_encryption_plan: plan,
};
