import { replace } from '../../../../formats/edit.ts';
import { textAt } from '../../../../programs/write/refer.ts';
import { isNative } from '../../resources.ts';
import type { Dialect, Writing } from '../dialect.ts';
import { providerOf } from '../site.ts';

/** TypeScript and JavaScript, in SST also with its own names for what Pulumi gives. */
export const typescript: Dialect = {
  mayWrite: () => true,
  asking: ({ call }, { names }) => names.provider(`${call}Output`),
  ask: (question, writing, present) => {
    const { style } = writing.site;
    const name = present ?? question.variable;
    const provider = providerOf(writing.site);
    const option = provider === undefined ? '' : `{ ${optionOf(provider)} }`;
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
  inPolicy: value => value,
  tag: ({ site, names }) => (site.trail.isSst ? '$interpolate' : `${names.pulumi()}.interpolate`),
  data: code => code,
  policy: (data, _, writing) =>
    isNative(writing.site.trail.reading.made)
      ? data
      : { kind: 'call', callee: printer(writing), isNew: false, args: [data], properties: [] },
  // What Pulumi's own function prints may hold outputs.
  lifted: ({ callee }, values, writing) =>
    values.length > 0 && textAt(writing.site.file, callee) === 'JSON.stringify'
      ? [replace(callee.range, printer(writing))]
      : [],
  classes: (service, name, names) => {
    const resource = names.to(service, name);
    return resource === undefined ? undefined : { resource };
  },
  around: ({ retained, parent, provider }) => {
    const written = [
      ...(provider === undefined ? [] : [optionOf(provider)]),
      ...(parent === undefined ? [] : [`parent: ${parent}`]),
      ...(retained ? ['retainOnDelete: true'] : []),
    ];
    return { before: [], behind: written.length > 0 ? [`{ ${written.join(', ')} }`] : [] };
  },
  resource: (name, { resource }, code, { site: { style } }) => [
    `${name === undefined ? '' : style.writer.declaring(name, resource)}${code}${style.end}`,
  ],
  behind: () => [],
  stack: ({ site, names }) => (site.trail.isSst ? '$app.stage' : `${names.pulumi()}.getStack()`),
};

function optionOf(provider: string): string {
  return provider === 'provider' ? provider : `provider: ${provider}`;
}

function printer({ site, names }: Writing): string {
  return site.trail.isSst ? '$jsonStringify' : `${names.pulumi()}.jsonStringify`;
}
