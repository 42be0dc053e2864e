/** What a person typed as the alias of a new key. */
export type CheckedAlias =
  | { readonly kind: 'ok'; readonly alias: string }
  | { readonly kind: 'invalid'; readonly why: 'empty' | 'characters' | 'too-long' | 'reserved' };

/**
 * Alias names as KMS takes them (KMS API Reference, CreateAlias): `alias/` and up to 250 letters, digits, `/`,
 * `_` and `-`. `alias/aws/` belongs to AWS. The prefix may be left out when typing.
 */
export function checkAlias(typed: string): CheckedAlias {
  const trimmed = typed.trim();
  const name = trimmed.startsWith('alias/') ? trimmed.slice('alias/'.length) : trimmed;
  if (name === '') {
    return { kind: 'invalid', why: 'empty' };
  }
  if (!/^[a-zA-Z0-9/_-]+$/.test(name)) {
    return { kind: 'invalid', why: 'characters' };
  }
  if (name.length > 250) {
    return { kind: 'invalid', why: 'too-long' };
  }
  if (name.startsWith('aws/')) {
    return { kind: 'invalid', why: 'reserved' };
  }
  return { kind: 'ok', alias: `alias/${name}` };
}
