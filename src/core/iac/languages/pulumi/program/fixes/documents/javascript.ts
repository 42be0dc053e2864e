import { textAt } from '../../../../programs/write/refer.ts';
import { dialectOf } from '../dialect.ts';
import { asked, data, type Forms, list, written } from './form.ts';

export const javascript: Forms = {
  // A promise holds no outputs.
  beside: ({ callee }, _, { file }) => (/Output$/.test(textAt(file, callee)) ? data : undefined),
  merged: (source, statements, writing) => ({
    call: {
      kind: 'call',
      callee: asked('getPolicyDocumentOutput', writing),
      isNew: false,
      args: [],
      properties: [
        ['sourcePolicyDocuments', list([written(source, writing)])],
        ['statements', list(statements(data))],
      ],
      behind: dialectOf(writing.site).invokedWith(writing),
    },
    answer: '.json',
  }),
};
