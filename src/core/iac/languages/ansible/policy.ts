import { type Fact, known, unknown } from '../../../trail/fact.ts';
import {
  defaultKeyPolicy,
  hole,
  judgeKeyPolicy,
  keyPolicyJudge,
  type PolicyRequest,
  type PolicyValue,
  type PolicyVerdict,
  segment,
} from '../../../trail/keyPolicy/index.ts';
import { anyArn, partialText, policyInText, type TextPart } from '../../declared/policyText.ts';
import type { ResultValue, TextValue, Value } from './evaluation/value.ts';
import { callerModules } from './modules.ts';

/** What the `policy` of a key says, to be evaluated for any trail. */
export function policyVerdict(value: Value | undefined): (request: PolicyRequest) => Fact<PolicyVerdict> {
  if (!value || value.kind === 'nothing' || value.kind === 'omit') {
    return request => known(judgeKeyPolicy(defaultKeyPolicy, request));
  }
  const policy = policyOf(value);
  if (policy === undefined) {
    return () => unknown('decided-at-deployment');
  }
  const judge = keyPolicyJudge(policy);
  return request => known(judge(request));
}

/** The `policy` of a key with holes for what is decided at deployment; undefined where it is not known at all. */
export function policyOf(value: Value): PolicyValue | undefined {
  switch (value.kind) {
    case 'map':
      return policyValue(value);
    case 'text':
      return policyInText(writtenParts(value));
    default:
      return undefined;
  }
}

function policyValue(value: Value): PolicyValue {
  switch (value.kind) {
    case 'text':
      return partialText(writtenParts(value));
    case 'bool':
      return value.value;
    case 'list':
      return value.items.map(policyValue);
    case 'map':
      return Object.fromEntries([...value.entries].map(([name, item]) => [name, policyValue(item)]));
    case 'nothing':
    case 'omit':
      return null;
    case 'result':
      return partialText([standIn(value)]);
    case 'undefined':
    case 'unknown':
      return hole;
  }
}

function writtenParts({ parts }: TextValue): readonly TextPart[] {
  return parts.map(part => (typeof part === 'string' ? part : part.result ? standIn(part.result) : hole));
}

/** What is known of what a task registers: who runs it, or an ARN of what it makes. */
function standIn({ step, path }: ResultValue): TextPart {
  const name = path.at(-1) ?? '';
  return /(?:^|_)arn$/.test(name)
    ? anyArn
    : name === 'account' && callerModules.has(step.module)
      ? segment
      : hole;
}
