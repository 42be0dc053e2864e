import type { TextRange } from '../base/text.ts';
import type { Reason, ReasonCode } from '../trail/reason.ts';
import type { Verdict } from '../trail/verdict.ts';
import type { Declaration, Related } from './declaration.ts';
import { type Assessment, type Finding, type Severity, severities } from './finding.ts';
import { defaultSeverity, type FindingCode } from './findingCode.ts';
import type { Suppression } from './suppression.ts';

/** The findings of a declared trail, and those that are ignored. `today` is `yyyy-mm-dd`. */
export function assess(
  declaration: Declaration,
  verdict: Verdict,
  suppressions: readonly Suppression[],
  today: string,
  all: readonly Finding[] = findingsOf(declaration, verdict),
): Assessment {
  const inForce = suppressions.filter(one => one.expires === undefined || today < one.expires);
  const findings: Finding[] = [];
  const suppressed: { readonly finding: Finding; readonly by: Suppression }[] = [];
  for (const finding of all) {
    const by = inForce.find(one => one.codes?.includes(finding.code) ?? true);
    if (by) {
      suppressed.push({ finding, by });
    } else {
      findings.push(finding);
    }
  }
  return { declaration, verdict, findings, suppressed };
}

/** The findings that a verdict gives, the most severe first; each code once. */
export function findingsOf(declaration: Declaration, verdict: Verdict): Finding[] {
  const findings = new Map<FindingCode, Finding>();
  for (const reason of verdict.reasons) {
    const code = codeOf(reason.code);
    if (code && !findings.has(code)) {
      findings.set(code, {
        code,
        reason: reason.code,
        severity: severityOf(code, reason),
        ...(reason.key !== undefined && { key: reason.key }),
        ...(reason.when && { when: reason.when }),
        range: rangeOf(code, declaration),
        declaration,
        related: declaration.related.filter(related => concerns(related, code, reason)),
      });
    }
  }
  return [...findings.values()].sort(bySeverity);
}

/** The most severe first. */
export function bySeverity(left: Finding, right: Finding): number {
  return severities.indexOf(left.severity) - severities.indexOf(right.severity);
}

/** Reasons about the life of a trail in AWS say nothing about its code. */
function codeOf(reason: ReasonCode): FindingCode | undefined {
  switch (reason) {
    case 'no-kms-key':
    case 'kms-key-conditional':
    case 'kms-key-not-customer-managed':
    case 'kms-key-not-arn':
    case 'kms-key-policy':
    case 'kms-key-rotation-off':
      return reason;
    case 'kms-key-unusable':
    case 'kms-key-not-found':
    case 'kms-key-disabled':
    case 'kms-key-pending-deletion':
    case 'kms-key-unavailable':
    case 'kms-key-other-region':
      return 'kms-key-unusable';
    case 'kms-key-policy-open':
    case 'kms-key-describe':
    case 'kms-key-material-expiring':
    case 'kms-key-other-account':
    case 'kms-key-shared':
    case 'delivery-failing':
    case 'not-logging':
    case 'log-file-validation-off':
    case 'bucket-key':
    case 'organization-trail':
      return undefined;
  }
}

function severityOf(code: FindingCode, reason: Reason): Severity {
  switch (code) {
    case 'kms-key-not-customer-managed':
    case 'kms-key-unusable':
    case 'kms-key-policy':
    case 'kms-key-conditional':
      return reason.onlyForSome ? 'information' : defaultSeverity[code];
    case 'kms-key-not-arn':
      return reason.weight === 'info' ? 'information' : defaultSeverity[code];
    case 'no-kms-key':
    case 'kms-key-rotation-off':
      return defaultSeverity[code];
  }
}

function rangeOf(code: FindingCode, declaration: Declaration): TextRange {
  const misspelt = code === 'no-kms-key' ? declaration.misspelling?.range : undefined;
  return misspelt ?? declaration.keyAttribute ?? declaration.header;
}

/**
 * What explains why the key is missing does not explain what is wrong with the key, and the other way round; a condition
 * explains what is so for some inputs only.
 */
function concerns({ kind, of }: Related, code: FindingCode, { key, onlyForSome }: Reason): boolean {
  const isOfAnother = of !== undefined && key !== undefined && of !== key;
  switch (code) {
    case 'no-kms-key':
      return kind !== 'key' && kind !== 'key-policy';
    case 'kms-key-conditional':
      return kind !== 'key-policy';
    case 'kms-key-not-customer-managed':
    case 'kms-key-unusable':
    case 'kms-key-not-arn':
    case 'kms-key-rotation-off':
      return !isOfAnother && kind !== 'key-policy' && (kind !== 'condition' || onlyForSome === true);
    case 'kms-key-policy':
      return !isOfAnother && (kind !== 'condition' || onlyForSome === true);
  }
}
