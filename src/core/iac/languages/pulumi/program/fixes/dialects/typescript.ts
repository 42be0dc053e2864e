import { replace } from '../../../../../formats/edit.ts';
import { textAt } from '../../../../programs/write/refer.ts';
import { isNative } from '../../resources.ts';
import type { Dialect, Writing } from '../dialect.ts';

/** TypeScript and JavaScript, in SST also with its own names for what Pulumi gives. */
export const typescript: Dialect = {
  mayWrite: () => true,
  asking: ({ service, call }, { names }) => names.asked({ service, call: `${call}Output` }),
  ask: (question, writing, present) => {
    const { style } = writing.site;
    const name = present ?? question.variable;
    const [option = ''] = typescript.invokedWith(writing);
    // Functions of aws-native take nothing else.
    const args = option === '' || isNative(writing.site.trail.reading.made) ? option : `{}, ${option}`;
    return {
      lines:
        present === undefined
          ? [`const ${name} = ${typescript.asking(question, writing)}(${args})${style.end}`]
          : [],
      value: `${name}.${question.member}`,
    };
  },
  invokedWith: writing => {
    const given = optionsIn(writing);
    return given.length === 0 ? [] : [`{ ${given.join(', ')} }`];
  },
  inPolicy: value => value,
  tag: ({ site, names }) => (site.trail.isSst ? '$interpolate' : `${names.pulumi()}.interpolate`),
  data: code => code,
  policy: (data, _, writing) =>
    isNative(writing.site.trail.reading.made)
      ? data
      : { kind: 'call', callee: printer(writing), isNew: false, args: [data], properties: [] },
  // What Pulumi's own function prints may hold outputs.
  lifted: ({ printer: { callee }, isOnly }, values, writing) =>
    values.length === 0 || textAt(writing.site.file, callee) !== 'JSON.stringify'
      ? []
      : isOnly
        ? [replace(callee.range, printer(writing))]
        : undefined,
  classes: (service, name, names) => {
    const resource = names.to(service, name);
    return resource === undefined ? undefined : { resource };
  },
  around: (retained, writing) => {
    const written = [...optionsIn(writing), ...(retained ? ['retainOnDelete: true'] : [])];
    return { before: [], behind: written.length > 0 ? [`{ ${written.join(', ')} }`] : [] };
  },
  resource: (name, { resource }, code, { site: { style } }) => [
    `${name === undefined ? '' : style.writer.declaring(name, resource)}${code}${style.end}`,
  ],
  behind: () => [],
  stack: ({ site, names }) => (site.trail.isSst ? '$app.stage' : `${names.pulumi()}.getStack()`),
};

function optionsIn({ around: { provider, parent } }: Writing): readonly string[] {
  return [
    ...(provider === undefined ? [] : [optionOf('provider', provider)]),
    ...(parent === undefined ? [] : [optionOf('parent', parent)]),
  ];
}

function optionOf(name: string, value: string): string {
  return name === value ? name : `${name}: ${value}`;
}

function printer({ site, names }: Writing): string {
  return site.trail.isSst ? '$jsonStringify' : `${names.pulumi()}.jsonStringify`;
}
