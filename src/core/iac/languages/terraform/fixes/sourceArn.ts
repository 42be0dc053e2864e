import { findNodeAtLocation, type Node, parseTree } from 'jsonc-parser';
import { cloudTrailPrincipal } from '../../../../trail/keyPolicy/index.ts';
import type { TextEdit } from '../../../fix.ts';
import {
  attributeOf,
  type Block,
  blocksOf,
  type Expression,
  literalText,
  type ObjectExpression,
  type Template,
} from '../../../formats/hcl/index.ts';
import type { Module, ModuleFile, Setting } from '../modules/module.ts';
import { jsonPathOf } from './edits.ts';
import { holdInterpolations, jsonIn } from './jsonText.ts';
import { layoutOf, lineStart, lineStop } from './layout.ts';
import type { PolicyEdit } from './policy.ts';
import { memberOf, policyTextOf, statementListsOf } from './policyText.ts';
import type { Source } from './source.ts';

/** Templates of what a condition has to take besides, by the key that it tests. */
export type Wanted = ReadonlyMap<string, string>;

/**
 * One more trail in each statement that lets CloudTrail in for other trails: another value beside those of their
 * conditions. Undefined where no statement is of that kind, or where one is written in another way.
 */
export function admitTrail(module: Module, setting: Setting, wanted: Wanted): PolicyEdit | undefined {
  const policy = policyTextOf(module, setting);
  const edits = policy && editsIn();
  return policy && edits && edits.length > 0 ? { file: policy.file, edits } : undefined;

  function editsIn() {
    switch (policy?.kind) {
      case 'document':
        return policy.file.hcl.syntax === 'json'
          ? inJsonDocument(policy.file, policy.block, wanted)
          : inDocument(policy.block, policy.file.hcl.text, wanted);
      case 'object':
        return placedIn(policy.source, inObject(policy.object, policy.source.text, wanted));
      case 'json':
        return inJson(policy.file.hcl.text, policy.template, wanted);
      case undefined:
        return undefined;
    }
  }
}

function placedIn({ placed }: Source, edits: readonly TextEdit[] | undefined) {
  return edits && edits.length > 0 ? placed(edits) : edits;
}

type Edit = TextEdit | undefined;

function inDocument({ body }: Block, text: string, wanted: Wanted): readonly TextEdit[] | undefined {
  const edits = blocksOf(body, 'statement')
    .filter(statement =>
      blocksOf(statement.body, 'principals').some(principals =>
        namesCloudTrail(attributeOf(principals.body, 'identifiers')?.value),
      ),
    )
    .flatMap(statement => blocksOf(statement.body, 'condition'))
    .flatMap((condition): readonly Edit[] => {
      const variable = literalText(attributeOf(condition.body, 'variable')?.value);
      const values = attributeOf(condition.body, 'values')?.value;
      const value = variable === undefined ? undefined : wanted.get(variable);
      return value === undefined || !values || isWide(values, text) ? [] : beside(values, text, value);
    });
  return whole(edits);
}

function inObject(policy: ObjectExpression, text: string, wanted: Wanted): readonly TextEdit[] | undefined {
  const statements = statementListsOf(policy).flatMap(list => (list.kind === 'tuple' ? list.items : [list]));
  const edits = statements.flatMap((statement): readonly Edit[] => {
    if (statement.kind !== 'object' || !namesCloudTrail(memberOf(statement, 'Principal'))) {
      return [];
    }
    const condition = memberOf(statement, 'Condition');
    const tests = condition?.kind === 'object' ? condition.items.map(({ value }) => value) : [];
    return tests.flatMap(test =>
      test.kind !== 'object'
        ? []
        : test.items.flatMap(({ key, value: values }): readonly Edit[] => {
            const value = wanted.get(literalText(key) ?? '');
            return value === undefined || isWide(values, text) ? [] : beside(values, text, value);
          }),
    );
  });
  return whole(edits);
}

/**
 * Another value in a list, on a line of its own where the last one has that, or a list of the value that is there and the
 * other. What is undefined has no room for another value.
 */
function beside(values: Expression, text: string, value: string): readonly Edit[] {
  const { start, end } = values.range;
  if (values.kind === 'template') {
    const written = text.slice(start, end);
    return [{ offset: start, length: end - start, content: `[${written}, "${value}"]` }];
  }
  const last = values.kind === 'tuple' ? values.items.at(-1) : undefined;
  if (!last) {
    return [undefined];
  }
  const line = ownLine(text, last.range.start);
  if (line === undefined) {
    return [{ offset: last.range.end, length: 0, content: `, "${value}"` }];
  }
  const stop = lineStop(text, last.range.end);
  if (end <= stop) {
    return [{ offset: last.range.end, length: 0, content: `,${line}"${value}"` }];
  }
  // A comment after the last value stays with it.
  const hasComma = /^\s*,/.test(text.slice(last.range.end, end));
  const added = { offset: stop, length: 0, content: `${line}"${value}"${hasComma ? ',' : ''}` };
  return hasComma ? [added] : [{ offset: last.range.end, length: 0, content: ',' }, added];
}

