export interface Bundle {
  readonly out: string;
  readonly from: string;
  readonly lazy?: readonly string[];
  readonly ships: 'extension' | 'scanner';
}
export const bundles: readonly Bundle[];
export function bundlesOf(shippedIn: Bundle['ships']): readonly string[];
