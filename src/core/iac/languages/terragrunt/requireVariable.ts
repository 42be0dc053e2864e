import type { Finding } from '../../finding.ts';
import type { Proposal } from '../../fix.ts';
import { trailNow } from '../../fixes/trailNow.ts';
import { literalText } from '../../formats/hcl/index.ts';
import type { SourceDocument, Sources } from '../../sources/sources.ts';
import { passedBy } from '../terraform/keyVariable.ts';
import type { ParsedFiles } from '../terraform/modules/files.ts';
import { readDeployed } from './read.ts';

/**
 * Takes the empty default of the environment variable that holds the key: whoever runs Terragrunt has to set it. A feature
 * has to have a default.
 */
export async function requireVariable(
  finding: Finding,
  document: SourceDocument,
  sources: Sources,
  cache: ParsedFiles,
): Promise<readonly Proposal[]> {
  const { places } = await readDeployed(document, sources, cache);
  const place = trailNow(finding, places);
  const [call] = place?.path.calls ?? [];
  const setting = call && place?.variable && passedBy(call, place.variable);
  const value = setting?.attribute.value;
  if (
    finding.code !== 'kms-key-conditional' ||
    !setting ||
    value?.kind !== 'call' ||
    value.name !== 'get_env'
  ) {
    return [];
  }
  const [name, fallback, ...more] = value.args;
  if (!name || more.length > 0 || literalText(fallback) !== '') {
    return [];
  }
  const { text } = setting.file.hcl;
  const start = name.range.end;
  const edit = { offset: start, length: (fallback?.range.end ?? start) - start, content: '' };
  const input = `get_env(${text.slice(name.range.start, name.range.end)})`;
  return [
    {
      action: { kind: 'require-input', input },
      documents: [{ uri: setting.file.uri, edits: [edit] }],
    },
  ];
}
