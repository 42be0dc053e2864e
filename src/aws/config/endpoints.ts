import { ProblemError } from '../../core/account/problem.ts';
import type { Variables } from './environment.ts';
import type { SharedConfig } from './sharedConfig.ts';

/** A service's id in its API model, as the names of variables and settings derive from it. */
export type ServiceId =
  | 'CloudTrail'
  | 'KMS'
  | 'S3'
  | 'STS'
  | 'Account'
  | 'Organizations'
  | 'Config Service'
  | 'EC2'
  | 'SSO'
  | 'SSO OIDC'
  | 'Signin';

/** The address configured for a service; `undefined` where it is AWS's own. */
export type Endpoints = (service: ServiceId) => string | undefined;

/**
 * Endpoints configured for a profile. The AWS SDK would take those of the files from the profile in AWS_PROFILE, for
 * whichever profile a client is, so they are read here and passed to each client. The order is that of the AWS SDKs and
 * Tools Reference Guide, "Service-specific endpoints". Throws `ProblemError`.
 */
export function endpointsOf(profile: string, config: SharedConfig, variables: Variables): Endpoints {
  const settings = config.profiles.get(profile)?.settings;
  if (
    isTrue(
      variables['AWS_IGNORE_CONFIGURED_ENDPOINT_URLS'] ?? settings?.get('ignore_configured_endpoint_urls'),
    )
  ) {
    return () => undefined;
  }
  const sectionName = settings?.get('services');
  const section = sectionName === undefined ? undefined : config.services.get(sectionName);
  if (sectionName !== undefined && !section) {
    throw incomplete(`There is no section [services ${sectionName}], which profile ${profile} names.`);
  }
  return service => {
    const name = service.replaceAll(' ', '_');
    const address =
      variables[`AWS_ENDPOINT_URL_${name.toUpperCase()}`] ||
      variables['AWS_ENDPOINT_URL'] ||
      section?.get(`${name.toLowerCase()}.endpoint_url`) ||
      settings?.get('endpoint_url');
    if (address && !/^https?:$/.test(protocolOf(address))) {
      throw incomplete(`The endpoint configured for ${service} is not an address: ${address}`);
    }
    return address || undefined;
  };
}

export function isTrue(value: string | undefined): boolean {
  return value?.toLowerCase() === 'true';
}

function protocolOf(address: string): string {
  return URL.canParse(address) ? new URL(address).protocol : '';
}

function incomplete(detail: string): ProblemError {
  return new ProblemError({ kind: 'profile-incomplete', detail });
}
