import { accountOfArn, isAccountId } from '../../../trail/arn.ts';
import type { Evaluator } from './evaluation/evaluator.ts';
import type { Scope } from './evaluation/scope.ts';
import { asText, type ResourceValue } from './evaluation/value.ts';
import { bodyWith, type Declared, settingOf } from './modules/module.ts';
import { inEveryWorld, readProvider } from './modules/providers.ts';
import type { ModuleTree } from './modules/tree.ts';

/**
 * The account a resource is created in, if the text proves it for all inputs: the only one that its provider allows, or that of the
 * role which it assumes last (AWS provider documentation, "Argument Reference").
 */
export function accountOf(tree: ModuleTree, value: ResourceValue): string | undefined {
  return inEveryWorld(tree, evaluator =>
    readProvider(
      value,
      (provider, scope) => onlyAllowed(provider, scope, evaluator) ?? assumed(provider, scope, evaluator),
    ),
  );
}

function onlyAllowed(provider: Declared, scope: Scope, evaluator: Evaluator): string | undefined {
  const written = settingOf(provider, 'allowed_account_ids')?.attribute.value;
  const ids = written && evaluator.evaluate(written, scope);
  const [only, ...others] = ids?.kind === 'list' ? ids.items : [];
  return only && others.length === 0 ? asAccount(asText(only)) : undefined;
}

function assumed(provider: Declared, scope: Scope, evaluator: Evaluator): string | undefined {
  for (const type of ['assume_role', 'assume_role_with_web_identity']) {
    const last = bodyWith(provider, type).blocks.findLast(
      block => block.type === type || (block.type === 'dynamic' && block.labels[0]?.text === type),
    );
    if (last) {
      const role = last.body.attributes.find(({ name }) => name === 'role_arn');
      const arn = role && asText(evaluator.evaluate(role.value, scope));
      return arn === undefined ? undefined : asAccount(accountOfArn(arn));
    }
  }
  return undefined;
}

function asAccount(text: string | undefined): string | undefined {
  return text !== undefined && isAccountId(text) ? text : undefined;
}
