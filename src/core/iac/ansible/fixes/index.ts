import type { Finding } from '../../finding.ts';
import type { FixContext, Proposal } from '../../fix.ts';
import type { SourceDocument, Sources } from '../../sources.ts';
import type { PlayFiles } from '../files.ts';

export async function fixesFor(
  _finding: Finding,
  _document: SourceDocument,
  _files: PlayFiles,
  _sources: Sources,
  _context: FixContext,
): Promise<readonly Proposal[]> {
  return [];
}
