import { type Attribute, attributeOf, blocksOf } from '../../formats/hcl/index.ts';
import type { Evaluator } from '../terraform/evaluation/evaluator.ts';
import type { Scope } from '../terraform/evaluation/scope.ts';
import { solidValue, type Value } from '../terraform/evaluation/value.ts';
import { inputIn, inputWritten } from '../terraform/inputs/inputsObject.ts';
import type { Host } from '../terraform/modules/deployment.ts';
import {
  type Declared,
  joinModule,
  type ModuleFile,
  type Setting,
  settingOf,
} from '../terraform/modules/module.ts';
import type { LoadedStack } from './load.ts';

/** A deployment of a stack, and the inputs that it gives. */
export interface StackDeployment {
  readonly name: string;
  readonly file: ModuleFile;
  readonly inputs: Attribute | undefined;
  readonly isDestroyed: boolean;
}

export function deploymentsOf({ deployments }: LoadedStack): readonly StackDeployment[] {
  return deployments.flatMap(file =>
    blocksOf(file.hcl.body, 'deployment').flatMap((block): StackDeployment[] => {
      const name = block.labels[0]?.text;
      const destroy = attributeOf(block.body, 'destroy')?.value;
      const isDestroyed = destroy?.kind === 'literal' && destroy.value === true;
      return name === undefined
        ? []
        : [{ name, file, inputs: attributeOf(block.body, 'inputs'), isDestroyed }];
    }),
  );
}

/** The name that no code can write, under which the values of a deployment are looked up. */
export const deploymentName = 'deployment inputs';

/** The variables of a stack as a deployment gives them: one that it leaves out is at its default. */
export function givenBy(
  { file, inputs }: StackDeployment,
  variables: ReadonlyMap<string, Declared>,
): ReadonlyMap<string, Setting> {
  const given = new Map<string, Setting>();
  for (const [name, variable] of variables) {
    const written = inputWritten(inputs?.value, name);
    const byDefault = settingOf(variable, 'default');
    if (written || (inputs && inputs.value.kind !== 'object')) {
      const place = written ?? inputs;
      const range = place?.range ?? variable.block.header;
      const object = { kind: 'variable', name: deploymentName, range } as const;
      const value = { kind: 'member', object, name, range } as const;
      given.set(name, { attribute: { name, nameRange: range, range, value }, file });
    } else if (byDefault) {
      given.set(name, byDefault);
    }
  }
  return given;
}

/** The value that a deployment gives to a variable; its default where that turns out to be left out. */
export function valueGiven(
  stack: LoadedStack,
  { inputs }: StackDeployment,
  variable: Declared | undefined,
  name: string,
  evaluator: Evaluator,
  scope: Scope,
): Value {
  const inFiles = scopeOfDeployments(stack);
  const given = inputIn(inputs?.value, name, expression => evaluator.evaluate(expression, inFiles));
  const byDefault = variable && settingOf(variable, 'default');
  return given ?? (byDefault ? evaluator.evaluate(byDefault.attribute.value, scope) : solidValue());
}

/** Deployments have locals of their own, and names for what HCP Terraform knows. */
function scopeOfDeployments({ folder, deployments }: LoadedStack): Scope {
  const host: Host = {
    folder,
    name: root =>
      root === 'local'
        ? undefined
        : { count: 0, read: () => solidValue({ address: root, attribute: '', declared: undefined }) },
    call: () => undefined,
  };
  const module = { ...joinModule(undefined, deployments, []), variables: new Map(), host };
  return { module, path: 'deployments', names: [], caller: undefined };
}
