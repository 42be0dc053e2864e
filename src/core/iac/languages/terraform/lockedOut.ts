import { findNodeAtLocation, type Node, parseTree } from 'jsonc-parser';
import { actionsMatch } from '../../../trail/keyPolicy/index.ts';
import { attributeOf, type Block, blocksOf, type Expression, literalText } from '../../formats/hcl/index.ts';
import { jsonIn } from './fixes/jsonText.ts';
import { memberOf, type PolicyText, policyTextOf } from './fixes/policyText.ts';
import { type Module, type Resource, settingOf } from './modules/module.ts';
import { isOneAccount, providerOf } from './modules/providers.ts';

/**
 * The keys of a module that KMS would refuse, by their addresses: the creator could not change its policy again, for that
 * leaves the administration to the account of another provider (KMS API Reference, CreateKey,
 * `BypassPolicyLockoutSafetyCheck`). Where an administrator is written in another way than by a caller identity, it is not
 * known.
 */
export function lockedOutKeys(module: Module): readonly string[] {
  return [...module.resources.values()]
    .filter(one => one.mode === 'managed' && one.type === 'aws_kms_key' && locksOut(module, one))
    .map(({ address }) => address);
}

function locksOut(module: Module, key: Resource): boolean {
  const setting = settingOf(key, 'policy');
  const policy = setting && policyTextOf(module, setting);
  const administrators = policy ? administratorsIn(policy) : [];
  const identities = administrators.map(written => {
    const address = /data\.aws_caller_identity\.[\w-]+/.exec(written)?.[0];
    return address === undefined ? undefined : module.resources.get(address);
  });
  return (
    identities.length > 0 &&
    identities.every(one => one && !isOneAccount(module, providerOf(one), providerOf(key)))
  );
}

/** Who may put another policy in the place of this one, as it is written. */
function administratorsIn(policy: PolicyText): readonly string[] {
  const { text } = policy.file.hcl;
  const written = (expression: Expression | undefined) =>
    itemsOf(expression).map(({ range }) => text.slice(range.start, range.end));
  switch (policy.kind) {
    case 'document':
      return blocksOf(policy.block.body, 'statement')
        .filter(({ body }) =>
          administers(
            literalText(attributeOf(body, 'effect')?.value) ?? 'Allow',
            itemsOf(attributeOf(body, 'actions')?.value).map(literalText),
          ),
        )
        .flatMap(({ body }) => blocksOf(body, 'principals').filter(isOfAccounts))
        .flatMap(({ body }) => written(attributeOf(body, 'identifiers')?.value));
    case 'object':
      return itemsOf(memberOf(policy.object, 'Statement')).flatMap(statement => {
        const principal = statement.kind === 'object' ? memberOf(statement, 'Principal') : undefined;
        return statement.kind === 'object' &&
          principal?.kind === 'object' &&
          administers(
            literalText(memberOf(statement, 'Effect')),
            itemsOf(memberOf(statement, 'Action')).map(literalText),
          )
          ? written(memberOf(principal, 'AWS'))
          : [];
      });
    case 'json': {
      const { json, outer } = jsonIn(text, policy.template);
      const root = parseTree(json);
      return nodesOf(root && findNodeAtLocation(root, ['Statement'])).flatMap(statement => {
        const actions = nodesOf(findNodeAtLocation(statement, ['Action'])).map(({ value }) => value);
        const accounts = nodesOf(findNodeAtLocation(statement, ['Principal', 'AWS']));
        return administers(findNodeAtLocation(statement, ['Effect'])?.value, actions)
          ? accounts.map(({ offset, length }) => text.slice(outer(offset), outer(offset + length)))
          : [];
      });
    }
  }
}

/** Whether a statement lets somebody put another policy in the place of the key's. */
function administers(effect: unknown, actions: readonly unknown[]): boolean {
  const written = actions.filter(action => typeof action === 'string');
  return effect === 'Allow' && actionsMatch(written, 'kms:PutKeyPolicy') === 'yes';
}

function isOfAccounts({ body }: Block): boolean {
  return literalText(attributeOf(body, 'type')?.value) === 'AWS';
}

/** The items of a list, or the one that is in its place. */
function itemsOf(expression: Expression | undefined): readonly Expression[] {
  return expression?.kind === 'tuple' ? expression.items : expression ? [expression] : [];
}

function nodesOf(node: Node | undefined): readonly Node[] {
  return node?.type === 'array' ? (node.children ?? []) : node ? [node] : [];
}
