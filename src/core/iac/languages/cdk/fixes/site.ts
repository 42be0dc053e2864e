import type { Import, ImportedName } from '../../../formats/code/syntax.ts';
import { keyPoint, type Site } from '../../programs/fixes/site.ts';
import { statementAround } from '../../programs/write/edits.ts';
import { type ModuleNames, References } from '../../programs/write/imports.ts';
import { callId, constructId } from '../constructs.ts';
import { nameOf } from '../names.ts';

/** The statement of the call, if lines can be put in front of it. */
export function statementOf({ place }: Site) {
  return statementAround(place.owner, place.call.range);
}

/** The statement in which the key is written, or would be. */
export function statementOfKey(site: Site) {
  const { owner, range } = keyPoint(site);
  return statementAround(owner, range);
}

/** How classes of the CDK are referred to in the file. */
export function referencesIn({ file, style }: Pick<Site, 'file' | 'style'>): References {
  return new References(file, moduleNames, style, 'cloudtrail');
}

/** What the namespaces of services are called, in C#. */
const namespaces: Readonly<Record<string, readonly string[]>> = { kms: ['KMS'], iam: ['IAM'] };

const moduleNames: ModuleNames = {
  given: ({ module }: Import, { imported }: ImportedName) =>
    nameOf({
      kind: 'reference',
      module,
      path: imported === undefined || imported === 'default' ? [] : [imported],
    }),
  siblingOf: (module, service) =>
    module.startsWith('Amazon.CDK')
      ? ['Amazon.CDK', ...(namespaces[service] ?? [])].join('.AWS.')
      : service === 'core'
        ? module.replace(/(?:\.services\.|\/aws)cloudtrail/, '')
        : module.includes('cloudtrail')
          ? module.replace(/cloudtrail/, service)
          : besideCore(module, service),
  packageOf: service => (service === 'core' ? 'awscdk' : `aws${service}`),
  nameLike: (imported, service) => imported.replace(/cloudtrail/, service),
};

/** The module of a service by that of the core. */
function besideCore(module: string, service: string): string {
  return module
    .replace(/^aws-cdk-lib$/, `$&/aws-${service}`)
    .replace(/^@aws-cdk\/core$/, `@aws-cdk/aws-${service}`)
    .replace(/^aws_cdk(?:\.core)?$/, `aws_cdk.aws_${service}`)
    .replace(/^(software\.amazon\.awscdk)(?:\.core)?(?=$|\.[A-Z])/, `$1.services.${service}`)
    .replace(/\/awscdk(?:\/v\d+)?$/, `$&/aws${service}`);
}

/** The ID of a trail among those that the code beside it creates: of one that an object makes, with the ID of the object. */
export function idBeside({ trail }: Site): string {
  const own = constructId(trail.reading.made) ?? 'Trail';
  const id = trail.call && callId(trail.call);
  return id === undefined ? own : id.charAt(0).toUpperCase() + id.slice(1) + own;
}

/** What the trail is called in the names of what belongs to it: `AuditTrail` of `'audit-trail'`. */
export function baseName(site: Site): string {
  const words = idBeside(site)
    .split(/[^A-Za-z0-9]+/)
    .filter(word => word !== '');
  const name = words.map(word => word.charAt(0).toUpperCase() + word.slice(1)).join('');
  return /^[A-Za-z]/.test(name) ? name : `Trail${name}`;
}
