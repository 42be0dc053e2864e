import { createHash, randomBytes, randomUUID } from 'node:crypto';

/** A UUID that is always the same for the same seed text, so that seeded keys have the same ARNs in every run. */
export function stableUuid(text: string): string {
  const hex = createHash('sha256').update(text).digest('hex');
  return [
    hex.slice(0, 8),
    hex.slice(8, 12),
    `4${hex.slice(13, 16)}`,
    `a${hex.slice(17, 20)}`,
    hex.slice(20, 32),
  ].join('-');
}

/** An identifier of IAM's form, such as `AROA` and 17 capitals, the same for the same seed text. */
export function stableId(prefix: string, text: string): string {
  const hex = createHash('sha256').update(text).digest('hex').toUpperCase();
  return (
    prefix +
    hex.replaceAll('0', 'Q').replaceAll('1', 'R').replaceAll('8', 'S').replaceAll('9', 'T').slice(0, 17)
  );
}

export function newUuid(): string {
  return randomUUID();
}

/** `mrk-` and 32 hexadecimal digits: the id that all replicas of a multi-Region key share. */
export function multiRegionKeyId(uuid: string): string {
  return `mrk-${uuid.replaceAll('-', '')}`;
}

export function newSecret(): string {
  return randomBytes(30).toString('base64');
}

export function newAccessKeyId(): string {
  return stableId('ASIA', randomUUID()).slice(0, 20);
}
