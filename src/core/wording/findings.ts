import { quoted, quotedAddress } from '../base/show.ts';
import type { Declaration, Related } from '../iac/declaration.ts';
import type { Finding } from '../iac/finding.ts';
import { languageTable } from '../iac/languageTable.ts';
import { type Circumstance, knownValue, possibleValues } from '../trail/fact.ts';
import type { KeyFacts } from '../trail/key.ts';
import { serves } from '../trail/usable.ts';
import { type Message, message } from './message.ts';

/**
 * The text of a finding: what is wrong, what to do about it, which inputs lead there if they are not the defaults, and
 * which of the deployed sets of inputs it applies to.
 */
export function findingMessage(finding: Finding): Message {
  const { code, severity, inputs = [] } = finding;
  const when = finding.when?.filter(isNamed);
  const said = sentenceFor(finding);
  const conditioned =
    code !== 'kms-key-conditional' && severity === 'information' && when && when.length > 0
      ? message('{0} This applies only when {1}.', said, circumstances(when))
      : said;
  return inputs.length === 0
    ? conditioned
    : message('{0} This applies with {1}.', conditioned, inputSets(inputs));
}

/** `prod.tfvars`, `prod.tfvars and dev.tfvars`, `a.json, b.json, c.json and 4 more`. */
export function inputSets(names: readonly string[]): Message {
  const shown = names.slice(0, names.length === mostNames + 1 ? mostNames + 1 : mostNames).map(quoted);
  const more = names.length - shown.length;
  const last = more > 0 ? undefined : shown.pop();
  const list = shown.join(', ');
  return last === undefined
    ? message('{0} and {1} more', list, String(more))
    : list === ''
      ? message('{0}', last)
      : message('{0} and {1}', list, last);
}

/** The end of a longer list is not read. */
const mostNames = 4;

function sentenceFor(finding: Finding): Message {
  switch (finding.code) {
    case 'no-kms-key':
      return noKey(finding);
    case 'kms-key-conditional':
      return conditional(finding);
    case 'kms-key-not-customer-managed':
      return message(
        'Trail {0} uses {1}, an AWS managed key, which CloudTrail cannot use. Use a customer managed key.',
        trailIn(finding),
        nameOfKey(finding, key => knownValue(key.manager) === 'AWS'),
      );
    case 'kms-key-unusable':
      return unusable(finding);
    case 'kms-key-not-arn':
      return notArn(finding);
    case 'kms-key-policy':
      return policy(finding);
    case 'kms-key-rotation-off':
      return message(
        'KMS key {0} of trail {1} is declared without automatic rotation. Set {2} to true.',
        nameOfKey(finding, key => knownValue(key.rotation) === false),
        trailIn(finding),
        finding.declaration.spelling?.rotation ??
          languageTable[finding.declaration.language].rotationAttribute,
      );
  }
}

/** What a place that a finding points to is. */
export function relatedMessage({ kind, name: written }: Related): Message {
  const name = quoted(written);
  switch (kind) {
    case 'variable-default':
      return message('Default of {0}', name);
    case 'input':
      return message('Input {0} without a default', name);
    case 'variable-value':
      return message('Value of {0}', name);
    case 'module-declaration':
      return message('Trail {0} is declared here', name);
    case 'module-call':
      return message('Module call {0}', name);
    case 'instance':
      return message('Created for {0}', name);
    case 'part':
      return message('Another part of {0}', name);
    case 'key':
      return message('KMS key {0}', name);
    case 'key-policy':
      return message('Policy of KMS key {0}', name);
    case 'condition':
      return message('Condition {0}', name);
    case 'local':
      return message('Local value {0}', name);
  }
}

