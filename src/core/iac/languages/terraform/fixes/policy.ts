import { findNodeAtLocation, type Node, parseTree } from 'jsonc-parser';
import type { PolicyStatement } from '../../../../trail/keyPolicy/index.ts';
import type { TextEdit } from '../../../fix.ts';
import type { Block, ObjectExpression, Template, Tuple } from '../../../formats/hcl/index.ts';
import type { Module, ModuleFile, Setting } from '../modules/module.ts';
import { unaligned } from './alignment.ts';
import { jsonEdit, jsonPathOf } from './edits.ts';
import { jsonIn } from './jsonText.ts';
import { indentAt, type Layout, layoutOf, lineStart, lineStop } from './layout.ts';
import { policyTextOf, statementListsOf } from './policyText.ts';
import {
  type ObjectStyle,
  plainStyle,
  statementBlock,
  statementJson,
  statementObject,
  statementOnLine,
  statementText,
} from './statements.ts';

export interface PolicyEdit {
  readonly file: ModuleFile;
  readonly edits: readonly TextEdit[];
}

/**
 * Adds statements where a policy is written: to its policy document, to the list inside `jsonencode`, or to JSON text.
 * Nothing that is there changes. Undefined where the policy is written in another way.
 */
export function addStatements(
  module: Module,
  setting: Setting,
  statements: readonly PolicyStatement[],
): PolicyEdit | undefined {
  const policy = policyTextOf(module, setting);
  switch (policy?.kind) {
    case 'document':
      return addToDocument(policy.file, policy.block, statements);
    case 'object': {
      const { text, inString, placed } = policy.source;
      const [list] = statementListsOf(policy.object);
      if (list?.kind !== 'tuple' && list?.kind !== 'object') {
        return undefined;
      }
      if (inString && !text.trimEnd().includes('\n')) {
        return { file: policy.file, edits: placed(addOnLine(text, list, statements)) };
      }
      const { start, end } = list.range;
      const shifts = text.slice(start, end).includes('\n') ? [] : unaligned(text, start);
      return { file: policy.file, edits: placed([...shifts, ...addToExpression(text, list, statements)]) };
    }
    case 'json': {
      const edits = addToText(policy.file.hcl.text, policy.template, statements);
      return edits && { file: policy.file, edits };
    }
    case undefined:
      return undefined;
  }
}

function addToDocument(file: ModuleFile, block: Block, statements: readonly PolicyStatement[]): PolicyEdit {
  if (file.hcl.syntax === 'json') {
    return addToJsonDocument(file, [...jsonPathOf(file.hcl.text, block), 'statement'], statements);
  }
  const { text } = file.hcl;
  const { lineBreak, step } = layoutOf(text);
  const last = block.body.blocks.filter(one => one.type === 'statement' || one.type === 'dynamic').at(-1);
  const indent = last ? indentAt(text, last.range.start) : `${indentAt(text, block.range.start)}${step}`;
  const lines = statements.flatMap(statement => ['', ...statementBlock(statement, indent, step)]);
  if (last) {
    const content = lines.map(line => `${lineBreak}${line}`).join('');
    return { file, edits: [{ offset: lineStop(text, last.range.end), length: 0, content }] };
  }
  const body = text.slice(block.inner.start, block.inner.end).trimEnd();
  const added = (body.trim() === '' ? lines.slice(1) : lines).map(line => `${lineBreak}${line}`).join('');
  const content = `${body}${added}${lineBreak}${indentAt(text, block.range.start)}`;
  return {
    file,
    edits: [{ offset: block.inner.start, length: block.inner.end - block.inner.start, content }],
  };
}

function addToJsonDocument(
  file: ModuleFile,
  path: readonly (string | number)[],
  statements: readonly PolicyStatement[],
): PolicyEdit {
  const root = parseTree(file.hcl.text);
  const present = root && findNodeAtLocation(root, [...path]);
  if (present?.type === 'array') {
    const changes = statements.map(statement => ({ path: [...path, -1], value: statementJson(statement) }));
    return { file, edits: jsonEdit(file, changes) };
  }
  const before = present
    ? [JSON.parse(file.hcl.text.slice(present.offset, present.offset + present.length))]
    : [];
  const value = [...before, ...statements.map(statementJson)];
  return { file, edits: jsonEdit(file, [{ path: [...path], value }]) };
}

