import {
  type CloudTrailAction,
  cloudTrailPrincipal,
  cloudTrailStatements,
  newKeyPolicy,
  type TrailAccess,
} from '../../../../trail/keyPolicy/index.ts';
import type { TextEdit } from '../../../fix.ts';
import type { Entry, Expression, ObjectExpression } from '../../../formats/code/syntax.ts';
import { addBehind, indentAt, isFirstOnLine, replace } from '../../../formats/edit.ts';
import { defaults, quiet } from '../../../programs/explore.ts';
import { shutKey } from '../../../programs/fixes/others.ts';
import type { Remedy } from '../../../programs/fixes/site.ts';
import type { Made } from '../../../programs/value.ts';
import {
  type Code,
  dataOf,
  print,
  type Raw,
  raw,
  type Style,
  spelled,
} from '../../../programs/write/code.ts';
import { addProperty, hasOwnLine, indentOf, statementAround } from '../../../programs/write/edits.ts';
import { unusedName } from '../../../programs/write/refer.ts';
import { styleOf } from '../../../programs/write/style.ts';
import { policyOfKey } from '../key.ts';
import { isNative } from '../resources.ts';
import { othersIn } from '../trail.ts';
import { Names, type Site } from './site.ts';

/** What a policy has to name of the place where a stack is deployed. */
type Place = 'account' | 'partition' | 'region';

const questions: Readonly<
  Record<Place, { readonly call: string; readonly member: string; readonly variable: string }>
> = {
  account: { call: 'getCallerIdentity', member: 'accountId', variable: 'callerIdentity' },
  partition: { call: 'getPartition', member: 'partition', variable: 'partition' },
  // What newer versions call `region` and older ones `name` is the id in both.
  region: { call: 'getRegion', member: 'id', variable: 'region' },
};

const nativeCalls: Readonly<Record<Place, { readonly call: string; readonly member: string }>> = {
  account: { call: 'getAccountId', member: 'accountId' },
  partition: { call: 'getPartition', member: 'partition' },
  region: { call: 'getRegion', member: 'region' },
};

/** Whether resources and their policies are written: in Java and Go, that takes statements of several lines each. */
export function writesResources({ writer }: Style): boolean {
  return writer.language === 'javascript' || writer.language === 'python';
}

/** Parts of a policy as code, and the lines that ask for what they name. */
export class PolicyCode {
  readonly #site: Site;
  readonly #names: Names;
  readonly #expressions = new Map<Place, string>();
  readonly #lines: string[] = [];

  constructor(site: Site, names: Names) {
    this.#site = site;
    this.#names = names;
  }

  /** In front of what uses them. */
  get lines(): readonly string[] {
    return this.#lines;
  }

  /** A whole policy, as the key takes it. */
  whole(): Code {
    const { account, partition } = this.#marks;
    const policy = this.#code(newKeyPolicy({ ...this.#access, partition, keyAccount: account }));
    return isNative(this.#site.trail.reading.made) ? policy : this.#printed(policy);
  }

  statements(missing: readonly CloudTrailAction[]): readonly Code[] {
    return cloudTrailStatements(this.#access, missing).map(one => this.#code(one));
  }

  /** What a statement that admits other trails has to take besides, by the key of its condition. */
  conditions(): ReadonlyMap<string, Code> {
    const { trailArn, contextArn } = this.#access;
    return new Map(
      trailArn === undefined
        ? []
        : [
            ['aws:SourceArn', this.#code(trailArn)],
            ['kms:EncryptionContext:aws:cloudtrail:arn', this.#code(contextArn)],
          ],
    );
  }

  get #marks(): Readonly<Record<Place, string>> {
    return {
      account: '\uE000account\uE001',
      partition: '\uE000partition\uE001',
      region: '\uE000region\uE001',
    };
  }

  get #access(): TrailAccess {
    const { account, partition, region: here } = this.#marks;
    const { name, region = here, bucketKey } = this.#site.trail.reading.trail;
    return {
      ...(typeof name === 'string' && !this.#site.trail.call
        ? { trailArn: `arn:${partition}:cloudtrail:${region}:${account}:trail/${name}` }
        : { sourceAccount: account }),
      contextArn: `arn:${partition}:cloudtrail:*:${account}:trail/*`,
      bucketKey: bucketKey !== false,
    };
  }

  #printed(policy: Code): Code {
    const { style, trail, file } = this.#site;
    const callee =
      style.writer.language === 'python'
        ? /^\s*import json\b/m.test(file.program.text)
          ? 'json.dumps'
          : `${this.#names.pulumi()}.Output.json_dumps`
        : trail.isSst
          ? '$jsonStringify'
          : `${this.#names.pulumi()}.jsonStringify`;
    return { kind: 'call', callee, isNew: false, args: [policy], properties: [] };
  }

  #code(value: unknown): Code {
    return dataOf(value, written => {
      const parts = written
        .split(/[\uE000\uE001]/)
        .map((part, index): string | Raw =>
          index % 2 === 0 ? part : { raw: this.#expression(part as Place) },
        );
      const filled = parts.filter(part => part !== '');
      const [only, ...others] = filled;
      return only !== undefined && typeof only !== 'string' && others.length === 0
        ? raw(only.raw)
        : { kind: 'text', parts: filled, tag: this.#tag };
    });
  }

  get #tag(): string {
    const { style, trail } = this.#site;
    return style.writer.language === 'python'
      ? ''
      : trail.isSst
        ? '$interpolate'
        : `${this.#names.pulumi()}.interpolate`;
  }

  #expression(place: Place): string {
    const known = this.#expressions.get(place);
    if (known !== undefined) {
      return known;
    }
    const { style, trail } = this.#site;
    const native = isNative(trail.reading.made);
    const { variable } = questions[place];
    const { call, member } = native ? nativeCalls[place] : questions[place];
    const asked = this.#names.provider(call);
    const isPython = style.writer.language === 'python';
    const present = this.#present(asked);
    const name = present ?? unusedName(this.#site, spelled(variable, style));
    if (present === undefined) {
      this.#lines.push(`${isPython ? '' : 'const '}${name} = ${asked}()${style.end}`);
    }
    const expression = `${name}.${spelled(member, style)}`;
    this.#expressions.set(place, expression);
    return expression;
  }

  /** A variable of the program that asks already, in front of the place. */
  #present(asked: string): string | undefined {
    const { file, place } = this.#site;
    for (const [name, bindings] of file.outline.root.names) {
      const [only, ...others] = bindings;
      const value =
        only?.kind === 'value' && others.length === 0 && !only.event.part ? only.event.value : undefined;
      const isCall =
        value?.kind === 'call' && value.args.length === 0 && value.range.end < place.call.range.start;
      if (isCall && file.program.text.slice(value.callee.range.start, value.callee.range.end) === asked) {
        return name;
      }
    }
    return undefined;
  }
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
  if (key.file !== site.file || !key.call || !writesResources(site.style)) {
    return [];
  }
  if (!policy) {
    return [written(site, key, code => addTo(site, key, code))];
  }
  const document =
    policy.entry.value && policy.entry.file === site.file ? objectIn(policy.entry.value) : undefined;
  const list = document && entryNamed(document, 'Statement')?.value;
  if (list?.kind !== 'list') {
    return [];
  }
  return [
    written(site, key, code => admitted(site, list.items, code)),
    written(site, key, code => appended(site, list, code.statements(missing))),
  ].filter(edits => edits.length > 0);
}

