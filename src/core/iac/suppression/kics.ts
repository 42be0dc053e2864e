import { isTerraformToScanners } from '../languageTable.ts';
import { coveredByScanners, isRuleOf } from '../scannerRules.ts';
import type { Suppression } from '../suppression.ts';
import { type CommentLine, isInStackAbove, isInside, type Lines } from './scope.ts';
import type { SuppressionReader } from './tool.ts';

/**
 * KICS and its fork dd-iac-scan. At the head of the file, before anything but comments: `ignore`, `disable=IDs`, and
 * `enable=IDs`, which leaves no other rule on. Anywhere: `ignore-line` for the line below, `ignore-block` for the block
 * below. (KICS documentation, "Using commands on scanned files as comments".)
 */
export const kics: SuppressionReader = {
  comments: lines =>
    lines.comments
      .filter(comment => holds(lines, comment))
      .map((comment): Suppression => ({ tool: 'kics', range: comment.range, codes: coveredByScanners })),
};

function holds(lines: Lines, comment: CommentLine): boolean {
  const [, command, list] =
    /^(?:kics-scan|dd-iac-scan)\s+([a-z-]+)(?:\s*=\s*(.*))?/i.exec(comment.text) ?? [];
  switch (command?.toLowerCase()) {
    case 'ignore':
      return isAtHead(lines, comment);
    case 'disable':
      return isAtHead(lines, comment) && namesOurRule(list);
    case 'enable':
      return isAtHead(lines, comment) && !namesOurRule(list);
    case 'ignore-line':
      return reportedLines(lines).some(line => line === comment.line || isInStackAbove(lines, comment, line));
    case 'ignore-block':
      return blockLines(lines).some(line => isInStackAbove(lines, comment, line));
    default:
      return false;
  }
}

function namesOurRule(list: string | undefined): boolean {
  return (list ?? '').split(',').some(id => isRuleOf('kics', id.trim()));
}

/** KICS reports a missing key at the header of the resource or at its properties, a wrong one at the attribute. */
function reportedLines(lines: Lines): readonly number[] {
  const attribute = lines.scope.keyAttribute;
  return attribute ? [lineOf(lines, attribute.start)] : [...lines.targets, ...propertyLines(lines)];
}

function blockLines(lines: Lines): readonly number[] {
  return [...lines.targets, ...propertyLines(lines)];
}

/** The line that opens the properties of a CloudFormation resource. */
function propertyLines(lines: Lines): readonly number[] {
  if (isTerraformToScanners(lines.scope.language)) {
    return [];
  }
  const { scope } = lines;
  const whole = scope.text.slice(scope.whole.start, scope.whole.end);
  const found = /^[ \t]*["']?Properties["']?[ \t]*:/m.exec(whole);
  return found ? [lineOf(lines, scope.whole.start + found.index + found[0].search(/\S/))] : [];
}

function isAtHead(lines: Lines, comment: CommentLine): boolean {
  if (!comment.alone || isInside(lines, comment)) {
    return false;
  }
  const { text, comments } = lines.scope;
  let end = 0;
  for (const before of comments) {
    if (text.slice(end, before.range.start).replace(/^---/m, '').replace('\uFEFF', '').trim() !== '') {
      return false;
    }
    if (before.range.end >= comment.range.end) {
      return true;
    }
    end = before.range.end;
  }
  return false;
}

function lineOf(lines: Lines, offset: number): number {
  return lines.scope.lines.positionAt(offset).line;
}
