/** What a new key says of itself, in every language: what it is for, and the trail as the code calls it. */
export function descriptionOfKey(trail: string | undefined): string {
  return `Encrypts the CloudTrail log files${trail === undefined ? '' : ` of ${trail}`}`;
}
