import { type Fact, known, unknown } from '../../trail/fact.ts';
import type { TrailFacts } from '../../trail/trail.ts';
import { unknownTrail } from '../../trail/unknowns.ts';
import { orDefault } from './orDefault.ts';

/** What is written of a trail beside its key: absent where nothing is. */
export interface WrittenTrail {
  /** That owns the trail, where the text says it. */
  readonly account?: string | undefined;
  readonly organization: Fact<boolean>;
  readonly logFileValidation: Fact<boolean>;
  readonly logging: Fact<boolean>;
  /** Undefined where it is not known. */
  readonly bucketRegion: string | undefined;
  /** Whether the log bucket, where it is declared, has an S3 Bucket Key; undefined where it is not known. */
  readonly bucketKey: boolean | undefined;
}

/** The facts of a declared trail, with what AWS makes of what is not written (CloudTrail API Reference, CreateTrail). */
export function factsOfTrail(
  key: TrailFacts['key'],
  { account, organization, logFileValidation, logging, bucketRegion, bucketKey }: WrittenTrail,
): TrailFacts {
  return {
    ...unknownTrail(key),
    account: factOf(account),
    organization: orDefault(organization, false),
    logFileValidation: orDefault(logFileValidation, false),
    // A trail created only through the API does not log before it is started; every tool that declares one starts it.
    logging: orDefault(logging, true),
    bucketRegion: factOf(bucketRegion),
    bucketKey: factOf(bucketKey),
  };
}

function factOf<T>(value: T | undefined): Fact<T> {
  return value === undefined ? unknown('decided-at-deployment') : known(value);
}
