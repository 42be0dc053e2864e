import type { Block } from '../../../formats/hcl/index.ts';
import type { Evaluator } from '../evaluation/evaluator.ts';
import type { Scope } from '../evaluation/scope.ts';
import type { Bindings, Value } from '../evaluation/value.ts';
import type { Declared, ModuleFile, Setting } from './module.ts';
import { settingOf } from './module.ts';

/*
 * What a tool around Terraform brings in: calls of modules that are no `module` block, and names and functions that
 * Terraform has not. Each such tool has its own folder.
 */

/** How a tool deploys a module. */
export interface Deployment {
  /** What the tool calls it. */
  readonly kind: 'unit' | 'component' | 'stack';
  /** The folder of the module; undefined if it is elsewhere, or not known. */
  readonly folder: string | undefined;
  /** Whether Terraform runs in the folder of the module, and reads its variable files. */
  readonly isRoot: boolean;
  /** The value of an input; undefined where none is given. `isForced`: of those that win over variable files. */
  value(
    name: string,
    isForced: boolean,
    evaluator: Evaluator,
    scope: Scope,
    bindings: Bindings,
  ): Value | undefined;
  /** Where an input is written. */
  setting(name: string): Setting | undefined;
  /** What is between the braces of the inputs in a file, as a block; undefined where an input cannot be added. */
  inputs(file: ModuleFile): Block | undefined;
}

/** The names and functions that a tool adds in the files of one module. */
export interface Host {
  /** The folder that paths count from. */
  readonly folder: string | undefined;
  /** The value of the first names of `root.a.b`, and how many of them belong to it. */
  name(root: string, names: readonly string[], evaluator: Evaluator, scope: Scope): HostName | undefined;
  call(name: string, args: readonly Value[], evaluator: Evaluator, scope: Scope): Value | undefined;
}

export interface HostName {
  readonly count: number;
  readonly read: () => Value;
}

/** What a call passes to a variable of its module, as far as it is written. */
export function argumentOf(call: Declared, name: string): Setting | undefined {
  return call.deployment ? call.deployment.setting(name) : settingOf(call, name);
}

/** `module.audit`, `unit.audit`. */
export function addressOf(call: Declared): string {
  return `${call.deployment?.kind ?? 'module'}.${call.name}`;
}
