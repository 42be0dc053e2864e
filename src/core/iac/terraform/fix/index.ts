import type { Finding } from '../../finding.ts';
import type { Fix, FixContext } from '../../fix.ts';
import type { SourceDocument, Sources } from '../../sources.ts';
import type { ParsedFiles } from '../files.ts';

export async function fixesFor(
  _f: Finding,
  _d: SourceDocument,
  _s: Sources,
  _c: FixContext,
  _p: ParsedFiles,
): Promise<readonly Fix[]> {
  return [];
}
