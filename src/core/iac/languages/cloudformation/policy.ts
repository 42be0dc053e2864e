import { type Fact, known, unknown } from '../../../trail/fact.ts';
import {
  defaultKeyPolicy,
  hole,
  judgeKeyPolicy,
  keyPolicyJudge,
  nameLike,
  PartialText,
  type PolicyRequest,
  type PolicyValue,
  type PolicyVerdict,
  segment,
  type TrailPattern,
} from '../../../trail/keyPolicy/index.ts';
import { regionsIn } from '../../../trail/region.ts';
import { anyArn, partialText, type TextPart } from '../../declared/policyText.ts';
import type { TreeNode } from '../../formats/tree.ts';
import { withoutSid } from '../../sources/fromFile.ts';
import type { Scope } from './evaluation/scope.ts';
import { identity, isFromFile, type Opaque, type TextValue, type Value } from './evaluation/value.ts';
import type { TemplateFile } from './template.ts';

/** The trail for which a key is judged, as far as its template says. */
export interface TrailInTemplate {
  /** `TrailName`; absent when AWS makes one up. */
  readonly name: TextValue | undefined;
  /** The name with all parameters at their defaults, where that makes it another one. */
  readonly usualName: TextValue | undefined;
  /** The logical id, where AWS makes up a name from it for sure: `stack-Id-1A2B3C`. */
  readonly namedAfter?: string | undefined;
  readonly bucketKey: boolean | undefined;
}

const noTrail: TrailInTemplate = { name: undefined, usualName: undefined, bucketKey: undefined };

/** Trails of one id are alike to every policy. */
export function trailId({ name, usualName, namedAfter, bucketKey }: TrailInTemplate): string {
  return JSON.stringify([name && identity(name), usualName && identity(usualName), namedAfter, bucketKey]);
}

/**
 * Reads a `KeyPolicy`, to be judged for any trail. Account, Region and partition of the stack are not known; but where
 * the trail has a name, the policy is also judged for each account and Region that it speaks of itself, so that a
 * statement for another trail is distinguished from one for this trail.
 */
export function policyVerdict(
  node: TreeNode | undefined,
  file: TemplateFile,
  scope: Scope,
): (trail: TrailInTemplate) => Fact<PolicyVerdict> {
  if (!node) {
    return trail => known(judgeKeyPolicy(defaultKeyPolicy, request(undefined, trail)));
  }
  const value = scope.evaluate(node, file);
  if (value.kind === 'unknown') {
    return () => unknown(value.cause);
  }
  const reader = new PolicyReader(value);
  return trail => {
    const verdict = verdictOn(reader, trail);
    return known(isFromFile(value) ? withoutSid(verdict, reader.value) : verdict);
  };
}

function verdictOn(reader: PolicyReader, trail: TrailInTemplate): PolicyVerdict {
  const verdict = reader.at(undefined, trail)(request(namePattern(trail), trail));
  const isNamed = (trail.usualName ?? trail.name ?? trail.namedAfter) !== undefined;
  return verdict.answer === 'cannot-tell' && verdict.why.kind === 'incomplete' && isNamed
    ? inDeployments(reader, trail, verdict)
    : verdict;
}

/**
 * A policy with stand-ins for what is decided at deployment, created once for each deployment and each kind of name.
 */
class PolicyReader {
  readonly #value: Value;
  readonly #made = new Map<string, ReturnType<typeof keyPolicyJudge>>();
  #texts: readonly string[] | undefined;

  constructor(value: Value) {
    this.#value = value;
  }

  /** The policy as this deployment has it, or any; what the trail is named by has the same stand-in in both. */
  at(deployment: Deployment | undefined, trail: TrailInTemplate): ReturnType<typeof keyPolicyJudge> {
    const parts = deployment ? ((trail.usualName ?? trail.name)?.parts ?? []) : [];
    const id = JSON.stringify([deployment, parts.flatMap(part => (typeof part === 'string' ? [] : part.id))]);
    const made = this.#made.get(id) ?? keyPolicyJudge(policyValue(this.#value, deployment, trail));
    this.#made.set(id, made);
    return made;
  }

