import { findNodeAtLocation, type Node, parseTree } from 'jsonc-parser';
import type { PolicyStatement } from '../../../trail/keyPolicy/index.ts';
import type { TextEdit } from '../../fix.ts';
import { type Expression, literalText, type Template, type Tuple } from '../../formats/hcl/index.ts';
import { canonical } from '../evaluation/canonical.ts';
import type { Module, ModuleFile, Setting } from '../module.ts';
import { jsonEdit, jsonPathOf } from './edits.ts';
import { indentAt, layoutOf, lineStart, lineStop } from './layout.ts';
import { statementBlock, statementJson, statementObject } from './statements.ts';

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
  return addTo(module, setting.file, setting.attribute.value, statements, 0);
}

function addTo(
  module: Module,
  file: ModuleFile,
  expression: Expression,
  statements: readonly PolicyStatement[],
  depth: number,
): PolicyEdit | undefined {
  if (depth > 5) {
    return undefined;
  }
  switch (expression.kind) {
    case 'parentheses':
      return addTo(module, file, expression.inner, statements, depth + 1);
    case 'member':
      return addToReferenced(module, canonical(expression), statements, depth);
    case 'call': {
      const [policy] = expression.args;
      const list = expression.name === 'jsonencode' && policy ? statementList(policy) : undefined;
      return list && file.hcl.syntax === 'native'
        ? { file, edits: [addToTuple(file.hcl.text, list, statements)] }
        : undefined;
    }
    case 'template': {
      const [only] = expression.parts;
      if (expression.parts.length === 1 && only?.kind === 'interpolation') {
        return addTo(module, file, only.expression, statements, depth + 1);
      }
      const edit =
        expression.form === 'heredoc' ? addToText(file.hcl.text, expression, statements) : undefined;
      return edit && { file, edits: [edit] };
    }
    default:
      return undefined;
  }
}

function addToReferenced(
  module: Module,
  reference: string,
  statements: readonly PolicyStatement[],
  depth: number,
): PolicyEdit | undefined {
  const local = /^local\.([\w-]+)$/.exec(reference)?.[1];
  const setting = local === undefined ? undefined : module.locals.get(local);
  if (setting) {
    return addTo(module, setting.file, setting.attribute.value, statements, depth + 1);
  }
  const address = /^(data\.aws_iam_policy_document\.[\w-]+)\.(?:minified_)?json$/.exec(reference)?.[1];
  const document = address === undefined ? undefined : module.resources.get(address);
  if (!document) {
    return undefined;
  }
  const { file, block } = document;
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

function statementList(policy: Expression): Tuple | undefined {
  const item =
    policy.kind === 'object' ? policy.items.find(one => literalText(one.key) === 'Statement') : undefined;
  return item?.value.kind === 'tuple' ? item.value : undefined;
}

function addToTuple(text: string, list: Tuple, statements: readonly PolicyStatement[]): TextEdit {
  const { lineBreak, step } = layoutOf(text);
  const last = list.items.at(-1);
  const close = list.range.end - 1;
  const outer = indentAt(text, list.range.start);
  const onLineOfItsOwn =
    last !== undefined && text.slice(lineStart(text, last.range.start), last.range.start).trim() === '';
  const indent = last && onLineOfItsOwn ? indentAt(text, last.range.start) : `${outer}${step}`;
  if (last && !onLineOfItsOwn && text.charAt(last.range.end - 1) === '}') {
    const joined = statements.map(statement =>
      statementObject(statement, outer, step).join(lineBreak).trimStart(),
    );
    return { offset: last.range.end, length: 0, content: joined.map(item => `, ${item}`).join('') };
  }
  const items = statements.map(statement => statementObject(statement, indent, step).join(lineBreak));
  const content = items.map(item => `${lineBreak}${item}`).join(',');
  if (!last) {
    return {
      offset: list.range.start + 1,
      length: close - list.range.start - 1,
      content: `${content}${lineBreak}${outer}`,
    };
  }
  const behind = text.slice(last.range.end, close);
  const comma = /^\s*,/.exec(behind)?.[0];
  if (comma !== undefined) {
    const offset = last.range.end + comma.length;
    return { offset, length: 0, content: `${content},${onLineOfItsOwn ? '' : `${lineBreak}${outer}`}` };
  }
  return {
    offset: last.range.end,
    length: 0,
    content: `,${content}${onLineOfItsOwn ? '' : `${lineBreak}${outer}`}`,
  };
}

/** JSON in a heredoc. Interpolations are covered while it is parsed, so that every offset stays right. */
function addToText(
  text: string,
  template: Template,
  statements: readonly PolicyStatement[],
): TextEdit | undefined {
  const { start, end } = template.inner;
  const root = parseTree(covered(text, template).slice(start, end));
  const list = root && findNodeAtLocation(root, ['Statement']);
  const last = list?.type === 'array' ? list.children?.at(-1) : undefined;
  if (!last) {
    return undefined;
  }
  const { lineBreak, step } = layoutOf(text);
  const from = start + last.offset;
  const ownLine = text.slice(lineStart(text, from), from).trim() === '';
  const indent = ownLine ? indentAt(text, from) : `${indentAt(text, from)}${step}`;
  const unit = indentStep(last, text.slice(start, end)) ?? step;
  const items = statements.map(statement =>
    JSON.stringify(statement, undefined, unit)
      .split('\n')
      .map(line => `${indent}${line}`)
      .join(lineBreak),
  );
  return {
    offset: from + last.length,
    length: 0,
    content: items.map(item => `,${lineBreak}${item}`).join(''),
  };
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

function covered(text: string, template: Template): string {
  let result = text;
  for (const part of template.parts) {
    if (part.kind !== 'text') {
      const { start, end } = part.range;
      result = `${result.slice(0, start)}${'x'.repeat(end - start)}${result.slice(end)}`;
    }
  }
  return result;
}

/** Sids that a module's policies use already, so that new ones differ. */
export function withUnusedSids(
  module: Module,
  statements: readonly PolicyStatement[],
): readonly PolicyStatement[] {
  const text = module.files.map(file => file.hcl.text).join('\n');
  return statements.map(statement => {
    let sid = statement.Sid;
    for (let count = 2; text.includes(`"${sid}"`); count++) {
      sid = `${statement.Sid}${count}`;
    }
    return { ...statement, Sid: sid };
  });
}
