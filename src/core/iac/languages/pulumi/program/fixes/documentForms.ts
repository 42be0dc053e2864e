import type { Call, Expression, Spread } from '../../../../formats/code/syntax.ts';
import type { DialectName } from '../../../programs/dialect.ts';
import type { Environment } from '../../../programs/evaluation/environment.ts';
import { onlyBindingOf } from '../../../programs/write/choices.ts';
import { type Code, type Raw, raw } from '../../../programs/write/code.ts';
import { textAt, unusedName } from '../../../programs/write/refer.ts';
import { quoted } from '../../../programs/write/writer.ts';
import { dialectOf, type Writing } from './dialect.ts';
import { contextOf } from './dialects/go.ts';
import type { Site } from './site.ts';

export type Part = 'Statement' | 'StatementPrincipal' | 'StatementCondition';

/** How the statements of a call of `getPolicyDocument` are written. */
export interface DocumentForm {
  part(name: Part, fields: readonly (readonly [string, Code])[]): Code;
  parts(name: Part, items: readonly Code[]): Code;
  texts(items: readonly Code[]): Code;
  /** A text that may be left out. */
  optional(text: string): Code;
  /** Texts in it are plain, though the properties of a resource take none. */
  readonly isPlain?: true;
}

/** A policy that the provider puts together, and what comes behind the call that asks for it. */
export interface Merged {
  readonly call: Code;
  readonly answer: string;
}

/** What is merged, as it is written. */
export interface Source {
  readonly expression: Expression;
  readonly environment: Environment;
}

interface Forms {
  /** The form in which statements are added to a call; undefined where these can hold nothing that is decided at deployment. */
  beside(call: Call, statement: Expression | Spread | undefined, site: Site): DocumentForm | undefined;
  /** A new document, of one that is printed as JSON and of statements; undefined where its type does not show. */
  merged(
    source: Source,
    statements: (form: DocumentForm) => readonly Code[],
    writing: Writing,
  ): Merged | undefined;
}

export function formsOf({ style }: Pick<Site, 'style'>): Forms {
  return forms[style.writer.language];
}

const asText = (text: string): Code => ({ kind: 'text', parts: [text] });
const list = (items: readonly Code[]): Code => ({ kind: 'list', items });

/** Objects and dictionaries. */
const data: DocumentForm = {
  part: (_, fields) => ({ kind: 'map', entries: fields }),
  parts: (_, items) => list(items),
  texts: list,
  optional: asText,
};

const javascript: Forms = {
  // A promise holds no outputs.
  beside: ({ callee }, _, { file }) => (/Output$/.test(textAt(file, callee)) ? data : undefined),
  merged: ({ expression }, statements, writing) => ({
    call: {
      kind: 'call',
      callee: asked('getPolicyDocumentOutput', writing),
      isNew: false,
      args: [],
      properties: [
        ['sourcePolicyDocuments', list([written(expression, writing)])],
        ['statements', list(statements(data))],
      ],
      behind: dialectOf(writing.site).invokedWith(writing),
    },
    answer: '.json',
  }),
};

const python: Forms = {
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
  merged: ({ expression }, statements, writing) => {
    const [options] = dialectOf(writing.site).invokedWith(writing);
    return {
      call: {
        kind: 'call',
        callee: asked('get_policy_document_output', writing),
        isNew: false,
        args: [],
        properties: [
          ['sourcePolicyDocuments', list([written(expression, writing)])],
          ['statements', list(statements(data))],
          ...(options === undefined ? [] : [['opts', raw(options)] as const]),
        ],
      },
      answer: '.json',
    };
  },
};

const go: Forms = {
  beside: ({ callee }, _, { file, style }) => {
    const [, base = '', output] = /^(.*GetPolicyDocument)(Output)?$/.exec(textAt(file, callee)) ?? [];
    return output === undefined ? plainInGo(base, style.pointers) : outputsInGo(base, style.pointers);
  },
  merged: ({ expression }, statements, writing) => {
    const { pointers } = writing.site.style;
    const base = asked('GetPolicyDocument', writing);
    const form = outputsInGo(base, pointers);
    return {
      call: {
        kind: 'object',
        type: `${base}Output(${contextOf(writing)}, ${base}OutputArgs`,
        entries: [
          ['sourcePolicyDocuments', arrayInGo(`${pointers}.StringArray`, [written(expression, writing)])],
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
    optional: asText,
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

const csharp: Forms = {
  beside: (call, _, { file }) => {
    const [, space] = /\bnew\s+([\w.]*)GetPolicyDocumentStatementInputArgs\b/.exec(textAt(file, call)) ?? [];
    const isOutput = /\.Invoke$/.test(textAt(file, call.callee));
    return isOutput ? outputsInDotnet(space ?? inputsInDotnet(file.program.text, undefined)) : undefined;
  },
  merged: ({ expression }, statements, writing) => {
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
          ['sourcePolicyDocuments', list([written(expression, writing)])],
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

const java: Forms = {
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
    optional: asText,
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

function asked(call: string, { names }: Writing): string {
  return names.asked({ service: 'iam', call });
}

function written(expression: Expression, { site }: Writing): Code {
  return raw(textAt(site.file, expression));
}

const forms: Readonly<Record<DialectName, Forms>> = { javascript, python, go, csharp, java };
