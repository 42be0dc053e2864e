import { onceFor } from '../../../../base/onceFor.ts';
import { propertyNamed } from '../../programs/evaluation/properties.ts';
import {
  type Made,
  madeOf,
  type RecordValue,
  type Reference,
  type Value,
} from '../../programs/evaluation/value.ts';
import { camelCase } from '../../programs/spelling.ts';

/*
 * The packages of Pulumi have a name of their own in every language. Here each class and function has one:
 * `aws.cloudtrail.Trail`, `native.kms.Key`, `pulumi.Config`.
 */

/** What something of Pulumi is called here; undefined for what is none of it. */
export const nameOf = onceFor(readName);

/** The calls of a program are looked at for each of its keys and trails. */
function readName(reference: Reference): string | undefined {
  const inDotnet = nameInDotnet(reference);
  if (inDotnet !== undefined) {
    return inDotnet;
  }
  const { module, path } = inPackage(reference);
  const found = packageOf(module);
  if (found) {
    const [name, inner] = found;
    const own = module.startsWith('github.com/') ? path.map(nameInGo) : withoutFunctions(path);
    return [name, ...inner, ...own].map(spelledAlike).join('.');
  }
  // SST hands its providers to a program as globals.
  const [first = '', ...rest] = path;
  const known = module === '' ? globals.get(first) : undefined;
  return known === undefined ? undefined : [known, ...rest].join('.');
}

/** In Java, functions of a package are those of a class; one that is called without arguments is read as a property. */
function withoutFunctions(path: readonly string[]): readonly string[] {
  const [first = '', called, ...rest] = path;
  return !/^[A-Z]\w*Functions$/.test(first) || called === undefined
    ? path
    : [/^get[A-Z]/.test(called) ? called : `get${called.charAt(0).toUpperCase()}${called.slice(1)}`, ...rest];
}

/** `Pulumi.Aws.Kms.Key`, by its whole name, by what a part of it is called, or as one of a namespace of which all is imported. */
function nameInDotnet({ module, path }: Reference): string | undefined {
  const isWhole = path[0] === 'Pulumi';
  const namespaces = module.split('|').filter(one => /^Pulumi(?:\.|$)/.test(one));
  const from = module.includes('|') ? namespaceOf(path[0] ?? '', namespaces) : namespaces[0];
  if (!isWhole && from === undefined) {
    return undefined;
  }
  const [, first = '', ...rest] = [...(isWhole ? [] : (from ?? '').split('.')), ...path];
  const provider = { Aws: 'aws', AwsNative: 'native', Awsx: 'awsx' }[first];
  if (provider === undefined) {
    return ['pulumi', first, ...rest.map(camelCase)].filter(part => part !== '').join('.');
  }
  // A function is a class with one that calls it; what belongs to the provider itself is in no namespace of it.
  const isCalled = /^Invoke(?:Async)?$/.test(rest.at(-1) ?? '');
  const own = isCalled ? rest.slice(0, -1) : rest;
  const [space = '', name = '', ...members] = own.length > 1 || path.length === 0 ? own : ['', ...own];
  return [provider, space.toLowerCase(), isCalled ? camelCase(name) : name, ...members.map(camelCase)]
    .filter(part => part !== '')
    .join('.');
}

/** The namespace that gives a name its meaning, of those that count here. */
function namespaceOf(name: string, namespaces: readonly string[]): string | undefined {
  const [, word] = classesOfNamespaces.find(([classes]) => classes.test(name)) ?? [];
  return word === undefined
    ? namespaces.find(one => one === 'Pulumi')
    : namespaces.find(one => one.endsWith(word));
}

const classesOfNamespaces: readonly (readonly [RegExp, string])[] = [
  [/^Trail/, '.CloudTrail'],
  [/^(?:Key|Alias|ReplicaKey|ExternalKey|GetKey|GetAlias)/, '.Kms'],
  [/^(?:GetPolicyDocument|Role|Policy)/, '.Iam'],
  [/^Bucket/, '.S3'],
  [/^(?:Provider|GetCallerIdentity|GetRegion|GetPartition|GetAccountId)/, '.Aws'],
];

const globals: ReadonlyMap<string, string> = new Map([
  ['aws', 'aws'],
  ['awsnative', 'native'],
  ['awsx', 'awsx'],
  ['pulumi', 'pulumi'],
  ['$interpolate', 'pulumi.interpolate'],
  ['$concat', 'pulumi.concat'],
  ['$jsonStringify', 'pulumi.jsonStringify'],
  ['$resolve', 'pulumi.all'],
  ['$output', 'pulumi.output'],
]);

