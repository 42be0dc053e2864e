/** How the emulated AWS behaves. All of it may be changed while it runs. */
export interface Settings {
  /** The most items a page holds, whatever the caller asks for. */
  pageSize: number | undefined;
  /** UpdateTrail calls a second, account and Region before ThrottlingException; `undefined` is no limit. */
  updateTrailPerSecond: number | undefined;
  /** How many looks CloudTrail takes at a new key before it sees it. */
  newKeySeenAfter: number;
  /** How many looks CloudTrail takes at a key before it sees its new policy. */
  newPolicySeenAfter: number;
  /** Whether UpdateTrail tries the bucket policy with the trail's encryption; otherwise delivery alone fails. */
  updateTriesBucketPolicy: boolean;
  /** Milliseconds that every answer takes. */
  latency: number;
  aliasesPerKey: number;
  /** Calls a second, account and service before ThrottlingException; `undefined` is no limit. */
  callsPerSecond: number | undefined;
  /** Whether a group of an AWS Config query, of which a property is not there, is no row. */
  groupsDropMissing: boolean;
  keysPerRegion: number;
}

export const defaultSettings: Settings = {
  pageSize: undefined,
  updateTrailPerSecond: undefined,
  newKeySeenAfter: 0,
  newPolicySeenAfter: 0,
  updateTriesBucketPolicy: false,
  latency: 0,
  aliasesPerKey: 50,
  callsPerSecond: undefined,
  groupsDropMissing: true,
  keysPerRegion: 100_000,
};
