import { raw } from '../../../../programs/write/code.ts';
import { textAt } from '../../../../programs/write/refer.ts';
import { dialectOf } from '../dialect.ts';
import { asked, data, type Forms, list, written } from './form.ts';

export const python: Forms = {
  beside: (_, statement, { file }) => {
    const callee = statement?.kind === 'call' ? textAt(file, statement.callee) : '';
    const [, classes] = /^(.*GetPolicyDocument)StatementArgs$/.exec(callee) ?? [];
    return classes === undefined
      ? data
      : {
          ...data,
          part: (name, properties) => ({
            kind: 'call',
            callee: `${classes}${name}Args`,
            isNew: true,
            args: [],
            properties,
          }),
        };
  },
  merged: (source, statements, writing) => {
    const [options] = dialectOf(writing.site).invokedWith(writing);
    return {
      call: {
        kind: 'call',
        callee: asked('get_policy_document_output', writing),
        isNew: false,
        args: [],
        properties: [
          ['sourcePolicyDocuments', list([written(source, writing)])],
          ['statements', list(statements(data))],
          ...(options === undefined ? [] : [['opts', raw(options)] as const]),
        ],
      },
      answer: '.json',
    };
  },
};