/** Edits that write parts of a policy, with the lines that these need in front of the key. */
function written(
  site: Site,
  key: Made,
  write: (code: PolicyCode) => readonly TextEdit[] | undefined,
): readonly TextEdit[] {
  const names = new Names(site);
  const code = new PolicyCode(site, names);
  const edits = write(code);
  const { lines } = code;
  const statement = key.call && statementAround(key.environment.owner, key.call.range);
  if (!edits || edits.length === 0 || !lines || !statement || !hasOwnLine(site.file, statement)) {
    return [];
  }
  return [...linesInFront(site, statement, lines), ...edits, ...names.edits()];
}

type Statement = NonNullable<ReturnType<typeof statementAround>>;

export function linesInFront(
  site: Site,
  statement: Statement,
  lines: readonly string[],
): readonly TextEdit[] {
  const { text } = site.file.program;
  const indent = indentOf(text, statement);
  const start = text.lastIndexOf('\n', Math.max(statement.range.start - 1, 0)) + 1;
  return lines.length === 0
    ? []
    : [{ offset: start, length: 0, content: lines.map(line => indent + line + site.style.eol).join('') }];
}

function addTo(site: Site, key: Made, code: PolicyCode): readonly TextEdit[] | undefined {
  const { call } = key;
  const style = styleOf(site.file);
  const indent = call ? indentAt(site.file.program.text, call.range.start) + style.unit : '';
  const policy = print(code.whole(), style, indent, indent.length + 'policy: '.length);
  return call && addProperty(site.file, call, isNative(key) ? 'keyPolicy' : 'policy', policy, style, 1);
}

/** The object that is printed as JSON, or given as it is. */
function objectIn(expression: Expression): ObjectExpression | undefined {
  if (expression.kind === 'object') {
    return expression;
  }
  const [first] = expression.kind === 'call' ? expression.args : [];
  return first ? objectIn(first.value) : undefined;
}

function entryNamed({ entries }: ObjectExpression, name: string): Entry | undefined {
  return entries.find((one): one is Entry => one.kind === 'entry' && one.name === name);
}

function appended(
  site: Site,
  list: Extract<Expression, { kind: 'list' }>,
  statements: readonly Code[],
): readonly TextEdit[] | undefined {
  const last = list.items.at(-1);
  const { text } = site.file.program;
  if (!last || statements.length === 0) {
    return undefined;
  }
  const isOwnLine = isFirstOnLine(text, last.range.start);
  const indent = isOwnLine ? indentAt(text, last.range.start) : indentAt(text, list.range.start);
  const before = isOwnLine ? site.style.eol + indent : ' ';
  const items = statements.map(one => print(one, site.style, indent));
  return addBehind(text, last.range.end, before, items.join(`,${before}`));
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
        const added = print(wanted, site.style, '');
        const last = value.kind === 'list' ? value.items.at(-1) : undefined;
        edits.push(
          ...(last
            ? addBehind(
                text,
                last.range.end,
                isFirstOnLine(text, last.range.start)
                  ? site.style.eol + indentAt(text, last.range.start)
                  : ' ',
                added,
              )
            : [replace(value.range, `[${present}, ${added}]`)]),
        );
      }
    }
  }
  return edits.length > 0 ? edits : undefined;
}
