import type { Expression, Spread } from '../../../formats/code/syntax.ts';
import { valueOfCall, valueOfResult } from './calls.ts';
import type { Environment } from './environment.ts';
import { propertiesOf, settled } from './given.ts';
import { memberOf } from './members.ts';
import { valueOfName } from './names.ts';
import { objectOf, wholeOf } from './objects.ts';
import { holds, joined, operate } from './operations.ts';
import { mergeInto } from './properties.ts';
import { setByOthers } from './setByOthers.ts';
import {
  type Given,
  literalOf,
  nothing,
  notUnderstood,
  type Property,
  plain,
  type RecordValue,
  text,
  truthOf,
  type Value,
} from './value.ts';

/** The value of an expression in an environment. Never throws; what goes past the budget is unknown. */
export function evaluate(expression: Expression, environment: Environment): Value {
  const { values, world } = environment;
  if (values.has(expression)) {
    // A value that contains itself.
    return values.get(expression) ?? notUnderstood;
  }
  if (!world.step()) {
    return notUnderstood;
  }
  values.set(expression, undefined);
  const value = evaluateAnew(expression, environment);
  values.set(expression, value);
  return value;
}

function evaluateAnew(expression: Expression, environment: Environment): Value {
  switch (expression.kind) {
    case 'literal': {
      const { value } = expression;
      return value === null ? nothing : typeof value === 'string' ? text(value) : plain(value);
    }
    case 'name':
      return valueOfName(expression.name, environment, expression.range.start, expression.isType);
    case 'self':
      return environment.instance ? objectOf(wholeOf(environment.instance)) : notUnderstood;
    case 'template': {
      const parts = expression.parts.map(part =>
        typeof part === 'string' ? text(part) : evaluate(part, environment),
      );
      const tag = expression.tag && evaluate(expression.tag, environment);
      return (
        (tag && environment.world.library.template(tag, parts, environment.world)) ??
        joined(parts, environment.owner.file.dialect)
      );
    }
    case 'list': {
      const items: Value[] = [];
      let isOpen = false;
      for (const item of expression.items) {
        const value = evaluate(item.kind === 'spread' ? item.value : item, environment);
        if (item.kind !== 'spread') {
          items.push(value);
        } else if (value.kind === 'list') {
          items.push(...value.items);
          isOpen ||= value.isOpen;
        } else {
          isOpen = true;
        }
      }
      return { kind: 'list', items, isOpen };
    }
    case 'object':
      return recordOf(expression, environment);
    case 'member': {
      const { name, range } = expression;
      const object = evaluate(expression.object, environment);
      const isOwn = expression.object.kind === 'self';
      const given = object.kind === 'object' ? setByOthers(object, expression, environment) : undefined;
      return isOwn && expression.object.isBase
        ? notUnderstood
        : (given ?? memberOf(object, name, environment, isOwn ? range.start : undefined));
    }
    case 'index': {
      const object = settled(evaluate(expression.object, environment), environment.world);
      const index = evaluate(expression.index, environment);
      if (object.kind === 'list' && index.kind === 'plain' && !object.isOpen) {
        return object.items[Number(index.value)] ?? nothing;
      }
      const name = literalOf(index);
      return name === undefined ? notUnderstood : memberOf(object, name, environment);
    }
    case 'call':
      return valueOfCall(expression, environment);
    case 'result':
      return valueOfResult(expression, environment);
    case 'conditional':
      return evaluate(holds(expression.test, environment) ? expression.yes : expression.no, environment);
    case 'operation':
      return operate(expression, environment);
    case 'not':
      return plain(!holds(expression.operand, environment));
    case 'function':
      return {
        kind: 'function',
        owner: environment.owner.file.outline.ownerOf(expression.declaration, environment.owner),
        environment,
      };
    case 'class-expression':
    case 'unknown':
      return notUnderstood;
  }
}

/** A property of an object that is handed in, instead of what is in front of it where it has one. */
function propertyOfGiven(
  spread: Given,
  name: string,
  before: ReadonlyMap<string, Property>,
  { value, range }: Spread,
  environment: Environment,
): Property {
  const former = before.get(name);
  return {
    get: () => {
      const given = settled(memberOf(spread, name, environment), environment.world);
      return given.kind === 'nothing' && former ? former.get() : given;
    },
    entry: {
      file: environment.owner.file,
      name,
      nameRange: range,
      range,
      value,
      environment,
      isSpread: true,
    },
  };
}

/** An object without what does not count as true. */
function filledOf(value: Value): Value {
  return value.kind === 'record'
    ? {
        ...value,
        properties: new Map([...value.properties].filter(([, { get }]) => truthOf(get()) !== false)),
      }
    : value;
}

function recordOf(
  { entries, type }: Extract<Expression, { kind: 'object' }>,
  environment: Environment,
): RecordValue {
  const { file } = environment.owner;
  const properties = new Map<string, Property>();
  let isOpen = false;
  for (const entry of entries) {
    if (entry.kind === 'spread') {
      const spread = evaluate(entry.value, environment);
      if (spread.kind === 'given' && propertiesOf(spread).length > 0) {
        isOpen = true;
        for (const { property } of propertiesOf(spread)) {
          properties.set(
            property.name,
            propertyOfGiven(spread, property.name, properties, entry, environment),
          );
        }
      } else {
        isOpen = mergeInto(properties, entry.isFilled ? filledOf(spread) : spread) || isOpen;
      }
    } else if (entry.name === undefined) {
      isOpen = true;
    } else {
      const { name, nameRange, range, value, isShorthand } = entry;
      properties.set(name, {
        get: () => evaluate(value, environment),
        entry: { file, name, nameRange, range, value, environment, isShorthand, entry },
      });
    }
  }
  return { kind: 'record', properties, isOpen, ...(type?.kind === 'name' && { type: type.name }) };
}
