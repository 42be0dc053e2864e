import assert from 'node:assert/strict';
import { PassThrough } from 'node:stream';
import { text } from 'node:stream/consumers';
import { mock } from 'node:test';
import { boundedAnswer } from '../../../src/aws/boundedAnswer.ts';

describe('The body of an answer', () => {
  afterEach(() => mock.timers.reset());

  it('is what was sent, up to the limit', async () => {
    const body = new PassThrough();
    const bounded = text(boundedAnswer(body, { bytes: 6, milliseconds: 1000 }));
    body.write('abc');
    body.end('def');
    assert.equal(await bounded, 'abcdef');
  });

  it('fails past the limit, and ends the connection', async () => {
    const body = new PassThrough();
    const bounded = text(boundedAnswer(body, { bytes: 5, milliseconds: 1000 }));
    body.write('abc');
    body.write('def');
    await assert.rejects(bounded, { name: 'AnswerTooLongError' });
    assert.ok(body.destroyed);
  });

  it('fails when it does not end in time, however much still comes', async () => {
    mock.timers.enable({ apis: ['setTimeout'] });
    const body = new PassThrough();
    const bounded = text(boundedAnswer(body, { bytes: 100, milliseconds: 1000 }));
    body.write('abc');
    mock.timers.tick(999);
    body.write('def');
    assert.ok(!body.destroyed);
    mock.timers.tick(1);
    await assert.rejects(bounded, { name: 'TimeoutError' });
    assert.ok(body.destroyed);
  });

  it('fails when the connection does', async () => {
    const body = new PassThrough();
    const bounded = text(boundedAnswer(body, { bytes: 100, milliseconds: 1000 }));
    body.destroy(Object.assign(new Error('socket hang up'), { code: 'ECONNRESET' }));
    await assert.rejects(bounded, { code: 'ECONNRESET' });
  });
});