  /** The policy as it is, in every deployment. */
  get value(): PolicyValue {
    return policyValue(this.#value, undefined, noTrail);
  }

  deploymentsFor(trail: TrailInTemplate): readonly Deployment[] {
    this.#texts ??= textsIn(this.#value);
    return deploymentsIn(this.#texts, trail);
  }
}

/** Where the stack might be deployed. */
interface Deployment {
  readonly partition: string;
  readonly region: string;
  readonly account: string;
  readonly stack: string;
}

const elsewhere: Deployment = {
  partition: 'aws',
  region: 'eu-west-1',
  account: '000000000000',
  stack: 'stack',
};

function inDeployments(reader: PolicyReader, trail: TrailInTemplate, doubtful: PolicyVerdict): PolicyVerdict {
  let answer: PolicyVerdict | undefined;
  for (const deployment of reader.deploymentsFor(trail)) {
    const trailName = nameIn(deployment, trail);
    if (typeof trailName !== 'string') {
      return doubtful;
    }
    const trailArn = `arn:${deployment.partition}:cloudtrail:${deployment.region}:${deployment.account}:trail/${trailName}`;
    const verdict = reader.at(deployment, trail)({ ...request(undefined, trail), trailArn });
    if (verdict.answer === 'admits') {
      return verdict;
    }
    answer = !answer || verdict.answer === 'cannot-tell' ? verdict : answer;
  }
  return answer ?? doubtful;
}

function nameIn(deployment: Deployment, trail: TrailInTemplate): PolicyValue {
  const name = trail.usualName ?? trail.name;
  return name ? policyValue(name, deployment, trail) : `${deployment.stack}-${trail.namedAfter}-${madeUpEnd}`;
}

/** As CloudFormation makes it up. */
const madeUpEnd = '1A2B3C4D5E6F';

/** Each partition, Region, account and stack that the texts of the policy name, and one that none names. */
function deploymentsIn(texts: readonly string[], trail: TrailInTemplate): Deployment[] {
  const accounts = new Set([elsewhere.account, ...texts.flatMap(text => text.match(/\b\d{12}\b/g) ?? [])]);
  const regions = new Set([elsewhere.region, ...texts.flatMap(regionsIn)]);
  const partitions = new Set([
    elsewhere.partition,
    ...texts.flatMap(text => /\barn:(aws[a-z-]*):/.exec(text)?.[1] ?? []),
  ]);
  const deployments: Deployment[] = [];
  for (const stack of new Set([elsewhere.stack, ...stacksIn(texts, trail)])) {
    for (const account of accounts) {
      for (const region of regions) {
        for (const partition of partitions) {
          deployments.push({ account, region, partition, stack });
        }
      }
    }
  }
  return deployments.slice(0, 24);
}

/** The names that the stack has where a text means this trail, whose name has the stack's in it. */
function stacksIn(texts: readonly string[], trail: TrailInTemplate): string[] {
  const around = aroundStack(trail);
  return around
    ? texts
        .filter(text => text.length <= longestArn)
        .flatMap(text => stackOf(text.slice(text.lastIndexOf('/') + 1), around) ?? [])
        .slice(0, mostStacks)
    : [];
}

/** A trail's name has 128 characters at most. */
const longestArn = 250;
const mostStacks = 5;

/** What is written in the name of a trail right before and behind the name of its stack, and whether more is outside of it. */
interface AroundStack {
  readonly before: string;
  readonly behind: string;
  readonly isStart: boolean;
  readonly isEnd: boolean;
}

function aroundStack({ usualName, name, namedAfter }: TrailInTemplate): AroundStack | undefined {
  const { parts } = usualName ?? name ?? {};
  if (!parts) {
    return { before: '', behind: `-${namedAfter}-`, isStart: true, isEnd: false };
  }
  const at = parts.findIndex(part => typeof part !== 'string' && part.name === 'AWS::StackName');
  const literal = (part: (typeof parts)[number] | undefined) => (typeof part === 'string' ? part : '');
  const before = literal(parts[at - 1]);
  const behind = literal(parts[at + 1]);
  return at < 0
    ? undefined
    : {
        before,
        behind,
        isStart: at === (before === '' ? 0 : 1),
        isEnd: at === parts.length - (behind === '' ? 1 : 2),
      };
}

function stackOf(name: string, { before, behind, isStart, isEnd }: AroundStack): string | undefined {
  const start = isStart ? (name.startsWith(before) ? 0 : -1) : name.indexOf(before);
  const begin = start + before.length;
  const end = endOfStack(name, behind, isEnd, begin);
  return start >= 0 && end > begin ? name.slice(begin, end).replaceAll(/[*?]/g, 'x') : undefined;
}

function endOfStack(name: string, behind: string, isEnd: boolean, begin: number): number {
  if (behind === '') {
    return name.length;
  }
  return isEnd ? (name.endsWith(behind) ? name.length - behind.length : -1) : name.indexOf(behind, begin + 1);
}

function textsIn(value: Value): string[] {
  switch (value.kind) {
    case 'text':
      return value.parts.filter(part => typeof part === 'string');
    case 'list':
      return value.items.flatMap(textsIn);
    case 'map':
      return [...value.entries.values()].flatMap(textsIn);
    case 'none':
    case 'unknown':
      return [];
  }
}

function policyValue(value: Value, deployment: Deployment | undefined, trail: TrailInTemplate): PolicyValue {
  switch (value.kind) {
    case 'text':
      return policyText(value, deployment, trail);
    case 'list':
      return value.items.map(item => policyValue(item, deployment, trail));
    case 'map':
      return Object.fromEntries(
        [...value.entries]
          .filter(([, member]) => member.kind !== 'none')
          .map(([name, member]) => [name, policyValue(member, deployment, trail)]),
      );
    case 'none':
      return null;
    case 'unknown':
      return hole;
  }
}

function policyText(
  value: TextValue,
  deployment: Deployment | undefined,
  trail: TrailInTemplate,
): PolicyValue {
  return partialText(
    value.parts.map(part => (typeof part === 'string' ? part : standIn(part, deployment, trail))),
  );
}

function standIn(part: Opaque, deployment: Deployment | undefined, trail: TrailInTemplate): TextPart {
  switch (part.name) {
    case 'AWS::AccountId':
      return deployment?.account ?? segment;
    case 'AWS::Region':
      return deployment?.region ?? segment;
    case 'AWS::Partition':
      return deployment?.partition ?? segment;
    case 'AWS::StackName':
      return deployment?.stack ?? segment;
    default: {
      // What names the trail names it in the policy too.
      const name = trail.usualName ?? trail.name;
      const namesTrail = name?.parts.some(one => typeof one !== 'string' && one.id === part.id);
      return deployment && namesTrail ? `given-${part.name}` : isArn(part) ? anyArn : hole;
    }
  }
}

/** An attribute of a resource of AWS that is an ARN. */
function isArn({ name, origin }: Opaque): boolean {
  return origin.kind === 'resource' && /^AWS::/.test(origin.resource.type ?? '') && /\.\w*Arn$/.test(name);
}

function request(name: TrailPattern['name'], trail: TrailInTemplate): PolicyRequest {
  return { trailArn: undefined, trail: { name }, bucketKey: trail.bucketKey };
}

/**
 * What is known of the trail's name before the stack is deployed. CloudFormation User Guide, "Name type": the stack's name,
 * the logical id and a random part, joined by hyphens.
 */
function namePattern(trail: TrailInTemplate): TrailPattern['name'] {
  const name = trail.usualName ?? trail.name;
  if (!name && trail.namedAfter !== undefined) {
    return new PartialText([segment, `-${trail.namedAfter}-`, segment]);
  }
  return name && nameLike(name.parts);
}
