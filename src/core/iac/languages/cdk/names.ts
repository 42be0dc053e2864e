import { onceFor } from '../../../base/onceFor.ts';
import {
  type Made,
  madeOf,
  type RecordValue,
  type Reference,
  type Value,
} from '../programs/evaluation/value.ts';
import { camelCase } from '../programs/spelling.ts';

/*
 * The modules of the AWS CDK have a name of their own in every language. Here each class and function has one: `kms.Key`,
 * `kms.Key.fromKeyArn`, `core.Stack.of`.
 */

/** What something of the CDK is called here; undefined for what is none of it. */
export const nameOf = onceFor(readName);

/** The calls of a program are looked at for each of its keys and trails. */
function readName(reference: Reference): string | undefined {
  const { module, path } = inPackage(reference);
  const service = serviceOf(module);
  if (service === undefined) {
    return undefined;
  }
  const [first = ''] = path;
  const inner = service === 'core' ? /^aws[-_](\w+)$/.exec(first)?.[1] : undefined;
  const inside = inner === undefined ? path : path.slice(1);
  return [inner ?? service, ...inside.map(nameInClass)].join('.');
}

/** Static functions have the spelling of their language; classes and the words of enumerations are the same in all. */
function nameInClass(name: string, index: number): string {
  const isSame = index === 0 ? /^[A-Z]/.test(name) : /^[A-Z][A-Z0-9_]/.test(name);
  return isSame ? name : camelCase(name);
}

/** In Java and C#, a class is imported by its whole name, written by it, or is one of a package of which all is imported. */
function inPackage({ module, path }: Reference): Pick<Reference, 'module' | 'path'> {
  const [, namespace, inNamespace = ''] =
    /^(Amazon\.CDK(?:\.AWS\.\w+)?)(?:\.(.+))?$/.exec(
      (module.startsWith('Amazon.CDK') && !module.includes('|') ? [module, ...path] : path).join('.'),
    ) ?? [];
  if (namespace !== undefined) {
    return { module: namespace, path: inNamespace.split('.').filter(part => part !== '') };
  }
  const whole = module === '' && path[0] === 'software' ? path.join('.') : module;
  const [, inner, rest] = /^(software\.amazon\.awscdk(?:\.[a-z]\w*)*)\.([A-Z].*)$/.exec(whole) ?? [];
  if (inner !== undefined && rest !== undefined) {
    return { module: inner, path: whole === module ? path : rest.split('.') };
  }
  const packages = module.split('|');
  const [first = ''] = path;
  const likely = packages.find(one => classesOfServices.get(serviceOf(one) ?? '')?.test(first));
  return { module: likely ?? packages.find(one => serviceOf(one) === 'core') ?? module, path };
}

/** Of which service a class is, of those that count here. */
const classesOfServices: ReadonlyMap<string, RegExp> = new Map([
  ['cloudtrail', /^(?:Cfn)?Trail/],
  ['kms', /^(?:Cfn)?(?:Key|Alias)/],
  ['iam', /^Policy|Principal|^(?:Effect|Role|User)$/],
  ['s3', /^(?:Cfn)?Bucket/],
]);

/** The packages of the CDK in each language, and what is inside of them. */
const packagesOfCdk = [
  /^(?:aws-cdk-lib|@aws-cdk|aws_cdk)(?:[/.](.+))?$/,
  /^software\.amazon\.awscdk(?:\.(?:services\.)?(.+))?$/,
  /^github\.com\/aws\/aws-cdk-go\/awscdk(?:\/v\d+)?(?:\/(.+))?$/,
  /^Amazon\.CDK(?:\.(?:AWS\.)?(.+))?$/,
];

/** `kms` of `aws-cdk-lib/aws-kms`, `lambda-nodejs` of one that has more words; `core` for what belongs to no service. */
function serviceOf(module: string): string | undefined {
  const found = packagesOfCdk.map(one => one.exec(module)).find(one => one !== null);
  return (
    found &&
    (found[1] ?? 'core')
      .replace(/^aws[-_]?/, '')
      .toLowerCase()
      .replace(/[._/]/g, '-')
  );
}

/** The name of the class of an object, or of the function that returned it. */
export function classOf(value: Value): string | undefined {
  const made = madeOf(value);
  return made?.callee.kind === 'reference' ? nameOf(made.callee) : undefined;
}

/** The properties that a construct is created with: an object behind scope and id, or arguments by name. */
export function propertiesOf({ args }: Made, position = 2): RecordValue {
  const passed = args.positional[position]?.();
  switch (passed?.kind) {
    case 'record':
      return passed;
    case 'nothing':
    case undefined:
      return args.isOpen && !passed ? { ...args.named, isOpen: true } : args.named;
    default:
      return { kind: 'record', properties: new Map(), isOpen: true };
  }
}
