/**
 * Where rules of others ask for trails under a KMS key. Names, so they are the same in every language; of schemes with
 * several versions in use, the place in each of them, the newest first.
 */
export const complianceReferences: readonly (readonly [scheme: string, reference: string])[] = [
  ['CIS AWS Foundations', '4.5 (v7.0), 3.5 (v5.0), 3.7 (v2.0)'],
  ['AWS Security Hub', 'CloudTrail.2'],
  ['AWS Config', 'cloud-trail-encryption-enabled'],
  ['AWS Control Tower', 'CT.CLOUDTRAIL.PR.1'],
  ['NIST 800-53 r5', 'AU-9, CA-9(1), CM-3(6), SC-7(10), SC-13, SC-28, SI-7(6)'],
  ['NIST 800-171 r2', '3.3.8'],
  ['PCI DSS', '10.3.2 (v4.0.1), 3.4 (v3.2.1)'],
  ['HIPAA', '164.312(a)(2)(iv), 164.312(e)(2)(ii)'],
  ['SOC 2', 'CC6.1'],
  ['ISO 27001:2022', 'A.8.15, A.8.24'],
  ['FedRAMP', 'AU-9, SC-28'],
];
