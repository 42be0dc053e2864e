import assert from 'node:assert/strict';
import type { Inventory } from '../../../../src/core/account/inventory.ts';
import { trailsOf } from '../../../../src/core/account/state.ts';
import { trailsInBrief } from '../../../../src/core/report/index.ts';
import { absent, known } from '../../../../src/core/trail/fact.ts';
import { planAsText } from '../../../../src/core/wizard/change/planAsText.ts';
import { readAccounts, readReported } from '../report/accounts.ts';

describe('a plan from what was read', () => {
  const region = 'eu-west-1';

  async function planned(
    keyArn?: string,
    bucketRegion = known(region) as typeof absent | ReturnType<typeof known<string>>,
  ) {
    const states = await readAccounts();
    const inventory = { states: () => states } as Inventory;
    const shown = states.flatMap(trailsOf).find(({ trail }) => trail.name === 'app');
    assert.ok(shown);
    const bucket = { ...shown.bucket, region: bucketRegion };
    return planAsText({ ...shown, bucket }, keyArn, { inventory, newId: () => 'id' });
  }

  it('creates a key where none is named', async () => {
    const text = await planned();
    assert.match(text, /^# Encrypt trails with SSE-KMS\n/);
    assert.match(text, /alias\/cloudtrail-app/);
    assert.match(text, /^- `kms:CreateKey` on /m);
  });

  it('takes the key that is named, and says what is against it', async () => {
    const other = `arn:aws:kms:${region}:444455556666:key/11111111-2222-3333-4444-555555555555`;
    assert.match(await planned(other), /11111111-2222-3333-4444-555555555555/);
    const elsewhere = await planned(other.replace(region, 'us-east-1'));
    assert.doesNotMatch(elsewhere, /^#/m);
    assert.match(elsewhere, /us-east-1/);
  });

  it('is none for a trail without a bucket', async () => {
    assert.match(await planned(undefined, absent), /^The log bucket .* does not exist\./);
  });
});

describe('trails in brief', () => {
  it('come with those that need attention first, and with what could not be read', async () => {
    const reported = await readReported();
    const { trails, trailsLeftOut, couldNotBeRead } = trailsInBrief(reported, 2) as {
      readonly trails: readonly Readonly<Record<string, unknown>>[];
      readonly trailsLeftOut: number;
      readonly couldNotBeRead: readonly { readonly profile: string; readonly why: string }[];
    };
    assert.equal(trails.length, 2);
    assert.ok(trailsLeftOut > 0);
    assert.ok(trails.every(({ needsAttention }) => needsAttention === true));
    assert.ok(couldNotBeRead.some(({ profile, why }) => profile === '=dev|"x"' && why !== ''));
  });
});
