import { insert } from '../../../../../formats/edit.ts';
import type { Owner } from '../../../../programs/outline/outline.ts';
import { type Code, raw } from '../../../../programs/write/code.ts';
import { textAt, unusedName } from '../../../../programs/write/refer.ts';
import { isNative } from '../../resources.ts';
import type { Dialect, Writing } from '../dialect.ts';

/** Java: JSON is made of plain values, so that outputs are waited for around it. */
export const java: Dialect = {
  // There is no package of aws-native for Java that could be looked at.
  mayWrite: ({ site }) => !isNative(site.trail.reading.made),
  asking: ({ service, call }) =>
    service === undefined
      ? `AwsFunctions.${call}`
      : `com.pulumi.aws.${service}.${service.charAt(0).toUpperCase()}${service.slice(1)}Functions.${call}`,
  ask: (question, writing, present) => {
    const { site } = writing;
    const answer = `applyValue(answer -> answer.${question.member}())`;
    const name = unusedName(site, question.place);
    const [option] = java.invokedWith(writing);
    const inputs = `com.pulumi.aws.inputs.${question.call.charAt(0).toUpperCase()}${question.call.slice(1)}Args`;
    const args = option === undefined ? '' : `${inputs}.Empty, ${option}`;
    const asked = present ?? `${java.asking(question, writing)}(${args})`;
    return { lines: [`final var ${name} = ${asked}.${answer};`], value: name };
  },
  invokedWith: writing => {
    const given = optionsIn(writing);
    return given.length === 0
      ? []
      : [`com.pulumi.deployment.InvokeOptions.builder()${given.join('')}.build()`];
  },
  inPolicy: (_, index) => `values.get(${index})`,
  tag: () => '',
  data: asJson,
  policy: (data, values) => ({
    kind: 'call',
    callee: `Output.all(${values.join(', ')}).applyValue`,
    isNew: false,
    args: [call('values -> serializeJson', [data])],
    properties: [],
  }),
  lifted: ({ printer: { callee, range }, isInside }, values, { site }) =>
    values.length === 0
      ? []
      : isInside &&
          textAt(site.file, callee) === 'serializeJson' &&
          !isInFunction(site.file.program.text, range.start)
        ? [
            insert(range.start, `Output.all(${values.join(', ')}).applyValue(values -> `),
            insert(range.end, ')'),
          ]
        : undefined,
  classes: (service, name, names) => {
    const resource = names.to(service, name);
    const inputs = names.to(service, `${name}Args`);
    return resource === undefined || inputs === undefined ? undefined : { resource, inputs };
  },
  around: (retained, writing) => {
    const written = [...optionsIn(writing), ...(retained ? ['.retainOnDelete(true)'] : [])];
    const options = `CustomResourceOptions.builder()${written.join('')}.build()`;
    return { before: [], behind: written.length > 0 ? [options] : [] };
  },
  resource: (name, { resource }, code, { site: { style } }) => [
    `${name === undefined ? '' : style.writer.declaring(name, resource)}${code};`,
  ],
  behind: () => [],
  stack: ({ site }) => {
    const context = contextOf(site.place.owner);
    return context === undefined ? 'Deployment.getInstance().getStackName()' : `${context}.stackName()`;
  },
};

function optionsIn({ around: { provider, parent } }: Writing): readonly string[] {
  return [
    ...(provider === undefined ? [] : [`.provider(${provider})`]),
    ...(parent === undefined ? [] : [`.parent(${parent})`]),
  ];
}

/** Maps and lists as the functions that make JSON take them. */
function asJson(code: Code): Code {
  switch (code.kind) {
    case 'map':
      return call(
        'jsonObject',
        code.entries.map(([name, value]) => call('jsonProperty', [raw(JSON.stringify(name)), asJson(value)])),
      );
    case 'list':
      return call('jsonArray', code.items.map(asJson));
    default:
      return code;
  }
}

function call(callee: string, args: readonly Code[]): Code {
  return { kind: 'call', callee, isNew: false, args, properties: [] };
}

/** Whether something follows an arrow of its own statement: what it holds is waited for already. */
function isInFunction(text: string, at: number): boolean {
  return /->[^;{}]*$/.test(text.slice(0, at));
}

/** The parameter that a program is run with. */
function contextOf(from: Owner): string | undefined {
  for (let owner: Owner | undefined = from; owner; owner = owner.parent) {
    const found = owner.declaration?.parameters.find(({ type }) => type === 'Context');
    if (found?.target.kind === 'name') {
      return found.target.name;
    }
  }
  return undefined;
}
