import { writeFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { isText, listOf, shape } from '../core/base/shape.ts';
import { printJson } from '../core/base/show.ts';
import { readFileNow } from '../files/boundedFile.ts';
import type { Fingerprints } from './fingerprints.ts';
import type { Report } from './report.ts';

/** A finding that is known, in the file that `--write-baseline` writes: what is beside the fingerprint is for people. */
interface KnownFinding {
  readonly fingerprint: string;
  readonly code: string;
  readonly file: string;
  readonly resource: string;
}

interface BaselineFile {
  readonly version: 1;
  readonly findings: readonly KnownFinding[];
}

const isBaseline = shape<BaselineFile>({
  version: value => value === 1,
  findings: listOf(
    shape<KnownFinding>({ fingerprint: isText, code: isText, file: isText, resource: isText }),
  ),
});

/** The fingerprints that a file knows, or why it could not be read. */
export function readBaseline(file: string): ReadonlySet<string> | { readonly fault: string } {
  const content = readFileNow(resolve(file));
  if (content.kind !== 'bytes') {
    return { fault: content.kind === 'missing' ? 'no such file' : content.detail };
  }
  try {
    const written: unknown = JSON.parse(content.bytes.toString());
    return isBaseline(written)
      ? new Set((written as BaselineFile).findings.map(({ fingerprint }) => fingerprint))
      : { fault: 'not a file written by --write-baseline' };
  } catch {
    return { fault: 'not a JSON file' };
  }
}

/** Keeps the findings of a report as known, in an order in which changes of the file are small. Throws where it cannot be written. */
export function writeBaseline(file: string, { trails }: Report, fingerprints: Fingerprints): number {
  const findings = trails
    .flatMap(one => one.findings)
    .map(({ finding: { code, declaration }, fingerprint }): KnownFinding => {
      const { uri, resource } = declaration;
      return { fingerprint, code, file: fingerprints.fileOf(uri), resource };
    })
    .sort((left, right) => (orderOf(left) < orderOf(right) ? -1 : 1));
  writeFileSync(resolve(file), printJson({ version: 1, findings } satisfies BaselineFile));
  return findings.length;
}

function orderOf({ file, resource, code, fingerprint }: KnownFinding): string {
  return [file, resource, code, fingerprint].join('\n');
}
