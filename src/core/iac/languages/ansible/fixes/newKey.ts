import { descriptionOfKey } from '../../../declared/newKey.ts';
import { insert } from '../../../formats/edit.ts';
import { argumentsOf } from '../arguments.ts';
import { callerAt, newPolicyAt, printTask, speaksOfItem, writtenOf } from './access.ts';
import { inputOf } from './input.ts';
import { placeKey } from './keyArgument.ts';
import { orElse } from './keys.ts';
import { habitsAt, type Remedy, type Site, taskPlace, unusedName, usualEvaluator } from './site.ts';

/**
 * A task before the trail's that creates a key with the policy that CloudTrail needs, rotation and an alias. The alias makes the task
 * find its key again in the next run.
 */
export function addKey(site: Site): Remedy[] {
  const { step, file, trail } = site;
  const input = site.finding.code === 'kms-key-conditional' ? inputOf(site) : undefined;
  const habits = habitsAt(file, step.node);
  const place = trail.isCall || input?.kind === 'switch' ? undefined : taskPlace(file, step.node, habits);
  const caller = place && callerAt(site, step);
  if (!place || !caller) {
    return [];
  }
  const name = nameFor(site);
  const known = trailName(site);
  const register = unusedName(`${slugOf(site)}_key`, site);
  const written = printTask(step, place, habits, {
    title: `Create the KMS key for ${known === undefined ? 'CloudTrail' : `CloudTrail trail ${known}`}`,
    module: 'amazon.aws.kms_key',
    own: {
      alias: name,
      description: descriptionOfKey(known),
      enable_key_rotation: true,
      policy: newPolicyAt(site, caller.name),
    },
    register,
    ...(input?.kind === 'variable' &&
      trail.instance.index === undefined && { when: `not ${input.name} | default('', true)` }),
  });
  const placed = placeKey(site, orElse(site, `${register}.key_arn`));
  return written !== undefined && placed
    ? [
        {
          action: { kind: 'add-key', key: register },
          changes: [...caller.changes, { file, edits: [insert(place.start, written)] }, placed],
        },
      ]
    : [];
}

/** The alias of the new key, derived from the name of the trail. */
function nameFor(site: Site): string {
  const { step } = site;
  const { all } = argumentsOf(step, usualEvaluator(site), { step });
  const name = writtenOf(all.get('name') ?? all.get('trail_name'));
  return name === undefined || speaksOfItem(name, step) ? 'cloudtrail' : `cloudtrail-${name}`;
}

/** The trail by its name in AWS, where that is one. */
function trailName({ trail }: Site): string | undefined {
  const { name } = trail.declaration;
  const isOne = name.kind === 'known' && trail.instance.index === undefined && /^[\w.-]+$/.test(name.value);
  return isOne ? name.value : undefined;
}

/** A name for a variable: of the trail, where it has one of letters. */
function slugOf(site: Site): string {
  const { all } = argumentsOf(site.step, usualEvaluator(site), { step: site.step });
  const written = writtenOf(all.get('name') ?? all.get('trail_name')) ?? '';
  const slug = /^[\w.-]+$/.test(written) ? written.toLowerCase().replace(/[^a-z0-9]+/g, '_') : 'trail';
  return /^[a-z]/.test(slug) ? slug : `trail_${slug}`;
}