function noKey({ declaration }: Finding): Message {
  const { misspelling } = declaration;
  const resource = trailIn({ declaration });
  if (misspelling) {
    return message(
      'Trail {0} has no KMS key: {1} is not a property of a trail, the property is {2}. Its log files are encrypted with SSE-S3 only.',
      resource,
      quoted(misspelling.written),
      misspelling.right,
    );
  }
  if (declaration.related.some(related => related.kind === 'module-declaration')) {
    return notPassed(declaration, resource);
  }
  return declaration.keyAttribute
    ? message(
        'Trail {0} has no KMS key because {1} is null or empty: its log files are encrypted with SSE-S3 only. Use a customer managed key.',
        resource,
        keyAttributeOf(declaration),
      )
    : message(
        'Trail {0} has no KMS key: its log files are encrypted with SSE-S3 only. Set {1} to a customer managed key.',
        resource,
        keyAttributeOf(declaration),
      );
}

function notPassed({ language }: Declaration, trail: string): Message {
  switch (languageTable[language].composition) {
    case 'module':
      return message(
        'Trail {0} has no KMS key because this module call passes none: its log files are encrypted with SSE-S3 only. Pass a customer managed key.',
        trail,
      );
    case 'deployment':
      return message(
        'Trail {0} has no KMS key because the inputs here pass none: its log files are encrypted with SSE-S3 only. Pass a customer managed key.',
        trail,
      );
    case 'nested-stack':
      return message(
        'Trail {0} has no KMS key because this stack passes none: its log files are encrypted with SSE-S3 only. Pass a customer managed key.',
        trail,
      );
    case 'role':
      return message(
        'Trail {0} has no KMS key because none is passed here: its log files are encrypted with SSE-S3 only. Pass a customer managed key.',
        trail,
      );
    case 'component':
      return message(
        'Trail {0} has no KMS key because none is passed to this component: its log files are encrypted with SSE-S3 only. Pass a customer managed key.',
        trail,
      );
    case 'construct':
      return message(
        'Trail {0} has no KMS key because none is passed to this construct: its log files are encrypted with SSE-S3 only. Pass a customer managed key.',
        trail,
      );
    case 'custom-resource':
      return message(
        'Trail {0} has no KMS key because this custom resource sets none: its log files are encrypted with SSE-S3 only. Set a customer managed key.',
        trail,
      );
  }
}

function conditional({ declaration, severity, when = [] }: Finding): Message {
  const trail = trailIn({ declaration });
  if (severity === 'information') {
    const named = when.filter(isNamed);
    return named.length > 0
      ? message(
          'Trail {0} has no KMS key when {1}: its log files are then encrypted with SSE-S3 only.',
          trail,
          circumstances(named),
        )
      : message(
          'Trail {0} has a KMS key for some inputs only; for the others its log files are encrypted with SSE-S3 only.',
          trail,
        );
  }
  if (when.some(({ isTurn }) => isTurn)) {
    return when.every(isNamed)
      ? message(
          'Trail {0} is created several times and has no KMS key when {1}: its log files are then encrypted with SSE-S3 only. Use a customer managed key each time.',
          trail,
          circumstances(when),
        )
      : message(
          'Trail {0} is created several times, and not always with a KMS key: without one, its log files are encrypted with SSE-S3 only. Use a customer managed key each time.',
          trail,
        );
  }
  return when.length > 0
    ? message(
        'Trail {0} has no KMS key unless {1}: by default its log files are encrypted with SSE-S3 only. Require a customer managed key, or make one the default.',
        trail,
        circumstances(when),
      )
    : message(
        'Trail {0} has no KMS key by default: its log files are encrypted with SSE-S3 only. Use a customer managed key for every input.',
        trail,
      );
}

/** Whether something can be said of it: the item of a loop may have no name, or no value in words. */
function isNamed({ isTurn, value }: Circumstance): boolean {
  return !isTurn || value !== undefined;
}

/** `var.enabled is false`, `var.key is set`, `Key is empty`, several joined by "and". */
function circumstances(all: readonly Circumstance[]): Message {
  return all.map(circumstance).reduceRight((rest, one) => message('{0} and {1}', one, rest));
}

function circumstance({ input, value, not }: Circumstance): Message {
  const name = quoted(input);
  if (value === undefined) {
    return not ? message('{0} is not set', name) : message('{0} is set', name);
  }
  if (value === '') {
    return not ? message('{0} is not empty', name) : message('{0} is empty', name);
  }
  return not ? message('{0} is not {1}', name, quoted(value)) : message('{0} is {1}', name, quoted(value));
}

