/** A policy as people read it; what is no JSON stays as it is. For showing only: what is written to KMS is never reformatted. */
export function formatted(policy: string): string {
  try {
    return `${JSON.stringify(JSON.parse(policy), undefined, 2)}\n`;
  } catch {
    return policy;
  }
}
