/** A way to reach an AWS account: a profile of the shared AWS files, or the credentials of the environment. */
export interface Profile {
  /** Its name in the files; `environmentProfile` for the credentials of the environment. */
  readonly name: string;
  readonly kind: ProfileKind;
  /** The Region written in the profile or in the environment. */
  readonly region?: string;
  /** A role on the way to its credentials wants an MFA code. */
  readonly asksForMfa?: true;
  /** The file that declares it and the line, counted from zero; absent for the environment. */
  readonly declaredAt?: { readonly path: string; readonly line: number };
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

/** Stands for `AWS_ACCESS_KEY_ID` and its companions. No profile can have this name: brackets end a section's header. */
export const environmentProfile = '[environment]';

/** All profiles in the order of the files, the one in use first, and what was wrong with the files. */
export interface ProfileList {
  readonly profiles: readonly Profile[];
  readonly faults: readonly ConfigFault[];
}

/** A line of a shared AWS file that could not be understood. The rest of the file was read. */
export interface ConfigFault {
  readonly path: string;
  /** Counted from zero; absent when the whole file could not be read. */
  readonly line?: number;
  readonly detail: string;
}
