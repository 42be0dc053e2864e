import { propertyNamed } from '../../programs/properties.ts';
import { camelCase } from '../../programs/spelling.ts';
import { type Made, madeOf, type RecordValue, type Reference, type Value } from '../../programs/value.ts';

/*
 * The packages of Pulumi have a name of their own in every language. Here each class and function has one:
 * `aws.cloudtrail.Trail`, `native.kms.Key`, `pulumi.Config`.
 */

/** What something of Pulumi is called here; undefined for what is none of it. */
export function nameOf({ module, path }: Reference): string | undefined {
  const found = packageOf(module);
  if (found) {
    const [name, inner] = found;
    return [name, ...inner, ...path].map(spelledAlike).join('.');
  }
  // SST hands its providers to a program as globals.
  const [first = '', ...rest] = path;
  const known = module === '' ? globals[first] : undefined;
  return known === undefined ? undefined : [known, ...rest].join('.');
}

const globals: Readonly<Record<string, string>> = {
  aws: 'aws',
  awsnative: 'native',
  awsx: 'awsx',
  pulumi: 'pulumi',
  $interpolate: 'pulumi.interpolate',
  $concat: 'pulumi.concat',
  $jsonStringify: 'pulumi.jsonStringify',
  $resolve: 'pulumi.all',
  $output: 'pulumi.output',
};

const packages: Readonly<Record<string, string>> = {
  aws: 'aws',
  'aws-native': 'native',
  aws_native: 'native',
  awsx: 'awsx',
  pulumi: 'pulumi',
};

/** The package that a module is of, and the modules of it on the way: `@pulumi/aws/kms`, `pulumi_aws.kms`. */
function packageOf(module: string): readonly [string, readonly string[]] | undefined {
  const [, scoped, rest = ''] = /^@pulumi\/([\w-]+)(?:\/(.+))?$/.exec(module) ?? [];
  const [, plain, dotted = ''] = /^pulumi(?:_(aws|aws_native|awsx))?(?:\.(.+))?$/.exec(module) ?? [];
  const isPython = scoped === undefined && /^pulumi(?:_aws|_aws_native|_awsx)?(?:\.|$)/.test(module);
  const name = packages[scoped ?? (isPython ? (plain ?? 'pulumi') : '')];
  const inner = (rest || dotted).split(/[./]/).filter(part => part !== '');
  return name === undefined ? undefined : [name, inner];
}

/** Classes have one name in all languages; modules and functions have the spelling of theirs. */
function spelledAlike(name: string): string {
  return /^[A-Z]/.test(name) ? name : camelCase(name);
}

/** The name of the class that something is made of, or of the function that it comes from. */
export function classOf(value: Value): string | undefined {
  const made = madeOf(value);
  return made?.callee.kind === 'reference' ? nameOf(made.callee) : undefined;
}

/** The inputs of a resource: an object behind its name, an object of arguments, or arguments by name. */
export function propertiesOf({ args }: Made): RecordValue {
  const passed = args.positional[1]?.() ?? propertyNamed(args.named, 'args')?.get();
  if (passed?.kind === 'record') {
    return passed;
  }
  const own = passed && madeOf(passed);
  if (own) {
    return /Args$/.test(classOf(own) ?? '') ? own.args.named : openRecord;
  }
  if (passed && passed.kind !== 'nothing') {
    return openRecord;
  }
  return args.isOpen && !passed ? { ...args.named, isOpen: true } : args.named;
}

const openRecord: RecordValue = { kind: 'record', properties: new Map(), isOpen: true };

/** The options of a resource, behind its inputs. */
export function optionsOf({ args }: Made): RecordValue {
  const passed = args.positional[2]?.() ?? propertyNamed(args.named, 'opts')?.get();
  const made = passed && madeOf(passed);
  return passed?.kind === 'record'
    ? passed
    : made
      ? made.args.named
      : { kind: 'record', properties: new Map(), isOpen: passed !== undefined && passed.kind !== 'nothing' };
}
