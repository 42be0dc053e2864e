import { isRegionName } from '../../trail/region.ts';

/** A Region as it is written; undefined for what is none of AWS's, such as `__REGION__`, which something fills in later. */
export function writtenRegion(text: string | undefined): string | undefined {
  return text !== undefined && isRegionName(text) ? text : undefined;
}