function addToExpression(
  text: string,
  present: Tuple | ObjectExpression,
  statements: readonly PolicyStatement[],
): readonly TextEdit[] {
  if (present.kind === 'object') {
    return [
      { offset: present.range.start, length: 0, content: '[' },
      ...addJoined(text, present, statements, ']'),
    ];
  }
  const { lineBreak, step } = layoutOf(text);
  const last = present.items.at(-1);
  const outer = indentAt(text, present.range.start);
  if (!last) {
    const items = statements.map(statement => linesOf(statement, `${outer}${step}`));
    const content = `${items.map(item => `${lineBreak}${item}`).join(',')}${lineBreak}${outer}`;
    const { start, end } = present.range;
    return [{ offset: start + 1, length: end - start - 2, content }];
  }
  const ownLine = text.slice(lineStart(text, last.range.start), last.range.start).trim() === '';
  if (!ownLine && last.kind === 'object') {
    return addJoined(text, last, statements, '');
  }
  const style = last.kind === 'object' ? styleOf(text, last) : plainStyle;
  const indent = ownLine ? indentAt(text, last.range.start) : `${outer}${step}`;
  const items = statements.map(statement => linesOf(statement, indent, style));
  const content = items.map(item => `${lineBreak}${item}`).join(',');
  const behind = ownLine ? '' : `${lineBreak}${outer}`;
  const comma = /^\s*,/.exec(text.slice(last.range.end, present.range.end - 1))?.[0];
  return comma === undefined
    ? [{ offset: last.range.end, length: 0, content: `,${content}${behind}` }]
    : [{ offset: last.range.end + comma.length, length: 0, content: `${content},${behind}` }];

  function linesOf(statement: PolicyStatement, at: string, as?: ObjectStyle): string {
    return statementObject(statement, at, step, as).join(lineBreak);
  }
}

/** Adds statements where all is on one line, as in a string of JSON. */
function addOnLine(
  text: string,
  present: Tuple | ObjectExpression,
  statements: readonly PolicyStatement[],
): readonly TextEdit[] {
  const last = present.kind === 'object' ? present : present.items.at(-1);
  const style = last?.kind === 'object' ? styleOf(text, last) : plainStyle;
  const items = statements.map(one => statementOnLine(one, style));
  if (!last) {
    return [{ offset: present.range.start + 1, length: 0, content: items.join(', ') }];
  }
  const added = { offset: last.range.end, length: 0, content: items.map(one => `, ${one}`).join('') };
  return present.kind === 'tuple'
    ? [added]
    : [
        { offset: last.range.start, length: 0, content: '[' },
        { ...added, content: `${added.content}]` },
      ];
}

/**
 * Adds statements after one that starts on its list's line: `[{ … }, { … }]`. `terraform fmt` indents the lines between
 * two of them by one step more.
 */
function addJoined(
  text: string,
  last: ObjectExpression,
  statements: readonly PolicyStatement[],
  closing: string,
): readonly TextEdit[] {
  const { lineBreak, step } = layoutOf(text);
  const brace = last.range.end - 1;
  const outer = indentAt(text, brace);
  const style = styleOf(text, last);
  const closesItsLine = text.slice(lineStart(text, brace), brace).trim() === '';
  const items = statements.map((statement, index) => {
    const lines = statementObject(statement, outer, step, style);
    const isLast = index === statements.length - 1;
    return [lines[0]?.trimStart(), ...lines.slice(1, -1), `${isLast ? outer : outer + step}}`].join(
      lineBreak,
    );
  });
  return [
    ...(closesItsLine ? [{ offset: brace, length: 0, content: step }] : []),
    { offset: last.range.end, length: 0, content: `${items.map(item => `, ${item}`).join('')}${closing}` },
  ];
}

