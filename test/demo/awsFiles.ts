import { createHash } from 'node:crypto';
import { chmodSync, mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { access, mfaSerial } from './company.ts';

/**
 * Writes a home directory with shared AWS files for the company: a profile of every kind, one whose session has
 * expired, one that asks for an MFA code (123456), and some that are broken as profiles are in real life.
 */
export function writeAwsFiles(home: string, endpoint: string): void {
  const aws = join(home, '.aws');
  mkdirSync(join(aws, 'sso', 'cache'), { recursive: true });
  writeFileSync(join(aws, 'config'), config(home, endpoint));
  writeFileSync(join(aws, 'credentials'), credentials());
  writeSsoToken(home, 'acme', 8 * 3600);
  writeSsoToken(home, 'acme-staging', -3600);
  writePipelineHelper(home);
}

/** The token that `aws sso login` leaves for a session; a negative number of seconds for one that has expired. */
export function writeSsoToken(
  home: string,
  session: string,
  seconds: number,
  accessToken: string = access.ssoToken,
): void {
  const name = createHash('sha1').update(session).digest('hex');
  const token = {
    startUrl: 'https://acme.awsapps.com/start',
    region: 'eu-west-1',
    accessToken,
    expiresAt: new Date(Date.now() + seconds * 1000).toISOString(),
  };
  writeFileSync(join(home, '.aws', 'sso', 'cache', `${name}.json`), JSON.stringify(token));
}

function config(home: string, endpoint: string): string {
  const profile = (name: string, ...lines: readonly string[]) =>
    [`[profile ${name}]`, ...lines, `endpoint_url = ${endpoint}`, ''].join('\n');
  const helper = `"${process.execPath}" "${join(home, 'pipeline-credentials.cjs')}"`;
  return [
    profile('prod', 'region = eu-west-1'),
    profile('audit', 'region = eu-west-1'),
    profile(
      'dev',
      'sso_session = acme',
      'sso_account_id = 333333333333',
      'sso_role_name = Developer',
      'region = eu-north-1',
    ),
    profile(
      'staging',
      'sso_session = acme-staging',
      'sso_account_id = 444444444444',
      'sso_role_name = Developer',
      'region = eu-west-1',
    ),
    profile(
      'break-glass',
      'role_arn = arn:aws:iam::222222222222:role/BreakGlass',
      'source_profile = prod',
      `mfa_serial = ${mfaSerial}`,
      'region = eu-west-1',
    ),
    profile('pipeline', `credential_process = ${helper}`, 'region = eu-north-1'),
    profile('contractor', 'region = ap-east-1'),
    profile('china', 'region = cn-north-1'),
    profile('government', 'region = us-gov-west-1'),
    profile('vault', 'credential_process = acme-vault-credentials', 'region = eu-west-1'),
    profile(
      'data-science',
      'sso_session = sandbox',
      'sso_account_id = 333333333333',
      'sso_role_name = Developer',
    ),
    '[sso-session acme]\nsso_region = eu-west-1\nsso_start_url = https://acme.awsapps.com/start\n',
    '[sso-session acme-staging]\nsso_region = eu-west-1\nsso_start_url = https://acme.awsapps.com/start\n',
  ].join('\n');
}

function credentials(): string {
  const keys = (name: string, id: string, ...more: readonly string[]) =>
    [`[${name}]`, `aws_access_key_id = ${id}`, `aws_secret_access_key = secret-of-${id}`, ...more, ''].join(
      '\n',
    );
  return [
    keys('prod', access.prod),
    keys('audit', access.audit),
    keys('contractor', access.contractor),
    keys('china', access.china),
    keys('government', access.government, `aws_session_token = ${access.governmentSession}`),
  ].join('\n');
}

/** What a `credential_process` is: a program that prints credentials as JSON. */
function writePipelineHelper(home: string): void {
  const credentials = {
    Version: 1,
    AccessKeyId: access.pipeline,
    SecretAccessKey: `secret-of-${access.pipeline}`,
  };
  const path = join(home, 'pipeline-credentials.cjs');
  writeFileSync(path, `console.log(${JSON.stringify(JSON.stringify(credentials))});\n`);
  chmodSync(path, 0o600);
}
