import { refuse } from '../errors.ts';
import type { Call } from '../services/service.ts';
import type { Key } from '../world/model.ts';

/**
 * An alias name begins with `alias/`, not with `alias/aws/`, and has no other special characters than `/_-` after it.
 * KMS API Reference, CreateAlias `AliasName`: InvalidAliasNameException.
 */
export function aliasIsNamed(name: string): void {
  if (!name.startsWith('alias/')) {
    refuse('ValidationException', 'Alias must start with the prefix "alias/".');
  }
  if (name.startsWith('alias/aws/') || name === 'alias/aws') {
    refuse('NotAuthorizedException', `The alias name prefix alias/aws/ is reserved: ${name}`);
  }
  if (!/^alias\/[A-Za-z0-9/_-]+$/.test(name)) {
    refuse('InvalidAliasNameException', `${name} contains invalid characters for an alias`);
  }
}

/** An alias name is unique in account and Region. KMS API Reference, CreateAlias: AlreadyExistsException. */
export function aliasIsNew({ account, region }: Call, name: string): void {
  const taken = account.aliases.find(alias => alias.region === region && alias.name === name);
  if (taken) refuse('AlreadyExistsException', `An alias with the name ${taken.arn} already exists`);
}

/** A key has at most 50 aliases. KMS Developer Guide, "Resource quotas": LimitExceededException. */
export function aliasesAreFew({ world }: Call, key: Key): void {
  if (world.aliasesOf(key).length >= world.settings.aliasesPerKey) {
    refuse('LimitExceededException', `You have reached the maximum number of aliases for ${key.arn}.`);
  }
}
