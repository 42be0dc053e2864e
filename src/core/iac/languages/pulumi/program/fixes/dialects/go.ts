import { replace } from '../../../../../formats/edit.ts';
import { spelled } from '../../../../programs/write/code.ts';
import { wholeOf } from '../../../../programs/write/edits.ts';
import { textAt } from '../../../../programs/write/refer.ts';
import { isNative } from '../../resources.ts';
import type { Dialect, Writing } from '../dialect.ts';

/** Go: functions of the provider answer at once, and everything that is made may fail. */
export const go: Dialect = {
  mayWrite: writing => failureOf(writing) !== undefined,
  // What there is a resource for, too, is looked up.
  asking: ({ service, call }, { names, site }) =>
    names.asked({
      service,
      call: service === undefined ? spelled(call, site.style) : call.replace(/^get/, 'Lookup'),
    }),
  ask: (question, writing, present) => {
    const { style } = writing.site;
    const { error, lines = [] } = failureOf(writing) ?? {};
    const name = present ?? question.variable;
    const args = [
      contextOf(writing),
      // Functions of aws-native take options alone.
      ...(isNative(writing.site.trail.reading.made) ? [] : ['nil']),
      ...optionsIn(writing),
    ];
    return {
      lines:
        present === undefined
          ? [`${name}, ${error} := ${go.asking(question, writing)}(${args.join(', ')})`, ...lines]
          : [],
      value: `${name}.${spelled(question.member, style)}`,
    };
  },
  invokedWith: optionsIn,
  inPolicy: value => value,
  tag: () => '',
  data: code => code,
  policy: (data, _, { site }) => ({
    kind: 'call',
    callee: `${site.style.pointers}.${isNative(site.trail.reading.made) ? 'Any' : 'JSONMarshal'}`,
    isNew: false,
    args: [data],
    properties: [],
  }),
  lifted: () => [],
  classes: (service, name, names) => {
    const resource = names.to(service, name);
    return resource === undefined ? undefined : { resource, inputs: `${resource}Args` };
  },
  around: (retained, writing) => ({
    before: [contextOf(writing)],
    behind: [
      ...optionsIn(writing),
      ...(retained ? [`${writing.site.style.pointers}.RetainOnDelete(true)`] : []),
    ],
  }),
  resource: (name, _, code, writing) => {
    const { error, lines = [] } = failureOf(writing) ?? {};
    return [`${name === undefined ? `_, ${error} =` : `${name}, ${error} :=`} ${code}`, ...lines];
  },
  // The error has a value by then, and nothing else is new.
  behind: ({ site, statement }) => {
    const { start, end } = wholeOf(statement);
    const sign = /^_\s*,\s*\w+\s*(:=)/d.exec(site.file.program.text.slice(start, end))?.indices?.[1];
    return sign ? [replace({ start: start + sign[0], end: start + sign[1] }, '=')] : [];
  },
  stack: writing => `${contextOf(writing)}.Stack()`,
};

function optionsIn({ site: { style }, around: { provider, parent } }: Writing): readonly string[] {
  return [
    ...(provider === undefined ? [] : [`${style.pointers}.Provider(${provider})`]),
    ...(parent === undefined ? [] : [`${style.pointers}.Parent(${parent})`]),
  ];
}

/** What the program runs with: the first thing that the trail is given. */
export function contextOf({ site }: Pick<Writing, 'site'>): string {
  const [context] = site.place.call.args;
  return context ? textAt(site.file, context) : 'ctx';
}

/** How the program goes on where something fails, as it does after the trail; undefined where nothing shows it. */
function failureOf({
  site,
  statement,
}: Writing): { readonly error: string; readonly lines: readonly string[] } | undefined {
  const { text } = site.file.program;
  const { start, end } = wholeOf(statement);
  const error = /^\w+\s*,\s*(\w+)\s*:?=/.exec(text.slice(start))?.[1];
  const rest = text.slice(end);
  if (error === undefined || error === '_') {
    return undefined;
  }
  const test = new RegExp(`^\\s*if ${error} != nil \\{\\s*\\n([^{}]*?)\\s*\\n[ \\t]*\\}`).exec(rest);
  const result = new RegExp(`^\\s*(return (?:[\\w.]+, )*${error})\\s*\\n`).exec(rest);
  const way = test?.[1]?.trim() ?? result?.[1];
  return way === undefined || way.includes('\n')
    ? undefined
    : { error, lines: [`if ${error} != nil {`, `${site.style.unit}${way}`, '}'] };
}
