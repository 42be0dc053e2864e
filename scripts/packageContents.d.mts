export function faultsOfPackage(paths: readonly string[]): readonly string[];
