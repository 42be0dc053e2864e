import type { FixContext, Proposal } from '../../fix.ts';
import { type Expression, literalText } from '../../formats/hcl/index.ts';
import type { Sources } from '../../sources.ts';
import type { ParsedFiles } from '../files.ts';
import type { DeclaredPlace } from '../read.ts';
import { Edits } from './edits.ts';
import { keyFixes } from './keyFixes.ts';
import { type KeyTarget, keyTargetOf } from './target.ts';

const code = 'kms-key-not-arn';

/**
 * Takes the ARN of what the code refers to. If the key is named by a text, only an ARN that was picked can replace it; what
 * cannot be a key at all is treated as missing.
 */
export async function arnFixes(
  place: DeclaredPlace,
  sources: Sources,
  context: FixContext,
  cache: ParsedFiles,
): Promise<readonly Proposal[]> {
  const target = keyTargetOf(place, code);
  const value = target?.written?.attribute.value;
  if (!target || !value) {
    return [];
  }
  const attribute = attributeIn(value);
  if (attribute) {
    return useArn(target, attribute);
  }
  const text = literalText(value);
  const proposals = text === undefined ? [] : await keyFixes(code, place, sources, context, cache);
  return namesKey.test(text ?? '')
    ? proposals.filter(({ action }) => action.kind === 'use-key-arn')
    : proposals;
}

/** The id of a key, or an alias. */
const namesKey = /^(?:alias\/|mrk-|arn:|[0-9a-f]{8}-[0-9a-f]{4}-)/;

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

function useArn({ file }: KeyTarget, { name, right, reference }: WrongAttribute): readonly Proposal[] {
  const { start, end } = reference.range;
  const written = file.hcl.text.slice(start, end);
  if (!written.endsWith(name)) {
    return [];
  }
  const edit = { offset: end - name.length, length: name.length, content: right };
  const documents = new Edits().add(file.uri, [edit]).documents();
  return [{ action: { kind: 'use-arn', reference: `${written.slice(0, -name.length)}${right}` }, documents }];
}
