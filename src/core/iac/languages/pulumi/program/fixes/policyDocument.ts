import {
  type CloudTrailAction,
  cloudTrailPrincipal,
  isObject,
  type PolicyValue,
} from '../../../../../trail/keyPolicy/index.ts';
import type { TextEdit } from '../../../../fix.ts';
import type { Call, Expression, List, Spread } from '../../../../formats/code/syntax.ts';
import { indentAt, replace } from '../../../../formats/edit.ts';
import type { Made, Place, Property } from '../../../programs/evaluation/value.ts';
import { camelCase } from '../../../programs/spelling.ts';
import { asData, print, type Style } from '../../../programs/write/code.ts';
import { replaceProperty } from '../../../programs/write/edits.ts';
import { textAt } from '../../../programs/write/refer.ts';
import { documentPrinting } from '../library.ts';
import { policyOf } from '../policy.ts';
import { isNative } from '../resources.ts';
import { type DocumentForm, formsOf } from './documents/index.ts';
import type { PolicyCode } from './policyCode.ts';
import { added, appended, written } from './policyWriting.ts';
import type { Site } from './site.ts';

/**
 * Ways to let CloudTrail use a key whose policy is printed by `getPolicyDocument`, or is a text: more in the statements of the
 * call, else a call that merges what is there with statements of its own.
 */
export function inDocument(
  site: Site,
  key: Made,
  policy: Property,
  missing: readonly CloudTrailAction[],
): readonly (readonly TextEdit[])[] {
  const value = policy.get();
  const taken = sidsIn(policyOf(value, site.trail.reading.trail));
  const document = documentPrinting(value);
  const call = document?.file === site.file ? document.call : undefined;
  const list = call && statementsIn(call);
  const form = list && formsOf(site).beside(call, list.items.at(-1), site);
  if (document && list && form) {
    const ground = { owner: document.environment.owner, range: call.range };
    const style = form.isPlain ? asData(site.style) : site.style;
    const more = (code: PolicyCode) => code.documentStatements(missing, form, taken);
    return [
      written(site, key, code => admitted(site, list.items, code, style), ground),
      written(site, key, code => appended(site, list, more(code), style), ground),
    ];
  }
  // Where it may be another one, or none, there is nothing to merge.
  const { value: expression, environment, file } = policy.entry;
  if (!expression || file !== site.file || expression.kind === 'conditional' || isNative(key)) {
    return [];
  }
  return [
    written(site, key, (code, writing) => {
      const statements = (by: DocumentForm) => code.documentStatements(missing, by, taken);
      const merged = formsOf(site).merged({ expression, environment }, statements, writing);
      const indent = indentAt(site.file.program.text, policy.entry.nameRange.start);
      return (
        merged && [
          ...close(policy.entry),
          replaceProperty(policy.entry, print(merged.call, site.style, indent) + merged.answer),
        ]
      );
    }),
  ];
}

/** A value of several lines is below no other (gofmt). */
function close({ file, nameRange, value }: Place): readonly TextEdit[] {
  const gap = { start: nameRange.end, end: value?.range.start ?? nameRange.end };
  return /^:[ \t]{2,}$/.test(textAt(file, { range: gap })) ? [replace(gap, ': ')] : [];
}

function sidsIn(policy: PolicyValue): ReadonlySet<string> {
  const statements = isObject(policy) ? policy['Statement'] : undefined;
  return new Set(
    (Array.isArray(statements) ? statements : []).flatMap(one => {
      const sid = isObject(one) ? one['Sid'] : undefined;
      return typeof sid === 'string' ? [sid] : [];
    }),
  );
}

/** What a call gives as its statements, where that is written there: a list, or one alone, as a setter takes it. */
function statementsIn(call: Call): Pick<List, 'items' | 'range'> | undefined {
  const value =
    fieldOf(call, 'statements') ??
    call.args.map(one => fieldOf(one.value, 'statements')).find(one => one !== undefined);
  if (value?.kind === 'list') {
    return value;
  }
  return value?.kind === 'object' && value.form === 'setters'
    ? { range: value.range, items: [value] }
    : undefined;
}

/** A property of an object, or an argument of a class that stands for one. */
function fieldOf(written: Expression | Spread, name: string): Expression | undefined {
  const own =
    written.kind === 'object'
      ? written.entries.find(
          one => one.kind === 'entry' && one.name !== undefined && camelCase(one.name) === name,
        )
      : written.kind === 'call'
        ? written.args.find(one => one.name !== undefined && camelCase(one.name) === name)
        : undefined;
  return own?.value;
}

/**
 * Another value in each condition by which a statement admits CloudTrail for other trails. Undefined where there is no such
 * statement.
 */
function admitted(
  site: Site,
  statements: List['items'],
  code: PolicyCode,
  style: Style,
): readonly TextEdit[] | undefined {
  const edits: TextEdit[] = [];
  for (const statement of statements) {
    const principals = fieldOf(statement, 'principals');
    const isOurs = principals !== undefined && textAt(site.file, principals).includes(cloudTrailPrincipal);
    const conditions = isOurs ? fieldOf(statement, 'conditions') : undefined;
    for (const one of conditions?.kind === 'list' ? conditions.items : []) {
      const variable = fieldOf(one, 'variable');
      const values = fieldOf(one, 'values');
      const wanted = variable?.kind === 'literal' ? code.conditions().get(String(variable.value)) : undefined;
      if (
        wanted &&
        values?.kind === 'list' &&
        values.items.length > 0 &&
        !values.items.some(item => isWide(textAt(site.file, item)))
      ) {
        edits.push(...added(site, values, [print(wanted, style, '')]));
      }
    }
  }
  return edits.length > 0 ? edits : undefined;
}

/** Takes every trail already. */
function isWide(value: string): boolean {
  return /\*["'`)]+$/.test(value);
}
