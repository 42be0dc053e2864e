import { type Code, raw } from '../../../../programs/write/code.ts';
import { textAt } from '../../../../programs/write/refer.ts';
import { quoted } from '../../../../programs/write/writer.ts';
import { dialectOf } from '../dialect.ts';
import { contextOf } from '../dialects/go.ts';
import { asked, type DocumentForm, data, type Forms, written } from './form.ts';

export const go: Forms = {
  beside: ({ callee }, _, { file, style }) => {
    const [, base = '', output] = /^(.*GetPolicyDocument)(Output)?$/.exec(textAt(file, callee)) ?? [];
    return output === undefined ? plainInGo(base, style.pointers) : outputsInGo(base, style.pointers);
  },
  merged: (source, statements, writing) => {
    const { pointers } = writing.site.style;
    const base = asked('GetPolicyDocument', writing);
    const form = outputsInGo(base, pointers);
    return {
      call: {
        kind: 'object',
        type: `${base}Output(${contextOf(writing)}, ${base}OutputArgs`,
        entries: [
          ['sourcePolicyDocuments', arrayInGo(`${pointers}.StringArray`, [written(source, writing)])],
          ['statements', form.parts('Statement', statements(form))],
        ],
      },
      answer: `${[...dialectOf(writing.site).invokedWith(writing)].map(one => `, ${one}`).join('')}).Json()`,
    };
  },
};

function outputsInGo(base: string, pointers: string): DocumentForm {
  return {
    part: (name, entries) => ({ kind: 'object', type: `&${base}${name}Args`, entries }),
    parts: (name, items) => arrayInGo(`${base}${name}Array`, items),
    texts: items =>
      arrayInGo(
        `${pointers}.StringArray`,
        items.map(one => (one.kind === 'raw' ? raw(`${pointers}.String(${one.text})`) : one)),
      ),
    optional: data.optional,
  };
}

function arrayInGo(type: string, items: readonly Code[]): Code {
  return { kind: 'object', type, entries: items.map(one => [undefined, one] as const) };
}

function plainInGo(base: string, pointers: string): DocumentForm {
  return {
    part: (_, entries) => ({ kind: 'object', type: '', entries }),
    parts: (name, items) => ({ kind: 'list', items, type: `${base}${name}` }),
    texts: items => ({ kind: 'list', items, type: 'string' }),
    optional: text => raw(`${pointers}.StringRef(${quoted(text, '"')})`),
    isPlain: true,
  };
}
