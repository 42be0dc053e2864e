export interface Bundle {
  readonly out: string;
  readonly from: string;
  readonly lazy?: readonly string[];
  readonly ships: readonly ('extension' | 'scanner')[];
}
export const bundles: readonly Bundle[];
export function bundlesOf(shippedIn: Bundle['ships'][number]): readonly string[];
