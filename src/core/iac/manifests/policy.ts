import { type Fact, known, unknown } from '../../trail/fact.ts';
import {
  defaultKeyPolicy,
  hole,
  keyPolicyJudge,
  PartialText,
  type PolicyRequest,
  type PolicyValue,
  type PolicyVerdict,
  segment,
} from '../../trail/keyPolicy/index.ts';
import { toPlain } from '../formats/plain.ts';
import { type Given, isItems, literalOf, type Structure, type Text, type Value } from './value.ts';

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
      return judging(documentOf(written));
  }
}

function policyOf(value: Structure, depth: number): PolicyValue {
  if (depth > deepest) {
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
    case 'text': {
      const literal = literalOf(value);
      return (
        literal ??
        new PartialText(value.parts.map(part => (typeof part === 'string' ? part : standIn(part.name))))
      );
    }
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
  const trailName = name && (literalOf(name) ?? new PartialText(name.parts.map(partOf)));
  return {
    trailArn: undefined,
    account: undefined,
    trail: { name: trailName, region },
    bucketKey,
  };
}

function partOf(part: string | Given): string | typeof segment {
  return typeof part === 'string' ? part : segment;
}

/** Marks of what is given, inside of JSON: characters that no policy holds. */
const [open, close] = ['\uE000', '\uE001'];
const marked = new RegExp(`${open}(\\d+)${close}`, 'g');

/** A policy in JSON, with holes for inputs. */
function documentOf(policy: Text): PolicyValue {
  const literal = literalOf(policy);
  if (literal !== undefined) {
    return literal;
  }
  const text = policy.parts
    .map((part, index) => (typeof part === 'string' ? part : `${open}${index}${close}`))
    .join('');
  try {
    return withHoles(JSON.parse(text), policy, 0);
  } catch {
    return hole;
  }
}

function withHoles(value: unknown, policy: Text, depth: number): PolicyValue {
  if (typeof value === 'string') {
    return value.includes(open) ? partial(value, policy) : value;
  }
  if (typeof value !== 'object' || value === null || depth > deepest) {
    return typeof value === 'number' || typeof value === 'boolean' ? value : null;
  }
  return Array.isArray(value)
    ? value.map(item => withHoles(item, policy, depth + 1))
    : Object.fromEntries(
        Object.entries(value).map(([name, item]) => [name, withHoles(item, policy, depth + 1)]),
      );
}

const deepest = 40;

function partial(value: string, policy: Text): PolicyValue {
  const parts: PartialText['parts'][number][] = [];
  let end = 0;
  for (const found of value.matchAll(marked)) {
    const given = policy.parts[Number(found[1])];
    parts.push(value.slice(end, found.index), standIn(typeof given === 'object' ? given.name : ''));
    end = found.index + found[0].length;
  }
  parts.push(value.slice(end));
  return new PartialText(parts.filter(part => part !== ''));
}

/** What is called an account, a Region or a partition is one component of an ARN. */
function standIn(name: string): typeof hole | typeof segment {
  return /account|region|partition/i.test(name) ? segment : hole;
}
