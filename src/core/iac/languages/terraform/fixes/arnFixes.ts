import type { Proposal } from '../../../fix.ts';
import { type Named, namedBy } from '../../../fixes/remedies.ts';
import { type Expression, literalText } from '../../../formats/hcl/index.ts';
import type { DeclaredPlace } from '../read.ts';
import { Edits } from './edits.ts';
import { type KeyTarget, keyTargetOf } from './target.ts';

/** What is written at a trail where the ARN of its key belongs. */
export function nameAt(place: DeclaredPlace): Named {
  const value = keyTargetOf(place, code)?.written?.attribute.value;
  return value && attributeIn(value) ? 'reference' : namedBy(value && literalText(value));
}

const code = 'kms-key-not-arn';

/** Takes the ARN of what the code refers to. */
export function useArn(place: DeclaredPlace): readonly Proposal[] {
  const target = keyTargetOf(place, code);
  const attribute = target?.written && attributeIn(target.written.attribute.value);
  return target && attribute ? useAttribute(target, attribute) : [];
}

/** The last name of a reference to a key or an alias. */
interface WrongAttribute {
  readonly name: string;
  readonly right: string;
  readonly reference: Expression;
}

function attributeIn(value: Expression): WrongAttribute | undefined {
  if (value.kind === 'parentheses') {
    return attributeIn(value.inner);
  }
  if (value.kind === 'template') {
    const [only, ...others] = value.parts;
    return only?.kind === 'interpolation' && others.length === 0 ? attributeIn(only.expression) : undefined;
  }
  const type = value.kind === 'member' ? typeOf(value.object) : undefined;
  const right = type === undefined ? undefined : arnOf.get(type);
  return value.kind === 'member' && right !== undefined
    ? { name: value.name, right, reference: value }
    : undefined;
}

/** `aws_kms_key` of `aws_kms_key.logs[0]`. */
function typeOf(resource: Expression): string | undefined {
  if (resource.kind === 'index') {
    return typeOf(resource.object);
  }
  const owner = resource.kind === 'member' ? resource.object : undefined;
  if (owner?.kind === 'member' && owner.object.kind === 'variable' && owner.object.name === 'data') {
    return `data.${owner.name}`;
  }
  return owner?.kind === 'variable' ? owner.name : undefined;
}

/** The attribute that is the ARN of the key. */
const arnOf: ReadonlyMap<string, string> = new Map([
  ['aws_kms_key', 'arn'],
  ['aws_kms_external_key', 'arn'],
  ['aws_kms_replica_key', 'arn'],
  ['aws_kms_replica_external_key', 'arn'],
  ['awscc_kms_key', 'arn'],
  ['aws_kms_alias', 'target_key_arn'],
  ['data.aws_kms_key', 'arn'],
  ['data.aws_kms_alias', 'target_key_arn'],
]);

function useAttribute({ file }: KeyTarget, { name, right, reference }: WrongAttribute): readonly Proposal[] {
  const { start, end } = reference.range;
  const written = file.hcl.text.slice(start, end);
  if (!written.endsWith(name)) {
    return [];
  }
  const edit = { offset: end - name.length, length: name.length, content: right };
  const documents = new Edits().add(file.uri, [edit]).documents();
  return [{ action: { kind: 'use-arn', reference: `${written.slice(0, -name.length)}${right}` }, documents }];
}
