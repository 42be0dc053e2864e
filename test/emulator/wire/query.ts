import { AwsError, refuse } from '../errors.ts';
import type { Protocol } from './protocol.ts';
import { type XmlValue, xmlDocument } from './xml.ts';

/** The query protocol (STS): a form with `Action` and `Version`, an XML answer. */
export function queryProtocol(version: string): Protocol {
  const namespace = `https://sts.amazonaws.com/doc/${version}/`;
  return {
    operationOf: request => formOf(request.body, request.query)['Action'],
    read: request => readForm(formOf(request.body, request.query), version),
    answer: (operation, output, requestId) => ({
      status: 200,
      headers: { 'content-type': 'text/xml', 'x-amzn-requestid': requestId },
      body: xmlDocument(`${operation}Response`, namespace, {
        [`${operation}Result`]: output as XmlValue,
        ResponseMetadata: { RequestId: requestId },
      }),
    }),
    fail: (given, requestId) => {
      const error = named(given, queryNames);
      return {
        status: error.status,
        headers: { 'content-type': 'text/xml', 'x-amzn-requestid': requestId, ...error.headers },
        body: xmlDocument('ErrorResponse', namespace, {
          Error: {
            Type: error.status < 500 ? 'Sender' : 'Receiver',
            Code: error.code,
            Message: error.message,
          },
          RequestId: requestId,
        }),
      };
    },
  };
}

/** EC2's dialect of the query protocol: other element names, and errors in `<Response><Errors>`. */
export function ec2Protocol(version: string): Protocol {
  return {
    operationOf: request => formOf(request.body, request.query)['Action'],
    read: request => readForm(formOf(request.body, request.query), version),
    answer: (operation, output, requestId) => ({
      status: 200,
      headers: { 'content-type': 'text/xml;charset=UTF-8', 'x-amzn-requestid': requestId },
      body: xmlDocument(`${operation}Response`, `http://ec2.amazonaws.com/doc/${version}/`, {
        requestId,
        ...(output as Record<string, XmlValue>),
      }),
    }),
    fail: (given, requestId) => {
      const error = named(given, ec2Names);
      return {
        status: error.status,
        headers: {
          'content-type': 'text/xml;charset=UTF-8',
          'x-amzn-requestid': requestId,
          ...error.headers,
        },
        body: xmlDocument('Response', undefined, {
          Errors: { Error: { Code: error.code, Message: error.message } },
          RequestID: requestId,
        }),
      };
    },
  };
}

/** The same refusal has another name in each family of services; these begin from the JSON services' names. */
type Names = Readonly<Record<string, readonly [code: string, status: number, message?: string]>>;

const queryNames: Names = {
  AccessDeniedException: ['AccessDenied', 403],
  ExpiredTokenException: ['ExpiredToken', 403],
  UnrecognizedClientException: ['InvalidClientTokenId', 403],
  InvalidSignatureException: ['SignatureDoesNotMatch', 403],
  IncompleteSignatureException: ['IncompleteSignature', 400],
  MissingAuthenticationTokenException: ['MissingAuthenticationToken', 403],
  ThrottlingException: ['Throttling', 400],
  ValidationException: ['ValidationError', 400],
  SerializationException: ['MalformedInput', 400],
};

const ec2Names: Names = {
  AccessDeniedException: ['UnauthorizedOperation', 403],
  ExpiredTokenException: ['RequestExpired', 400, 'Request has expired.'],
  UnrecognizedClientException: [
    'AuthFailure',
    401,
    'AWS was not able to validate the provided access credentials',
  ],
  InvalidSignatureException: ['RequestExpired', 400, 'Request has expired.'],
  IncompleteSignatureException: ['IncompleteSignature', 400],
  MissingAuthenticationTokenException: ['MissingAuthenticationToken', 403],
  ThrottlingException: ['RequestLimitExceeded', 503, 'Request limit exceeded.'],
  ValidationException: ['InvalidParameterValue', 400],
  SerializationException: ['MalformedQueryString', 400],
};

export function named(error: AwsError, names: Names): AwsError {
  const [code, status, message] = names[error.code] ?? [];
  return code === undefined
    ? error
    : new AwsError(code, message ?? error.message, status ?? error.status, error.headers);
}

function formOf(body: string, query: URLSearchParams): Record<string, string> {
  return { ...Object.fromEntries(query), ...Object.fromEntries(new URLSearchParams(body)) };
}

function readForm(
  form: Record<string, string>,
  version: string,
): { operation: string; params: Record<string, string> } {
  const { Action: operation, Version: given, ...params } = form;
  if (operation === undefined) refuse('MissingAction', 'Could not find operation in the request', 400);
  if (given !== version) {
    refuse(
      'InvalidAction',
      `Could not find operation ${operation} for version ${given ?? 'NO_VERSION_SPECIFIED'}`,
    );
  }
  return { operation, params };
}
