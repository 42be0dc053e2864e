import { textAt, unusedName } from '../../../../programs/write/refer.ts';
import { dialectOf } from '../dialect.ts';
import { asked, type DocumentForm, data, type Forms, list, written } from './form.ts';

export const csharp: Forms = {
  beside: (call, _, { file }) => {
    const [, space] = /\bnew\s+([\w.]*)GetPolicyDocumentStatementInputArgs\b/.exec(textAt(file, call)) ?? [];
    const isOutput = /\.Invoke$/.test(textAt(file, call.callee));
    return isOutput ? outputsInDotnet(space ?? inputsInDotnet(file.program.text, undefined)) : undefined;
  },
  merged: (source, statements, writing) => {
    const { site } = writing;
    const base = asked('GetPolicyDocument', writing);
    const form = outputsInDotnet(inputsInDotnet(site.file.program.text, base));
    const answer = unusedName(site, 'answer');
    return {
      call: {
        kind: 'call',
        callee: `${base}.Invoke`,
        isNew: false,
        args: [],
        properties: [
          ['sourcePolicyDocuments', list([written(source, writing)])],
          ['statements', list(statements(form))],
        ],
        type: `${base}InvokeArgs`,
        behind: dialectOf(site).invokedWith(writing),
      },
      answer: `.Apply(${answer} => ${answer}.Json)`,
    };
  },
};

function outputsInDotnet(space: string): DocumentForm {
  return {
    ...data,
    part: (name, entries) => ({
      kind: 'object',
      type: `${space}GetPolicyDocument${name}InputArgs`,
      entries,
    }),
  };
}

/** What stands in front of the classes of nested inputs, which are in a namespace of their own. */
function inputsInDotnet(text: string, base: string | undefined): string {
  const [, space] = /^(.*\.)GetPolicyDocument$/.exec(base ?? '') ?? [];
  return /^[ \t]*using\s+Pulumi\.Aws\.Iam\.Inputs\s*;/m.test(text)
    ? ''
    : `${space ?? 'Pulumi.Aws.Iam.'}Inputs.`;
}
