import type { Language } from '../language.ts';
import type { LanguageId } from '../languageTable.ts';
import { createAck } from './ack/index.ts';
import { createAnsible } from './ansible/index.ts';
import { createCdk } from './cdk/index.ts';
import { createCloudFormation } from './cloudformation/index.ts';
import { createCrossplane } from './crossplane/index.ts';
import { createPulumi } from './pulumi/index.ts';
import { createSam } from './sam/index.ts';
import { createServerless } from './serverless/index.ts';
import { createTerraform } from './terraform/index.ts';
import { createTerraformPlan } from './terraformPlan/index.ts';
import { createTerraformStacks } from './terraformStacks/index.ts';
import { stackCallers } from './terraformStacks/read.ts';
import { createTerragrunt } from './terragrunt/index.ts';
import { terragruntCallers } from './terragrunt/read.ts';

/** The more special ones first: where two read the same declaration, the first keeps it. */
const creators: Readonly<Record<LanguageId, () => Language>> = {
  terraform: () => createTerraform([terragruntCallers, stackCallers]),
  terraformPlan: createTerraformPlan,
  terragrunt: createTerragrunt,
  terraformStacks: createTerraformStacks,
  ansible: createAnsible,
  serverless: createServerless,
  sam: createSam,
  cloudformation: createCloudFormation,
  crossplane: createCrossplane,
  ack: createAck,
  pulumi: createPulumi,
  cdk: createCdk,
};

/** Every language. What they parsed is kept by these objects, so each caller has its own. */
export function createLanguages(): readonly Language[] {
  return Object.values(creators).map(create => create());
}
