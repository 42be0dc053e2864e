import { propertyNamed, propertyValue } from '../../programs/evaluation/properties.ts';
import {
  literalOf,
  type Made,
  madeOf,
  type RecordValue,
  type Text,
  type Value,
} from '../../programs/evaluation/value.ts';
import { printedName } from '../../programs/facts.ts';
import { nameInCode } from '../../programs/places.ts';
import { camelCase } from '../../programs/spelling.ts';
import { classOf, isOfGo, positionalOf, propertiesOf } from './names.ts';

/** The classes of a trail, by provider. */
export function isTrail(value: Value): boolean {
  return /^(?:aws|native|awsx)\.cloudtrail\.Trail$/.test(classOf(value) ?? '');
}

/** What names the key of a trail. */
export const keyName = 'kmsKeyId';

export function isNative(made: Made): boolean {
  return classOf(made)?.startsWith('native.') ?? false;
}

/** The logical name of a resource, where it is written out. */
export function logicalName(made: Made): string | undefined {
  return literalOf(logicalNameIn(made));
}

/** The same, where it is put together too: `${name}-trail`. */
export function shownName(made: Made): string | undefined {
  return printedName(logicalNameIn(made), writtenName);
}

function logicalNameIn(made: Made): Value | undefined {
  return positionalOf(made)[0]?.() ?? propertyValue(made.args.named, 'resourceName');
}

/** What the code calls something that it makes: the name or field that it is kept in, or its logical name. */
export function writtenName(made: Made): string {
  return nameInCode(made, shownName(made));
}

export const keyClasses = /^(?:aws|native)\.kms\.(?:Key|ReplicaKey|ExternalKey|ReplicaExternalKey)$/;

/** The declared key behind a value: the resource that creates it, the target of an alias, or what is read by its ID. */
export function keyBehind(value: Value, depth = 0): Made | undefined {
  if (depth > deepestAlias) {
    return undefined;
  }
  const whole = only(value);
  const [made, name] =
    whole.kind === 'attribute' ? [madeOf(whole.of), camelCase(whole.name)] : [madeOf(whole), undefined];
  const kind = made && classOf(made);
  if (!made || kind === undefined) {
    return undefined;
  }
  if (keyClasses.test(kind)) {
    return name === undefined || /^(?:arn|id|keyId)$/.test(name) ? made : undefined;
  }
  const target = /^(?:aws|native)\.kms\.Alias$/.test(kind)
    ? propertyValue(propertiesOf(made), 'targetKeyId')
    : idOfRead(made, kind);
  return target && keyBehind(target, depth + 1);
}

/** What a key that is there already is read by: `Key.get(name, id)`, which is `GetKey(ctx, name, id)` in Go, or `getKey({ keyId })`. */
function idOfRead(made: Made, kind: string): Value | undefined {
  const [, ofClass, asked] = /^(?:aws|native)\.kms\.(?:(Key\.get)|(getKey(?:Output)?))$/.exec(kind) ?? [];
  const second = positionalOf(made)[1];
  return ofClass !== undefined || (second && asked === 'getKey' && isOfGo(made))
    ? (second?.() ?? propertyValue(made.args.named, 'id'))
    : asked !== undefined
      ? propertyValue(askedOf(made), 'keyId')
      : undefined;
}

/** What a function of a provider is asked with. */
export function askedOf(made: Made): RecordValue {
  const passed = positionalOf(made)[0]?.();
  const own = passed && madeOf(passed);
  return passed?.kind === 'record' ? passed : (own ?? made).args.named;
}

const deepestAlias = 6;

/** The name that an alias is given; undefined for what is none, or gets a name of its own. */
export function aliasNameOf(made: Made): Text | undefined {
  const name = /^(?:aws|native)\.kms\.Alias$/.test(classOf(made) ?? '')
    ? propertyValue(propertiesOf(made), isNative(made) ? 'aliasName' : 'name')
    : undefined;
  return name?.kind === 'text' ? name : undefined;
}

/** The one value that a text consists of. */
export function only(value: Value): Value {
  const [part, ...others] = value.kind === 'text' ? value.parts : [];
  return part !== undefined && typeof part !== 'string' && others.length === 0 ? part.value : value;
}

/** The name that a trail is given in AWS; undefined where it gets one of its own. */
export function trailNameOf(made: Made): Value | undefined {
  const properties = propertiesOf(made);
  const name = propertyNamed(properties, isNative(made) ? 'trailName' : 'name')?.get();
  return name && name.kind !== 'nothing' ? name : undefined;
}
