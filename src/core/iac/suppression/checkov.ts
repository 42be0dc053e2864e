import { isTerraformToScanners } from '../languageTable.ts';
import { coveredByScanners, isRuleOf } from '../scannerRules.ts';
import type { Suppression } from '../suppression.ts';
import { type CommentLine, isInside, type Lines } from './commentLines.ts';
import { at, type JsonLike, listOf, namesIn, type SuppressionReader, textOf, withReason } from './tool.ts';

/**
 * Checkov, also under its names Bridgecrew and Cortex. A list of ids ends at the first blank. In Terraform a comment counts strictly inside the block, not on
 * its first or last line; in CloudFormation on any line of the resource, one id per comment; of a Kubernetes object the
 * annotations `checkov.io/skipN: ID=reason` count.
 * (Checkov documentation, "Suppressing and Skipping Policies".)
 */
export const checkov: SuppressionReader = {
  comments: lines => lines.comments.filter(comment => isPlaced(lines, comment)).flatMap(c => read(lines, c)),
  metadata: (metadata, range, level) =>
    level === 'resource'
      ? ['checkov', 'bridgecrew'].flatMap(name =>
          listOf(at(metadata, name, 'skip')).flatMap(skipEntry(range)),
        )
      : [],
  annotations: (annotations, range) =>
    namesIn(annotations)
      .filter(name => /^(?:checkov|bridgecrew)\.io\/skip\d+$/.test(name))
      .flatMap(name => {
        const [, id = '', reason] =
          /^\s*([\w-]+)\s*(?:=(.*))?$/s.exec(textOf(at(annotations, name)) ?? '') ?? [];
        return isRuleOf('checkov', id)
          ? [{ tool: 'checkov', range, codes: coveredByScanners, ...withReason(reason) }]
          : [];
      }),
};

function isPlaced(lines: Lines, comment: CommentLine): boolean {
  if (!isTerraformToScanners(lines.scope.language)) {
    return isInside(lines, comment);
  }
  return (lines.first < comment.line && comment.line < lines.last) || isStrictlyInside(lines, comment);
}

/** A module call carries the skips of everything it makes. */
function isStrictlyInside(lines: Lines, comment: CommentLine): boolean {
  const call = lines.scope.moduleCall;
  if (!call) {
    return false;
  }
  const first = lines.scope.lines.positionAt(call.start).line;
  const last = lines.scope.lines.positionAt(call.end - 1).line;
  return first < comment.line && comment.line < last;
}

function read(lines: Lines, comment: CommentLine): Suppression[] {
  const found = /(?:checkov|bridgecrew|cortex):skip=\s*([\w-]+(?:,[\w-]+)*)\s*(?::(.*))?/.exec(comment.text);
  if (!found) {
    return [];
  }
  const written = (found[1] ?? '').split(',');
  const ids = isTerraformToScanners(lines.scope.language)
    ? written
    : written.slice(0, written.length === 1 ? 1 : 0);
  return ids.some(id => isRuleOf('checkov', id))
    ? [{ tool: 'checkov', range: comment.range, codes: coveredByScanners, ...withReason(found[2]) }]
    : [];
}

function skipEntry(range: Suppression['range']) {
  return (entry: JsonLike): Suppression[] =>
    isRuleOf('checkov', textOf(at(entry, 'id')) ?? '')
      ? [{ tool: 'checkov', range, codes: coveredByScanners, ...withReason(textOf(at(entry, 'comment'))) }]
      : [];
}