function unusable(finding: Finding): Message {
  const { declaration, reason } = finding;
  const trail = trailIn(finding);
  if (reason === 'kms-key-disabled') {
    const name = nameOfKey(finding, key => knownValue(key.state) === 'Disabled');
    return message(
      'Trail {0} uses KMS key {1}, which is declared disabled: CloudTrail cannot deliver log files with it. Enable the key.',
      trail,
      name,
    );
  }
  if (reason === 'kms-key-other-region') {
    const key = keyOf(finding, one => one.region.kind === 'known');
    return message(
      'Trail {0} uses KMS key {1} in Region {2}, but its log bucket is in {3}. Use a key in the Region of the bucket.',
      trail,
      nameIn(key, declaration),
      quoted((key && knownValue(key.region)) ?? ''),
      quoted(knownValue(declaration.facts.bucketRegion) ?? ''),
    );
  }
  if (reason === 'kms-key-unusable') {
    const key = keyOf(finding, isNoSymmetricKey);
    return message(
      'Trail {0} uses KMS key {1}, which is declared as {2}: CloudTrail needs a symmetric encryption key. Use another key.',
      trail,
      nameIn(key, declaration),
      key ? quoted(kindOfKey(key)) : '',
    );
  }
  const key = keyOf(finding, ({ state }) => !serves({ state }, {}));
  return message(
    'Trail {0} uses KMS key {1}, which CloudTrail cannot use: its state is {2}. Use another key.',
    trail,
    nameIn(key, declaration),
    (key && knownValue(key.state)) ?? '',
  );
}

function notArn(finding: Finding): Message {
  const trail = trailIn(finding);
  const noArn = keyOf(finding, ({ form }) => form === 'no-arn');
  return noArn
    ? message(
        'Trail {0} does not name KMS key {1} by its ARN, and the AWS provider accepts nothing else: the plan or the deployment fails. Use the ARN of the key.',
        trail,
        nameIn(noArn, finding.declaration),
      )
    : message(
        'Trail {0} names KMS key {1} by the ARN of an alias. AWS answers with the ARN of the key, so every plan shows a difference. Use the ARN of the key.',
        trail,
        nameOfKey(finding, ({ form }) => form === 'alias-arn'),
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
      'Statement {0} of the policy of KMS key {1} denies CloudTrail access for trail {2}, so the deployment would fail.',
      quoted(verdict.statement),
      name,
      trailIn(finding),
    );
  }
  return message(
    'The policy of KMS key {0} does not let CloudTrail use the key for trail {1}, so the deployment would fail. Allow cloudtrail.amazonaws.com to call {2}.',
    name,
    trailIn(finding),
    verdict?.answer === 'does-not-admit' ? verdict.missing.join(', ') : 'kms:GenerateDataKey',
  );
}

function isNoSymmetricKey({ spec, usage }: KeyFacts): boolean {
  return !serves({ spec, usage }, {});
}

function kindOfKey(key: KeyFacts): string {
  return [knownValue(key.spec), knownValue(key.usage)].filter(part => part !== undefined).join(', ');
}

function nameOfKey(finding: Finding, isMeant: (key: KeyFacts) => boolean): string {
  return nameIn(keyOf(finding, isMeant), finding.declaration);
}

/** The name of the key in the code, in the form of a quote. */
function nameIn(key: KeyFacts | undefined, declaration: Declaration): string {
  return quoted(key?.name ?? keyAttributeOf(declaration));
}

function trailIn({ declaration }: Pick<Finding, 'declaration'>): string {
  return quotedAddress(declaration.resource);
}

function keyOf({ declaration, key }: Finding, isMeant: (key: KeyFacts) => boolean): KeyFacts | undefined {
  return possibleValues(declaration.facts.key).find(
    one => (key === undefined || one.name === key) && isMeant(one),
  );
}

function keyAttributeOf(declaration: Declaration): string {
  return declaration.spelling?.key ?? languageTable[declaration.language].keyAttribute;
}
