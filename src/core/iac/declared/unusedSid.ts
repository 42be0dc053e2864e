/** The id for a statement of a policy in which some are used already. */
export function unusedSid(wanted: string, used: ReadonlySet<string>): string {
  let sid = wanted;
  for (let next = 2; used.has(sid); next++) {
    sid = `${wanted}${next}`;
  }
  return sid;
}
