import type { Proposal } from '../../../fix.ts';
import { type Named, namedBy } from '../../../fixes/remedies.ts';
import { type Expression, literalText } from '../../../formats/hcl/index.ts';
import type { DeclaredPlace } from '../read.ts';
import { Edits } from './edits.ts';
import { type KeyTarget, keyTargetOf } from './target.ts';
import { choosing } from './written.ts';

/** What is written at a trail where the ARN of its key belongs. */
export function nameAt(place: DeclaredPlace): Named {
  const value = keyTargetOf(place, code)?.written?.attribute.value;
  return value && attributesIn(value).length > 0 ? 'reference' : namedBy(value && literalText(value));
}

const code = 'kms-key-not-arn';

/** Takes the ARN of what the code refers to. */
export function useArn(place: DeclaredPlace): readonly Proposal[] {
  const target = keyTargetOf(place, code);
  return target?.written ? useAttributes(target, attributesIn(target.written.attribute.value)) : [];
}

/** The last name of a reference to a key or an alias. */
interface WrongAttribute {
  readonly name: string;
  readonly right: string;
  readonly reference: Expression;
}

/** Those that a value comes to, or may come to: one of each branch of a condition. */
function attributesIn(value: Expression): readonly WrongAttribute[] {
  switch (value.kind) {
    case 'parentheses':
      return attributesIn(value.inner);
    case 'template': {
      const [only, ...others] = value.parts;
      return only?.kind === 'interpolation' && others.length === 0 ? attributesIn(only.expression) : [];
    }
    case 'conditional':
      return [value.yes, value.no].flatMap(attributesIn);
    case 'call':
      return choosing.has(value.name) ? value.args.flatMap(attributesIn) : [];
    case 'tuple':
      return value.items.flatMap(attributesIn);
    case 'member':
      return wrongAttribute(value, value.object, value.name);
    case 'splat': {
      const [step, ...others] = value.steps;
      return step?.kind === 'member' && others.length === 0
        ? wrongAttribute(value, value.object, step.name)
        : [];
    }
    default:
      return [];
  }
}

function wrongAttribute(
  reference: Expression,
  resource: Expression,
  name: string,
): readonly WrongAttribute[] {
  const isWhole = resource.kind === 'member' || resource.kind === 'index';
  const right = arnOf.get((isWhole && typeOf(resource)) || '');
  return right === undefined || right === name ? [] : [{ name, right, reference }];
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

function useAttributes({ file }: KeyTarget, attributes: readonly WrongAttribute[]): readonly Proposal[] {
  const written = attributes.map(({ name, right, reference: { range } }) => {
    const text = file.hcl.text.slice(range.start, range.end);
    return {
      isLast: text.endsWith(name),
      reference: `${text.slice(0, -name.length)}${right}`,
      edit: { offset: range.end - name.length, length: name.length, content: right },
    };
  });
  const [first] = written;
  return first && written.every(({ isLast }) => isLast)
    ? [
        {
          action: { kind: 'use-arn', reference: first.reference },
          documents: new Edits()
            .add(
              file.uri,
              written.map(({ edit }) => edit),
            )
            .documents(),
        },
      ]
    : [];
}
