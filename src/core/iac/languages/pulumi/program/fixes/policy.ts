import { knownValue } from '../../../../../trail/fact.ts';
import {
  accessOfTrail,
  type CloudTrailAction,
  cloudTrailPrincipal,
  cloudTrailStatements,
  conditionsOfTrail,
  newKeyPolicy,
  type TrailAccess,
} from '../../../../../trail/keyPolicy/index.ts';
import type { TextEdit } from '../../../../fix.ts';
import type { Call, Entry, Expression, ObjectExpression } from '../../../../formats/code/syntax.ts';
import { addBehind, indentAt, isFirstOnLine, replace } from '../../../../formats/edit.ts';
import { defaults, quiet } from '../../../programs/evaluation/explore.ts';
import { propertyNamed } from '../../../programs/evaluation/properties.ts';
import type { Made, Place as PlaceOf } from '../../../programs/evaluation/value.ts';
import { shutKey } from '../../../programs/fixes/others.ts';
import type { Remedy } from '../../../programs/fixes/site.ts';
import type { Owner, ProgramFile } from '../../../programs/outline/outline.ts';
import { onlyBindingOf, writtenFor } from '../../../programs/write/choices.ts';
import { asData, type Code, dataOf, print, printFlat, type Raw, raw } from '../../../programs/write/code.ts';
import {
  addProperty,
  hasOwnLine,
  indentOf,
  linesBefore,
  statementAround,
} from '../../../programs/write/edits.ts';
import { textAt, timesNamed, unusedName } from '../../../programs/write/refer.ts';
import { styleOf } from '../../../programs/write/style.ts';
import { policyOfKey } from '../key.ts';
import { propertiesOf } from '../names.ts';
import { othersIn } from '../others.ts';
import { isNative } from '../resources.ts';
import { type Dialect, dialectOf, type Printed, type Question, type Writing } from './dialect.ts';
import { areSame, surroundingsOf } from './options.ts';
import { inputsAt, Names, type Site } from './site.ts';

/** What a policy has to name of the place where a stack is deployed. */
type Place = Question['place'];

const questions: Readonly<Record<Place, Omit<Question, 'place'>>> = {
  account: { call: 'getCallerIdentity', member: 'accountId', variable: 'callerIdentity' },
  owner: {
    service: 'organizations',
    call: 'getOrganization',
    member: 'masterAccountId',
    variable: 'organization',
  },
  partition: { call: 'getPartition', member: 'partition', variable: 'partition' },
  // What newer versions call `region` and older ones `name` is the id in both.
  region: { call: 'getRegion', member: 'id', variable: 'region' },
};

const nativeCalls: Readonly<
  Record<Exclude<Place, 'owner'>, { readonly call: string; readonly member: string }>
> = {
  account: { call: 'getAccountId', member: 'accountId' },
  partition: { call: 'getPartition', member: 'partition' },
  region: { call: 'getRegion', member: 'region' },
};

/** A statement of a function. */
interface Front {
  readonly statement: Writing['statement'];
  readonly owner: Owner;
}

/** Parts of a policy as code, and the lines that ask for what they name. */
export class PolicyCode {
  readonly #writing: Writing;
  readonly #front: Front;
  readonly #site: Site;
  readonly #dialect: Dialect;
  readonly #values = new Map<Place, string>();
  readonly #lines: string[] = [];

  /** `front`: what the lines stand in front of, if that is not the statement that they are made for. */
  constructor(
    writing: Writing,
    front: Front = { statement: writing.statement, owner: writing.site.place.owner },
  ) {
    this.#writing = writing;
    this.#front = front;
    this.#site = writing.site;
    this.#dialect = dialectOf(writing.site);
  }

