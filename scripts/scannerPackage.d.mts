export function scannerManifest(): Readonly<Record<string, unknown>> & {
  readonly name: string;
  readonly version: string;
  readonly bin: Readonly<Record<string, string>>;
};
export function packScanner(paths: {
  readonly folder: string;
  readonly destination: string;
  readonly programs: string;
  readonly notices: string;
}): string;
