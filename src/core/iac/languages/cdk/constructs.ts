import { environmentsOfObjects } from '../programs/evaluation/creations.ts';
import { joined } from '../programs/evaluation/operations.ts';
import { propertyValue } from '../programs/evaluation/properties.ts';
import {
  idOf,
  literalOf,
  type Made,
  madeOf,
  methodOf,
  type Text,
  text,
  type Value,
} from '../programs/evaluation/value.ts';
import { printedName } from '../programs/facts.ts';
import type { Site } from '../programs/outline/outline.ts';
import { nameInCode } from '../programs/places.ts';
import { classOf, propertiesOf } from './names.ts';

/** The classes of a trail, and what names its key in each, in TypeScript's spelling; the first one is right. */
export const trailClasses: Readonly<Record<string, readonly string[]>> = {
  'cloudtrail.Trail': ['encryptionKey', 'kmsKey'],
  'cloudtrail.CfnTrail': ['kmsKeyId'],
};

/** The id of a construct in its scope, where it is written out. */
export function constructId(made: Made): string | undefined {
  return literalOf(idIn(made));
}

/** The same, where it is put together too: `${name}Trail`. */
export function shownId(made: Made): string | undefined {
  return printedName(idIn(made), writtenName);
}

/** The ID that a call passes for a construct, where it is written out. */
export function callId({ call }: Site): string | undefined {
  const named = call.args.find(({ name }) => name === 'id' || name === 'construct_id')?.value;
  const value = named ?? call.args[1]?.value;
  // A pointer to a text, in Go.
  const written = value?.kind === 'call' ? value.args[0]?.value : value;
  return written?.kind === 'literal' && typeof written.value === 'string' ? written.value : undefined;
}

function idIn({ args }: Made): Value | undefined {
  const named = propertyValue(args.named, 'id') ?? propertyValue(args.named, 'constructId');
  return args.positional[1]?.() ?? named;
}

/** The stack that a construct is in, by its ID, as far as the constructs around it are read. */
export function stackOf(made: Made): string | undefined {
  const stack = stackIn(made, 0);
  return stack && idOf(stack);
}

/**
 * The same; those of the objects that the program makes of the class that makes it, where the class is handed its scope. The first
 * is what the class knows of it.
 */
export function stacksOf(made: Made): readonly string[] {
  const { call, environment } = made;
  const { owner, world } = environment;
  const isHandedIn = stackIn(made, 0)?.kind === 'given';
  const objects =
    call && isHandedIn
      ? environmentsOfObjects({ owner, guards: [], call }, world, new Map())
          .flatMap(one => madeOf(one.evaluate(call)) ?? [])
          .map(stackOf)
      : [];
  return [...new Set([stackOf(made), ...objects])].filter(one => one !== undefined);
}

/** What a method of a construct creates is in the construct or beside it. */
function stackIn(made: Made, depth: number): Value | undefined {
  const on = methodOf(made)?.on;
  const own = on && madeOf(on);
  if (own) {
    return stackIn(own, depth);
  }
  const scope = argumentOf(made, 0, 'scope');
  const around = scope && madeOf(scope);
  return around && isPlainConstruct(around) && depth < deepestScope
    ? (stackIn(around, depth + 1) ?? scope)
    : scope;
}

/** Constructs in constructs. */
const deepestScope = 10;

/** One that is no stack, nor a class that is not read. */
function isPlainConstruct({ callee }: Made): boolean {
  return callee.kind === 'reference' && /^(?:New)?Construct$/.test(callee.path.at(-1) ?? callee.module);
}

/** The name of the alias that a construct or call declares, as KMS knows it: constructs write `alias/` in front where it is missing. */
export function aliasNameOf(made: Made): Text | undefined {
  const properties = propertiesOf(made);
  const kind = classOf(made) ?? '';
  const written =
    methodOf(made)?.name === 'addAlias'
      ? made.args.positional[0]?.()
      : kind === 'kms.Key'
        ? propertyValue(properties, 'alias')
        : /^kms\.(?:Cfn)?Alias$/.test(kind)
          ? propertyValue(properties, 'aliasName')
          : undefined;
  const [first] = written?.kind === 'text' ? written.parts : [];
  return written?.kind !== 'text'
    ? undefined
    : typeof first === 'string' && first.startsWith('alias/')
      ? written
      : joined([text('alias/'), written]);
}