  /** What it needs that is known at deployment only, in the order in which it was asked for. */
  get values(): readonly string[] {
    return [...this.#values.values()];
  }

  /** In front of what uses them. */
  get lines(): readonly string[] {
    return this.#lines;
  }

  /** A whole policy, as the key takes it. */
  whole(): Code {
    const { account, partition } = this.#marks;
    const policy = this.#code(newKeyPolicy({ ...this.#access, partition, keyAccount: account }));
    return this.#dialect.policy(policy, this.values, this.#writing);
  }

  statements(missing: readonly CloudTrailAction[]): readonly Code[] {
    return cloudTrailStatements(this.#access, missing).map(one => this.#code(one));
  }

  /** What a statement that admits other trails has to take besides, by the key of its condition. */
  conditions(): ReadonlyMap<string, Code> {
    return new Map([...conditionsOfTrail(this.#access)].map(([key, value]) => [key, this.#code(value)]));
  }

  get #marks(): Readonly<Record<Place, string>> {
    return {
      account: '\uE000account\uE001',
      owner: '\uE000owner\uE001',
      partition: '\uE000partition\uE001',
      region: '\uE000region\uE001',
    };
  }

  get #access(): TrailAccess {
    const { account: own, owner, partition, region: here } = this.#marks;
    const { reading, call } = this.#site.trail;
    const account = this.#asksForOwner ? owner : own;
    const { name, region = here, bucketKey } = reading.trail;
    const isPlaced = region !== here || this.#isBesideTrail;
    const isKnown = typeof name === 'string' && reading.isAlwaysNamedSo && !call && isPlaced;
    return accessOfTrail({ partition, region, account, name: isKnown ? name : undefined, bucketKey });
  }

  /**
   * Whether the trail is one of an organization, which belongs to its management account, and a function tells that one: there is
   * none for Cloud Control, and what it takes with options differs between versions of the provider where these follow arguments.
   */
  get #asksForOwner(): boolean {
    const { trail, style } = this.#site;
    const { provider, parent } = this.#writing.around;
    const takesOptions = ['python', 'go'].includes(style.writer.language);
    return (
      knownValue(trail.reading.facts.organization) === true &&
      !isNative(trail.reading.made) &&
      (takesOptions || (provider === undefined && parent === undefined))
    );
  }

  /** Whether the provider that is asked for a Region answers with that of the trail. */
  get #isBesideTrail(): boolean {
    const { made } = this.#site.trail.reading;
    const own = surroundingsOf(made, this.#site.style);
    return (
      own !== undefined &&
      areSame(own, this.#writing.around) &&
      propertyNamed(propertiesOf(made), 'region') === undefined
    );
  }

  #code(value: unknown): Code {
    const code = dataOf(value, written => {
      const parts = written
        .split(/[\uE000\uE001]/)
        .map((part, index): string | Raw => (index % 2 === 0 ? part : { raw: this.#value(part as Place) }));
      const filled = parts.filter(part => part !== '');
      const [only, ...others] = filled;
      return only !== undefined && typeof only !== 'string' && others.length === 0
        ? raw(only.raw)
        : {
            kind: 'text',
            parts: filled,
            ...(filled.length > 1 && { tag: this.#dialect.tag(this.#writing) }),
          };
    });
    return this.#dialect.data(code);
  }

  #value(place: Place): string {
    const index = [...this.#values.keys()].indexOf(place);
    if (index >= 0) {
      return this.#dialect.inPolicy(this.values[index] ?? '', index);
    }
    const native = isNative(this.#site.trail.reading.made);
    const { variable, ...usual } = questions[place];
    const wanted = { ...usual, ...(native && place !== 'owner' && nativeCalls[place]) };
    const asked = this.#dialect.asking({ ...wanted, place, variable }, this.#writing);
    const present = this.#present(asked);
    const name = unusedName(this.#site, this.#site.style.writer.variable(variable));
    const { lines, value } = this.#dialect.ask({ ...wanted, place, variable: name }, this.#writing, present);
    this.#lines.push(...lines);
    this.#values.set(place, value);
    return this.#dialect.inPolicy(value, this.#values.size - 1);
  }

  /** A variable of the program that asks already, in front of the place. */
  #present(asked: string): string | undefined {
    const { site, around } = this.#writing;
    const { statement, owner: from } = this.#front;
    if (around.provider !== undefined || around.parent !== undefined) {
      // What is asked for by another provider may be said of another account.
      return undefined;
    }
    for (let owner: Owner | undefined = from; owner; owner = owner.parent) {
      for (const [name, bindings] of owner.kind === 'class' ? [] : owner.names) {
        const [only, ...others] = bindings;
        const value =
          only?.kind === 'value' && others.length === 0 && !only.event.part ? only.event.value : undefined;
        const isHere = value?.kind === 'call' && value.range.end < statement.range.start;
        if (isHere && isAsked(value) && textAt(site.file, value.callee) === asked) {
          return name;
        }
      }
    }
    return undefined;
  }
}

/** Whether a call asks for what is so without further conditions: in Go, of what the program runs with. */
function isAsked({ args }: Call): boolean {
  return args.every(
    ({ value }) =>
      value.kind === 'name' ||
      (value.kind === 'literal' && value.value === null) ||
      (value.kind === 'object' && value.entries.length === 0),
  );
}

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
