import type { PolicyValue, PolicyVerdict } from '../../trail/keyPolicy/index.ts';
import { isRegionName } from '../../trail/region.ts';

/*
 * Text from a file that the code names (`file()`, `templatefile()`, `${file()}`) may be a secret of the machine: it takes
 * part in every judgement, but it is never quoted. Evaluation marks such values; here is what may be shown of them.
 */

/** A word of AWS's own can be known and quoted wherever it came from; `undefined` for any other text. */
export function wordOfAws(text: string | undefined): string | undefined {
  return text !== undefined && (words.has(text) || isRegionName(text)) ? text : undefined;
}

/** The statement that denies, by its position in the document: its name would be quoted. */
export function withoutSid(verdict: PolicyVerdict, policy: PolicyValue): PolicyVerdict {
  return verdict.answer === 'denies'
    ? { ...verdict, statement: positionOf(verdict.statement, policy) }
    : verdict;
}

function positionOf(sid: string, policy: PolicyValue): string {
  const position = statementsOf(policy).findIndex(one => (one as { Sid?: unknown } | null)?.Sid === sid);
  // A statement without a name is called by its position already.
  return position >= 0 ? String(position + 1) : /^\d+$/.test(sid) ? sid : '?';
}

function statementsOf(policy: PolicyValue): readonly unknown[] {
  try {
    const document: unknown = typeof policy === 'string' ? JSON.parse(policy) : policy;
    return [(document as { readonly Statement?: unknown } | null)?.Statement].flat();
  } catch {
    return [];
  }
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
