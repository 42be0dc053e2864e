import { refuse } from '../errors.ts';
import type { Signature } from '../wire/sigv4.ts';
import { writeAmzDate } from '../wire/sigv4.ts';
import type { Credential } from '../world/model.ts';
import type { World } from '../world/world.ts';

const minute = 60_000;

/** A request is signed. IAM User Guide, "Common errors": MissingAuthenticationToken. */
export function requestIsSigned(signature: Signature | undefined): Signature {
  return signature ?? refuse('MissingAuthenticationTokenException', 'Missing Authentication Token');
}

/**
 * The time of signing is at most 5 minutes from AWS's, 15 for S3. IAM User Guide, "Troubleshoot SigV4 signing";
 * S3 API Reference, "Error responses": RequestTimeTooSkewed.
 */
export function clockIsRight(world: World, signature: Signature): void {
  const tolerance = (signature.service === 's3' ? 15 : 5) * minute;
  const now = world.clock.now();
  const signed = writeAmzDate(signature.signedAt);
  if (signature.signedAt < now - tolerance) {
    refuse(
      'InvalidSignatureException',
      `Signature expired: ${signed} is now earlier than ${writeAmzDate(now - tolerance)} (${writeAmzDate(now)} - ${tolerance / minute} min.)`,
    );
  }
  if (signature.signedAt > now + tolerance) {
    refuse(
      'InvalidSignatureException',
      `Signature not yet current: ${signed} is still later than ${writeAmzDate(now + tolerance)} (${writeAmzDate(now)} + ${tolerance / minute} min.)`,
    );
  }
}

/**
 * The access key exists, and a session's key comes with the session's token.
 * STS API Reference, "Common error types": InvalidClientTokenId, UnrecognizedClientException.
 */
export function accessKeyIsKnown(world: World, signature: Signature): Credential {
  const credential = world.credentials.get(signature.accessKeyId);
  if (!credential || credential.sessionToken !== signature.sessionToken) {
    refuse('UnrecognizedClientException', 'The security token included in the request is invalid.');
  }
  return credential;
}

/** The session has not expired. STS API Reference, "Common error types": ExpiredTokenException. */
export function sessionIsAlive(world: World, credential: Credential): void {
  if (credential.expiresAt !== undefined && credential.expiresAt <= world.clock.now()) {
    refuse('ExpiredTokenException', 'The security token included in the request is expired');
  }
}