const packages: ReadonlyMap<string, string> = new Map([
  ['aws', 'aws'],
  ['aws-native', 'native'],
  ['aws_native', 'native'],
  ['awsx', 'awsx'],
  ['pulumi', 'pulumi'],
]);

/** In Java, a class is imported by its whole name, written by it, or is one of a package of which all is imported. */
function inPackage({ module, path }: Reference): Pick<Reference, 'module' | 'path'> {
  const whole = module === '' && path[0] === 'com' ? path.join('.') : module;
  const [, inner, rest] = /^(com\.pulumi(?:\.[a-z]\w*)*)\.([A-Z].*)$/.exec(whole) ?? [];
  if (inner !== undefined && rest !== undefined) {
    return { module: inner, path: whole === module ? path : rest.split('.') };
  }
  const packages = module.split('|');
  const [first = ''] = path;
  const word = /^Trail/.test(first) ? 'cloudtrail' : /^(?:Key|Alias)/.test(first) ? 'kms' : '';
  return { module: packages.find(one => word !== '' && one.endsWith(word)) ?? packages[0] ?? module, path };
}

/** The package that a module is of, and the modules of it on the way: `@pulumi/aws/kms`, `pulumi_aws.kms`. */
function packageOf(module: string): readonly [string, readonly string[]] | undefined {
  const [ofJava, java = ''] = /^com\.pulumi(?:\.(.+))?$/.exec(module) ?? [];
  if (ofJava !== undefined) {
    const [first = '', ...more] = java.split('.');
    const name = { aws: 'aws', awsnative: 'native', awsx: 'awsx' }[first];
    return name === undefined ? ['pulumi', []] : [name, more];
  }
  const [, ofGo, go] =
    /^github\.com\/pulumi\/(pulumi(?:-aws(?:-native|x)?)?)\/sdk\/(?:v\d+\/)?go\/(.+)$/.exec(module) ?? [];
  if (ofGo !== undefined && go !== undefined) {
    const name = {
      pulumi: 'pulumi',
      'pulumi-aws': 'aws',
      'pulumi-aws-native': 'native',
      'pulumi-awsx': 'awsx',
    }[ofGo];
    return name === undefined
      ? undefined
      : [
          name,
          go
            .split('/')
            .slice(1)
            .filter(part => part !== 'config'),
        ];
  }
  const [, scoped, rest = ''] = /^@pulumi\/([\w-]+)(?:\/(.+))?$/.exec(module) ?? [];
  const [, plain, dotted = ''] = /^pulumi(?:_(aws|aws_native|awsx))?(?:\.(.+))?$/.exec(module) ?? [];
  const isPython = scoped === undefined && /^pulumi(?:_aws|_aws_native|_awsx)?(?:\.|$)/.test(module);
  const name = packages.get(scoped ?? (isPython ? (plain ?? 'pulumi') : ''));
  const inner = (rest || dotted).split(/[./]/).filter(part => part !== '');
  return name === undefined ? undefined : [name, inner];
}

/** Classes have one name in all languages; modules and functions have the spelling of theirs. */
function spelledAlike(name: string): string {
  return /^[A-Z]/.test(name) ? name : camelCase(name);
}

/** In Go, functions make resources, look them up and ask: `NewKey`, `LookupKey`, `GetCallerIdentity`. */
function nameInGo(name: string): string {
  const [, verb, rest = ''] = /^(New|Lookup|Get)([A-Z]\w*)?$/.exec(name) ?? [];
  return verb === undefined ? name : verb === 'New' ? rest || 'Config' : `get${rest}`;
}

/** What is passed after the context, which every function takes first in Go. */
export function positionalOf({ args, callee }: Made): Made['args']['positional'] {
  const module = callee.kind === 'reference' ? callee.module : '';
  const [first, ...rest] = args.positional;
  return first && module.startsWith('github.com/pulumi/') && !/\/go\/pulumi$/.test(module)
    ? rest
    : args.positional;
}

/** The name of the class of an object, or of the function that returned it. */
export function classOf(value: Value): string | undefined {
  const made = madeOf(value);
  return made?.callee.kind === 'reference' ? nameOf(made.callee) : undefined;
}

/** The inputs of a resource: an object after its name, an object of arguments, or arguments by name. */
export function propertiesOf(made: Made): RecordValue {
  const { args } = made;
  const passed = positionalOf(made)[1]?.() ?? propertyNamed(args.named, 'args')?.get();
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

/** Whether a function of a package in Go makes it. */
export function isOfGo({ callee }: Made): boolean {
  return callee.kind === 'reference' && callee.module.startsWith('github.com/');
}

const openRecord: RecordValue = { kind: 'record', properties: new Map(), isOpen: true };
