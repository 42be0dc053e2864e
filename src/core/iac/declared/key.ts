import { isAccountId } from '../../trail/arn.ts';
import { type Fact, known, unknown } from '../../trail/fact.ts';
import type { KeyFacts, KeyState } from '../../trail/key.ts';
import { unknownKey } from '../../trail/unknowns.ts';
import { wordOfAws } from '../sources/fromFile.ts';
import { orDefault } from './orDefault.ts';
import { writtenRegion } from './region.ts';

/** What is written of a key that the code declares: absent where nothing is. */
export interface WrittenKey {
  /** A replica takes its material, and what follows from it, from its primary key. */
  readonly isReplica: boolean;
  readonly enabled: Fact<boolean>;
  readonly spec: Fact<string>;
  readonly usage: Fact<string>;
  readonly rotation: Fact<boolean>;
  /** Where the key material comes from; absent for KMS itself. */
  readonly origin: Fact<string>;
  /** End of imported key material, in milliseconds since 1970. */
  readonly expires: Fact<number>;
  readonly region: Fact<string>;
}

const later = unknown('decided-at-deployment');

/**
 * The facts of a declared key, with what AWS makes of properties that are not written (KMS API Reference, CreateKey);
 * its policy is judged elsewhere.
 */
export function factsOfWritten(name: string, written: WrittenKey): Omit<KeyFacts, 'policy'> {
  const { isReplica, region, expires } = written;
  const spec = isReplica ? later : orDefault(written.spec, 'SYMMETRIC_DEFAULT');
  return {
    name,
    manager: known('CUSTOMER'),
    state: stateOf(written),
    spec,
    usage: isReplica ? later : orDefault(written.usage, 'ENCRYPT_DECRYPT'),
    region,
    account: later,
    rotation: rotationOf(written, spec),
    expires,
  };
}

/** A key for imported material waits for it, in any case. */
function stateOf({ origin, enabled }: WrittenKey): Fact<KeyState> {
  if (origin.kind === 'known' && origin.value === 'EXTERNAL') {
    return later;
  }
  const fact = orDefault(enabled, true);
  return fact.kind === 'known' ? known(fact.value ? 'Enabled' : 'Disabled') : fact;
}

/** Only symmetric keys with material created by KMS rotate by a setting of their own. */
function rotationOf({ isReplica, origin, rotation }: WrittenKey, spec: Fact<string>): Fact<boolean> {
  const own = origin.kind === 'absent' || (origin.kind === 'known' && origin.value === 'AWS_KMS');
  return isReplica || !own || spec.kind !== 'known' || spec.value !== 'SYMMETRIC_DEFAULT'
    ? later
    : orDefault(rotation, false);
}

/**
 * What the name of a key says: an ARN, an id, an alias, with `*` for what is decided at deployment. `shown` is the name to
 * show. Of text from a file that the code names, only words of AWS's own are known.
 */
export function factsOfName(shown: string, name: string, isFromFile: boolean): KeyFacts {
  const facts = unknownKey(shown);
  if (/(?:^|:)alias\/aws\//.test(name)) {
    return { ...facts, manager: known('AWS') };
  }
  const [, written, account = ''] = /^arn:[^:]+:kms:([^:]*):([^:]*):/.exec(name) ?? [];
  const region = writtenRegion(isFromFile ? wordOfAws(written) : written);
  return {
    ...facts,
    ...(region !== undefined && { region: known(region) }),
    ...(isAccountId(account) && { account: known(account) }),
  };
}
