/**
 * Whether a file may hold infrastructure code, by its name. What it is, its text decides: `.json` and `.yaml` are mostly
 * something else.
 */
export function isCandidate(name: string): boolean {
  return /\.(?:tf|tofu|json|ya?ml|template|cfn|cform|sam)$/i.test(name);
}

/** The same as a glob. */
export const candidateGlob = '**/*.{tf,tofu,json,yaml,yml,template,cfn,cform,sam}';

/**
 * Whether a text may be about trails, itself or through what it refers to. A search for plain words, made before any
 * language is loaded; the languages decide.
 */
export function mayConcernTrails(name: string, text: string): boolean {
  if (text.includes('CloudTrail') || text.includes('cloudtrail')) {
    return true;
  }
  return isTerraform(name)
    ? text.includes('module')
    : text.includes('TemplateURL') || text.includes('Location') || text.includes('${file(');
}

/**
 * Whether a text holds a word for a trail, or for what brings in other files that may declare one: module calls and nested
 * stacks. Without one no language claims a text. One search for all of them costs a tenth of what asking each does.
 */
export function mayNameTrail(text: string): boolean {
  return trailWords.test(text);
}

/** Upper and lower case by hand: a search that takes no regard to case at all would take twice as long. */
const trailWords =
  /[cC][lL][oO][uU][dD][tT][rR][aA][iI][lL]|\bmodule\b|AWS::CloudFormation::Stack|AWS::Serverless::Application/;

/** Folders that hold copies, downloads, state and what a build makes of the code beside it; what is in them is somebody else's, or stands elsewhere too. */
export function isForeignFolder(name: string): boolean {
  return foreignFolders.has(name);
}

export const foreignFolders: ReadonlySet<string> = new Set([
  '.aws-sam',
  '.git',
  '.hg',
  '.serverless',
  '.svn',
  '.terraform',
  '.terragrunt-cache',
  'cdk.out',
  'node_modules',
]);

function isTerraform(name: string): boolean {
  return /\.(?:tf|tofu)(?:\.json)?$/i.test(name);
}
