/** What a person has typed of the code that an MFA device shows. */
export type TypedMfaCode =
  | { readonly kind: 'code'; readonly code: string }
  /** Fewer than six digits so far. */
  | { readonly kind: 'incomplete' }
  | { readonly kind: 'wrong' };

/** Reads a code as people type and paste it: with spaces around it or between the digits. */
export function readMfaCode(typed: string): TypedMfaCode {
  const code = typed.replace(/\s/g, '');
  if (!/^\d{0,6}$/.test(code)) {
    return { kind: 'wrong' };
  }
  return code.length === 6 ? { kind: 'code', code } : { kind: 'incomplete' };
}