/** The line break and the indent of what starts its line. */
function ownLine(text: string, offset: number): string | undefined {
  const start = lineStart(text, offset);
  const indent = text.slice(start, offset);
  return start > 0 && indent.trim() === '' ? `${layoutOf(text).lineBreak}${indent}` : undefined;
}

/** Takes every trail already. */
function isWide(values: Expression, text: string): boolean {
  const items = values.kind === 'tuple' ? values.items : [values];
  return items.some(({ range }) => text.slice(range.start, range.end).endsWith('*"'));
}

function namesCloudTrail(value: Expression | undefined): boolean {
  switch (value?.kind) {
    case 'tuple':
      return value.items.some(namesCloudTrail);
    case 'object':
      return value.items.some(item => namesCloudTrail(item.value));
    default:
      return literalText(value) === cloudTrailPrincipal;
  }
}

/** JSON in which conditions are objects of objects. */
function inJson(text: string, template: Template, wanted: Wanted): readonly TextEdit[] | undefined {
  const { json, outer, written } = jsonIn(text, template);
  const root = parseTree(json);
  const present = root && findNodeAtLocation(root, ['Statement']);
  const statements = (present?.type === 'array' ? present.children : present && [present]) ?? [];
  return statements
    .filter(statement => textsIn(findNodeAtLocation(statement, ['Principal'])).includes(cloudTrailPrincipal))
    .flatMap(statement => membersOf(findNodeAtLocation(statement, ['Condition'])))
    .flatMap(([, test]) => membersOf(test))
    .flatMap(([key, values]) => besideNode(values, wanted.get(key)));

  function besideNode(values: Node, value: string | undefined): readonly TextEdit[] {
    const isOpen = value !== undefined && !textsIn(values).some(one => one.endsWith('*'));
    const { offset, length } = values;
    const last = values.children?.at(-1);
    if (!isOpen || (values.type === 'array' && !last)) {
      return [];
    }
    const held: string[] = [];
    const item = JSON.stringify(holdInterpolations(value, held));
    const added = (at: number, content: string): TextEdit => ({
      offset: outer(at),
      length: 0,
      content: written({ json: content, held }),
    });
    return last
      ? [added(last.offset + last.length, `,${ownLine(json, last.offset) ?? ' '}${item}`)]
      : [added(offset, '['), added(offset + length, `, ${item}]`)];
  }
}

/** An `aws_iam_policy_document` in JSON syntax, where blocks may be in lists or alone. */
function inJsonDocument({ hcl: { text } }: ModuleFile, block: Block, wanted: Wanted): readonly TextEdit[] {
  const root = parseTree(text);
  const document = root && findNodeAtLocation(root, jsonPathOf(text, block));
  return blocksAt(document, 'statement')
    .filter(statement =>
      blocksAt(statement, 'principals').some(principals =>
        textsIn(findNodeAtLocation(principals, ['identifiers'])).includes(cloudTrailPrincipal),
      ),
    )
    .flatMap(statement => blocksAt(statement, 'condition'))
    .flatMap(condition => {
      const values = findNodeAtLocation(condition, ['values']);
      const value = wanted.get(String(findNodeAtLocation(condition, ['variable'])?.value));
      const last = values?.children?.at(-1);
      const isOpen = value !== undefined && !textsIn(values).some(one => one.endsWith('*'));
      return last && isOpen
        ? [
            {
              offset: last.offset + last.length,
              length: 0,
              content: `,${ownLine(text, last.offset) ?? ' '}${JSON.stringify(value)}`,
            },
          ]
        : [];
    });
}

function blocksAt(parent: Node | undefined, type: string): readonly Node[] {
  const found = parent && findNodeAtLocation(parent, [type]);
  return (found?.type === 'array' ? found.children : found && [found]) ?? [];
}

function membersOf(node: Node | undefined): readonly (readonly [string, Node])[] {
  return (node?.type === 'object' ? (node.children ?? []) : []).flatMap(({ children: [key, value] = [] }) =>
    key && value ? [[String(key.value), value] as const] : [],
  );
}

function textsIn(node: Node | undefined): readonly string[] {
  return node?.type === 'string' ? [String(node.value)] : (node?.children ?? []).flatMap(textsIn);
}

/** All edits, or none where one of the places has no room for another value. */
function whole(edits: readonly Edit[]): readonly TextEdit[] | undefined {
  const made = edits.filter(edit => edit !== undefined);
  return made.length === edits.length ? made : undefined;
}
