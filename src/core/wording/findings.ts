import { quoted, quotedAddress } from '../base/show.ts';
import type { Declaration, Related } from '../iac/declaration.ts';
import type { Finding } from '../iac/finding.ts';
import { languageTable } from '../iac/languageTable.ts';
import type { Choice } from '../trail/fact.ts';
import { knownValue } from '../trail/fact.ts';
import type { KeyFacts } from '../trail/key.ts';
import { type Message, message } from './message.ts';

/** What a finding says: what is wrong, and what to do about it. */
export function findingMessage(finding: Finding): Message {
  switch (finding.code) {
    case 'no-kms-key':
      return noKey(finding);
    case 'kms-key-conditional':
      return conditional(finding);
    case 'kms-key-not-customer-managed':
      return message(
        'Trail {0} names {1}, an AWS managed key, which CloudTrail cannot use. Name a customer managed key.',
        trailIn(finding),
        nameOfKey(finding, key => knownValue(key.manager) === 'AWS'),
      );
    case 'kms-key-unusable':
      return unusable(finding);
    case 'kms-key-policy':
      return policy(finding);
    case 'kms-key-rotation-off':
      return message(
        'KMS key {0} of trail {1} is declared without automatic rotation. Set {2} to true.',
        nameOfKey(finding, key => knownValue(key.rotation) === false),
        trailIn(finding),
        languageTable[finding.declaration.language].rotationAttribute,
      );
  }
}

/** What a place that a finding points to is. */
export function relatedMessage({ kind, name: written }: Related): Message {
  const name = quoted(written);
  switch (kind) {
    case 'variable-default':
      return message('The default of {0}', name);
    case 'variable-value':
      return message('The value of {0}', name);
    case 'module-declaration':
      return message('Trail {0} is declared here', name);
    case 'module-call':
      return message('The call of {0}', name);
    case 'part':
      return message('Another part of {0}', name);
    case 'key':
      return message('KMS key {0}', name);
    case 'key-policy':
      return message('The policy of KMS key {0}', name);
    case 'condition':
      return message('The condition {0}', name);
    case 'local':
      return message('The value {0}', name);
  }
}

function noKey({ declaration }: Finding): Message {
  const { misspelling } = declaration;
  const resource = trailIn({ declaration });
  if (misspelling) {
    return message(
      'Trail {0} has no KMS key: {1} is no property of a trail and is ignored. Its log files are encrypted with SSE-S3 only. Write {2}.',
      resource,
      quoted(misspelling.written),
      misspelling.right,
    );
  }
  if (declaration.related.some(related => related.kind === 'module-declaration')) {
    return languageTable[declaration.language].composition === 'module'
      ? message(
          'This module call gives trail {0} no KMS key: its log files are encrypted with SSE-S3 only. Pass a customer managed key.',
          resource,
        )
      : message(
          'This nested stack gives trail {0} no KMS key: its log files are encrypted with SSE-S3 only. Pass a customer managed key.',
          resource,
        );
  }
  return declaration.keyAttribute
    ? message(
        'Trail {0} has no KMS key, for its {1} comes to nothing: its log files are encrypted with SSE-S3 only. Name a customer managed key.',
        resource,
        keyAttributeOf(declaration),
      )
    : message(
        'Trail {0} has no KMS key: its log files are encrypted with SSE-S3 only. Set {1} to a customer managed key.',
        resource,
        keyAttributeOf(declaration),
      );
}

function conditional({ declaration, severity }: Finding): Message {
  const trail = trailIn({ declaration });
  const cause = declaration.related.find(({ kind }) => kind === 'variable-default' || kind === 'condition');
  if (severity === 'information') {
    return message(
      'Trail {0} has a KMS key for some inputs only; for the others its log files are encrypted with SSE-S3 only.',
      trail,
    );
  }
  return cause?.kind === 'variable-default'
    ? message(
        'Trail {0} has no KMS key unless {1} is given: by default its log files are encrypted with SSE-S3 only. Make a customer managed key the default, or require one.',
        trail,
        quoted(cause.name),
      )
    : message(
        'Trail {0} has a KMS key for some inputs only: by default its log files are encrypted with SSE-S3 only. Name a customer managed key for every input.',
        trail,
      );
}

