import { type Fact, known, unknown } from '../../../trail/fact.ts';
import {
  defaultKeyPolicy,
  hole,
  keyPolicyJudge,
  nameLike,
  type PolicyRequest,
  type PolicyValue,
  type PolicyVerdict,
  segment,
} from '../../../trail/keyPolicy/index.ts';
import {
  anyArn,
  deepestPolicy,
  partialText,
  policyInText,
  type TextPart,
} from '../../declared/policyText.ts';
import { toPlain } from '../../formats/plain.ts';
import { type Given, isItems, type Structure, type Text, type Value } from './value.ts';

/** The trail for which a key is looked at, as far as its manifest says. */
export interface TrailInManifest {
  /** Undefined where the controller makes it up, or where that is not known. */
  readonly name: Text | undefined;
  readonly region: string | undefined;
  readonly bucketKey: boolean | undefined;
}

/** Judges the policy that is written of a key, for any trail. */
export function policyVerdict(written: Value): (trail: TrailInManifest) => Fact<PolicyVerdict> {
  switch (written.kind) {
    case 'unknown':
      return () => unknown(written.cause);
    case 'none':
      return judging(defaultKeyPolicy);
    case 'written':
      return judging(toPlain(written.node) as PolicyValue);
    case 'structure':
      return judging(policyOf(written.value, 0));
    case 'text':
      return judging(policyInText(writtenParts(written)));
  }
}

function policyOf(value: Structure, depth: number): PolicyValue {
  if (depth > deepestPolicy) {
    return hole;
  }
  if (isItems(value)) {
    return value.map(item => policyOf(item, depth + 1));
  }
  switch (value.kind) {
    case 'fields':
      return Object.fromEntries([...value.fields].map(([name, field]) => [name, policyOf(field, depth + 1)]));
    case 'structure':
      return policyOf(value.value, depth + 1);
    case 'text':
      return partialText(writtenParts(value));
    case 'none':
      return null;
    case 'written':
      return toPlain(value.node) as PolicyValue;
    case 'unknown':
      return hole;
  }
}

function judging(policy: PolicyValue): (trail: TrailInManifest) => Fact<PolicyVerdict> {
  const judge = keyPolicyJudge(policy);
  return trail => known(judge(requestFor(trail)));
}

function requestFor({ name, region, bucketKey }: TrailInManifest): PolicyRequest {
  return {
    trailArn: undefined,
    trail: { name: name && nameLike(name.parts), region },
    bucketKey,
  };
}

function writtenParts({ parts }: Text): readonly TextPart[] {
  return parts.map(part => (typeof part === 'string' ? part : standIn(part)));
}

function standIn({ is }: Given): TextPart {
  return is === 'place' ? segment : is === 'arn' ? anyArn : hole;
}
