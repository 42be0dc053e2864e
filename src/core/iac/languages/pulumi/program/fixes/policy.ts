import { type CloudTrailAction, cloudTrailPrincipal } from '../../../../../trail/keyPolicy/index.ts';
import type { TextEdit } from '../../../../fix.ts';
import type { Call, Entry, Expression, ObjectExpression } from '../../../../formats/code/syntax.ts';
import { addBehind, indentAt, isFirstOnLine, replace } from '../../../../formats/edit.ts';
import { defaults, quiet } from '../../../programs/evaluation/explore.ts';
import type { Made, Place as PlaceOf } from '../../../programs/evaluation/value.ts';
import { shutKey } from '../../../programs/fixes/others.ts';
import type { Remedy } from '../../../programs/fixes/site.ts';
import type { Owner, ProgramFile } from '../../../programs/outline/outline.ts';
import { onlyBindingOf, writtenFor } from '../../../programs/write/choices.ts';
import { asData, type Code, print, printFlat, raw } from '../../../programs/write/code.ts';
import {
  addProperty,
  hasOwnLine,
  indentOf,
  linesBefore,
  statementAround,
} from '../../../programs/write/edits.ts';
import { textAt, timesNamed } from '../../../programs/write/refer.ts';
import { styleOf } from '../../../programs/write/style.ts';
import { policyOfKey } from '../key.ts';
import { othersIn } from '../others.ts';
import { isNative } from '../resources.ts';
import { dialectOf, type Printed, type Writing } from './dialect.ts';
import { surroundingsOf } from './options.ts';
import { PolicyCode } from './policyCode.ts';
import { inputsAt, Names, type Site } from './site.ts';

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
  const data = policy.entry.file === site.file ? dataIn(policy.entry) : undefined;
  const list = data && entryNamed(data.object, 'Statement')?.value;
  if (list?.kind !== 'list') {
    return [];
  }
  return [
    written(site, key, code => admitted(site, list.items, code), data),
    written(site, key, code => appended(site, list, code.statements(missing)), data),
  ].filter(edits => edits.length > 0);
}

/**
 * Edits that write parts of a policy, with the lines that these need in front of the key, or of the data that the policy is
 * made of, and with what has to change where that is printed.
 */
function written(
  site: Site,
  key: Made,
  write: (code: PolicyCode) => readonly TextEdit[] | undefined,
  data?: PolicyData,
): readonly TextEdit[] {
  const statement = key.call && statementAround(key.environment.owner, key.call.range);
  const around = surroundingsOf(key, site.style);
  const owner = data?.owner ?? key.environment.owner;
  const front = data ? statementAround(owner, data.object.range) : statement;
  if (!statement || !front || !hasOwnLine(site.file, front) || !around) {
    return [];
  }
  const writing: Writing = { site, statement, around, names: new Names(site) };
  const dialect = dialectOf(site);
  const code = new PolicyCode(writing, { statement: front, owner });
  const edits = dialect.mayWrite(writing) ? write(code) : undefined;
  const printed = data && printedAs(data, site.file);
  const lifted = printed ? dialect.lifted(printed, code.values, writing) : [];
  // What the key is created by may not be known there yet.
  const isTooEarly = front !== statement && (around.provider ?? around.parent) !== undefined;
  if (!edits || edits.length === 0 || !lifted || (isTooEarly && code.lines.length > 0)) {
    return [];
  }
  const all = [...linesInFront(site, front, code.lines), ...edits, ...lifted];
  const own = code.lines.length > 0 ? dialect.behind(writing) : [];
  return [...all, ...own, ...writing.names.edits(all.map(({ content }) => content).join('\n'))];
}

export function linesInFront(
  site: Site,
  statement: Writing['statement'],
  lines: readonly string[],
): readonly TextEdit[] {
  const { file, style } = site;
  const joint = style.eol + indentOf(file.program.text, statement);
  return lines.length === 0 ? [] : [linesBefore(file, statement, lines.join(joint), style)];
}

function addTo(site: Site, key: Made, code: PolicyCode): readonly TextEdit[] | undefined {
  const { call } = key;
  const style = styleOf(site.file);
  const indent = call ? indentAt(site.file.program.text, call.range.start) + style.unit : '';
  const policy = print(code.whole(), style, indent, indent.length + 'policy: '.length);
  const name = isNative(key) ? 'keyPolicy' : 'policy';
  return call && addProperty(site.file, call, name, policy, style, inputsAt(style));
}

/** The object that a policy is made of, where it is written, and the call that prints it as JSON; absent where it is given as it is. */
interface PolicyData {
  readonly object: ObjectExpression;
  readonly owner: Owner;
  /** By which what prints it knows it. */
  readonly name: string | undefined;
  readonly printer: Call | undefined;
}

function dataIn(place: PlaceOf, printer?: Call): PolicyData | undefined {
  const written = writtenFor(place);
  if (!written) {
    return undefined;
  }
  const { expression, environment, owner } = written;
  if (expression.kind === 'object') {
    const { value } = place;
    const binding = value?.kind === 'name' ? onlyBindingOf(value.name, place.environment) : undefined;
    const isNamed = binding?.kind === 'value' && binding.event.value === expression;
    return {
      object: expression,
      owner,
      name: isNamed && value?.kind === 'name' ? value.name : undefined,
      printer,
    };
  }
  const [first] = expression.kind === 'call' ? expression.args : [];
  return first && expression.kind === 'call'
    ? dataIn({ ...place, value: first.value, environment }, expression)
    : undefined;
}

function printedAs({ object, name, printer }: PolicyData, file: ProgramFile): Printed | undefined {
  if (!printer) {
    return undefined;
  }
  const isInside = printer.range.start <= object.range.start && object.range.end <= printer.range.end;
  // Where it is declared, and where it is printed.
  const isOnly = name !== undefined && timesNamed(name, file.program.text) === 2;
  return { printer, isInside, isOnly: isInside || isOnly };
}

function entryNamed({ entries }: ObjectExpression, name: string): Entry | undefined {
  return entries.find((one): one is Entry => one.kind === 'entry' && one.name === name);
}

type List = Extract<Expression, { kind: 'list' }>;

function appended(site: Site, list: List, statements: readonly Code[]): readonly TextEdit[] | undefined {
  const last = list.items.at(-1);
  const { text } = site.file.program;
  if (!last || statements.length === 0) {
    return undefined;
  }
  const isOwnLine = isFirstOnLine(text, last.range.start);
  const indent = indentAt(text, isOwnLine ? last.range.start : list.range.start);
  // As the statements that are there.
  const style = { ...asData(site.style), text: textAt(site.file, list) };
  return added(
    site,
    list,
    statements.map(one => print(one, style, indent)),
  );
}

/** Adds items after the last one of a list, which may have to start otherwise to hold them too. */
function added(site: Site, list: List, items: readonly string[]): readonly TextEdit[] {
  const { file, style } = site;
  const { text } = file.program;
  const [first, last] = [list.items[0], list.items.at(-1)];
  if (!first || !last) {
    return [];
  }
  const before = isFirstOnLine(text, last.range.start) ? style.eol + indentAt(text, last.range.start) : ' ';
  const open = { start: list.range.start, end: first.range.start };
  const all = [...list.items.map(one => textAt(file, one)), ...items];
  const wide = style.writer.widened?.(textAt(file, { range: open }), all);
  return [
    ...(wide === undefined ? [] : [replace(open, wide)]),
    ...addBehind(text, last.range.end, before, items.join(`,${before}`)),
  ];
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