function unusable(finding: Finding): Message {
  const { declaration, reason } = finding;
  const trail = trailIn(finding);
  if (reason === 'kms-key-disabled') {
    const name = nameOfKey(finding, key => knownValue(key.state) === 'Disabled');
    return message(
      'Trail {0} names KMS key {1}, which is declared disabled: CloudTrail cannot deliver log files under it. Enable the key.',
      trail,
      name,
    );
  }
  if (reason === 'kms-key-other-region') {
    const key = keyOf(finding, one => one.region.kind === 'known');
    return message(
      'Trail {0} names KMS key {1} in Region {2}, but its log bucket is in {3}. Name a key in the Region of the bucket.',
      trail,
      nameIn(key, declaration),
      quoted((key && knownValue(key.region)) ?? ''),
      quoted(knownValue(declaration.facts.bucketRegion) ?? ''),
    );
  }
  if (reason === 'kms-key-unusable') {
    const key = keyOf(finding, isNoSymmetricKey);
    return message(
      'Trail {0} names KMS key {1}, which is declared as {2}: CloudTrail needs a symmetric encryption key. Name another key.',
      trail,
      nameIn(key, declaration),
      key ? quoted(kindOfKey(key)) : '',
    );
  }
  const key = keyOf(finding, one => !['Enabled', 'Updating', undefined].includes(knownValue(one.state)));
  return message(
    'Trail {0} names KMS key {1}, which CloudTrail cannot use: its state is {2}. Name another key.',
    trail,
    nameIn(key, declaration),
    (key && knownValue(key.state)) ?? '',
  );
}

function policy(finding: Finding): Message {
  const key = keyOf(finding, one => {
    const answer = knownValue(one.policy)?.answer;
    return answer === 'denies' || answer === 'does-not-admit';
  });
  const verdict = key && knownValue(key.policy);
  const name = nameIn(key, finding.declaration);
  if (verdict?.answer === 'denies') {
    return message(
      'The policy of KMS key {0} denies CloudTrail the use of the key for trail {1}, in statement {2}: the deployment would fail.',
      name,
      trailIn(finding),
      quoted(verdict.statement),
    );
  }
  return message(
    'The policy of KMS key {0} does not let CloudTrail use the key for trail {1}: the deployment would fail. Allow cloudtrail.amazonaws.com to call {2}.',
    name,
    trailIn(finding),
    verdict?.answer === 'does-not-admit' ? verdict.missing.join(', ') : 'kms:GenerateDataKey',
  );
}

function isNoSymmetricKey(key: KeyFacts): boolean {
  return (
    (knownValue(key.spec) ?? 'SYMMETRIC_DEFAULT') !== 'SYMMETRIC_DEFAULT' ||
    (knownValue(key.usage) ?? 'ENCRYPT_DECRYPT') !== 'ENCRYPT_DECRYPT'
  );
}

function kindOfKey(key: KeyFacts): string {
  return [knownValue(key.spec), knownValue(key.usage)].filter(part => part !== undefined).join(', ');
}

function nameOfKey(finding: Finding, isMeant: (key: KeyFacts) => boolean): string {
  return nameIn(keyOf(finding, isMeant), finding.declaration);
}

/** Whatever the code calls its key, in the form of a quote. */
function nameIn(key: KeyFacts | undefined, declaration: Declaration): string {
  return quoted(key?.name ?? keyAttributeOf(declaration));
}

function trailIn({ declaration }: Pick<Finding, 'declaration'>): string {
  return quotedAddress(declaration.resource);
}

function keyOf({ declaration }: Finding, isMeant: (key: KeyFacts) => boolean): KeyFacts | undefined {
  return keysOf(declaration.facts.key).find(isMeant);
}

function keysOf(key: Choice<KeyFacts>): readonly KeyFacts[] {
  switch (key.kind) {
    case 'known':
      return [key.value];
    case 'conditional':
      return key.branches.flatMap(branch => (branch.kind === 'known' ? [branch.value] : []));
    case 'absent':
    case 'unknown':
      return [];
  }
}

function keyAttributeOf(declaration: Declaration): string {
  return languageTable[declaration.language].keyAttribute;
}
