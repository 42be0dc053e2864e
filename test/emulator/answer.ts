import type { CallLog, LoggedCall } from './callLog.ts';
import { AwsError, refuse } from './errors.ts';
import { failed } from './failures.ts';
import type { Failure, Faults } from './faults.ts';
import { callsAreSlow } from './rules/quota.ts';
import { regionExists, regionIsEnabled } from './rules/region.ts';
import { accessKeyIsKnown, clockIsRight, requestIsSigned, sessionIsAlive } from './rules/signature.ts';
import type { Service } from './services/service.ts';
import { services } from './services/services.ts';
import type { HttpRequest, HttpResponse } from './wire/http.ts';
import { guessScope, readSignature } from './wire/sigv4.ts';
import { newUuid } from './world/ids.ts';
import type { World } from './world/world.ts';

/** What becomes of a request, and after how many milliseconds. */
export type Outcome =
  | { readonly kind: 'answer'; readonly response: HttpResponse; readonly latency: number }
  | { readonly kind: Silence; readonly latency: number };

/** What is not an answer. */
type Silence = 'dropped' | 'hang' | 'endless';

interface Parts {
  readonly world: World;
  readonly faults: Faults;
  readonly calls: CallLog;
}

/** Answers one request to AWS: notes it, lets a fault strike, and otherwise asks the service. */
export function answerCall(request: HttpRequest, { world, faults, calls }: Parts): Outcome {
  const service = serviceOf(request);
  const call = describe(world, service, request);
  calls.add(call);
  const { latency: delay, failure } = faults.strike(call);
  const latency = delay + world.settings.latency;
  const outcome = failure
    ? strike(failure, service, request, call, { world, faults })
    : ask(world, service, request, call);
  if (outcome.kind === 'answer') call.status = outcome.response.status;
  return { ...outcome, latency };
}

type Struck = { readonly kind: 'answer'; readonly response: HttpResponse } | { readonly kind: Silence };

function strike(
  failure: Failure,
  service: Service,
  request: HttpRequest,
  call: LoggedCall,
  { world, faults }: Pick<Parts, 'world' | 'faults'>,
): Struck {
  switch (failure.kind) {
    case 'dropped':
    case 'hang':
    case 'endless':
      return { kind: failure.kind };
    case 'answer lost':
      ask(world, service, request, call);
      return { kind: 'dropped' };
    case 'other answer': {
      const { status, body = '', contentType = 'application/x-amz-json-1.1', takesEffect } = failure;
      if (takesEffect === 'before') {
        ask(world, service, request, call);
      } else if (takesEffect === 'late') {
        faults.keep(() => ask(world, service, request, call));
      }
      return { kind: 'answer', response: { status, headers: { 'content-type': contentType }, body } };
    }
    default: {
      const result = failed(failure, service, call);
      if (!(result instanceof AwsError)) return { kind: 'answer', response: result };
      return refusal(result, service, request, call);
    }
  }
}

function ask(world: World, service: Service, request: HttpRequest, call: LoggedCall): Struck {
  try {
    const output = run(world, service, request, call);
    return { kind: 'answer', response: service.protocol.answer(call.operation, output, call.requestId) };
  } catch (error) {
    if (error instanceof AwsError) return refusal(error, service, request, call);
    console.error(`${call.service}:${call.operation}`, error);
    return refusal(new AwsError('InternalFailure', String(error), 500), service, request, call);
  }
}

function refusal(error: AwsError, service: Service, request: HttpRequest, call: LoggedCall): Struck {
  call.error = error.code;
  return { kind: 'answer', response: service.protocol.fail(error, call.requestId, request) };
}

/** Who asks and where comes first, then what is asked: AWS says nothing of a request to somebody it does not know. */
function run(world: World, service: Service, request: HttpRequest, call: LoggedCall): unknown {
  const unsigned = service.unsigned?.[call.operation];
  if (unsigned) {
    callsAreSlow(world, service.name, '');
    const { operation, params } = service.protocol.read(request);
    return unsigned.run({ world, operation }, params);
  }
  const signature = requestIsSigned(readSignature(request));
  regionExists(signature.region);
  clockIsRight(world, signature);
  const caller = accessKeyIsKnown(world, signature);
  const account = world.account(caller.principal.accountId);
  // AssumeRole has its own words for a Region that is off.
  if (call.operation !== 'AssumeRole') regionIsEnabled(account, signature.region);
  sessionIsAlive(world, caller);
  callsAreSlow(world, service.name, account.id);
  const { operation, params } = service.protocol.read(request);
  const known = service.operations[operation];
  if (!known) unknownOperation(service, operation);
  return known.run({ world, operation, region: signature.region, account, caller }, params);
}

/** AWS's word for an operation that there is not, in each protocol. */
function unknownOperation(service: Service, operation: string): never {
  if (service.name === 'sts' || service.name === 'ec2') {
    refuse('InvalidAction', `Could not find operation ${operation}`);
  }
  refuse('UnknownOperationException', '');
}

/** The service a request is for: by its signature, else by the look of it. */
function serviceOf(request: HttpRequest): Service {
  const scope = guessScope(request).service;
  const [first] = services;
  const found =
    services.find(service => service.name === scope) ??
    services.find(({ name, protocol }) => name !== 's3' && protocol.operationOf(request) !== undefined) ??
    services.find(
      ({ name }) => name === (scope === undefined && request.method !== 'POST' ? 's3' : 'cloudtrail'),
    ) ??
    first;
  if (!found) throw new Error('No services');
  return found;
}

function describe(world: World, service: Service, request: HttpRequest): LoggedCall {
  const [, accessKeyId = ''] = /Credential=([^/,\s]+)\//.exec(request.headers['authorization'] ?? '') ?? [];
  const credential = world.credentials.get(accessKeyId);
  return {
    service: service.name,
    operation: service.protocol.operationOf(request) ?? 'unknown',
    region: guessScope(request).region ?? '',
    account: credential?.principal.accountId ?? '',
    principal: credential?.callerArn ?? '',
    params: paramsOf(service, request),
    at: world.clock.now(),
    status: 0,
    requestId: newUuid(),
  };
}

function paramsOf(service: Service, request: HttpRequest): unknown {
  try {
    return service.protocol.read(request).params;
  } catch {
    return request.body;
  }
}
