import { existsSync } from 'node:fs';
import { join } from 'node:path';
import type { FindingCode } from '../../src/core/iac/findingCode.ts';
import { dialects, expectedIn, situations } from '../../test/unit/core/iac/situations.ts';

/** A situation in one syntax. */
export interface Case {
  /** `SITUATION/DIALECT`, as the folder below test/fixtures/iac/same. */
  readonly path: string;
  readonly dialect: string;
  /** Whether it is about a trail that has a key or none, or about a key that does not serve. */
  readonly about: 'key' | 'serving';
  /** Whether something is to be reported. */
  readonly isBad: boolean;
}

/** What every scanner's rule is about. */
const missing: readonly FindingCode[] = ['no-kms-key', 'kms-key-conditional'];

/** Whether a key serves; a rule about missing keys says nothing of it. */
const broken: readonly FindingCode[] = ['kms-key-unusable', 'kms-key-policy', 'kms-key-not-customer-managed'];

/**
 * Every situation in every syntax that can say it. Situations in which a comment silences one scanner are left out: they are about that
 * one alone. So are those that have both kinds of trouble.
 */
export function allCases(): readonly Case[] {
  return situations()
    .filter(({ situation }) => situation.construct !== 'suppressed')
    .flatMap(({ name, folder, situation }) =>
      dialects
        .filter(dialect => existsSync(join(folder, dialect)))
        .flatMap(dialect => {
          const alarms = expectedIn(situation, dialect)
            .flatMap(({ findings }) => findings)
            .filter(finding => /\/(?:error|warning)$/.test(finding))
            .map(finding => finding.split('/')[0] ?? '');
          const lacks = alarms.some(code => missing.some(one => one === code));
          const fails = alarms.some(code => broken.some(one => one === code));
          return lacks && fails
            ? []
            : [
                {
                  path: `${name}/${dialect}`,
                  dialect,
                  about: fails ? ('serving' as const) : ('key' as const),
                  isBad: lacks || fails,
                },
              ];
        }),
    );
}
