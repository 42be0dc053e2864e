import { onceFor } from '../../../base/onceFor.ts';
import { writtenRegion } from '../../declared/region.ts';
import { wordOfAws } from '../../sources/fromFile.ts';
import type { Evaluator } from './evaluation/evaluator.ts';
import type { Scope } from './evaluation/scope.ts';
import { asText, noBindings, type ResourceValue, type Value } from './evaluation/value.ts';
import { type Module, settingOf } from './modules/module.ts';
import { inEveryWorld, readProvider } from './modules/providers.ts';
import type { ModuleTree } from './modules/tree.ts';

/**
 * The Region a resource is created in, if the text proves it for all inputs: its own `region` (AWS provider 6), or that
 * of its provider, through the `providers` of module calls.
 */
export function regionOf(tree: ModuleTree, value: ResourceValue): string | undefined {
  return inEveryWorld(tree, evaluator => regionIn(evaluator, value));
}

function regionIn(evaluator: Evaluator, value: ResourceValue): string | undefined {
  const own = evaluator.references.written(value, 'region');
  if (own && own.kind !== 'null') {
    return regionWritten(own);
  }
  return readProvider(value, (provider, scope) => {
    const region = settingOf(provider, 'region');
    return region && regionWritten(evaluator.evaluate(region.attribute.value, scope));
  });
}

/** Out of a file that the code names comes only what can be shown. */
function regionWritten(value: Value): string | undefined {
  return writtenRegion(value.fromFile ? wordOfAws(asText(value)) : asText(value));
}

/** The bucket that a value names: by a reference, or because a declared bucket has the same name. */
export function bucketNamed(evaluator: Evaluator, value: Value, scope: Scope): ResourceValue | undefined {
  const declared = declaredBehind(value);
  if (declared) {
    return declared.resource.type === 'aws_s3_bucket' ? declared : undefined;
  }
  const name = asText(value);
  if (name === undefined) {
    return undefined;
  }
  for (const resource of bucketsOf(scope.module)) {
    const bucket: ResourceValue = { kind: 'resource', scope, resource, bindings: noBindings };
    const written = evaluator.references.written(bucket, 'bucket');
    if (written && asText(written) === name) {
      return bucket;
    }
  }
  return undefined;
}

const bucketsOf = onceFor(({ resources }: Module) =>
  [...resources.values()].filter(({ mode, type }) => mode === 'managed' && type === 'aws_s3_bucket'),
);

/** The instance of a resource that a value is an attribute of. */
export function declaredBehind(value: Value): ResourceValue | undefined {
  return value.kind === 'unknown' ? value.origin?.declared : undefined;
}
