import type { Language } from '../../language.ts';
import { manifestLanguage } from '../manifests/language.ts';
import { ack } from './provider.ts';

/**
 * AWS Controllers for Kubernetes: resources of their own, and resource graphs of kro that make them from custom resources, in
 * YAML and JSON, also as templates of Helm.
 */
export function createAck(): Language {
  return manifestLanguage(ack);
}
