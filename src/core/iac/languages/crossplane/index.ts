import type { Language } from '../../language.ts';
import { manifestLanguage } from '../manifests/language.ts';
import { crossplane } from './provider.ts';

/**
 * Crossplane: resources that its provider for AWS manages, and compositions that make them from composite resources and
 * claims, in YAML and JSON, also as templates of Helm.
 */
export function createCrossplane(): Language {
  return manifestLanguage(crossplane);
}
