/**
 * Whether a file may hold infrastructure code, by its name. What it is, its text decides: `.json` and `.yaml` are mostly
 * something else.
 */
export function isCandidate(name: string): boolean {
  return /\.(?:tf|tofu|json|ya?ml|template|cfn|cform|sam)$/i.test(name);
}

/** Folders that hold copies, downloads and state; what is in them is somebody else's, or stands elsewhere too. */
export function isForeignFolder(name: string): boolean {
  return foreignFolders.has(name);
}

const foreignFolders: ReadonlySet<string> = new Set([
  '.git',
  '.hg',
  '.svn',
  '.terraform',
  '.terragrunt-cache',
  'node_modules',
]);
