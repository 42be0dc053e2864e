import { flawsOfJson } from '../../formats/flaws.ts';
import type { Language } from '../../language.ts';
import { readPlan } from './read.ts';

/**
 * Terraform and OpenTofu plans as `terraform show -json` prints them: the trails that are there when the plan is applied.
 * A plan is made of code that is elsewhere, so nothing is mended in it.
 */
export function createTerraformPlan(): Language {
  return {
    id: 'terraformPlan',
    claims: ({ text }) =>
      isObject.test(text) && namesTrail.test(text) && isPlan.test(text) && isVersioned.test(text),
    read: async document => readPlan(document).declared,
    flaws: document => flawsOfJson(document.text),
    fixes: async () => [],
  };
}

const isObject = /^[\s\uFEFF]*\{/;
const namesTrail = /"(?:aws_cloudtrail|awscc_cloudtrail_trail)"/;
const isPlan = /"(?:resource_changes|planned_values)"\s*:/;
const isVersioned = /"format_version"\s*:\s*"/;
