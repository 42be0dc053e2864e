import type { Language } from '../language.ts';
import {
  hasResources,
  hasServerlessVariables,
  isServerlessService,
  mayDeclareTrail,
  samTransform,
} from './claims.ts';
import { TemplateDocuments } from './documents.ts';
import { readDocument } from './language.ts';

/**
 * AWS CloudFormation, in YAML and JSON: templates, nested stacks whose template is a file, templates inside stack
 * sets, what the CDK synthesised. Evaluated as the service does it (CloudFormation User Guide, "Template reference").
 */
export function createCloudFormation(): Language {
  const documents = new TemplateDocuments();
  return {
    id: 'cloudformation',
    claims: ({ text }) =>
      mayDeclareTrail(text) &&
      hasResources(text) &&
      !text.includes(samTransform) &&
      !isServerlessService(text) &&
      !hasServerlessVariables(text),
    read: async (document, sources, signal) => {
      const trails = await readDocument(documents, 'cloudformation', document, sources, signal);
      return trails.map(({ declaration }) => declaration);
    },
    fixes: async () => [],
  };
}
