import {
  accessOfTrail,
  type CloudTrailAction,
  cloudTrailStatements,
} from '../../../../trail/keyPolicy/index.ts';
import type { Expression } from '../../../formats/code/syntax.ts';
import { propertyNamed } from '../../programs/evaluation/properties.ts';
import { literalOf } from '../../programs/evaluation/value.ts';
import type { Site } from '../../programs/fixes/site.ts';
import { type Code, dataOf, print, raw, spelled } from '../../programs/write/code.ts';
import type { References } from '../../programs/write/imports.ts';
import { textAt } from '../../programs/write/refer.ts';
import { propertiesOf } from '../names.ts';
import { trailInProgram } from '../trail.ts';

/** Stand for what the code puts together. */
const [partition, region, account, trailName] = ['partition', 'region', 'account', 'trail'].map(
  one => `\u0001${one}`,
) as [string, string, string, string];

/** Statements that let CloudTrail use a key for the trail, each added to the key by a call; undefined where they cannot be written. */
export function policyCalls(
  site: Site,
  key: string,
  missing: readonly CloudTrailAction[] | undefined,
  references: References,
): readonly Code[] | undefined {
  const { made } = site.trail.reading;
  const name = nameCode(site);
  const { bucketKey } = trailInProgram(made);
  const access = accessOfTrail({ partition, region, account, name: name && trailName, bucketKey });
  const statement = references.to('iam', 'PolicyStatement');
  const principal = references.to('iam', 'ServicePrincipal');
  const isTyped = site.style.writer.language === 'go';
  const principals = isTyped ? references.to('iam', 'IPrincipal') : undefined;
  if (statement === undefined || principal === undefined) {
    return undefined;
  }
  const isNamed = ['java', 'go', 'csharp'].includes(site.style.writer.language);
  const components = isNamed ? references.to('core', 'ArnComponents') : undefined;
  const textOf = (text: string): Code =>
    text === access.trailArn
      ? arn(site, key, components, name ?? { kind: 'text', parts: ['*'] }, [])
      : text === access.contextArn
        ? arn(site, key, components, { kind: 'text', parts: ['*'] }, [
            ['region', { kind: 'text', parts: ['*'] }],
          ])
        : text === account
          ? raw(site.style.writer.path(key, ['stack', 'account']))
          : { kind: 'text', parts: [text] };
  return cloudTrailStatements(access, missing).map(({ Sid, Principal, Action, Resource, Condition }) => {
    const service = 'Service' in Principal ? Principal.Service : '';
    const properties: readonly (readonly [string, Code])[] = [
      ['sid', textOf(Sid)],
      ['principals', { kind: 'list', items: [call(principal, [textOf(service)])], type: principals }],
      ['actions', dataOf([Action].flat(), textOf)],
      ['resources', dataOf([Resource], textOf)],
      ...(Condition ? [['conditions', dataOf(Condition, textOf)] as const] : []),
    ];
    return {
      kind: 'call',
      callee: `${key}.${spelled('addToResourcePolicy', site.style)}`,
      isNew: false,
      args: [{ kind: 'call', callee: statement, isNew: true, args: [], properties }],
      properties: [],
      left: 1,
    };
  });
}

/** The same as lines of the file. */
export function printedCalls({ style }: Site, calls: readonly Code[], indent: string): string {
  return calls.map(one => print(one, style, indent) + style.end).join(style.eol + indent);
}

function call(callee: string, args: readonly Code[]): Code {
  return { kind: 'call', callee, isNew: true, args, properties: [], left: 1 };
}

/** The ARN of a trail, put together by the stack of the key: a reference to the trail would make a circle. */
function arn(
  { style }: Site,
  key: string,
  type: string | undefined,
  name: Code,
  more: readonly (readonly [string, Code])[],
): Code {
  return {
    kind: 'call',
    callee: `${style.writer.path(key, ['stack'])}.${spelled('formatArn', style)}`,
    isNew: false,
    args: [],
    properties: [
      ['service', { kind: 'text', parts: ['cloudtrail'] }],
      ...more,
      ['resource', { kind: 'text', parts: ['trail'] }],
      ['resourceName', name],
    ],
    type,
  };
}

/** The name of the trail as the code gives it; undefined where AWS or the deployment makes one up. */
function nameCode(site: Site): Code | undefined {
  const { made, isAlwaysNamedSo } = site.trail.reading;
  const property = propertyNamed(propertiesOf(made), 'trailName');
  const value = property?.get();
  const literal = literalOf(value);
  if (literal !== undefined && (isAlwaysNamedSo || literal === '')) {
    return literal === '' ? undefined : { kind: 'text', parts: [literal] };
  }
  const written: Expression | undefined = property?.entry.value;
  return value?.kind === 'text' && written && property?.entry.file === site.file && !site.trail.call
    ? raw(textAt(site.file, written))
    : undefined;
}
