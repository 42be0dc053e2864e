import { refuse } from '../errors.ts';
import type { Account } from '../world/model.ts';
import { isOn, partitionOf } from '../world/regions.ts';

/** A request is signed for a Region that exists. IAM User Guide, "Troubleshoot SigV4 signing". */
export function regionExists(region: string): void {
  if (partitionOf(region) === undefined) {
    refuse('InvalidSignatureException', 'Credential should be scoped to a valid region.');
  }
}

/**
 * The account has the Region switched on; credentials mean nothing in one that is off, or in another partition.
 * AWS Account Management Reference Guide, "Enable or disable AWS Regions in your account".
 */
export function regionIsEnabled(account: Account, region: string): void {
  if (!isOn(account.regions.get(region))) {
    refuse('UnrecognizedClientException', 'The security token included in the request is invalid.');
  }
}

/** STS hands out sessions only in Regions where it is active. STS API Reference, AssumeRole: RegionDisabledException. */
export function stsIsActive(account: Account, region: string): void {
  if (!isOn(account.regions.get(region))) {
    refuse(
      'RegionDisabledException',
      `STS is not activated in this region for account:${account.id}. Your account administrator can activate STS in this region using the IAM Console.`,
      403,
    );
  }
}