/** What the code calls something that it makes: the name or field that it is kept in, or its id. */
export function writtenName(made: Made): string {
  return nameInCode(made, shownId(made));
}

/** The declared key behind a value: the construct that creates it, the target of an alias, or what is imported by its ARN or alias. */
export function keyBehind(value: Value): Made | undefined {
  return keyIn(value, sourceOfImport, 0);
}

/** The key whose policy a grant on a value changes. The CDK changes none for what is imported by a name. */
export function keyGranted(value: Value): Made | undefined {
  return keyIn(value, () => undefined, 0);
}

type Imports = (made: Made) => Value | undefined;

function keyIn(value: Value, imports: Imports, depth: number): Made | undefined {
  const made = madeOf(value);
  const inner = made ? sourceOf(made, imports) : namedBy(value);
  return made && /^kms\.(?:Cfn)?Key$/.test(classOf(made) ?? '')
    ? made
    : inner && depth < deepestAlias
      ? keyIn(inner, imports, depth + 1)
      : undefined;
}

/** What an ARN, an ID or a name belongs to. */
function namedBy(value: Value): Value | undefined {
  const [part] = value.kind === 'text' && value.parts.length === 1 ? value.parts : [];
  const whole = part && typeof part !== 'string' ? part.value : value;
  return whole.kind === 'attribute' && namesKey.test(whole.name) ? whole.of : undefined;
}

/** What an alias, or a key that is made of another, takes its key from. */
function sourceOf(made: Made, imports: Imports): Value | undefined {
  switch (classOf(made)) {
    case 'kms.Alias':
      return propertyValue(propertiesOf(made), 'targetKey');
    case 'kms.CfnAlias':
      return propertyValue(propertiesOf(made), 'targetKeyId');
    case 'kms.Alias.fromAliasAttributes':
      return propertyValue(propertiesOf(made), 'aliasTargetKey');
    case 'kms.Key.fromCfnKey':
      return argumentOf(made, 0, 'cfnKey');
    default: {
      const method = methodOf(made);
      return method?.name === 'addAlias' ? method.on : imports(made);
    }
  }
}

function sourceOfImport(made: Made): Value | undefined {
  const name = nameOfImport(made);
  return name && namedBy(name);
}

/** What a key or an alias is imported by: its ARN or its name. */
export function nameOfImport(made: Made): Value | undefined {
  switch (classOf(made)) {
    case 'kms.Key.fromKeyArn':
      return argumentOf(made, 2, 'keyArn');
    case 'kms.Alias.fromAliasName':
      return argumentOf(made, 2, 'aliasName');
    case 'kms.Alias.fromAliasArn':
      return argumentOf(made, 2, 'aliasArn');
    case 'kms.Key.fromLookup':
    case 'kms.Alias.fromAliasAttributes':
      return propertyValue(propertiesOf(made), 'aliasName');
    default:
      return undefined;
  }
}

function argumentOf({ args }: Made, position: number, name: string): Value | undefined {
  return args.positional[position]?.() ?? propertyValue(args.named, name);
}

const deepestAlias = 6;

/** Properties of a key or alias that name it. */
const namesKey =
  /^(?:keyArn|keyId|keyRef|aliasName|aliasArn|aliasTargetKey|attrArn|attrKeyId|ref|key_arn|key_id|alias_name|alias_arn|attr_arn|attr_key_id)$/;

/** The name that a trail is given in AWS. */
export function trailNameOf(made: Made): Value | undefined {
  const name = propertyValue(propertiesOf(made), 'trailName');
  return name && name.kind !== 'nothing' ? name : undefined;
}
