/**
 * Every id that the manifest and the code share, spelled once. A test holds this file against package.json.
 */
export const extensionName = 'CloudTrail Encryption';

export const views = {
  trails: 'cloudtrailEncryption.trails',
  code: 'cloudtrailEncryption.code',
} as const;

export const commands = {
  refresh: 'cloudtrailEncryption.refresh',
  cancelRefresh: 'cloudtrailEncryption.cancelRefresh',
  showNeedingAttention: 'cloudtrailEncryption.showNeedingAttention',
  showAll: 'cloudtrailEncryption.showAll',
  groupByProfile: 'cloudtrailEncryption.groupByProfile',
  groupByRegion: 'cloudtrailEncryption.groupByRegion',
  groupByState: 'cloudtrailEncryption.groupByState',
  groupByAccount: 'cloudtrailEncryption.groupByAccount',
  groupByKey: 'cloudtrailEncryption.groupByKey',
  sortByName: 'cloudtrailEncryption.sortByName',
  sortByWeight: 'cloudtrailEncryption.sortByWeight',
  chooseProfiles: 'cloudtrailEncryption.chooseProfiles',
  chooseRegions: 'cloudtrailEncryption.chooseRegions',
  signIn: 'cloudtrailEncryption.signIn',
  openConfiguration: 'cloudtrailEncryption.openConfiguration',
  openRecordedTrail: 'cloudtrailEncryption.openRecordedTrail',
  showOrganization: 'cloudtrailEncryption.showOrganization',
  addSsoAccounts: 'cloudtrailEncryption.addSsoAccounts',
  removeSsoAccount: 'cloudtrailEncryption.removeSsoAccount',
  copyArn: 'cloudtrailEncryption.copyArn',
  copyName: 'cloudtrailEncryption.copyName',
  openInConsole: 'cloudtrailEncryption.openInConsole',
  showAsJson: 'cloudtrailEncryption.showAsJson',
  exportReport: 'cloudtrailEncryption.exportReport',
  showLog: 'cloudtrailEncryption.showLog',
  scanWorkspace: 'cloudtrailEncryption.scanWorkspace',
  fixAll: 'cloudtrailEncryption.fixAll',
  goToDeclaration: 'cloudtrailEncryption.goToDeclaration',
  enableSseKms: 'cloudtrailEncryption.enableSseKms',
  changeKmsKey: 'cloudtrailEncryption.changeKmsKey',
  restoreEncryption: 'cloudtrailEncryption.restoreEncryption',
  copyAsCli: 'cloudtrailEncryption.copyAsCli',
  enableKey: 'cloudtrailEncryption.enableKey',
  cancelKeyDeletion: 'cloudtrailEncryption.cancelKeyDeletion',
  startLogging: 'cloudtrailEncryption.startLogging',
  showTrailsUnderKey: 'cloudtrailEncryption.showTrailsUnderKey',
  showHistory: 'cloudtrailEncryption.showHistory',
  showLiveTrail: 'cloudtrailEncryption.showLiveTrail',
  enableOnLiveTrail: 'cloudtrailEncryption.enableOnLiveTrail',
  fixDeclaredTrail: 'cloudtrailEncryption.fixDeclaredTrail',
  ignoreDeclaredTrail: 'cloudtrailEncryption.ignoreDeclaredTrail',
  copyAddress: 'cloudtrailEncryption.copyAddress',
  excludeFile: 'cloudtrailEncryption.excludeFile',
} as const;

export type CommandId = (typeof commands)[keyof typeof commands];

export const section = 'cloudtrailEncryption';

export const settings = {
  profiles: 'profiles',
  readOnOpen: 'readOnOpen',
  regions: 'regions',
  concurrency: 'concurrency',
  diagnosticsEnabled: 'diagnostics.enabled',
  diagnosticsSeverity: 'diagnostics.severity',
  diagnosticsExclude: 'diagnostics.exclude',
  defaultKey: 'defaultKey',
  inputs: 'inputs',
  newKeyReaders: 'newKey.readers',
  codeLensEnabled: 'codeLens.enabled',
  scanOnOpen: 'scan.onOpen',
} as const;

/** Settings that let something start by itself, which nothing does in Restricted Mode. */
export const startingSettings = [settings.scanOnOpen, settings.readOnOpen] as const;

export const colors = {
  encrypted: 'cloudtrailEncryption.encryptedForeground',
  noKey: 'cloudtrailEncryption.noKeyForeground',
  attention: 'cloudtrailEncryption.attentionForeground',
  unknown: 'cloudtrailEncryption.unknownForeground',
} as const;

/** Keys for `when` clauses, set by the view that they are about. */
export const contextKeys = {
  /** A reading is under way and can be cancelled. */
  reading: 'cloudtrailEncryption.reading',
  /** Only trails that need attention are shown. */
  onlyNeedingAttention: 'cloudtrailEncryption.onlyNeedingAttention',
  /** How the rows of the view are grouped and sorted. */
  groupBy: 'cloudtrailEncryption.groupBy',
  sortBy: 'cloudtrailEncryption.sortBy',
  /** `none` where the shared AWS files hold no profile, `hidden` where the settings leave none of them. */
  profiles: 'cloudtrailEncryption.profilesFound',
  /** The workspace was scanned for declared trails. */
  scanned: 'cloudtrailEncryption.scanned',
  /** Whether a change of any trail is recorded. */
  changesRecorded: 'cloudtrailEncryption.changesRecorded',
  /** A list to choose from is just being shown. */
  opensList: 'cloudtrailEncryption.opensList',
} as const;

/** Keys of the steps of the walkthrough that are done: AWS knows a profile's caller, an account was read, … */
export const stepKeys = {
  signedIn: 'cloudtrailEncryption.signedIn',
  accountRead: 'cloudtrailEncryption.accountRead',
  codeScanned: 'cloudtrailEncryption.codeScanned',
  findingFixed: 'cloudtrailEncryption.findingFixed',
  sseKmsEnabled: 'cloudtrailEncryption.sseKmsEnabled',
} as const;

export type StepKey = (typeof stepKeys)[keyof typeof stepKeys];

/** Scheme of the read-only documents that show a trail as JSON. */
export const documentScheme = 'cloudtrail-encryption';

/** Commands of actions in the editor: they need arguments, so the manifest does not list them. */
export const editorCommands = {
  insertKeyArn: 'cloudtrailEncryption.insertKeyArn',
  showFixes: 'cloudtrailEncryption.showFixes',
  fixed: 'cloudtrailEncryption.fixed',
} as const;

/** Tools for language models. All of them only read. */
export const toolNames = {
  findings: 'cloudtrail_encryption_findings',
  liveTrails: 'cloudtrail_encryption_live_trails',
  explainFinding: 'cloudtrail_encryption_explain_finding',
  plan: 'cloudtrail_encryption_plan',
} as const;

export type ToolName = (typeof toolNames)[keyof typeof toolNames];

/** Kind of the action that gives the configured key to every trail of a document. */
export const fixAllKind = 'source.fixAll.cloudtrailEncryption';

/** The editor of VS Code that shows Markdown as it is meant to be read. */
export const markdownPreview = 'vscode.markdown.preview.editor';

/** Where the pages that ship with the extension are found among its read-only documents. */
export const shippedPages = '/findings/';

/** The page about a finding that ships with the extension, as the address of a read-only document. */
export function shippedPageOfFinding(code: string): string {
  return `${documentScheme}:${shippedPages}${code}.md`;
}
