import { absent, type Fact, known, unknown } from '../../../trail/fact.ts';
import type { KeyFacts } from '../../../trail/key.ts';
import type { PolicyRequest } from '../../../trail/keyPolicy/index.ts';
import { unknownKey } from '../../../trail/unknowns.ts';
import type { Related } from '../../declaration.ts';
import { aliasIn } from '../../declared/aliasName.ts';
import { factsOfName, factsOfWritten } from '../../declared/key.ts';
import { factsByVerdict } from '../../declared/keyWorlds.ts';
import { textOf, valueAt } from '../../formats/tree.ts';
import { languageTable } from '../../languageTable.ts';
import { type Argument, argumentsOf } from './arguments.ts';
import type { Evaluator } from './evaluation/evaluator.ts';
import { literalOf, printed, type Value } from './evaluation/value.ts';
import { nameOfTask } from './flow/frames.ts';
import { isTrue } from './jinja/truth.ts';
import { keyInfoModules, keyModules } from './modules.ts';
import { policyVerdict } from './policy.ts';
import { regionOf } from './region.ts';
import type { Step } from './step.ts';

export interface KeyOfTrail {
  readonly facts: Fact<KeyFacts>;
  readonly related: readonly Related[];
}

/** The key that a value of `kms_key_id` names: one that a task of the playbook creates, or another that is known by its name alone. */
export function keyOf(value: Value, evaluator: Evaluator, request: PolicyRequest): KeyOfTrail {
  switch (value.kind) {
    case 'nothing':
    case 'omit':
      return none;
    case 'undefined':
      if (value.input === undefined) {
        evaluator.world.refuse();
        return not('not-understood');
      }
      return named(value.input);
    case 'unknown':
      return not(value.cause);
    case 'list':
    case 'map':
    case 'bool':
      return not('not-understood');
    case 'result':
      return resultOf(value.step, `{{ ${value.name} }}`, evaluator, request);
    case 'text': {
      const literal = literalOf(value);
      if (literal === '') {
        return none;
      }
      const [only, ...more] = value.parts;
      if (typeof only === 'object' && more.length === 0) {
        return only.result
          ? resultOf(only.result.step, printed(value), evaluator, request)
          : named(only.name);
      }
      const created = value.parts.find(
        part => typeof part === 'object' && keyModules.has(part.result?.step.module ?? ''),
      );
      if (typeof created === 'object' && created.result) {
        return factsOfKey(created.result.step, evaluator, request);
      }
      const aliased = aliasedKey(printed(value), evaluator);
      if (aliased) {
        return factsOfKey(aliased, evaluator, request);
      }
      const name = value.parts.map(part => (typeof part === 'string' ? part : '*')).join('');
      return { facts: known(factsOfName(printed(value), name, false)), related: [] };
    }
  }
}

const none: KeyOfTrail = { facts: absent, related: [] };

function not(cause: 'not-understood' | 'out-of-reach' | Parameters<typeof unknown>[0]): KeyOfTrail {
  return { facts: unknown(cause), related: [] };
}

function named(name: string): KeyOfTrail {
  return { facts: known(unknownKey(name)), related: [] };
}

function resultOf(step: Step, name: string, evaluator: Evaluator, request: PolicyRequest): KeyOfTrail {
  if (keyModules.has(step.module)) {
    return factsOfKey(step, evaluator, request);
  }
  const read = keyInfoModules.has(step.module) ? nameRead(step, evaluator) : undefined;
  return read === undefined ? named(name) : { facts: known(factsOfName(name, read, false)), related: [] };
}

/** By what a task reads a key. */
function nameRead(step: Step, evaluator: Evaluator): string | undefined {
  const alias = aliasOf(step, evaluator);
  const { all } = argumentsOf(step, evaluator, { step });
  return alias === undefined ? literalOf((all.get('key_id') ?? all.get('key_arn'))?.value) : `alias/${alias}`;
}

/** The task that creates the key behind `alias/name`. */
function aliasedKey(name: string, evaluator: Evaluator): Step | undefined {
  const alias = aliasIn(name)?.slice('alias/'.length);
  return alias === undefined
    ? undefined
    : evaluator.flow.steps.find(
        step =>
          keyModules.has(step.module) &&
          aliasOf(step, evaluator) === alias &&
          evaluator.runs({ step }) !== false,
      );
}

/** The alias of the key that a task creates, without `alias/`. */
export function aliasOf(step: Step, evaluator: Evaluator): string | undefined {
  const { all } = argumentsOf(step, evaluator, { step });
  const value = (all.get('alias') ?? all.get('key_alias'))?.value;
  return value?.kind === 'text' ? printed(value).replace(/^alias\//, '') : undefined;
}

/** What a task says of the key that it creates, for a trail. */
export function factsOfKey(step: Step, evaluator: Evaluator, request: PolicyRequest): KeyOfTrail {
  const given = argumentsOf(step, evaluator, { step });
  const { all, isOpen } = given;
  const name = nameOfKey(step);
  const argument = (...names: readonly string[]): Argument | undefined =>
    names.map(one => all.get(one)).find(one => one !== undefined);
  const written = (...names: readonly string[]): Fact<string> => textFact(argument(...names)?.value, isOpen);
  const flag = (one: string): Fact<boolean> => flagFact(argument(one)?.value, evaluator, isOpen);
  // A task that names a key by its id changes one that is there: what it leaves out stays as it is.
  const isChanged = argument('key_id', 'key_arn') !== undefined;
  const left = <T>(fact: Fact<T>): Fact<T> =>
    isChanged && fact.kind === 'absent' ? unknown('decided-at-deployment') : fact;
  const facts = factsOfWritten(name, {
    isReplica: false,
    enabled: left(flag('enabled')),
    spec: left(written('key_spec', 'customer_master_key_spec')),
    usage: left(written('key_usage')),
    rotation: left(flag(languageTable.ansible.rotationAttribute)),
    origin: absent,
    expires: absent,
    region: regionOf({ step }, evaluator.flow),
  });
  const policy = argument('policy');
  const verdict =
    policy || !(isChanged || isOpen) ? policyVerdict(policy?.value) : () => unknown('decided-at-deployment');
  const place = { name, of: name, uri: step.file.uri } as const;
  return {
    facts: known(factsByVerdict(facts)(verdict(request))),
    related: [
      { kind: 'key', ...place, range: step.entry.keyRange },
      ...(policy?.entry
        ? [{ kind: 'key-policy' as const, ...place, uri: policy.file.uri, range: policy.entry.keyRange }]
        : []),
    ],
  };
}

/** What the playbook calls a key: the variable that its task registers, else the name of the task. */
export function nameOfKey({ node, module }: Step): string {
  return textOf(valueAt(node, 'register')) ?? nameOfTask(node) ?? module;
}

export function textFact(value: Value | undefined, isOpen = false): Fact<string> {
  if (!value || value.kind === 'nothing' || value.kind === 'omit') {
    return isOpen ? unknown('out-of-reach') : absent;
  }
  const literal = literalOf(value);
  return literal === undefined ? unknown('decided-at-deployment') : known(literal);
}

export function flagFact(value: Value | undefined, { world }: Evaluator, isOpen = false): Fact<boolean> {
  if (!value || value.kind === 'nothing' || value.kind === 'omit') {
    return isOpen ? unknown('out-of-reach') : absent;
  }
  const holds = isTrue(value, world, true);
  return holds === undefined ? unknown('decided-at-deployment') : known(holds);
}
