import { refuse } from '../errors.ts';
import type { HttpRequest } from './http.ts';

/** What the Authorization header of a request says about itself. The signature is not recomputed. */
export interface Signature {
  readonly accessKeyId: string;
  readonly region: string;
  readonly service: string;
  readonly sessionToken: string | undefined;
  /** `X-Amz-Date` in milliseconds. */
  readonly signedAt: number;
}

const authorization =
  /^AWS4-HMAC-SHA256 Credential=([^/,\s]+)\/(\d{8})\/([^/,\s]+)\/([^/,\s]+)\/aws4_request, ?SignedHeaders=([^,\s]+), ?Signature=([0-9a-f]{64})$/;

/**
 * The signature of a request, `undefined` when it carries none. A header that cannot be read is refused as
 * IncompleteSignatureException. IAM User Guide, "Elements of an AWS API request signature".
 */
export function readSignature(request: HttpRequest): Signature | undefined {
  const header = request.headers['authorization'];
  if (header === undefined || header === '') return undefined;
  const match = authorization.exec(header);
  const signedAt = readAmzDate(request.headers['x-amz-date']);
  const [, accessKeyId, date, region, service] = match ?? [];
  if (!accessKeyId || !date || !region || !service || signedAt === undefined) {
    refuse(
      'IncompleteSignatureException',
      `Authorization header requires 'Credential' parameter, 'Signature' parameter, 'SignedHeaders' parameter and existence of either a 'X-Amz-Date' or a 'Date' header. Authorization=${header.split(' ')[0]}`,
    );
  }
  return { accessKeyId, region, service, sessionToken: request.headers['x-amz-security-token'], signedAt };
}

/** What can be told of a request whose signature may be broken, for the call log and the form of the error. */
export function guessScope(request: HttpRequest): { readonly service?: string; readonly region?: string } {
  const match = /Credential=[^/,\s]+\/[^/,\s]*\/([a-z0-9-]+)\/([a-z0-9-]+)\//.exec(
    request.headers['authorization'] ?? '',
  );
  const [, region, service] = match ?? [];
  return region && service ? { region, service } : {};
}

/** `20240131T235959Z` in milliseconds. */
export function readAmzDate(text: string | undefined): number | undefined {
  const match = /^(\d{4})(\d\d)(\d\d)T(\d\d)(\d\d)(\d\d)Z$/.exec(text ?? '');
  if (!match) return undefined;
  const [, year, month, day, hour, minute, second] = match;
  return Date.parse(`${year}-${month}-${day}T${hour}:${minute}:${second}Z`);
}

/** Milliseconds as `20240131T235959Z`. */
export function writeAmzDate(time: number): string {
  return `${new Date(time).toISOString().slice(0, 19).replaceAll('-', '').replaceAll(':', '')}Z`;
}
