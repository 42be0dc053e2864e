import { type Fact, known, unknown } from '../../trail/fact.ts';
import {
  defaultKeyPolicy,
  hole,
  judgeKeyPolicy,
  keyPolicyJudge,
  PartialText,
  type PolicyRequest,
  type PolicyValue,
  type PolicyVerdict,
  segment,
} from '../../trail/keyPolicy/index.ts';
import type { TextValue, Value } from './value.ts';

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

function policyOf(value: Value): PolicyValue | undefined {
  switch (value.kind) {
    case 'map':
      return policyValue(value);
    case 'text':
      return policyInText(value);
    default:
      return undefined;
  }
}

/** JSON text with holes in it, or a text that is a hole as a whole. */
function policyInText({ parts }: TextValue): PolicyValue | undefined {
  const literal = parts.every(part => typeof part === 'string') ? parts.join('') : undefined;
  if (literal !== undefined) {
    return literal;
  }
  let source = '';
  const holes: PolicyValue[] = [];
  for (const part of parts) {
    if (typeof part === 'string') {
      source += part;
    } else {
      holes.push(standInFor(part.name));
      source += mark;
    }
  }
  try {
    return withHoles(JSON.parse(source) as PolicyValue, holes);
  } catch {
    return undefined;
  }
}

/** A placeholder for what is decided at deployment inside JSON text; no policy has this character. */
const mark = '\uE000';

function withHoles(json: PolicyValue, holes: PolicyValue[], depth = 0): PolicyValue {
  if (typeof json === 'string') {
    return json.includes(mark) ? partial(json.split(mark), holes) : json;
  }
  if (depth > 60 || typeof json !== 'object' || json === null || json instanceof PartialText) {
    return json;
  }
  if (Array.isArray(json)) {
    return json.map(item => withHoles(item, holes, depth + 1));
  }
  return Object.fromEntries(
    Object.entries(json).map(([name, item]) => [name, withHoles(item, holes, depth + 1)]),
  );
}

function partial(pieces: readonly string[], holes: PolicyValue[]): PolicyValue {
  const parts = pieces.flatMap((piece, index): PartialText['parts'] =>
    index === 0 ? [piece] : [(holes.shift() as typeof hole | typeof segment | undefined) ?? hole, piece],
  );
  return new PartialText(parts.filter(part => part !== ''));
}

function policyValue(value: Value): PolicyValue {
  switch (value.kind) {
    case 'text': {
      const parts = value.parts.map(part => (typeof part === 'string' ? part : standInFor(part.name)));
      return parts.every(part => typeof part === 'string')
        ? parts.join('')
        : parts.length === 1
          ? hole
          : new PartialText(parts);
    }
    case 'bool':
      return value.value;
    case 'list':
      return value.items.map(policyValue);
    case 'map':
      return Object.fromEntries([...value.entries].map(([name, item]) => [name, policyValue(item)]));
    case 'nothing':
    case 'omit':
      return null;
    case 'undefined':
    case 'result':
    case 'unknown':
      return hole;
  }
}

/** The id of an account and the name of a Region or partition are one component of an ARN. */
function standInFor(name: string): typeof hole | typeof segment {
  return /(?:account|region|partition)(?:_?id|_?name)?$|\.split\(\)\[/i.test(name) ? segment : hole;
}
