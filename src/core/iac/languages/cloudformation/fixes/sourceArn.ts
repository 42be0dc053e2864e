import { admitTrail as admitTrailIn } from '../../../declared/policyEdits.ts';
import type { Resource } from '../template.ts';
import { policyIn } from './policyText.ts';
import type { FileChange, Site } from './site.ts';
import { trailConditions } from './statements.ts';

/** One more trail in each statement of a key's policy that lets CloudTrail in for other trails. */
export function admitTrail(site: Site, key: Resource): readonly FileChange[] | undefined {
  const policy = policyIn(key);
  const edits = policy && admitTrailIn(policy, trailConditions(site));
  return edits && [{ file: key.file, edits }];
}
