import { quoted } from '../base/show.ts';
import type { Assessment } from '../iac/finding.ts';
import type { SuppressingTool, Suppression } from '../iac/suppression.ts';
import type { Fact, UnknownCause } from '../trail/fact.ts';
import type { KeyFacts } from '../trail/key.ts';
import { inputSets } from './findings.ts';
import { type Message, message } from './message.ts';
import { keyPolicyInBrief } from './trails.ts';

/** Why nothing can be said about the key of a declared trail; undefined where something can. */
export function unknownKey({ declaration }: Assessment): Message | undefined {
  const { key } = declaration.facts;
  return key.kind === 'unknown' ? causes[key.cause] : undefined;
}

/** The inputs with which a declared trail was checked; undefined if none are configured. */
export function judgedWith({ inputs = [] }: Assessment): Message | undefined {
  return inputs.length === 0 ? undefined : message('Checked with {0}.', inputSets(inputs));
}

/** That a finding is ignored: by whose syntax, and why. */
export function accepted({ tool, reason }: Suppression): Message {
  const name = toolNames[tool];
  return reason
    ? message('Ignored by an entry for {0}: {1}', name, quoted(reason))
    : message('Ignored by an entry for {0}.', name);
}

/** What the text says of the key, part by part; unknown parts are left out. */
export function keyDetails(key: KeyFacts): readonly Message[] {
  return [
    ...told(key.manager, manager => (manager === 'AWS' ? message('AWS managed') : undefined)),
    ...told(key.state, state => (state === 'Enabled' ? undefined : message('state {0}', state))),
    ...told(key.spec, spec => (spec === 'SYMMETRIC_DEFAULT' ? undefined : message('{0}', quoted(spec)))),
    ...told(key.rotation, on => (on ? message('rotation on') : message('rotation off'))),
    ...(key.policy.kind === 'known' ? [keyPolicyInBrief(key.policy)] : []),
  ];
}

function told<T>(fact: Fact<T>, words: (value: T) => Message | undefined): Message[] {
  const said = fact.kind === 'known' ? words(fact.value) : undefined;
  return said ? [said] : [];
}

const causes: Readonly<Record<UnknownCause, Message>> = {
  loading: message('The key is still being read.'),
  denied: message('You are not allowed to read the key.'),
  failed: message('The key could not be read.'),
  'other-account': message('The key belongs to another account.'),
  'not-recorded': message('AWS Config has not recorded the key.'),
  'not-an-arn': message('The key is not named by its ARN.'),
  'decided-at-deployment': message('The key is known only at deployment.'),
  'out-of-reach': message('The key is set in a file that cannot be read from here.'),
  'not-understood': message('The key could not be determined from the code.'),
};

const toolNames: Readonly<Record<SuppressingTool, string>> = {
  'cloudtrail-encryption': 'CloudTrail Encryption',
  checkov: 'Checkov',
  trivy: 'Trivy',
  tfsec: 'tfsec',
  kics: 'KICS',
  terrascan: 'Terrascan',
  'cfn-guard': 'cfn-guard',
  'cdk-nag': 'cdk-nag',
  semgrep: 'Semgrep',
};
