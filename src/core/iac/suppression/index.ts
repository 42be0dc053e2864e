import type { TextRange } from '../../base/text.ts';
import { type LanguageId, languageTable } from '../languageTable.ts';
import type { Suppression } from '../suppression.ts';
import { cdkNag } from './cdkNag.ts';
import { cfnGuard } from './cfnGuard.ts';
import { checkov } from './checkov.ts';
import { type CommentedTrail, type Lines, linesOf } from './commentLines.ts';
import { kics } from './kics.ts';
import { own } from './own.ts';
import { semgrep } from './semgrep.ts';
import { terrascan } from './terrascan.ts';
import type { JsonLike, MetadataLevel, SuppressionReader } from './tool.ts';
import { trivy } from './trivy.ts';

export { mayTell } from './commentLines.ts';
export type { JsonLike, MetadataLevel } from './tool.ts';

/** Every tool whose silences are honoured; ours first, so that a trail silenced twice names ours. */
const readers: readonly SuppressionReader[] = [
  own,
  checkov,
  trivy,
  kics,
  terrascan,
  cfnGuard,
  cdkNag,
  semgrep,
];

/**
 * The comments of a text that silence findings at one trail of it. A trail that comes from a module is asked for twice,
 * once in each file; what is in another file than the declaration's is to be given that file's `uri`.
 */
export function commentSuppressions(scope: CommentedTrail): Suppression[] {
  return suppressionsIn(linesOf(scope));
}

/** The same, for comments that have been taken apart. */
export function suppressionsIn(lines: Lines): Suppression[] {
  return lines.comments.length === 0
    ? []
    : readersOf(lines.scope.language).flatMap(reader => reader.comments?.(lines) ?? []);
}

/** Scanners of Kubernetes objects look for annotations alone, of playbooks KICS alone has a rule for trails, and none reads programs. */
function readersOf(language: LanguageId): readonly SuppressionReader[] {
  const dialect = languageTable[language].scannerDialect;
  if (dialect === 'kubernetes' || dialect === 'program') {
    return [own];
  }
  return dialect === 'task' ? [own, kics] : readers;
}

/** The annotations of a Kubernetes object that silence findings at it; `range` is where they are. */
export function annotationSuppressions(annotations: JsonLike, range: TextRange): Suppression[] {
  return readers.flatMap(reader => reader.annotations?.(annotations, range) ?? []);
}

/**
 * The entries in a CloudFormation `Metadata` section that silence findings: a resource's, or the template's for what
 * holds in all of it. `range` is where the section is.
 */
export function metadataSuppressions(
  metadata: JsonLike,
  range: TextRange,
  level: MetadataLevel = 'resource',
): Suppression[] {
  return readers.flatMap(reader => reader.metadata?.(metadata, range, level) ?? []);
}
