import { type CloudTrailAction, cloudTrailPrincipal } from '../../../../../trail/keyPolicy/index.ts';
import type { TextEdit } from '../../../../fix.ts';
import type { Call, Entry, Expression, ObjectExpression } from '../../../../formats/code/syntax.ts';
import { indentAt, replace } from '../../../../formats/edit.ts';
import { defaults, quiet } from '../../../programs/evaluation/explore.ts';
import type { Made, Place as PlaceOf } from '../../../programs/evaluation/value.ts';
import { shutKey } from '../../../programs/fixes/others.ts';
import type { Remedy } from '../../../programs/fixes/site.ts';
import type { ProgramFile } from '../../../programs/outline/outline.ts';
import { onlyBindingOf, writtenFor } from '../../../programs/write/choices.ts';
import { asData, type Code, print, printFlat, raw } from '../../../programs/write/code.ts';
import { addProperty } from '../../../programs/write/edits.ts';
import { timesNamed } from '../../../programs/write/refer.ts';
import { styleOf } from '../../../programs/write/style.ts';
import { policyOfKey } from '../key.ts';
import { othersIn } from '../others.ts';
import { isNative } from '../resources.ts';
import { dialectOf, type Printed } from './dialect.ts';
import type { PolicyCode } from './policyCode.ts';
import { inDocument } from './policyDocument.ts';
import { added, appended, type Ground, written } from './policyWriting.ts';
import { inputsAt, type Site } from './site.ts';

/** Add to the key's policy what CloudTrail lacks. */
export function addStatements(site: Site): Remedy[] {
  const key = shutKey(site);
  return !key
    ? []
    : opening(site, key.made, key.missing).map(edits => ({
        action: { kind: 'add-policy-statements', key: key.name },
        changes: [{ file: site.file, edits }],
      }));
}

/**
 * Ways to let CloudTrail use a key for the trail, the best one first: another trail in the statements that admit other trails,
 * else statements of its own.
 */
export function opening(
  site: Site,
  key: Made,
  missing: readonly CloudTrailAction[],
): readonly (readonly TextEdit[])[] {
  const { trail } = site;
  const world = quiet(defaults({ library: trail.library, files: trail.files }));
  const policy = policyOfKey(key, othersIn(trail.files, world));
  if (key.file !== site.file || !key.call) {
    return [];
  }
  if (!policy) {
    return [written(site, key, code => addTo(site, key, code))].filter(edits => edits.length > 0);
  }
  const data = policy.entry.file === site.file ? dataIn(site.file, policy.entry) : undefined;
  const list = data && entryNamed(data.object, 'Statement')?.value;
  const ways =
    list?.kind === 'list'
      ? [
          written(site, key, code => admitted(site, list.items, code), data),
          written(site, key, code => appended(site, list, code.statements(missing)), data),
        ]
      : inDocument(site, key, policy, missing);
  return ways.filter(edits => edits.length > 0);
}

function addTo(site: Site, key: Made, code: PolicyCode): readonly TextEdit[] | undefined {
  const { call } = key;
  const style = styleOf(site.file);
  const indent = call ? indentAt(site.file.program.text, call.range.start) + style.unit : '';
  const policy = print(code.whole(), style, indent, indent.length + 'policy: '.length);
  const name = isNative(key) ? 'keyPolicy' : 'policy';
  return call && addProperty(site.file, call, name, policy, style, inputsAt(style));
}

/** The object that a policy is made of, where it is written. */
interface PolicyData extends Ground {
  readonly object: ObjectExpression;
}

/** `printer`: the call that prints it as JSON; absent where it is given as it is. */
function dataIn(file: ProgramFile, place: PlaceOf, printer?: Call): PolicyData | undefined {
  const written = writtenFor(place);
  if (!written) {
    return undefined;
  }
  const { expression, environment, owner } = written;
  if (expression.kind === 'object') {
    const { value } = place;
    const binding = value?.kind === 'name' ? onlyBindingOf(value.name, place.environment) : undefined;
    const isNamed = binding?.kind === 'value' && binding.event.value === expression;
    const name = isNamed && value?.kind === 'name' ? value.name : undefined;
    return {
      object: expression,
      owner,
      range: expression.range,
      printed: printer && printedAs(expression, name, printer, file),
    };
  }
  const [first] = expression.kind === 'call' ? expression.args : [];
  return first && expression.kind === 'call'
    ? dataIn(file, { ...place, value: first.value, environment }, expression)
    : undefined;
}

/** `name`: by which what prints an object knows it. */
function printedAs(
  { range }: ObjectExpression,
  name: string | undefined,
  printer: Call,
  file: ProgramFile,
): Printed {
  const isInside = printer.range.start <= range.start && range.end <= printer.range.end;
  // Where it is declared, and where it is printed.
  const isOnly = name !== undefined && timesNamed(name, file.program.text) === 2;
  return { printer, isInside, isOnly: isInside || isOnly };
}

function entryNamed({ entries }: ObjectExpression, name: string): Entry | undefined {
  return entries.find((one): one is Entry => one.kind === 'entry' && one.name === name);
}

/** Undefined where no statement admits CloudTrail for other trails by a condition that this trail can be added to. */
function admitted(
  site: Site,
  statements: readonly { readonly kind: string }[],
  code: PolicyCode,
): readonly TextEdit[] | undefined {
  const { text } = site.file.program;
  const edits: TextEdit[] = [];
  for (const statement of statements as readonly Expression[]) {
    const own = statement.kind === 'object' ? statement : undefined;
    const principal = own && entryNamed(own, 'Principal');
    const isOurs =
      principal !== undefined &&
      text.slice(principal.range.start, principal.range.end).includes(cloudTrailPrincipal);
    const condition = own && isOurs ? entryNamed(own, 'Condition')?.value : undefined;
    for (const test of condition?.kind === 'object' ? condition.entries : []) {
      const keys = test.kind === 'entry' && test.value.kind === 'object' ? test.value.entries : [];
      for (const one of keys) {
        const wanted =
          one.kind === 'entry' && one.name !== undefined ? code.conditions().get(one.name) : undefined;
        if (one.kind !== 'entry' || !wanted) {
          continue;
        }
        const { value } = one;
        const present = text.slice(value.range.start, value.range.end);
        if (/\*["'`]$/.test(present)) {
          continue;
        }
        const printed = print(wanted, asData(site.style), '');
        edits.push(
          ...(value.kind === 'list' && value.items.length > 0
            ? added(site, value, [printed])
            : [replace(value.range, listed(site, [present, printed]))]),
        );
      }
    }
  }
  return edits.length > 0 ? edits : undefined;
}

/** Values as a list of the data that a policy is made of. */
function listed(site: Site, items: readonly string[]): string {
  const list: Code = { kind: 'list', items: items.map(raw) };
  return printFlat(dialectOf(site).data(list), asData(site.style));
}
