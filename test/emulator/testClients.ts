import assert from 'node:assert/strict';
import { AccountClient } from '@aws-sdk/client-account';
import { CloudTrailClient } from '@aws-sdk/client-cloudtrail';
import { KMSClient } from '@aws-sdk/client-kms';
import { OrganizationsClient } from '@aws-sdk/client-organizations';
import { S3Client } from '@aws-sdk/client-s3';
import { STSClient } from '@aws-sdk/client-sts';
import type { AwsCredentialIdentity, AwsCredentialIdentityProvider } from '@smithy/types';
import { writeAmzDate } from './wire/sigv4.ts';

export interface Clients {
  readonly cloudtrail: CloudTrailClient;
  readonly kms: KMSClient;
  readonly s3: S3Client;
  readonly sts: STSClient;
  readonly account: AccountClient;
  readonly organizations: OrganizationsClient;
}

/** The real SDK clients, pointed at the emulator, with one attempt a call. */
export function clientsFor(
  url: string,
  who: string | AwsCredentialIdentity | AwsCredentialIdentityProvider,
  region = 'eu-west-1',
): Clients {
  const credentials = typeof who === 'string' ? { accessKeyId: who, secretAccessKey: 'secret' } : who;
  const config = { endpoint: url, region, credentials, maxAttempts: 1 };
  return {
    cloudtrail: new CloudTrailClient(config),
    kms: new KMSClient(config),
    s3: new S3Client({ ...config, forcePathStyle: true }),
    sts: new STSClient(config),
    account: new AccountClient(config),
    organizations: new OrganizationsClient(config),
  };
}

/** Name, message and status of the error a call fails with. */
export async function failureOf(
  call: Promise<unknown>,
): Promise<{ name: string; message: string; status?: number }> {
  try {
    await call;
  } catch (error) {
    assert.ok(error instanceof Error);
    const { $metadata } = error as { readonly $metadata?: { readonly httpStatusCode?: number } };
    const status = $metadata?.httpStatusCode;
    return { name: error.name, message: error.message, ...(status !== undefined && { status }) };
  }
  return assert.fail('The call succeeded');
}

/** The name of the error a call fails with. */
export async function errorName(call: Promise<unknown>): Promise<string> {
  return (await failureOf(call)).name;
}

export interface RawRequest {
  readonly service: string;
  readonly who: string;
  readonly region?: string;
  readonly body?: string;
  readonly headers?: Readonly<Record<string, string>>;
}

/** A request as no SDK would send it: its signature is well formed and means nothing. */
export async function post(
  url: string,
  request: RawRequest,
): Promise<{ status: number; body: string; headers: Headers }> {
  const { service, who, region = 'us-east-1', body = '', headers = {} } = request;
  const now = writeAmzDate(Date.now());
  const response = await fetch(url, {
    method: 'POST',
    body,
    headers: {
      'content-type': 'application/x-www-form-urlencoded',
      'x-amz-date': now,
      authorization: `AWS4-HMAC-SHA256 Credential=${who}/${now.slice(0, 8)}/${region}/${service}/aws4_request, SignedHeaders=host, Signature=${'0'.repeat(64)}`,
      ...headers,
    },
  });
  return { status: response.status, body: await response.text(), headers: response.headers };
}
