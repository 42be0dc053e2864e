/**
 * Whether a text can be part of a host name, as the AWS SDK requires of a Region (RFC 1123, section 2.1). A stand-in for
 * AWS may use any Region of this form.
 */
export function isHostLabel(text: string): boolean {
  return /^[a-z\d](?:[a-z\d-]{0,61}[a-z\d])?$/i.test(text);
}
