import type { Declaration } from '../declaration.ts';
import type { Finding } from '../finding.ts';

/**
 * The trail that a finding is about, as it is read now; undefined where the text no longer declares it there. One that was
 * mended meanwhile is found all the same: its fixes answer nothing any more, so none of them is proved.
 */
export function trailNow<T extends { readonly declaration: Declaration }>(
  { declaration: { resource, header } }: Finding,
  trails: readonly T[],
): T | undefined {
  return trails.find(
    ({ declaration }) => declaration.resource === resource && declaration.header.start === header.start,
  );
}
