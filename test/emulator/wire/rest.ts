import { type AwsError, refuse } from '../errors.ts';
import type { HttpRequest } from './http.ts';
import { parseJson } from './json.ts';
import type { Protocol } from './protocol.ts';
import { named } from './query.ts';
import { xmlDocument } from './xml.ts';

export interface JsonRoute {
  readonly operation: string;
  readonly method: 'GET' | 'POST';
  readonly path: string;
  /** Members beside the body: in the query or in headers. */
  readonly members?: (request: HttpRequest) => Record<string, string | undefined>;
}

/** REST-JSON (Account, SSO portal): the operation is method and path, members are in body, query and headers. */
export function restJsonProtocol(routes: readonly JsonRoute[]): Protocol {
  const routeOf = (request: HttpRequest) =>
    routes.find(route => route.method === request.method && route.path === request.path);
  return {
    operationOf: request => routeOf(request)?.operation,
    read: request => {
      const route = routeOf(request);
      if (!route) refuse('UnknownOperationException', 'Unable to find an operation for this request.', 404);
      const body = parseJson(request.body);
      if (!route.members) return { operation: route.operation, params: body };
      return { operation: route.operation, params: { ...(body as object), ...route.members(request) } };
    },
    answer: (_operation, output, requestId) => ({
      status: 200,
      headers: { 'content-type': 'application/json', 'x-amzn-requestid': requestId },
      body: JSON.stringify(output ?? {}),
    }),
    fail: (given, requestId) => {
      const error = named(given, restJsonNames);
      return {
        status: error.status,
        headers: {
          'content-type': 'application/json',
          'x-amzn-requestid': requestId,
          'x-amzn-errortype': error.code,
          ...error.headers,
        },
        body: JSON.stringify({ message: error.message }),
      };
    },
  };
}

const restJsonNames = {
  AccessDeniedException: ['AccessDeniedException', 403],
  ExpiredTokenException: ['ExpiredTokenException', 403],
  UnrecognizedClientException: ['UnrecognizedClientException', 403],
  InvalidSignatureException: ['InvalidSignatureException', 403],
  IncompleteSignatureException: ['IncompleteSignatureException', 403],
  MissingAuthenticationTokenException: ['MissingAuthenticationTokenException', 403],
  ThrottlingException: ['TooManyRequestsException', 429],
} as const;

const s3Namespace = 'http://s3.amazonaws.com/doc/2006-03-01/';

/** REST-XML as S3 speaks it, path style: `HEAD /bucket`, `GET /bucket?location`, `GET /bucket?encryption`, `GET /bucket?policy`. */
export const s3Protocol: Protocol = {
  operationOf: request => readS3(request)?.operation,
  read: request => {
    const call = readS3(request);
    if (!call) {
      refuse('NotImplemented', 'A header you provided implies functionality that is not implemented', 501);
    }
    return call;
  },
  answer: (_operation, output, requestId) => {
    const { headers = {}, root, content, text = '' } = output as S3Answer;
    return {
      status: 200,
      headers: { ...s3Headers(requestId), ...headers },
      body: root === undefined ? text : xmlDocument(root, s3Namespace, content),
    };
  },
  fail: (given, requestId, request) => {
    const error = named(given, s3Names);
    return {
      status: error.status,
      headers: { ...s3Headers(requestId), ...error.headers },
      // An answer to HEAD has no body: all that is left is the status and the headers.
      body: request.method === 'HEAD' ? '' : s3ErrorBody(error, requestId),
    };
  },
};

export interface S3Answer {
  readonly headers?: Readonly<Record<string, string>>;
  readonly root?: string;
  readonly content?: Parameters<typeof xmlDocument>[2];
  /** The body where it is not XML. */
  readonly text?: string;
}

const s3Names = {
  AccessDeniedException: ['AccessDenied', 403],
  ExpiredTokenException: ['ExpiredToken', 400, 'The provided token has expired.'],
  UnrecognizedClientException: [
    'InvalidAccessKeyId',
    403,
    'The AWS Access Key Id you provided does not exist in our records.',
  ],
  InvalidSignatureException: [
    'RequestTimeTooSkewed',
    403,
    'The difference between the request time and the current time is too large.',
  ],
  IncompleteSignatureException: ['AuthorizationHeaderMalformed', 400],
  MissingAuthenticationTokenException: ['AccessDenied', 403, 'Access Denied'],
  ThrottlingException: ['SlowDown', 503, 'Please reduce your request rate.'],
} as const;

function readS3(request: HttpRequest): { operation: string; params: { Bucket: string } } | undefined {
  const [, bucket = '', ...rest] = request.path.split('/');
  if (bucket === '' || rest.some(part => part !== '')) return undefined;
  const operation =
    request.method === 'HEAD'
      ? 'HeadBucket'
      : request.method === 'GET' && request.query.has('location')
        ? 'GetBucketLocation'
        : request.method === 'GET' && request.query.has('encryption')
          ? 'GetBucketEncryption'
          : request.method === 'GET' && request.query.has('policy')
            ? 'GetBucketPolicy'
            : undefined;
  return operation && { operation, params: { Bucket: bucket } };
}

function s3Headers(requestId: string): Record<string, string> {
  return {
    'content-type': 'application/xml',
    'x-amz-request-id': requestId,
    'x-amz-id-2': `${requestId}/host`,
  };
}

function s3ErrorBody(error: AwsError, requestId: string): string {
  return xmlDocument('Error', undefined, {
    Code: error.code,
    Message: error.message,
    RequestId: requestId,
    HostId: `${requestId}/host`,
  });
}
