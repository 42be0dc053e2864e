/** A way to reach an AWS account: a profile of the shared AWS files, or the credentials of the environment. */
export interface Profile {
  /** Its name in the files; `environmentProfile` for the credentials of the environment. */
  readonly name: string;
  readonly kind: ProfileKind;
  /** The Region written in the profile or in the environment. */
  readonly region?: string;
  /** The account that it signs in to, if the files say so: the account of its role. */
  readonly account?: string;
  /** The session of IAM Identity Center that it signs in to, and the role that it is given. */
  readonly sso?: { readonly session: string; readonly role: string };
  /** No file declares it: a person picked the role from the list of the session. */
  readonly added?: true;
  /** A role on the way to its credentials wants an MFA code. */
  readonly asksForMfa?: true;
  /** The file that declares it and the line, counted from zero; absent for the environment. */
  readonly declaredAt?: ConfigLine;
  /** Its Region if the value is not one: no call can be made until it is corrected. */
  readonly faultAt?: ConfigLine;
}

/** A line of a shared AWS file, counted from zero. */
export interface ConfigLine {
  readonly path: string;
  readonly line: number;
}

export type ProfileKind =
  | 'static'
  | 'session'
  | 'sso'
  | 'login'
  | 'assume-role'
  | 'credential-process'
  | 'web-identity'
  | 'environment'
  /** Nothing in it says where credentials come from. */
  | 'incomplete';

/** Reserved for `AWS_ACCESS_KEY_ID` and its companions. A profile with this name is skipped and reported. */
export const environmentProfile = '[environment]';

/** All profiles in the order of the files, the one in use first, and what was wrong with the files. */
export interface ProfileList {
  readonly profiles: readonly Profile[];
  readonly faults: readonly ConfigFault[];
}

/** Something in a shared AWS file that no AWS tool reads as it is meant. The rest of the file was read. */
export interface ConfigFault {
  readonly path: string;
  /** Counted from zero; absent when the whole file could not be read. */
  readonly line?: number;
  readonly kind: ConfigFaultKind;
  /** The header or the name of the setting as it is written; for a file, the code of the system's error. Never a value. */
  readonly subject?: string;
}

export type ConfigFaultKind =
  | 'file-unreadable'
  | 'file-not-regular'
  | 'file-too-large'
  | 'file-in-utf-16'
  /** Neither a section nor a setting. */
  | 'line-unknown'
  | 'header-broken'
  | 'setting-before-section'
  | HeaderFault
  /** Both `[default]` and `[profile default]` are there: the former does not count. */
  | 'default-twice'
  | 'setting-in-capitals'
  | 'value-in-quotation-marks'
  | 'region-malformed';

/** Why a header declares nothing. */
export type HeaderFault =
  /** In the config file, without the word `profile`, but with settings of a profile. */
  | 'header-without-type'
  | 'header-blank-first'
  | 'header-without-name'
  | 'header-name-unquoted'
  | 'header-quotation-open'
  /** `[profile x]` in the credentials file, where `[x]` is a profile. */
  | 'profile-with-type'
  /** In the credentials file. */
  | 'section-of-config-file'
  | 'name-reserved';
