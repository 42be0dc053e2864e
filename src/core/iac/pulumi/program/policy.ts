import { type Fact, known, unknown } from '../../../trail/fact.ts';
import {
  defaultKeyPolicy,
  hole,
  keyPolicyJudge,
  PartialText,
  type PolicyValue,
  type PolicyVerdict,
  segment,
} from '../../../trail/keyPolicy/index.ts';
import { shownAs } from '../../programs/facts.ts';
import { literalOf, type Made, madeOf, type Opaque, type Text, type Value } from '../../programs/value.ts';
import { policyDocumentOf } from './library.ts';
import { classOf } from './names.ts';
import { writtenName } from './resources.ts';

/** The trail for which a policy is read. */
export interface TrailInProgram {
  readonly made: Made;
  /** Its name in AWS, as parts of its ARN; undefined where nothing of it is known. */
  readonly name: string | PartialText | undefined;
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
  return known(
    keyPolicyJudge(document)({ trailArn: undefined, account: undefined, trail: { name, region }, bucketKey }),
  );
}

/** A policy as an object, as what prints one, or as JSON in a text. */
export function policyOf(policy: Value, trail: TrailInProgram): PolicyValue {
  const value = behind(policy);
  return value.kind === 'text' ? documentIn(value, trail) : policyValue(value, trail, 0);
}

/** What a function of Pulumi prints: `getPolicyDocument(…).json`. */
function behind(policy: Value): Value {
  const [part, ...others] = policy.kind === 'text' ? policy.parts : [];
  const value = part !== undefined && typeof part !== 'string' && others.length === 0 ? part.value : policy;
  const made = value.kind === 'attribute' && value.name === 'json' ? madeOf(value.of) : madeOf(value);
  const isDocument = made && /^aws\.iam\.getPolicyDocument(?:Output)?$/.test(classOf(made) ?? '');
  return (isDocument && policyDocumentOf(made)) || value;
}

/** Marks of what is put in, inside of JSON: characters that no policy holds. */
const [open, close] = ['\uE000', '\uE001'];

function documentIn(written: Text, trail: TrailInProgram): PolicyValue {
  const literal = literalOf(written);
  if (literal !== undefined) {
    return literal;
  }
  const json = written.parts
    .map((part, index) => (typeof part === 'string' ? part : `${open}${index}${close}`))
    .join('');
  try {
    return withHoles(JSON.parse(json), written, trail, 0);
  } catch {
    return hole;
  }
}

function withHoles(value: unknown, written: Text, trail: TrailInProgram, depth: number): PolicyValue {
  if (depth > deepest) {
    return hole;
  }
  if (typeof value === 'string') {
    const parts = value.split(/[\uE000\uE001]/).flatMap((part, index): readonly Part[] => {
      const given = index % 2 === 1 ? written.parts[Number(part)] : undefined;
      return given !== undefined && typeof given !== 'string' ? standIn(given, trail) : [part];
    });
    return whole(parts);
  }
  if (Array.isArray(value)) {
    return value.map(one => withHoles(one, written, trail, depth + 1));
  }
  return typeof value === 'object' && value !== null
    ? Object.fromEntries(
        Object.entries(value).map(([name, one]) => [name, withHoles(one, written, trail, depth + 1)]),
      )
    : (value as PolicyValue);
}

const deepest = 40;

type Part = PartialText['parts'][number];

function whole(parts: readonly Part[]): PolicyValue {
  const written = parts.filter(part => part !== '');
  const [only, ...others] = written;
  return written.every(part => typeof part === 'string')
    ? written.join('')
    : only !== undefined && others.length === 0
      ? only
      : new PartialText(written);
}

function policyValue(value: Value, trail: TrailInProgram, depth: number): PolicyValue {
  if (depth > deepest) {
    return hole;
  }
  switch (value.kind) {
    case 'nothing':
      return null;
    case 'plain':
      return value.value;
    case 'text':
      return whole(
        value.parts.flatMap((part): readonly Part[] =>
          typeof part === 'string' ? [part] : standIn(part, trail),
        ),
      );
    case 'list':
      return value.isOpen ? hole : value.items.map(item => policyValue(item, trail, depth + 1));
    case 'record':
      return value.isOpen
        ? hole
        : Object.fromEntries(
            [...value.properties].flatMap(([name, property]) => {
              const inner = property.get();
              return inner.kind === 'nothing' ? [] : [[name, policyValue(inner, trail, depth + 1)]];
            }),
          );
    default:
      return whole(standIn({ id: '', value }, trail));
  }
}

function standIn({ value }: Opaque, { made, name }: TrailInProgram): readonly Part[] {
  if (value.kind === 'attribute') {
    const of = madeOf(value.of);
    if (value.name === 'arn' && of?.id === made.id) {
      const named: readonly Part[] = name instanceof PartialText ? name.parts : [name ?? segment];
      return ['arn:', segment, ':cloudtrail:', segment, ':', segment, ':trail/', ...named];
    }
    // An ARN, whichever it is, is no service and not everybody.
    if (value.name === 'arn' && of && /^(?:aws|native)\.(?!get)/.test(classOf(of) ?? '')) {
      return ['arn:', hole];
    }
  }
  return isPlace(value) ? [segment] : [hole];
}

/** An account, a Region, a partition: one component of an ARN. */
function isPlace(value: Value): boolean {
  const of = value.kind === 'attribute' ? madeOf(value.of) : undefined;
  const isOfRegion = /getRegion/.test((of && classOf(of)) ?? '');
  return isOfRegion || /account|region|partition/i.test(shownAs(value, writtenName));
}
