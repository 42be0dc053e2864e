import assert from 'node:assert/strict';
import type { HttpResponse } from '@smithy/types';
import { readAnswer } from '../../../src/aws/jsonCall.ts';
import { problemOfCall } from '../../../src/aws/problems.ts';

const call = { service: 'config', operation: 'SelectAggregateResourceConfig', region: 'eu-west-1' };

/** The kind of problem that an answer is, and its name where AWS gave one. */
function problemIn(statusCode: number, body: string, headers: Readonly<Record<string, string>> = {}) {
  const response: HttpResponse = { statusCode, headers: { 'x-amzn-requestid': 'r', ...headers } };
  try {
    readAnswer(response, body);
    return 'none';
  } catch (error) {
    const problem = problemOfCall(error, call);
    return problem.kind === 'aws-error' ? problem.name : problem.kind;
  }
}

describe('an answer in AWS JSON', () => {
  it('is an object, which may be empty', () => {
    assert.deepEqual(readAnswer({ statusCode: 200, headers: {} }, '{"a":1}').output, { a: 1 });
    assert.deepEqual(readAnswer({ statusCode: 200, headers: {} }, '').output, {});
  });

  it('is none of AWS where it is a list, a text or no JSON', () => {
    for (const body of ['[]', '"a"', 'null', '<html>']) {
      assert.equal(problemIn(200, body), 'not-aws', body);
    }
  });

  it('names its error with a namespace before it or an address behind it, in the body or a header', () => {
    const name = 'InvalidExpressionException';
    assert.equal(problemIn(400, `{"__type":"com.amazonaws.config#${name}"}`), name);
    assert.equal(problemIn(400, `{"code":"${name}"}`), name);
    const header = { 'x-amzn-errortype': `${name}:http://internal.amazon.com/coral/` };
    assert.equal(problemIn(400, '{}', header), name);
    assert.equal(problemIn(400, '{}', { 'x-amzn-errortype': 'ThrottlingException:' }), 'throttled');
  });
});
