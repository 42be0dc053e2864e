import { propertyNamed } from '../../programs/evaluation/properties.ts';
import {
  type Made,
  madeOf,
  type Property,
  type RecordValue,
  type Value,
} from '../../programs/evaluation/value.ts';
import { camelCase } from '../../programs/spelling.ts';
import { classOf, isOfGo, positionalOf } from './names.ts';

/** The options of a resource, after its inputs: `provider`, `parent`. */
export function optionsOf(made: Made): RecordValue {
  if (isOfGo(made)) {
    const options = positionalOf(made).slice(2);
    const all = merged(options.map(one => optionInGo(one())));
    return { ...all, isOpen: all.isOpen || made.args.isOpen };
  }
  const passed = positionalOf(made)[2]?.() ?? propertyNamed(made.args.named, 'opts')?.get();
  return passed ? optionsIn(passed) : empty;
}

/** What a class or function of options is called with: an object, one of a class, or several that are put together. */
function optionsIn(value: Value): RecordValue {
  if (value.kind === 'record') {
    return value;
  }
  if (value.kind === 'nothing') {
    return empty;
  }
  const made = madeOf(value);
  const name = (made && classOf(made)) ?? '';
  if (made && isMerging(name)) {
    return merged(made.args.positional.map(one => optionsIn(one())));
  }
  return made && /Options$/.test(name) ? made.args.named : open;
}

/** Whether a function of Pulumi puts options together, of which the later ones count. */
export function isMerging(name: string): boolean {
  return /^pulumi\.(?:mergeOptions|(?:\w*Options\.)?merge|Composite)$/.test(name);
}

/** In Go, each option is what a function of its name returns. */
function optionInGo(value: Value): RecordValue {
  const made = madeOf(value);
  const name = made && /^pulumi\.([A-Z]\w*)$/.exec(classOf(made) ?? '')?.[1];
  if (!made || name === undefined) {
    return value.kind === 'nothing' ? empty : open;
  }
  if (isMerging(`pulumi.${name}`)) {
    return merged(made.args.positional.map(one => optionInGo(one())));
  }
  const { positional, call, environment } = made.args;
  const [get] = positional;
  const written = call?.args[0];
  const property: Property | undefined = get &&
    written &&
    environment && {
      get,
      entry: {
        file: made.file,
        name: camelCase(name),
        nameRange: call.callee.range,
        range: call.range,
        value: written.value,
        environment,
      },
    };
  return {
    kind: 'record',
    properties: new Map(property ? [[camelCase(name), property] as const] : []),
    isOpen: false,
  };
}

function merged(all: readonly RecordValue[]): RecordValue {
  return {
    kind: 'record',
    properties: new Map(all.flatMap(({ properties }) => [...properties])),
    isOpen: all.some(({ isOpen }) => isOpen),
  };
}

const empty: RecordValue = { kind: 'record', properties: new Map(), isOpen: false };

const open: RecordValue = { ...empty, isOpen: true };
