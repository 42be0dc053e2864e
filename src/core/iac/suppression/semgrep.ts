import { isTerraformToScanners } from '../languageTable.ts';
import { coveredByScanners, isRuleOf } from '../scannerRules.ts';
import type { Suppression } from '../suppression.ts';
import type { CommentLine, Lines } from './commentLines.ts';
import type { SuppressionReader } from './tool.ts';

/**
 * Semgrep: `nosemgrep` for every rule, `nosemgrep: ID, ID` for these, on the first line of the match or alone on the
 * one above. Its rule matches the whole `aws_cloudtrail` resource, in Terraform only.
 * (Semgrep documentation, "Ignore files, folders, and code".)
 */
export const semgrep: SuppressionReader = {
  comments: lines =>
    isTerraformToScanners(lines.scope.language)
      ? lines.comments
          .filter(comment => isPlaced(lines, comment) && namesOurRule(comment.text))
          .map(
            (comment): Suppression => ({ tool: 'semgrep', range: comment.range, codes: coveredByScanners }),
          )
      : [],
};

function isPlaced(lines: Lines, comment: CommentLine): boolean {
  return comment.line === lines.first || (comment.alone && comment.line === lines.first - 1);
}

function namesOurRule(text: string): boolean {
  const found = /(?:^|\s)nosem(?:grep)?(?![\w-])(?:\s*:\s*([\w.-]+(?:\s*,\s*[\w.-]+)*))?/i.exec(text);
  if (!found) {
    return false;
  }
  const ids = found[1];
  return ids === undefined || ids.split(/\s*,\s*/).some(id => isRuleOf('semgrep', id));
}
