import { onlyBindingOf } from '../../../../programs/write/choices.ts';
import { type Code, type Raw, raw } from '../../../../programs/write/code.ts';
import { textAt, unusedName } from '../../../../programs/write/refer.ts';
import { dialectOf } from '../dialect.ts';
import type { Site } from '../site.ts';
import { type DocumentForm, data, type Forms, list, type Source } from './form.ts';

export const java: Forms = {
  beside: ({ callee }, _, { file, style }) =>
    /(?:^|\.)getPolicyDocument$/.test(textAt(file, callee))
      ? outputsInJava(file.program.text, unusedName({ file }, 'value'), style)
      : undefined,
  merged: (source, statements, writing) => {
    const { site } = writing;
    const { text } = site.file.program;
    const answer = unusedName(site, 'answer');
    const documents = documentsInJava(source, textAt(site.file, source.expression), answer);
    const form = outputsInJava(text, unusedName(site, 'value'), site.style);
    return documents === undefined
      ? undefined
      : {
          call: {
            kind: 'call',
            callee: `${named(text, 'iam.IamFunctions')}.getPolicyDocument`,
            isNew: false,
            args: [],
            properties: [
              ['sourcePolicyDocuments', raw(documents)],
              ['statements', list(statements(form))],
            ],
            type: named(text, 'iam.inputs.GetPolicyDocumentArgs'),
            behind: dialectOf(site).invokedWith(writing),
          },
          answer: `.applyValue(${answer} -> ${answer}.json())`,
        };
  },
};

/** A list of what is known at deployment only has to be made where it is. */
function outputsInJava(text: string, value: string, style: Site['style']): DocumentForm {
  const later = (code: Code) => {
    const raws =
      code.kind === 'text' ? code.parts.filter((part): part is Raw => typeof part !== 'string') : [];
    if (code.kind !== 'text' || raws.length === 0) {
      return code.kind === 'raw' ? code.text : undefined;
    }
    const format = code.parts.map(part => (typeof part === 'string' ? part.replaceAll('%', '%%') : '%s'));
    const values = raws.map(part => part.raw).join(', ');
    return `Output.format(${style.writer.text([format.join('')], style)}, ${values})`;
  };
  return {
    part: (name, entries) => ({
      kind: 'object',
      type: named(text, `iam.inputs.GetPolicyDocument${name}Args`),
      entries,
    }),
    parts: (_, items) => list(items),
    texts: items => {
      const [only] = items.map(later);
      return only === undefined ? list(items) : raw(`${only}.applyValue(${value} -> List.of(${value}))`);
    },
    optional: data.optional,
  };
}

/** Texts and outputs are taken, but each in a way of its own. */
function documentsInJava({ expression, environment }: Source, printed: string, answer: string) {
  const binding = expression.kind === 'name' ? onlyBindingOf(expression.name, environment) : undefined;
  const { kind } = binding?.kind === 'value' ? (binding.event.value ?? expression) : expression;
  const isOutput =
    expression.kind === 'call' &&
    expression.callee.kind === 'member' &&
    /^(?:apply(?:Value)?|format)$/.test(expression.callee.name);
  return kind === 'literal'
    ? printed
    : isOutput
      ? `${printed}.applyValue(${answer} -> List.of(${answer}))`
      : undefined;
}

/** A class of the provider in Java, by its whole name where it is not imported. */
function named(text: string, path: string): string {
  const [, space, name = ''] = /^(.*\.)(\w+)$/.exec(`com.pulumi.aws.${path}`) ?? [];
  const isImported = ['*', name].some(one => text.includes(`import ${space}${one};`));
  return isImported ? name : `${space}${name}`;
}
