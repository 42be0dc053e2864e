import { insert, replace } from '../../../../../formats/edit.ts';
import { spelled } from '../../../../programs/write/code.ts';
import { textAt, unusedName } from '../../../../programs/write/refer.ts';
import { isNative } from '../../resources.ts';
import type { Dialect, Writing } from '../dialect.ts';

/** C#: answers are outputs, and texts and JSON with outputs in them are put together by functions of `Output`. */
export const csharp: Dialect = {
  mayWrite: () => true,
  asking: ({ service, call }, { names, site }) =>
    `${names.asked({ service, call: spelled(call, site.style) })}.Invoke`,
  ask: (question, writing, present) => {
    const { site } = writing;
    const answer = `Apply(answer => answer.${spelled(question.member, site.style)})`;
    const name = unusedName(site, question.place);
    const [option = ''] = csharp.invokedWith(writing);
    // Functions of aws-native take nothing else.
    const args = option === '' || isNative(site.trail.reading.made) ? option : `new(), ${option}`;
    const asked = present ?? `${csharp.asking(question, writing)}(${args})`;
    return { lines: [`var ${name} = ${asked}.${answer};`], value: name };
  },
  invokedWith: writing => {
    const given = optionsIn(writing);
    const options = whole('InvokeOptions', writing.site.file.program.text);
    return given.length === 0 ? [] : [`new ${options} { ${given.join(', ')} }`];
  },
  inPolicy: value => value,
  tag: writing => `${output(writing)}.Format`,
  data: code => code,
  // The policy of aws-native's key is an object, which may hold outputs.
  policy: (data, _, writing) =>
    isNative(writing.site.trail.reading.made)
      ? data
      : {
          kind: 'call',
          callee: `${output(writing)}.JsonSerialize`,
          isNew: false,
          args: [
            { kind: 'call', callee: `${output(writing)}.Create`, isNew: false, args: [data], properties: [] },
          ],
          properties: [],
        },
  lifted: ({ printer: { callee, args, range }, isOnly }, values, writing) => {
    const isPlain = /^(?:System\.Text\.Json\.)?JsonSerializer\.Serialize$/.test(
      textAt(writing.site.file, callee),
    );
    if (values.length === 0 || !isPlain) {
      return [];
    }
    const printed = `${output(writing)}.JsonSerialize(${output(writing)}.Create`;
    return args.length === 1 && isOnly ? [replace(callee.range, printed), insert(range.end, ')')] : undefined;
  },
  classes: (service, name, names) => {
    // Pulumi has an `Alias` of its own.
    const found = names.to(service, name);
    const resource = found === 'Alias' ? `${names.namespace}.Kms.Alias` : found;
    return resource === undefined ? undefined : { resource, inputs: `${resource}Args` };
  },
  around: (retained, writing) => {
    const written = [...optionsIn(writing), ...(retained ? ['RetainOnDelete = true'] : [])];
    const options = `new ${whole('CustomResourceOptions', writing.site.file.program.text)} { ${written.join(', ')} }`;
    return { before: [], behind: written.length > 0 ? [options] : [] };
  },
  resource: (name, { resource }, code, { site: { style } }) => [
    `${name === undefined ? '_ = ' : style.writer.declaring(name, resource)}${code};`,
  ],
  behind: () => [],
  stack: ({ site }) => `${whole('Deployment', site.file.program.text)}.Instance.StackName`,
};

function optionsIn({ around: { provider, parent } }: Writing): readonly string[] {
  return [
    ...(provider === undefined ? [] : [`Provider = ${provider}`]),
    ...(parent === undefined ? [] : [`Parent = ${parent}`]),
  ];
}

function output({ site }: Writing): string {
  return whole('Output', site.file.program.text);
}

/** A class of Pulumi itself, by its whole name where its namespace is not imported. */
function whole(name: string, text: string): string {
  return /^[ \t]*(?:global[ \t]+)?using[ \t]+Pulumi[ \t]*;/m.test(text) ? name : `Pulumi.${name}`;
}
