import assert from 'node:assert/strict';
import { policyInText, type TextPart } from '../../../../../src/core/iac/declared/policyText.ts';
import { hole, PartialText } from '../../../../../src/core/trail/keyPolicy/index.ts';

describe('a policy in JSON of which parts are given later', () => {
  it('is its text where nothing is', () =>
    assert.equal(policyInText(['{"Version":', ' "2012-10-17"}']), '{"Version": "2012-10-17"}'));

  it('has holes within its strings, and in the place of values', () =>
    assert.deepEqual(
      policyInText([
        '{"Statement": [{"Sid": "a \\" b", "Principal": {"AWS": "arn:aws:iam::',
        hole,
        ':root"}, "Action": "',
        hole,
        '"}, ',
        hole,
        ']}',
      ]),
      {
        Statement: [
          {
            Sid: 'a " b',
            Principal: { AWS: new PartialText(['arn:aws:iam::', hole, ':root']) },
            Action: hole,
          },
          hole,
        ],
      },
    ));

  it('is a hole where it is given as a whole, or is no JSON', () =>
    assert.deepEqual(
      [[hole], ['{', hole, '}'], ['{"a": ', hole]].map(parts => policyInText(parts as TextPart[])),
      [hole, hole, hole],
    ));
});
