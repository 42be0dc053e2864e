import { createCloudFormation } from './cloudformation/index.ts';
import type { Language } from './language.ts';
import { createSam } from './sam/index.ts';
import { createServerless } from './serverless/index.ts';
import { createTerraform } from './terraform/index.ts';

/**
 * Every language, the more special ones first: where two read the same declaration, the first keeps it. What they
 * parsed is kept by these objects, so they belong to whoever asks for them.
 */
export function createLanguages(): readonly Language[] {
  return [createTerraform(), createServerless(), createSam(), createCloudFormation()];
}
