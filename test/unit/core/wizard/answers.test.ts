import assert from 'node:assert/strict';
import { noAnswers, regionOf, type Subject } from '../../../../src/core/wizard/change/answers.ts';
import { identity, liveTrail } from '../account/fakeAccount.ts';

describe('the Region of a trail’s bucket', () => {
  const answers = noAnswers('change', []);

  it('is that of the present key where the bucket does not tell', () => {
    assert.equal(regionOf(subject('arn:aws:kms:eu-west-1:111122223333:key/1234'), answers), 'eu-west-1');
  });

  it('is asked for where the present key is not named by its ARN', () => {
    assert.equal(regionOf(subject('alias/good'), answers), undefined);
    assert.equal(
      regionOf(subject('alias/good'), { regions: new Map([['audit-logs', 'eu-north-1']]) }),
      'eu-north-1',
    );
  });

  function subject(kmsKeyId: string): Subject {
    return {
      profile: 'prod',
      caller: identity,
      trail: liveTrail('audit', 'us-east-1', { kmsKeyId }),
      bucketRegion: undefined,
      bucketKey: undefined,
      logging: undefined,
    };
  }
});
