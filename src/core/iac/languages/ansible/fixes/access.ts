import { accessOfTrail, newKeyPolicy, type TrailAccess } from '../../../../trail/keyPolicy/index.ts';
import { partitionOf } from '../../../../trail/region.ts';
import { insert } from '../../../formats/edit.ts';
import { printAfterKey, type Written } from '../../../formats/print.ts';
import { entryOf, mapOf, textOf, valueAt } from '../../../formats/tree.ts';
import { type Argument, argumentsMap, argumentsOf, regionArgument } from '../arguments.ts';
import { loopVariable } from '../evaluation/loops.ts';
import { literalOf, printed } from '../evaluation/value.ts';
import { callerModules } from '../modules.ts';
import type { Step } from '../step.ts';
import { requestOf } from '../trail.ts';
import { type FileChange, habitsAt, type Site, taskPlace, unusedName, usualEvaluator } from './site.ts';

/** The variable that holds the account, and the task that reads it where there is none yet. */
export interface Caller {
  readonly name: string;
  readonly changes: readonly FileChange[];
}

/** Who runs a task: what an earlier task registered, or one that is added before it. */
export function callerAt(site: Site, before: Step): Caller | undefined {
  const evaluator = usualEvaluator(site);
  const known = site.trail.flow.steps.find(
    step =>
      step.index < before.index &&
      callerModules.has(step.module) &&
      textOf(valueAt(step.node, 'register')) !== undefined &&
      evaluator.runs({ step }) === true,
  );
  const registered = known && textOf(valueAt(known.node, 'register'));
  if (registered !== undefined) {
    return { name: registered, changes: [] };
  }
  const { file, node } = before;
  const habits = habitsAt(file, node);
  const place = taskPlace(file, node, habits);
  const name = unusedName('aws_caller', site);
  if (!place) {
    return undefined;
  }
  const written = printTask(before, place, habits, {
    title: 'Read the AWS account',
    module: 'amazon.aws.aws_caller_info',
    own: {},
    register: name,
  });
  return written === undefined
    ? undefined
    : { name, changes: [{ file, edits: [insert(place.start, written)] }] };
}

interface NewTask {
  readonly title: string;
  readonly module: string;
  /** Arguments besides those that say where and as whom to act. */
  readonly own: Readonly<Record<string, Written>>;
  readonly register: string;
  /** Conditions besides those of the task that it comes before. */
  readonly when?: string;
}

/** A task to be inserted before another one, under the same conditions and with the same access to AWS. Undefined where these are those of an item. */
export function printTask(
  like: Step,
  { indent, dash, spaced }: NonNullable<ReturnType<typeof taskPlace>>,
  habits: ReturnType<typeof habitsAt>,
  { title, module, own, register, when }: NewTask,
): string | undefined {
  const { text } = like.file;
  const { eol, unit } = habits;
  const inner = indent + ' '.repeat(dash.length);
  const map = argumentsMap(like) ?? mapOf(valueAt(like.node, 'args'));
  const access = (map?.entries ?? []).filter(({ key }) => accessArguments.has(key));
  const around = like.node.entries.filter(
    ({ key }) => copied.has(key) && !(key === 'when' && when !== undefined),
  );
  const pieces = [...access, ...around].map(({ range }) => text.slice(range.start, range.end));
  const isPlain = !like.node.flow || around.length === 0;
  if (
    !isPlain ||
    pieces.some(piece => speaksOfItem(piece, like)) ||
    [...access].some(({ value }) => value.kind !== 'scalar')
  ) {
    return undefined;
  }
  const args = [
    ...Object.entries(own).map(([name, value]) => `${name}:${printAfterKey(value, inner + unit, habits)}`),
    ...access.map(({ range }) => text.slice(range.start, range.end)),
  ];
  const lines = [
    `name: ${title}`,
    `${module}:${args.map(one => eol + inner + unit + one).join('')}`,
    `register: ${register}`,
    ...(when === undefined
      ? []
      : [
          `when:${conditions(like, when)
            .map(one => `${eol}${inner}  - ${one}`)
            .join('')}`,
        ]),
    ...around.map(({ range }) => text.slice(range.start, range.end)),
  ];
  return `${indent}${dash}${lines.join(eol + inner)}${eol}${spaced ? eol : ''}`;
}

/** Whether a text names the item of a loop around it. */
export function speaksOfItem(text: string, step: Step): boolean {
  return new RegExp(`\\b${loopVariable(step)}\\b`).test(text) && /\{\{|^when/.test(text);
}

/** The conditions of a task as they are written, and one more. */
function conditions({ node, file }: Step, more: string): readonly string[] {
  const entry = entryOf(node, 'when');
  const value = entry?.value;
  const items = value?.kind === 'list' ? value.items : value ? [value] : [];
  return [...items.map(({ range }) => file.text.slice(range.start, range.end)), more];
}

/** Documentation of amazon.aws, "Common parameters". */
const accessArguments: ReadonlySet<string> = new Set(
  (
    'region aws_region ec2_region profile aws_profile access_key aws_access_key aws_access_key_id ec2_access_key ' +
    'secret_key aws_secret_key aws_secret_access_key ec2_secret_key session_token aws_session_token security_token ' +
    'aws_security_token access_token endpoint_url ec2_url aws_endpoint_url s3_url aws_config aws_ca_bundle ' +
    'validate_aws_certs validate_certs'
  ).split(' '),
);

/** Keywords of a task that say where, as whom and whether it runs. */
const copied: ReadonlySet<string> = new Set(
  'when delegate_to run_once environment vars connection become become_user tags'.split(' '),
);

/** The policy of a new key. */
export function newPolicyAt(site: Site, caller: string): Written {
  const { partition, ...access } = accessAt(site, caller);
  const keyAccount = `{{ ${caller}.account }}`;
  return newKeyPolicy({ ...access, partition, keyAccount }) as unknown as Written;
}

interface Access extends TrailAccess {
  readonly partition: string;
}

/** For which trails a key is opened: all of the account where a task creates several. */
export function accessAt(site: Site, caller: string): Access {
  const { trail, step } = site;
  const evaluator = usualEvaluator(site);
  const given = argumentsOf(step, evaluator, { step });
  const region = writtenOf(regionArgument(given));
  const name = writtenOf(given.all.get('name') ?? given.all.get('trail_name'));
  const isLooped = trail.instance.index !== undefined || evaluator.items(step) !== undefined;
  const partition = partitionFor(region, caller);
  const isOne = !isLooped && !trail.isCall;
  return {
    partition,
    ...accessOfTrail({
      partition,
      account: `{{ ${caller}.account }}`,
      ...(isOne && { region, name }),
      bucketKey: requestOf(trail.instance, trail.flow).bucketKey,
    }),
  };
}

/** An argument as it is written, expressions included. */
export function writtenOf(argument: Argument | undefined): string | undefined {
  const written = argument?.entry ? textOf(argument.entry.value) : undefined;
  const literal =
    argument &&
    (literalOf(argument.value) ?? (argument.value.kind === 'text' ? printed(argument.value) : undefined));
  return written ?? literal;
}

/** The partition of a Region that is written, or as the task that reads the account tells it. */
function partitionFor(region: string | undefined, caller: string): string {
  return region === undefined || region.includes('{{')
    ? `{{ ${caller}.arn.split(':')[1] }}`
    : partitionOf(region);
}
