import { cloudTrailPrincipal, type PolicyStatement } from '../../../../trail/keyPolicy/index.ts';
import { holdInterpolations } from './jsonText.ts';
import type { JsonValue } from './written.ts';

/** A statement as a `statement` block of an `aws_iam_policy_document`; its strings are Terraform templates already. */
export function statementBlock(statement: PolicyStatement, indent: string, step: string): string[] {
  const inside = `${indent}${step}`;
  const deeper = `${inside}${step}`;
  const [[type, names] = ['Service', cloudTrailPrincipal]] = Object.entries(statement.Principal);
  const lines = [
    `${indent}statement {`,
    `${inside}sid       = "${statement.Sid}"`,
    `${inside}actions   = ${listText(valuesOf(statement.Action))}`,
    `${inside}resources = ["*"]`,
    '',
    `${inside}principals {`,
    `${deeper}type        = "${type}"`,
    `${deeper}identifiers = ${listText(valuesOf(names))}`,
    `${inside}}`,
  ];
  for (const [test, variable, values] of conditionsOf(statement)) {
    lines.push(
      '',
      `${inside}condition {`,
      `${deeper}test     = "${test}"`,
      `${deeper}variable = "${variable}"`,
      `${deeper}values   = ${listText(values)}`,
      `${inside}}`,
    );
  }
  return [...lines, `${indent}}`];
}

/** The same in Terraform's JSON syntax. */
export function statementJson(statement: PolicyStatement): JsonValue {
  const [[type, names] = ['Service', cloudTrailPrincipal]] = Object.entries(statement.Principal);
  const conditions = conditionsOf(statement).map(([test, variable, values]) => ({ test, variable, values }));
  return {
    sid: statement.Sid,
    actions: valuesOf(statement.Action),
    resources: ['*'],
    principals: [{ type, identifiers: valuesOf(names) }],
    ...(conditions.length > 0 && { condition: conditions }),
  };
}

/** How the members of object expressions are written in a file: `Sid = "A"`, `"Sid" : "A",`. */
export interface ObjectStyle {
  readonly quoted: boolean;
  /** Between name and value; lines with ` = ` are aligned. */
  readonly separator: string;
  /** Between one member and the next. */
  readonly comma: string;
}

export const plainStyle: ObjectStyle = { quoted: false, separator: ' = ', comma: '' };

/** A statement as an object expression, as it is in `jsonencode`. */
export function statementObject(
  statement: PolicyStatement,
  indent: string,
  step: string,
  style: ObjectStyle = plainStyle,
): string[] {
  return objectLines(statement, indent, step, style);
}

/** The same on one line. */
export function statementOnLine(statement: PolicyStatement, style: ObjectStyle): string {
  const lines = objectLines(statement, '', '', { ...style, comma: ',' });
  return lines.map(line => line.replace(/^("[^"]*"|\w+)\s+= /, '$1 = ')).join(' ');
}

function objectLines(value: object, indent: string, step: string, style: ObjectStyle): string[] {
  const inside = `${indent}${step}`;
  const members: string[][] = [];
  const entries = Object.entries(value).map(([key, item]) => [
    !style.quoted && /^[A-Za-z]\w*$/.test(key) ? key : `"${key}"`,
    item,
  ]);
  for (const group of alignedGroups(entries)) {
    const widest = style.separator === ' = ' ? Math.max(...group.map(([key]) => key.length)) : 0;
    for (const [key, item] of group) {
      const name = `${inside}${key.padEnd(widest)}${style.separator}`;
      if (typeof item === 'object' && item !== null && !Array.isArray(item)) {
        const [first = '', ...rest] = objectLines(item, inside, step, style);
        members.push([name + first.trimStart(), ...rest]);
      } else {
        members.push([name + (Array.isArray(item) ? listText(item) : templateText(item))]);
      }
    }
  }
  const lines = members.flatMap((member, index) => {
    const comma = index === members.length - 1 ? '' : style.comma;
    return [...member.slice(0, -1), `${member.at(-1)}${comma}`];
  });
  return [`${indent}{`, ...lines, `${indent}}`];
}

type Entry = readonly [key: string, value: unknown];

/** `terraform fmt` aligns lines that follow one another; a value of several lines is alone. */
function alignedGroups(entries: readonly (readonly unknown[])[]): readonly (readonly Entry[])[] {
  const groups: Entry[][] = [];
  let joins = false;
  for (const [key, value] of entries) {
    const entry: Entry = [String(key), value];
    const spans = typeof value === 'object' && value !== null && !Array.isArray(value);
    if (joins && !spans) {
      groups.at(-1)?.push(entry);
    } else {
      groups.push([entry]);
    }
    joins = !spans;
  }
  return groups;
}

/** A statement as JSON in a template, with what it interpolates added to what is held. */
export function statementText(statement: PolicyStatement, step: string, held: string[]): string {
  const covered = (_: string, value: unknown) =>
    typeof value === 'string' ? holdInterpolations(value, held) : value;
  return JSON.stringify(statement, covered, step);
}

function conditionsOf(statement: PolicyStatement): (readonly [string, string, readonly string[]])[] {
  return Object.entries(statement.Condition ?? {}).flatMap(([test, tests]) =>
    Object.entries(tests).map(([variable, values]) => [test, variable, valuesOf(values)] as const),
  );
}

function valuesOf(value: string | readonly string[]): readonly string[] {
  return typeof value === 'string' ? [value] : value;
}

function listText(values: readonly unknown[]): string {
  return `[${values.map(templateText).join(', ')}]`;
}

/** A template in quotes; one that is a single reference is written without. */
export function templateText(template: unknown): string {
  return /^\$\{([\w.-]+)\}$/.exec(String(template))?.[1] ?? `"${template}"`;
}
