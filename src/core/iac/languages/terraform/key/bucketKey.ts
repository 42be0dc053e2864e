import { anyBucketKey } from '../../../declared/bucketKey.ts';
import { blocksOf } from '../../../formats/hcl/index.ts';
import type { Evaluator } from '../evaluation/evaluator.ts';
import { asBool } from '../evaluation/readValue.ts';
import { asText, noBindings, type ResourceValue } from '../evaluation/value.ts';
import { bodyWith, type Resource, settingOf } from '../modules/module.ts';
import { declaredBehind } from '../region.ts';

/**
 * Whether a bucket has an S3 Bucket Key, by the configuration of its encryption: a resource of its own in the bucket's
 * module, or blocks in the bucket. Undefined where none is seen, since it may be elsewhere.
 */
export function bucketKeyOf(evaluator: Evaluator, bucket: ResourceValue | undefined): boolean | undefined {
  if (!bucket) {
    return undefined;
  }
  const { scope } = bucket;
  const own = evaluator.references.written(bucket, 'bucket');
  const name = own && asText(own);
  for (const resource of scope.module.resources.values()) {
    const configures =
      resource.mode === 'managed' && resource.type === 'aws_s3_bucket_server_side_encryption_configuration';
    const target = configures ? settingOf(resource, 'bucket') : undefined;
    const named = target && evaluator.evaluate(target.attribute.value, scope);
    const isMeant =
      named &&
      (declaredBehind(named)?.resource.block === bucket.resource.block ||
        (name !== undefined && asText(named) === name));
    if (isMeant) {
      return flagIn(evaluator, { kind: 'resource', scope, resource, bindings: noBindings }, resource);
    }
  }
  const inline = blocksOf(
    bodyWith(bucket.resource, 'server_side_encryption_configuration'),
    'server_side_encryption_configuration',
  );
  return inline.length === 0
    ? undefined
    : flagIn(evaluator, bucket, {
        ...bucket.resource,
        block: inline[0] ?? bucket.resource.block,
        overrides: [],
      });
}

/** Without the argument there is none. */
function flagIn(
  evaluator: Evaluator,
  { scope, bindings }: ResourceValue,
  place: Resource,
): boolean | undefined {
  const flags = blocksOf(bodyWith(place, 'rule'), 'rule').map(rule => {
    const setting = settingOf({ ...place, block: rule, overrides: [] }, 'bucket_key_enabled');
    const value = setting && evaluator.evaluate(setting.attribute.value, scope, bindings);
    return value && value.kind !== 'null' ? asBool(value) : false;
  });
  return flags.length === 0 ? undefined : anyBucketKey(flags);
}