/** The way in which an object of a text writes its members. */
function styleOf(text: string, { items }: ObjectExpression): ObjectStyle {
  const [first, second] = items;
  if (!first) {
    return plainStyle;
  }
  const between = text.slice(first.key.range.end, first.value.range.start);
  const behind = second ? text.slice(first.range.end, second.range.start) : '';
  return {
    quoted: text.charAt(first.key.range.start) === '"',
    separator: between.includes(':') ? between.replace(/\s+/g, ' ') : ' = ',
    comma: behind.trimStart().startsWith(',') ? ',' : '',
  };
}

/** JSON in a heredoc, or between quotes. */
function addToText(
  text: string,
  template: Template,
  statements: readonly PolicyStatement[],
): readonly TextEdit[] | undefined {
  const { json, outer, written } = jsonIn(text, template);
  const root = parseTree(json);
  const present = root && findNodeAtLocation(root, ['Statement']);
  const isAlone = present?.type === 'object';
  const last = isAlone ? present : present?.type === 'array' ? present.children?.at(-1) : undefined;
  if (!last) {
    return undefined;
  }
  const held: string[] = [];
  const end = last.offset + last.length;
  const items = printedBeside(last, isAlone, json, layoutOf(text), statements, held);
  const added = (offset: number, content: string): TextEdit => ({
    offset: outer(offset),
    length: 0,
    content: written({ json: content, held }),
  });
  return isAlone
    ? [added(last.offset, '['), added(end, `${items.map(item => `, ${item.trimStart()}`).join('')}]`)]
    : [added(end, items.map(item => `,${item}`).join(''))];
}

/** Statements as the last one is written: each from the line break before it, or on its line. */
function printedBeside(
  last: Node,
  isAlone: boolean,
  json: string,
  { lineBreak, step }: Layout,
  statements: readonly PolicyStatement[],
  held: string[],
): readonly string[] {
  if (!json.includes('\n')) {
    const isSpaced = json.includes('": ');
    return statements.map(one => {
      const printed = statementText(one, isSpaced ? ' ' : '', held);
      return isSpaced ? ` ${onOneLine(printed)}` : printed;
    });
  }
  const isOnOwnLine = json.slice(lineStart(json, last.offset), last.offset).trim() === '';
  const end = last.offset + last.length;
  const indent = isAlone || isOnOwnLine ? indentAt(json, end - 1) : `${indentAt(json, last.offset)}${step}`;
  const unit = indentStep(last, json) ?? step;
  return statements.map(
    one =>
      lineBreak +
      statementText(one, unit, held)
        .split('\n')
        .map(line => `${indent}${line}`)
        .join(lineBreak),
  );
}

function onOneLine(json: string): string {
  return json
    .replaceAll(/([{[])\n\s*/g, '$1')
    .replaceAll(/\n\s*([}\]])/g, '$1')
    .replaceAll(/\n\s*/g, ' ');
}

/** How far the members of an object are indented from it. */
function indentStep(node: Node, text: string): string | undefined {
  const member = node.children?.[0];
  if (!member || !text.slice(node.offset, member.offset).includes('\n')) {
    return undefined;
  }
  const inner = indentAt(text, member.offset);
  const outer = indentAt(text, node.offset);
  return inner.startsWith(outer) && inner.length > outer.length ? inner.slice(outer.length) : undefined;
}

/** Statements with Sids that neither a module uses nor the policy that they are added to, which may be written in another file. */
export function withUnusedSids(
  module: Module,
  statements: readonly PolicyStatement[],
  policy: string,
): readonly PolicyStatement[] {
  const text = [policy, ...module.files.map(file => file.hcl.text)].join('\n');
  return statements.map(statement => {
    let sid = statement.Sid;
    for (let count = 2; text.includes(`"${sid}"`) || text.includes(`"${sid}\\"`); count++) {
      sid = `${statement.Sid}${count}`;
    }
    return { ...statement, Sid: sid };
  });
}
