import type { FindingCode } from './findingCode.ts';

/** Other scanners that know a rule "a trail is encrypted with a KMS key". */
export type Scanner =
  | 'checkov'
  | 'trivy'
  | 'tfsec'
  | 'kics'
  | 'terrascan'
  | 'cfn-guard'
  | 'cdk-nag'
  | 'semgrep'
  | 'regula';

/**
 * Our findings that the scanners' rule covers. It asks whether the trail names a key at all; whether the key serves
 * (state, policy, rotation) are other rules of theirs, and accepting one does not accept the others.
 */
export const coveredByScanners: readonly FindingCode[] = ['no-kms-key', 'kms-key-conditional'];

/** Trivy's and tfsec's names of the rule, which both know: what their wildcards are compared with. */
export const trivyRuleNames = [
  'AWS-0015',
  'AVD-AWS-0015',
  'aws-cloudtrail-encryption-customer-managed-key',
  'encryption-customer-managed-key',
  'aws-cloudtrail-enable-at-rest-encryption',
  'AWS065',
] as const;

const namesOfAqua = trivyRuleNames.map(name => new RegExp(`^${name}$`, 'i'));

/** The names under which each scanner reports its rule, and under which it is silenced. */
const ruleNames: Readonly<Record<Scanner, readonly RegExp[]>> = {
  checkov: [/^CKV_AWS_35$/],
  trivy: namesOfAqua,
  tfsec: namesOfAqua,
  kics: [
    /^5d9e3164-9265-470c-9a10-57ae454ac0c7$/i,
    /^050a9ba8-d1cb-4c61-a5e8-8805a70d3b85$/i,
    /^f5587077-3f57-4370-9b4e-4eb5b1bac85b$/i,
  ],
  terrascan: [/^AC_AWS_0033$/, /^AWS\.CloudTrail\.Logging\.High\.0399$/],
  'cfn-guard': [/^CLOUD_TRAIL_ENCRYPTION_ENABLED$/, /^CT\.CLOUDTRAIL\.PR\.1$/],
  'cdk-nag': [/^(?:[\w.]+-)?CloudTrailEncryptionEnabled$/],
  semgrep: [/(?:^|\.)aws-cloudtrail-encrypted-with-cmk$/],
  regula: [/^FG_R00035$/],
};

export function isRuleOf(scanner: Scanner, name: string): boolean {
  return ruleNames[scanner].some(pattern => pattern.test(name));
}

/**
 * Whether a diagnostic of another extension reports what our `no-kms-key` reports, so that our fixes apply. `code` is
 * what the extension set: a string or number, an object with `value`, or several in one string. Ids are compared
 * regardless of the source, since they are unmistakable; only scanners whose ids say nothing are recognised by their
 * message.
 */
export function isEquivalentRule(source: string | undefined, code: unknown, message: string): boolean {
  const names = namesIn(code);
  const scanners = Object.keys(ruleNames) as Scanner[];
  if (names.some(name => scanners.some(scanner => isRuleOf(scanner, name)))) {
    return true;
  }
  return namedByMessage(source, names) && /cloud\s?trail/i.test(message) && tellsOfKey(message);
}

function namesIn(code: unknown): string[] {
  if (typeof code === 'object' && code !== null && 'value' in code) {
    return namesIn(code.value);
  }
  return typeof code === 'string' ? code.split(/[\s,;]+/).filter(name => name !== '') : [];
}

function namedByMessage(source: string | undefined, names: readonly string[]): boolean {
  return names.some(name => /^SNYK-CC-/i.test(name)) || /\b(?:snyk|cfn[_-]nag)\b/i.test(source ?? '');
}

function tellsOfKey(message: string): boolean {
  return (
    /encrypt|\bkms|\bcmk/i.test(message) && !/event ?data ?store|bucket|log ?group|topic|queue/i.test(message)
  );
}
