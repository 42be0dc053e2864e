/**
 * Every id that the manifest and the code share, spelled once. A test holds this file against package.json.
 */
export const extensionName = 'CloudTrail Encryption';

export const views = {
  trails: 'cloudtrailEncryption.trails',
} as const;

export const commands = {
  refresh: 'cloudtrailEncryption.refresh',
  cancelRefresh: 'cloudtrailEncryption.cancelRefresh',
  showNeedingAttention: 'cloudtrailEncryption.showNeedingAttention',
  showAll: 'cloudtrailEncryption.showAll',
  chooseProfiles: 'cloudtrailEncryption.chooseProfiles',
  chooseRegions: 'cloudtrailEncryption.chooseRegions',
  signIn: 'cloudtrailEncryption.signIn',
  openConfiguration: 'cloudtrailEncryption.openConfiguration',
  copyArn: 'cloudtrailEncryption.copyArn',
  copyName: 'cloudtrailEncryption.copyName',
  openInConsole: 'cloudtrailEncryption.openInConsole',
  showAsJson: 'cloudtrailEncryption.showAsJson',
  exportReport: 'cloudtrailEncryption.exportReport',
  showLog: 'cloudtrailEncryption.showLog',
} as const;

export type CommandId = (typeof commands)[keyof typeof commands];

export const section = 'cloudtrailEncryption';

export const settings = {
  profiles: 'profiles',
  regions: 'regions',
  concurrency: 'concurrency',
} as const;

export const colors = {
  encrypted: 'cloudtrailEncryption.encryptedForeground',
  noKey: 'cloudtrailEncryption.noKeyForeground',
  attention: 'cloudtrailEncryption.attentionForeground',
  unknown: 'cloudtrailEncryption.unknownForeground',
} as const;

/** Keys for `when` clauses, all set by the view "Trails". */
export const contextKeys = {
  /** A reading is under way and can be cancelled. */
  reading: 'cloudtrailEncryption.reading',
  /** Only trails that need attention are shown. */
  onlyNeedingAttention: 'cloudtrailEncryption.onlyNeedingAttention',
  /** `none` where the shared AWS files hold no profile. */
  profiles: 'cloudtrailEncryption.profilesFound',
} as const;

/** Scheme of the read-only documents that show a trail as JSON. */
export const documentScheme = 'cloudtrail-encryption';
