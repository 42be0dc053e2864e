import type { Finding } from '../../../finding.ts';
import type { FixContext, Proposal } from '../../../fix.ts';
import { thoughtOver, type WayName, waysFor } from '../../../fixes/remedies.ts';
import { trailNow } from '../../../fixes/trailNow.ts';
import type { SourceDocument, Sources } from '../../../sources/sources.ts';
import type { ParsedFiles } from '../modules/files.ts';
import type { ModuleFile } from '../modules/module.ts';
import { type DeclaredPlace, type ReadPlaces, readPlaces } from '../read.ts';
import { nameAt, useArn } from './arnFixes.ts';
import { Edits } from './edits.ts';
import { ignoreEdits } from './ignore.ts';
import { keyFixes } from './keyFixes.ts';
import { policyFixes, rotationFixes } from './mendKey.ts';
import { withComments } from './trailingComments.ts';

/** Ways to answer a finding, the best one first; none where the text is no longer the one it was found in. */
export async function fixesFor(
  finding: Finding,
  document: SourceDocument,
  sources: Sources,
  context: FixContext,
  cache: ParsedFiles,
  read: ReadPlaces = readPlaces,
): Promise<readonly Proposal[]> {
  const { places } = await read(document, sources, cache);
  const place = trailNow(finding, places);
  if (!place || isBrokenJson(place.file)) {
    return [];
  }
  const named = finding.code === 'kms-key-not-arn' ? nameAt(place) : undefined;
  const fixes: Proposal[] = [];
  for (const way of waysFor(finding.code, named)) {
    fixes.push(...(await proposalsBy(way, finding, place, sources, context, cache)));
  }
  const wanted = thoughtOver(fixes, named).filter(
    fix => !fix.documents.some(({ uri }) => isWrittenAgain(uri)),
  );
  return Promise.all(wanted.map(fix => aligned(fix, sources)));
}

/** The same with comments that stay below each other. */
async function aligned(fix: Proposal, sources: Sources): Promise<Proposal> {
  const documents = fix.documents.map(async ({ uri, edits }) => {
    const text = uri.endsWith('.json') ? undefined : (await sources.read(uri))?.text;
    return { uri, edits: text === undefined ? edits : withComments(text, edits) };
  });
  return { ...fix, documents: await Promise.all(documents) };
}

/** Where braces are missing, the target of a path through a JSON text is not known. */
function isBrokenJson({ hcl }: ModuleFile): boolean {
  if (hcl.syntax !== 'json') {
    return false;
  }
  try {
    JSON.parse(hcl.text.replace('\uFEFF', ''));
    return false;
  } catch {
    return true;
  }
}

/** What `terraform init` fetched and `cdktf synth` wrote they write again: an edit there would be lost. */
function isWrittenAgain(uri: string): boolean {
  return uri.includes('/.terraform/') || uri.includes('/cdktf.out/');
}

async function proposalsBy(
  way: WayName,
  finding: Finding,
  place: DeclaredPlace,
  sources: Sources,
  context: FixContext,
  cache: ParsedFiles,
): Promise<readonly Proposal[]> {
  switch (way) {
    case 'renameProperty':
    case 'requireInput':
    case 'dropCondition':
    case 'useKeyArn':
    case 'useDeclaredKeys':
    case 'addKey':
      return keyFixes(way, finding.code, place, sources, context, cache);
    case 'useArn':
      return useArn(place);
    case 'addStatements':
      return policyFixes(place, sources);
    case 'enableRotation':
      return rotationFixes(place);
    case 'ignoreHere':
      return ignoring(finding, place);
  }
}

function ignoring(finding: Finding, { file, path }: DeclaredPlace): readonly Proposal[] {
  const block = path.calls[0]?.block ?? path.trail.block;
  const edits = ignoreEdits(file, block, finding);
  if (!edits) {
    return [];
  }
  const documents = new Edits().add(file.uri, edits).documents();
  const action = { kind: 'ignore', code: finding.code } as const;
  return [{ action, documents }];
}
