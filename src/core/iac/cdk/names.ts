import { camelCase } from '../programs/spelling.ts';
import { type Made, madeOf, type RecordValue, type Reference, type Value } from '../programs/value.ts';

/*
 * The modules of the AWS CDK have a name of their own in every language. Here each class and function has one: `kms.Key`,
 * `kms.Key.fromKeyArn`, `core.Stack.of`.
 */

/** What something of the CDK is called here; undefined for what is none of it. */
export function nameOf({ module, path }: Reference): string | undefined {
  const service = serviceOf(module);
  if (service === undefined) {
    return undefined;
  }
  const [first = ''] = path;
  const inner = service === 'core' ? /^aws[-_](\w+)$/.exec(first)?.[1] : undefined;
  const names = inner === undefined ? path : path.slice(1);
  return [inner ?? service, ...names.map(nameInClass)].join('.');
}

/** Static functions have the spelling of their language; classes and the words of enumerations are the same in all. */
function nameInClass(name: string): string {
  return /^[A-Z]/.test(name) ? name : camelCase(name);
}

/** `kms` of `aws-cdk-lib/aws-kms`; `core` for what belongs to no service. */
function serviceOf(module: string): string | undefined {
  const [, inner] = /^(?:aws-cdk-lib|@aws-cdk|aws_cdk)(?:[/.](.+))?$/.exec(module) ?? [];
  if (inner === undefined) {
    return module === 'aws-cdk-lib' || module === 'aws_cdk' ? 'core' : undefined;
  }
  return inner === 'core' ? 'core' : /^aws[-_]([\w]+)$/.exec(inner)?.[1];
}

/** The name of the class that something is made of, or of the function that it comes from. */
export function classOf(value: Value): string | undefined {
  const made = madeOf(value);
  return made?.callee.kind === 'reference' ? nameOf(made.callee) : undefined;
}

/** The properties that a construct is made with: an object behind scope and id, or arguments by name. */
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
