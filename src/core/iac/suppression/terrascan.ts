import type { TextRange } from '../../base/text.ts';
import { coveredByScanners, isRuleOf } from '../scannerRules.ts';
import type { Suppression } from '../suppression.ts';
import { isInside } from './commentLines.ts';
import { at, type JsonLike, listOf, type SuppressionReader, textOf, withReason } from './tool.ts';

/**
 * Terrascan: `ts:skip=ID reason` inside the resource, or `runterrascan.io/skip` in the metadata, a list of `rule` and
 * `comment` that is often written as a JSON string. (Terrascan documentation, "In-file Instrumentation".)
 */
export const terrascan: SuppressionReader = {
  comments: lines =>
    lines.comments
      .filter(comment => isInside(lines, comment))
      .flatMap(({ text, range }) => {
        const [, id, reason] = /(?:^|\s)ts:skip=\s*([\w.-]+)(.*)$/.exec(text) ?? [];
        return id !== undefined && isRuleOf('terrascan', id) ? [silence(range, reason)] : [];
      }),
  metadata: (metadata, range, level) => (level === 'resource' ? skipped(metadata, range) : []),
  annotations: skipped,
};

function skipped(metadata: JsonLike, range: TextRange): Suppression[] {
  return listOf(parsed(at(metadata, 'runterrascan.io/skip')))
    .filter(entry => isRuleOf('terrascan', textOf(at(entry, 'rule')) ?? ''))
    .map(entry => silence(range, textOf(at(entry, 'comment'))));
}

function silence(range: TextRange, reason: string | undefined): Suppression {
  return { tool: 'terrascan', range, codes: coveredByScanners, ...withReason(reason) };
}

function parsed(value: JsonLike): JsonLike {
  if (typeof value !== 'string') {
    return value;
  }
  try {
    return JSON.parse(value);
  } catch {
    return undefined;
  }
}
