export function faultsOfPackage(paths: readonly string[]): readonly string[];
export function faultsOfScanner(paths: readonly string[]): string[];
