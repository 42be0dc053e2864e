import { refuse } from '../errors.ts';
import { type Arn, readArn } from '../world/arn.ts';

/** How a request named a trail: by its bare name or by its ARN. */
export type TrailReference =
  | { readonly kind: 'name'; readonly name: string }
  | { readonly kind: 'arn'; readonly arn: string; readonly parts: Arn; readonly name: string };

/**
 * A trail is named by a name or an ARN, both well formed. CloudTrail API Reference, CreateTrail `Name`: 3 to 128 letters,
 * digits, periods, underscores or dashes, beginning and ending with a letter or digit, no two special ones in a row, not
 * an IP address. CloudTrailARNInvalidException, InvalidTrailNameException.
 */
export function trailIsNamed(name: string | undefined): TrailReference {
  if (name === undefined || name === '') refuse('InvalidTrailNameException', 'Trail name cannot be blank!');
  if (!name.startsWith('arn:')) return { kind: 'name', name: nameIsValid(name) };
  const parts = readArn(name);
  const [, bare] = /^trail\/(.+)$/.exec(parts?.resource ?? '') ?? [];
  if (parts?.service !== 'cloudtrail' || parts.region === '' || parts.account === '' || !bare) {
    refuse('CloudTrailARNInvalidException', `Trail ARN is invalid: ${name}`);
  }
  return { kind: 'arn', arn: name, parts, name: nameIsValid(bare) };
}

function nameIsValid(name: string): string {
  if (name.length < 3 || name.length > 128) {
    refuse('InvalidTrailNameException', 'Trail name must be between 3 and 128 characters.');
  }
  if (!/^[A-Za-z0-9]+([._-][A-Za-z0-9]+)*$/.test(name) || /^\d+\.\d+\.\d+\.\d+$/.test(name)) {
    refuse(
      'InvalidTrailNameException',
      'Trail name must start and end with a letter or number and contain only letters, numbers, periods, underscores and dashes, with no two of these in a row.',
    );
  }
  return name;
}
