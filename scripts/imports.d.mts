/** What is wrong with the imports of some files, by their paths below `src`, in one line each. */
export function importFaults(
  files: ReadonlyMap<string, string>,
  rules?: Readonly<Record<string, string>>,
): readonly string[];

/** The files of `src`, by their paths below it. */
export function sourceFiles(): ReadonlyMap<string, string>;
