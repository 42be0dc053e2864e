import { refuse } from '../errors.ts';
import type { Call } from '../services/service.ts';
import { readArn } from '../world/arn.ts';
import type { Account, Alias, Key } from '../world/model.ts';
import { partitionOf } from '../world/regions.ts';
import { accessDenied, foreignResource } from './authorization.ts';

const keyIdForm = /^(mrk-[0-9a-f]{32}|[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12})$/i;

/**
 * The key named by an id, key ARN, alias name or alias ARN, as DescribeKey takes it. KMS API Reference, DescribeKey `KeyId`:
 * NotFoundException, InvalidArnException.
 */
export function keyIsFound(call: Call, reference: string, action: string): Key {
  if (reference.startsWith('alias/')) return keyOfAlias(call, call.account, reference);
  if (!reference.startsWith('arn:')) return keyWithId(call, call.account, reference);
  const arn = arnIsOfHere(call, reference);
  const owner = call.world.accounts.get(arn.account);
  if (!owner) accessDenied(call.caller, action, reference, foreignResource);
  if (arn.resource.startsWith('alias/')) return keyOfAlias(call, owner, arn.resource);
  const foreign = owner.id !== call.account.id;
  const key = call.world.key(reference);
  if (foreign && !key) accessDenied(call.caller, action, reference, foreignResource);
  return key ?? keyWithId(call, owner, arn.resource.replace(/^key\//, ''));
}

/**
 * The key named by an id or key ARN, as most operations take it: no aliases, no other account.
 * KMS API Reference, "KeyId" and "Cross-account use: No" of the operation.
 */
export function ownKeyIsFound(call: Call, reference: string, action: string): Key {
  if (reference.startsWith('alias/') || /^arn:[^:]*:kms:[^:]*:[^:]*:alias\//.test(reference)) {
    refuse('NotFoundException', `Invalid keyId ${reference}`);
  }
  const account = readArn(reference)?.account;
  if (account !== undefined && account !== call.account.id) {
    accessDenied(call.caller, action, reference, foreignResource);
  }
  return keyIsFound(call, reference, action);
}

/** An ARN is a KMS ARN of the Region that is asked. KMS API Reference: InvalidArnException, NotFoundException. */
function arnIsOfHere({ region, account }: Call, text: string) {
  const arn = readArn(text);
  if (arn?.service !== 'kms' || !/^(key|alias)\/.+/.test(arn.resource)) {
    refuse('InvalidArnException', `${text} is not a valid ARN`);
  }
  if (arn.partition !== account.partition || partitionOf(arn.region) === undefined) {
    refuse('InvalidArnException', `Invalid arn ${arn.region}`);
  }
  if (arn.region !== region) refuse('NotFoundException', `Invalid arn ${arn.region}`);
  return arn;
}

function keyWithId({ world, region }: Call, owner: Account, id: string): Key {
  if (!keyIdForm.test(id)) refuse('NotFoundException', `Invalid keyId ${id}`);
  const arn = `arn:${owner.partition}:kms:${region}:${owner.id}:key/${id}`;
  return world.key(arn) ?? refuse('NotFoundException', `Key '${arn}' does not exist`);
}

function keyOfAlias(call: Call, owner: Account, name: string): Key {
  const alias: Alias | undefined = owner.aliases.find(
    each => each.region === call.region && each.name === name,
  );
  if (!alias?.keyId) {
    const arn = `arn:${owner.partition}:kms:${call.region}:${owner.id}:${name}`;
    refuse('NotFoundException', `Alias ${arn} is not found.`);
  }
  return keyWithId(call, owner, alias.keyId);
}
