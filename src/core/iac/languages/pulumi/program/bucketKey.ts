import { anyBucketKey } from '../../../declared/bucketKey.ts';
import { propertyNamed, propertyValue } from '../../programs/evaluation/properties.ts';
import type { Made, RecordValue, Value } from '../../programs/evaluation/value.ts';
import { propertiesOf } from './names.ts';

/** Whether a bucket has an S3 Bucket Key, by its own properties and the resources that set its encryption. */
export function bucketKeyIn(resources: readonly Made[]): boolean | undefined {
  return anyBucketKey(resources.flatMap(one => flagsOf(propertiesOf(one))));
}

/** Properties around the rules of encryption, in the providers and their versions. */
const around = ['serverSideEncryptionConfiguration', 'bucketEncryption', 'rules', 'rule'];

function flagsOf(record: RecordValue): readonly (boolean | undefined)[] {
  const flag = propertyNamed(record, 'bucketKeyEnabled');
  if (flag) {
    const value = flag.get();
    return [value.kind === 'plain' ? value.value === true : value.kind === 'nothing' ? false : undefined];
  }
  const inner = around.flatMap(name => propertyValue(record, name) ?? []);
  return inner.length > 0 ? inner.flatMap(flagsIn) : record.isOpen ? [undefined] : [];
}

function flagsIn(value: Value): readonly (boolean | undefined)[] {
  switch (value.kind) {
    case 'record':
      return flagsOf(value);
    case 'list':
      return [...value.items.flatMap(flagsIn), ...(value.isOpen ? [undefined] : [])];
    case 'made':
      return [...flagsOf(value.args.named), ...value.args.positional.flatMap(one => flagsIn(one()))];
    case 'nothing':
    case 'text':
      return [];
    default:
      return [undefined];
  }
}
