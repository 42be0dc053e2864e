/**
 * A policy formatted for reading; text that is not JSON stays unchanged. Only for display: what is written to KMS is never
 * reformatted.
 */
export function formatted(policy: string): string {
  try {
    return `${JSON.stringify(JSON.parse(policy), undefined, 2)}\n`;
  } catch {
    return policy;
  }
}
