import type { TextRange } from '../../../../base/text.ts';
import {
  type Attribute,
  type Block,
  type Expression,
  type HclFile,
  literalText,
  type ObjectExpression,
} from '../../../formats/hcl/index.ts';
import { unknownValue, type Value } from '../evaluation/value.ts';

/*
 * Inputs as one object, `inputs = { … }`: as the tools around Terraform take them.
 */

/** One of them; undefined where it is not given. Of an object that is written out no other is evaluated. */
export function inputIn(
  inputs: Expression | undefined,
  name: string,
  evaluate: (expression: Expression) => Value,
): Value | undefined {
  if (!inputs) {
    return undefined;
  }
  if (inputs.kind === 'object' && inputs.items.every(({ key }) => literalText(key) !== undefined)) {
    const item = itemNamed(inputs, name);
    return item && evaluate(item.value);
  }
  const value = evaluate(inputs);
  switch (value.kind) {
    case 'map':
      return value.entries.get(name);
    case 'null':
      return undefined;
    default:
      return unknownValue(value.kind === 'unknown' ? value.cause : 'not-understood');
  }
}

/** One of them as it is written. */
export function inputWritten(inputs: Expression | undefined, name: string): Attribute | undefined {
  const item = inputs?.kind === 'object' ? itemNamed(inputs, name) : undefined;
  return item && attributeOf(name, item);
}

/** What is between the braces, as a block whose attributes are the inputs. */
export function inputsBlock({ text }: HclFile, inputs: Attribute | undefined): Block | undefined {
  if (inputs?.value.kind !== 'object') {
    return undefined;
  }
  const { value } = inputs;
  const attributes = value.items.flatMap(item => {
    const name = literalText(item.key);
    return name === undefined ? [] : [attributeOf(name, item)];
  });
  const { start, end } = value.range;
  const closed = end - start > 1 && text.charCodeAt(end - 1) === 125;
  const inner: TextRange = { start: start + 1, end: closed ? end - 1 : end };
  return {
    type: objectType,
    labels: [],
    header: inputs.nameRange,
    range: inputs.range,
    inner,
    closed,
    body: { attributes, blocks: [] },
    isRead: true,
  };
}

/** Whether a block stands for what is between the braces of an object, which may have several members on a line. */
export function isObject({ type }: Block): boolean {
  return type === objectType;
}

const objectType = '{}';

function itemNamed({ items }: ObjectExpression, name: string): ObjectExpression['items'][number] | undefined {
  return items.findLast(({ key }) => literalText(key) === name);
}

function attributeOf(name: string, { key, value, range }: ObjectExpression['items'][number]): Attribute {
  return { name, nameRange: key.range, value, range };
}
