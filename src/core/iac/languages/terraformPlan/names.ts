import { textOf, valueAt } from '../../formats/tree.ts';
import type { Named } from './configuration.ts';
import { type PlannedResource, withoutIndexes } from './plan.ts';

/** The names by which the evaluator looks a resource up. */
export function idOf({ mode, type, address }: PlannedResource): readonly string[] {
  return mode === 'data' ? ['data', type, address] : [type, address];
}

/** Attributes by which others name a key. */
const namesOfKey = ['key_id', 'arn'];
const namesOfType: ReadonlyMap<string, readonly string[]> = new Map([
  ['aws_kms_key', namesOfKey],
  ['aws_kms_external_key', namesOfKey],
  ['aws_kms_replica_key', namesOfKey],
  ['aws_kms_replica_external_key', namesOfKey],
  ['awscc_kms_key', namesOfKey],
  ['aws_kms_alias', ['name', 'arn']],
  ['awscc_kms_alias', ['alias_name']],
  ['data.aws_kms_key', ['arn']],
  ['data.aws_kms_alias', ['target_key_id', 'target_key_arn', 'arn']],
]);

/** Which resource of a plan an expression or a text names, as the names of a reference to it. */
export class Names {
  readonly #byAddress = new Map<string, PlannedResource[]>();
  readonly #byText = new Map<string, readonly string[]>();

  constructor(planned: readonly PlannedResource[]) {
    for (const one of planned) {
      const bare = withoutIndexes(one.address);
      const same = this.#byAddress.get(bare);
      if (same) {
        same.push(one);
      } else {
        this.#byAddress.set(bare, [one]);
      }
    }
    // Of a key that is both declared and looked up, the declaration tells more.
    for (const one of [...planned].sort(
      (left, right) => Number(left.mode !== 'data') - Number(right.mode !== 'data'),
    )) {
      for (const attribute of namesOfType.get(one.mode === 'data' ? `data.${one.type}` : one.type) ?? []) {
        const text = textOf(valueAt(one.values, attribute));
        if (text !== undefined && text !== '') {
          this.#byText.set(text, [...idOf(one), attribute]);
        }
      }
    }
  }

  /** What is called by this text: an ARN, an id, an alias. */
  ofText(text: string | undefined): readonly string[] | undefined {
    return text === undefined ? undefined : this.#byText.get(text);
  }

  /** The instance that a resource means: one of its own module, of its own index, or the only one there is. */
  of(named: Named | undefined, resource: PlannedResource): readonly string[] | undefined {
    const all = named ? (this.#byAddress.get(named.address) ?? []) : [];
    const near = all.filter(({ module }) => module === resource.module);
    const found = near.length > 0 ? near : all;
    const [only, ...more] =
      found.length > 1 ? found.filter(one => indexOf(one) === indexOf(resource)) : found;
    return named && only && more.length === 0 ? [...idOf(only), named.attribute] : undefined;
  }
}

/** `["eu"]`, `[0]`, or nothing. */
function indexOf({ address }: PlannedResource): string {
  return /\[(?:"(?:[^"\\]|\\.)*"|[^\]"]*)\]$/.exec(address)?.[0] ?? '';
}
