import { spelled } from '../../../../programs/write/code.ts';
import { isNative } from '../../resources.ts';
import type { Dialect, Writing } from '../dialect.ts';

/** Python: functions of the provider answer at once, so that a policy holds nothing that is decided at deployment. */
export const python: Dialect = {
  mayWrite: () => true,
  asking: ({ service, call }, { names, site }) => names.asked({ service, call: spelled(call, site.style) }),
  ask: (question, writing, present) => {
    const { style } = writing.site;
    const name = present ?? question.variable;
    const [option] = python.invokedWith(writing);
    const args = option === undefined ? '' : `opts=${option}`;
    return {
      lines: present === undefined ? [`${name} = ${python.asking(question, writing)}(${args})`] : [],
      value: `${name}.${spelled(question.member, style)}`,
    };
  },
  invokedWith: writing => {
    const given = optionsIn(writing);
    return given.length === 0 ? [] : [`${writing.names.pulumi()}.InvokeOptions(${given.join(', ')})`];
  },
  inPolicy: value => value,
  tag: () => '',
  data: code => code,
  policy: (data, _, { site, names }) => {
    const hasJson = /^[ \t]*import json\b/m.test(site.file.program.text);
    const callee = hasJson ? 'json.dumps' : `${names.pulumi()}.Output.json_dumps`;
    return isNative(site.trail.reading.made)
      ? data
      : { kind: 'call', callee, isNew: false, args: [data], properties: [] };
  },
  lifted: () => [],
  classes: (service, name, names) => {
    const resource = names.to(service, name);
    return resource === undefined ? undefined : { resource };
  },
  around: (retained, writing) => {
    const written = [...optionsIn(writing), ...(retained ? ['retain_on_delete=True'] : [])];
    const options = `${writing.names.pulumi()}.ResourceOptions(${written.join(', ')})`;
    return { before: [], named: written.length > 0 ? [['opts', options]] : [], behind: [] };
  },
  resource: (name, { resource }, code, { site: { style } }) => [
    `${name === undefined ? '' : style.writer.declaring(name, resource)}${code}`,
  ],
  behind: () => [],
  stack: ({ names }) => `${names.pulumi()}.get_stack()`,
};

function optionsIn({ around: { provider, parent } }: Writing): readonly string[] {
  return [
    ...(provider === undefined ? [] : [`provider=${provider}`]),
    ...(parent === undefined ? [] : [`parent=${parent}`]),
  ];
}
