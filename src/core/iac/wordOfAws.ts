/**
 * A text out of a file that the code names may be a secret, and what is known of a key is quoted. These words are AWS's
 * own: they can be known and quoted wherever they came from. `undefined` for any other text.
 */
export function wordOfAws(text: string | undefined): string | undefined {
  return text !== undefined && (words.has(text) || region.test(text)) ? text : undefined;
}

/** `KeySpec` and `KeyUsage` of the AWS KMS API. */
const words: ReadonlySet<string> = new Set([
  'SYMMETRIC_DEFAULT',
  'RSA_2048',
  'RSA_3072',
  'RSA_4096',
  'ECC_NIST_P256',
  'ECC_NIST_P384',
  'ECC_NIST_P521',
  'ECC_NIST_EDWARDS25519',
  'ECC_SECG_P256K1',
  'HMAC_224',
  'HMAC_256',
  'HMAC_384',
  'HMAC_512',
  'ML_DSA_44',
  'ML_DSA_65',
  'ML_DSA_87',
  'SM2',
  'ENCRYPT_DECRYPT',
  'SIGN_VERIFY',
  'GENERATE_VERIFY_MAC',
  'KEY_AGREEMENT',
]);

const region = /^[a-z]{2,4}(?:-[a-z]{2,9}){1,3}-\d{1,2}$/;
