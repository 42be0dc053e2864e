import type { Language } from '../language.ts';
import { manifestLanguage } from '../manifests/language.ts';
import { pulumiYaml } from './yaml/provider.ts';

/** Pulumi: programs in Pulumi YAML, evaluated as its language host does it. */
export function createPulumi(): Language {
  return manifestLanguage(pulumiYaml);
}
