import { refuse } from '../errors.ts';
import type { Protocol } from './protocol.ts';

/** AWS JSON 1.1: the operation in `X-Amz-Target` after `prefix`, members in a JSON body. */
export function jsonProtocol(prefix: string): Protocol {
  const operationIn = (target: string | undefined) => {
    const [service, operation] = (target ?? '').split(/\.(?=[^.]*$)/);
    return service !== undefined && (service === prefix || service.endsWith(`.${prefix}`))
      ? operation
      : undefined;
  };
  return {
    operationOf: request => operationIn(request.headers['x-amz-target']),
    read: request => {
      const operation = operationIn(request.headers['x-amz-target']);
      if (request.method !== 'POST' || operation === undefined) refuse('UnknownOperationException', '');
      if (!/^application\/x-amz-json-1\.[01]\b/.test(request.headers['content-type'] ?? '')) {
        refuse('UnknownOperationException', '', 404);
      }
      return { operation, params: parseJson(request.body) };
    },
    answer: (_operation, output, requestId) => ({
      status: 200,
      headers: jsonHeaders(requestId),
      body: output === undefined ? '' : JSON.stringify(output),
    }),
    fail: (error, requestId) => ({
      status: error.status,
      headers: { ...jsonHeaders(requestId), ...error.headers },
      body: JSON.stringify({ __type: error.code, message: error.message }),
    }),
  };
}

export function parseJson(body: string): unknown {
  try {
    return body === '' ? {} : JSON.parse(body);
  } catch {
    refuse('SerializationException', 'Start of structure or map found where not expected');
  }
}

function jsonHeaders(requestId: string): Record<string, string> {
  return { 'content-type': 'application/x-amz-json-1.1', 'x-amzn-requestid': requestId };
}
