import type { Declaration, Related } from '../../../../src/core/iac/declaration.ts';
import type { LanguageId } from '../../../../src/core/iac/languageTable.ts';
import { absent, type Choice, known, unknown } from '../../../../src/core/trail/fact.ts';
import type { KeyFacts } from '../../../../src/core/trail/key.ts';

/** A key with which nothing is wrong. */
export const goodKey: KeyFacts = {
  name: 'aws_kms_key.logs',
  manager: known('CUSTOMER'),
  state: known('Enabled'),
  spec: known('SYMMETRIC_DEFAULT'),
  usage: known('ENCRYPT_DECRYPT'),
  region: unknown('decided-at-deployment'),
  account: unknown('decided-at-deployment'),
  rotation: known(true),
  expires: absent,
  policy: known({ answer: 'admits', describe: true, open: false }),
};

/** What a test says of a declaration; the rest is ordinary. */
export interface Told extends Partial<Omit<Declaration, 'facts' | 'related'>> {
  readonly key: Choice<KeyFacts>;
  readonly bucketRegion?: string;
  readonly related?: readonly Related['kind'][];
  readonly language?: LanguageId;
}

export function declarationOf({ key, bucketRegion, related = [], ...told }: Told): Declaration {
  const elsewhere = unknown('decided-at-deployment');
  return {
    language: 'terraform',
    uri: 'file:///infra/main.tf',
    resource: 'aws_cloudtrail.main',
    type: 'aws_cloudtrail',
    name: known('main'),
    header: { start: 0, end: 10 },
    whole: { start: 0, end: 20 },
    keyAttribute: undefined,
    suppressions: [],
    ...told,
    related: related.map(kind => ({
      kind,
      name: `the-${kind}`,
      uri: 'file:///infra/other.tf',
      range: { start: 0, end: 1 },
    })),
    facts: {
      key,
      account: elsewhere,
      bucketRegion: bucketRegion === undefined ? elsewhere : known(bucketRegion),
      bucketKey: elsewhere,
      organization: known(false),
      logFileValidation: known(true),
      logging: known(true),
      deliveryError: elsewhere,
      otherTrailsUnderKey: elsewhere,
    },
  };
}
