import type { KeyFacts } from '../../../../trail/key.ts';
import { formOfText } from '../../../declared/keyForm.ts';
import type { Origin, Value } from '../evaluation/value.ts';
import type { ModuleTree } from '../modules/tree.ts';
import { followed } from './declaredKey.ts';
import { typeOfOrigin } from './keyReference.ts';

/**
 * What is wrong with the form in which `aws_cloudtrail` names its key. The provider checks that `kms_key_id` is an ARN, and
 * CloudTrail answers with the ARN of the key itself, so that the ARN of an alias differs at every plan (Terraform
 * Registry, "aws_cloudtrail"; CloudTrail API Reference, GetTrail). `undefined` for the ARN of a key, and for what is not
 * known.
 */
export function formOfKey(tree: ModuleTree, value: Value, depth = 0): KeyFacts['form'] {
  switch (value.kind) {
    case 'string':
      return formOfText([value.value]);
    case 'number':
    case 'bool':
      return 'no-arn';
    case 'unknown':
      return value.parts
        ? formOfText(value.parts)
        : value.origin && depth < deepest
          ? formOfAttribute(tree, value.origin, depth)
          : undefined;
    default:
      return undefined;
  }
}

/** Aliases of aliases, deeper than in real code. */
const deepest = 5;

/** What the attributes of keys and aliases are (Terraform Registry, the pages of these resources and data sources). */
function formOfAttribute(tree: ModuleTree, origin: Origin, depth: number): KeyFacts['form'] {
  const { attribute, declared } = origin;
  const type = typeOfOrigin(origin);
  const attributes = forms.get(type) ?? (keyTypes.test(type) ? ofKey : undefined);
  const form = attributes?.get(attribute);
  if (form !== 'as-given') {
    return form;
  }
  const given = declared && followed(tree, declared);
  return given && formOfKey(tree, given, depth + 1);
}

const keyTypes = /^(?:aws_kms_(?:external_key|key|replica_external_key|replica_key)|awscc_kms_key)$/;

type Form = KeyFacts['form'] | 'as-given';

const ofKey: ReadonlyMap<string, Form> = new Map<string, Form>([
  ['id', 'no-arn'],
  ['key_id', 'no-arn'],
]);

const ofAlias: ReadonlyMap<string, Form> = new Map<string, Form>([
  ['arn', 'alias-arn'],
  ['id', 'no-arn'],
  ['name', 'no-arn'],
  ['alias_name', 'no-arn'],
  ['target_key_id', 'as-given'],
]);

const forms: ReadonlyMap<string, ReadonlyMap<string, Form>> = new Map([
  ['aws_kms_alias', ofAlias],
  ['awscc_kms_alias', ofAlias],
  [
    'data.aws_kms_key',
    new Map<string, Form>([
      ['id', 'no-arn'],
      ['key_id', 'as-given'],
    ]),
  ],
  [
    'data.aws_kms_alias',
    new Map<string, Form>([
      ['arn', 'alias-arn'],
      ['name', 'no-arn'],
      ['target_key_id', 'no-arn'],
    ]),
  ],
]);
