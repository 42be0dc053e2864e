import type { LoggedCall } from './callLog.ts';
import { AwsError } from './errors.ts';
import type { Failure } from './faults.ts';
import type { Service } from './services/service.ts';
import type { HttpResponse } from './wire/http.ts';

type Answered = Exclude<
  Failure,
  { readonly kind: 'dropped' | 'hang' | 'endless' | 'answer lost' | 'other answer' | 'latency' }
>;

/** The answer that a failure gives in place of the right one: an AWS error, or something that is not from AWS at all. */
export function failed(failure: Failure, service: Service, call: LoggedCall): AwsError | HttpResponse {
  const answered = failure as Answered;
  switch (answered.kind) {
    case 'error':
      return new AwsError(answered.code, answered.message ?? answered.code, answered.status ?? 400);
    case 'throttled':
      return new AwsError('ThrottlingException', 'Rate exceeded');
    case 'denied':
      return new AwsError('AccessDeniedException', deniedMessage(answered.why, call));
    case 'expired token':
      return new AwsError('ExpiredTokenException', 'The security token included in the request is expired');
    case 'proxy page':
      return {
        status: answered.status ?? 200,
        headers: { 'content-type': 'text/html; charset=utf-8', server: 'corporate-proxy' },
        body: '<!DOCTYPE html>\n<html><head><title>Sign in to the network</title></head><body><h1>Please sign in</h1></body></html>\n',
      };
    case 'garbage': {
      const sample = service.protocol.answer(call.operation, {}, call.requestId);
      return { ...sample, body: '\u0000{"<half an answ' };
    }
  }
}

function deniedMessage(
  why:
    | 'no identity-based policy'
    | 'service control policy'
    | 'permissions boundary' = 'no identity-based policy',
  call: LoggedCall,
): string {
  const action = `${call.service}:${iamNames[call.operation] ?? call.operation}`;
  const reason = {
    'no identity-based policy': `because no identity-based policy allows the ${action} action`,
    'service control policy': 'with an explicit deny in a service control policy',
    'permissions boundary': `because no permissions boundary allows the ${action} action`,
  }[why];
  return `User: ${call.principal} is not authorized to perform: ${action} ${reason}`;
}

/** Operations whose IAM action has another name. */
const iamNames: Readonly<Record<string, string>> = {
  HeadBucket: 'ListBucket',
  GetBucketEncryption: 'GetEncryptionConfiguration',
};
