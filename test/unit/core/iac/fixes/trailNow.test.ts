import assert from 'node:assert/strict';
import { findingsOf } from '../../../../../src/core/iac/findings.ts';
import { trailNow } from '../../../../../src/core/iac/fixes/trailNow.ts';
import { absent } from '../../../../../src/core/trail/fact.ts';
import { judge } from '../../../../../src/core/trail/verdict.ts';
import { declarationOf } from '../declarations.ts';

const trailAt = (start: number, resource = 'aws_cloudtrail.main') => ({
  declaration: declarationOf({ key: absent, resource, header: { start, end: start + 10 } }),
});

describe('the trail of a finding in a text as it is now', () => {
  const { declaration } = trailAt(50);
  const [finding = assert.fail()] = findingsOf(declaration, judge(declaration.facts, 0));

  it('is the one at its place, where a name is declared twice', () =>
    assert.equal(trailNow(finding, [trailAt(0), trailAt(50)])?.declaration.header.start, 50));

  it('is none where its place has another name, or its name another place', () =>
    assert.equal(trailNow(finding, [trailAt(50, 'aws_cloudtrail.other'), trailAt(60)]), undefined));
});
