import { onceFor } from '../../../base/onceFor.ts';
import type { TextRange } from '../../../base/text.ts';
import type { Declaration } from '../../declaration.ts';
import { findingCodes } from '../../findingCode.ts';
import type { SourceDocument, Sources } from '../../sources/sources.ts';
import { commentSuppressions, mayTell } from '../../suppression/index.ts';
import type { Suppression } from '../../suppression.ts';
import { callsOfModule, isAnyCallerLike } from './modules/callers.ts';
import type { ParsedFiles } from './modules/files.ts';
import type { ModuleFile } from './modules/module.ts';

/** What comments of a file silence at a trail, or at the call of a module that makes it. */
export function silencesAt(
  file: ModuleFile,
  header: TextRange,
  whole: TextRange,
  keyAttribute: TextRange | undefined,
  moduleCall?: TextRange,
): readonly Suppression[] {
  const { hcl } = file;
  return commentSuppressions({
    language: 'terraform',
    text: hcl.text,
    lines: hcl.lines,
    parsed: hcl,
    header,
    whole,
    keyAttribute,
    ...(moduleCall && { moduleCall }),
  });
}

/**
 * A comment at the call of a module silences what the module creates (Checkov documentation, "Suppressing and Skipping
 * Policies"; Trivy documentation, "Inline ignores"). The module's own trail is silenced where each of its calls is: no
 * caller is left that would report it. Only evaluated where a key may be missing, because it reads the folders around the
 * module.
 */
export class SilencedByCalls {
  readonly #sources: Sources;
  readonly #cache: ParsedFiles;
  readonly #silences = new Map<string, Promise<readonly Suppression[]>>();

  constructor(sources: Sources, cache: ParsedFiles) {
    this.#sources = sources;
    this.#cache = cache;
  }

  async declaration(folder: string | undefined, own: Declaration): Promise<Declaration> {
    const { key } = own.facts;
    if (folder === undefined || key.kind === 'known' || key.kind === 'unknown') {
      return own;
    }
    const found = this.#silences.get(folder) ?? this.#ofCalls(folder);
    this.#silences.set(folder, found);
    const silences = await found;
    return silences.length === 0 ? own : { ...own, suppressions: [...own.suppressions, ...silences] };
  }

  async #ofCalls(folder: string): Promise<readonly Suppression[]> {
    if (!(await isAnyCallerLike(mayBeSilenced, folder, this.#sources, this.#cache))) {
      return [];
    }
    const calls = await callsOfModule(folder, this.#sources, this.#cache);
    return inCommon(
      calls.map(({ call: { block, file } }) =>
        silencesAt(file, block.header, block.range, undefined, block.header).map(one => ({
          ...one,
          uri: file.uri,
        })),
      ),
    );
  }
}

/** Most files have no such comment, and are asked many times. */
const mayBeSilenced = onceFor(({ text }: SourceDocument) => mayTell(text));

/** What every call silences, each finding by the entry that is the first to end. */
function inCommon(calls: readonly (readonly Suppression[])[]): readonly Suppression[] {
  return findingCodes.flatMap((code): Suppression[] => {
    const lasting = calls.map(silences =>
      silences
        .filter(({ codes }) => codes?.includes(code) ?? true)
        .reduce<Suppression | undefined>(
          (last, one) => (last && endsBefore(one, last) ? last : one),
          undefined,
        ),
    );
    const first = lasting.reduce(
      (one, other) => (one && other && endsBefore(other, one) ? other : one),
      lasting[0],
    );
    return first && lasting.every(one => one !== undefined) ? [{ ...first, codes: [code] }] : [];
  });
}

function endsBefore(one: Suppression, other: Suppression): boolean {
  return one.expires !== undefined && (other.expires === undefined || one.expires < other.expires);
}
