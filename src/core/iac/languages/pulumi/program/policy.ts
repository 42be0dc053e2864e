import { type Fact, known, unknown } from '../../../../trail/fact.ts';
import {
  arnLike,
  defaultKeyPolicy,
  hole,
  keyPolicyJudge,
  type PolicyValue,
  type PolicyVerdict,
  segment,
  type TrailPattern,
} from '../../../../trail/keyPolicy/index.ts';
import { anyArn, type TextPart } from '../../../declared/policyText.ts';
import { type Made, madeOf, type Value } from '../../programs/evaluation/value.ts';
import { wholePolicy } from '../../programs/policyValue.ts';
import { printedPolicy } from './library.ts';
import { classOf } from './names.ts';

/** The trail for which a policy is read. */
export interface TrailInProgram {
  readonly made: Made;
  /** Its name in AWS, as parts of its ARN; undefined where nothing of it is known. */
  readonly name: TrailPattern['name'];
  readonly region: string | undefined;
  readonly bucketKey: boolean | undefined;
}

/** Judges the policy of a key for a trail; undefined is a key without one. */
export function policyVerdict(policy: Value | undefined, trail: TrailInProgram): Fact<PolicyVerdict> {
  if (policy?.kind === 'unknown') {
    return unknown(policy.cause);
  }
  const document = policy && policy.kind !== 'nothing' ? policyOf(policy, trail) : defaultKeyPolicy;
  const { name, region, bucketKey } = trail;
  return known(keyPolicyJudge(document)({ trailArn: undefined, trail: { name, region }, bucketKey }));
}

/** A policy as an object, as what prints one, or as JSON in a text. */
export function policyOf(policy: Value, trail: TrailInProgram): PolicyValue {
  return wholePolicy(printedPolicy(policy), value => standIn(value, trail));
}

/** What is known of an output of a resource, or of what a function of a provider answers. */
function standIn(value: Value, { made, name }: TrailInProgram): TextPart {
  const output = value.kind === 'attribute' ? value : undefined;
  const of = output && madeOf(output.of);
  if (output?.name === 'arn' && of?.id === made.id) {
    return arnLike({ name });
  }
  // In Java, a property of an answer is called, too.
  const path = value.kind === 'made' ? classOf(value) : of && `${classOf(of)}.${output?.name}`;
  return path === undefined || !/^(?:aws|native)\./.test(path)
    ? hole
    : path.endsWith('.arn')
      ? anyArn
      : place.test(path)
        ? segment
        : hole;
}

/** What functions answer with the account, the partition or the Region. */
const place = /\.get(?:CallerIdentity|AccountId|Partition|Region)(?:Output)?\.\w+$/;
