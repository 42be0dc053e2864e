import { parseDocument } from 'yaml';
import type { Example, Json, WrittenKey } from './writtenKeys.ts';

/*
 * Trails and keys of a program in Pulumi YAML, read in the plainest way: what the program asks its provider is filled in with
 * examples. A trail names its key by the key's ARN.
 */
export function keysInPulumi(text: string, { region, account, management }: Example): readonly WrittenKey[] {
  const deployed = text
    .replaceAll(/\$\{\w+\.accountId\}/g, account)
    .replaceAll(/\$\{\w+\.masterAccountId\}/g, management)
    .replaceAll(/\$\{partition\.partition\}/g, 'aws')
    .replaceAll(/\$\{(?:\w+\.)?(?:id|name|region)\}(?=:)/g, region);
  const document = parseDocument(deployed, { logLevel: 'silent' });
  const root = (document.errors.length === 0 ? document.toJS() : undefined) as Json;
  const resources = Object.entries(objectAt(root, 'resources'));
  const ofKind = (kind: string) =>
    resources.filter(([, one]) =>
      new RegExp(`^aws(?:-native|x)?:${kind}$`).test(String(objectAt(one)['type'])),
    );
  const keys = ofKind('kms[:/\\w]*:Key');
  return keys.flatMap(([key, one]) => {
    const apart = ofKind('kms:KeyPolicy').find(([, policy]) =>
      String(objectAt(policy, 'properties')['keyId']).startsWith(`\${${key}.`),
    );
    const owner = objectAt(apart?.[1] ?? one, 'properties');
    const policy = jsonOf(owner['policy'] ?? owner['keyPolicy']);
    const trails = ofKind('cloudtrail[:/\\w]*:Trail').filter(
      ([, trail]) => objectAt(trail, 'properties')['kmsKeyId'] === `\${${key}.arn}`,
    );
    return policy === undefined
      ? []
      : [
          {
            key,
            account,
            policy,
            trails: trails.map(([trail, body]) => {
              const properties = objectAt(body, 'properties');
              const name = properties['name'] ?? properties['trailName'] ?? `${trail}-1a2b3c4`;
              // A trail of Cloud Control is taken for one that the management account deploys.
              const isElsewhere =
                properties['isOrganizationTrail'] === true && properties['name'] !== undefined;
              const owner = isElsewhere ? management : account;
              return { trail, arn: `arn:aws:cloudtrail:${region}:${owner}:trail/${String(name)}`, owner };
            }),
          },
        ];
  });
}

/** A policy as it is sent; undefined where the program puts it together in another way. */
function jsonOf(policy: Json): string | undefined {
  if (typeof policy === 'string') {
    return policy.trimStart().startsWith('{') ? policy : undefined;
  }
  const document = objectAt(policy, 'fn::toJSON');
  const own = objectAt(policy);
  const chosen = Object.keys(document).length > 0 ? document : own;
  return Object.keys(chosen).length > 0 ? JSON.stringify(chosen) : undefined;
}

type Fields = { readonly [name: string]: Json };

function objectAt(value: Json, ...names: readonly string[]): Fields {
  const found = names.reduce<Json>((around, name) => objectAt(around)[name], value);
  return typeof found === 'object' && found !== null && !Array.isArray(found) ? (found as Fields) : {};
}
