import type { Language } from '../../language.ts';
import {
  hasResources,
  hasServerlessVariables,
  isServerlessService,
  mayDeclareTrail,
  samTransform,
} from './claims.ts';
import { templateLanguage } from './language.ts';

/**
 * AWS CloudFormation, in YAML and JSON: templates, nested stacks whose template is a file, templates inside stack
 * sets, what the CDK synthesised. Evaluated as the service does it (CloudFormation User Guide, "Template reference").
 */
export function createCloudFormation(): Language {
  return templateLanguage(
    'cloudformation',
    text =>
      mayDeclareTrail(text) &&
      hasResources(text) &&
      !text.includes(samTransform) &&
      !isServerlessService(text) &&
      !hasServerlessVariables(text),
  );
}
