import { readArn } from '../arn.ts';
import { type Admission, admissionOf } from '../policy/admission.ts';
import {
  isObject,
  listOf,
  member,
  type PolicyDocument,
  type PolicyValue,
  readPolicy,
} from '../policy/document.ts';
import { appendStatements } from './append.ts';
import { cloudTrailCall, type KeyCall, type PolicyRequest } from './calls.ts';
import { samePolicy } from './compare.ts';
import { judgeKeyPolicy } from './judge.ts';
import { type Reader, readerStatements } from './readers.ts';
import type { PolicyStatement } from './statement.ts';
import { accessOfTrails, cloudTrailStatements } from './statements.ts';
import type { CloudTrailAction } from './verdict.ts';

/** The trails, and the readers of their log files, for whom a key's policy is extended. */
export interface ExtendRequest {
  readonly trailArns: readonly string[];
  readonly bucketKey: boolean | undefined;
  readonly keyArn: string;
  readonly readers?: readonly Reader[];
}

export type Extension =
  | { readonly kind: 'nothing-missing' }
  | {
      readonly kind: 'extended';
      /** The text to write: the previous text, byte for byte, with statements inserted after the last one. */
      readonly text: string;
      readonly added: readonly PolicyStatement[];
      readonly warnings: readonly ExtensionWarning[];
    }
  | { readonly kind: 'refused'; readonly why: ExtensionRefusal };

export type ExtensionRefusal =
  /** A Deny blocks CloudTrail; no Allow can help, and the Deny is not ours to change. */
  | { readonly kind: 'denied'; readonly statement: string; readonly action: CloudTrailAction }
  | { readonly kind: 'malformed'; readonly detail: string }
  | { readonly kind: 'too-large'; readonly bytes: number; readonly limit: number }
  | { readonly kind: 'not-a-trail'; readonly trailArn: string };

/** KMS refuses a policy that names a principal which has since been deleted; the principal shows as such an ID. */
export interface ExtensionWarning {
  readonly kind: 'unknown-principal';
  readonly principal: string;
}

/**
 * Adds to a key's policy the statements without which CloudTrail is not let in for these trails, and those that let
 * readers decrypt: one statement for all trails that lack the same actions. Nothing is added for a trail that the policy
 * admits. Everything that is there stays as it is, in its order, even a statement for another trail.
 */
export function extendKeyPolicy(text: string, request: ExtendRequest): Extension {
  const read = readPolicy(text);
  if (read.kind === 'doubt') {
    return refused({ kind: 'malformed', detail: read.doubt.kind === 'malformed' ? read.doubt.detail : '' });
  }
  const { document } = read;
  const missing = new Map<string, readonly CloudTrailAction[]>();
  for (const trailArn of new Set(request.trailArns)) {
    const asked = { ...request, trailArn };
    if (!accessOfTrails([trailArn], true)) {
      return refused({ kind: 'not-a-trail', trailArn });
    }
    if (judgeKeyPolicy(text, asked).answer === 'admits') {
      continue;
    }
    const admissions = admissionsFor(document, asked);
    const denied = admissions.find(one => one.deniedBy !== undefined);
    if (denied?.deniedBy !== undefined) {
      return refused({ kind: 'denied', statement: denied.deniedBy, action: denied.action });
    }
    missing.set(
      trailArn,
      admissions.filter(one => one.allow !== 'yes').map(one => one.action),
    );
  }
  const statements = [...admitting(missing), ...newReaders(document, request)];
  if (statements.length === 0) {
    return { kind: 'nothing-missing' };
  }
  const appended = appendStatements(text, document, statements);
  return appended.kind === 'too-large'
    ? refused(appended)
    : {
        kind: 'extended',
        text: appended.text,
        added: appended.added,
        warnings: unknownPrincipals(document).map(principal => ({ kind: 'unknown-principal', principal })),
      };
}

/**
 * A Deny of kms:DescribeKey prevents no delivery, and a Deny of kms:Decrypt matters only if the bucket is known to have a
 * Bucket Key: denied calls of these are not added.
 */
function admissionsFor(document: PolicyDocument, request: PolicyRequest): Admission<KeyCall>[] {
  const admission = (action: CloudTrailAction) => admissionOf(document, cloudTrailCall(action, request));
  const describe = admission('kms:DescribeKey');
  const decrypt = admission('kms:Decrypt');
  const mayDecrypt = request.bucketKey ?? decrypt.deniedBy === undefined;
  return [
    admission('kms:GenerateDataKey'),
    ...(describe.deniedBy === undefined ? [describe] : []),
    ...(mayDecrypt ? [decrypt] : []),
  ];
}

/** Encrypting is a statement of its own; what else is missing is one for all trails that lack the same. */
function admitting(missing: ReadonlyMap<string, readonly CloudTrailAction[]>): PolicyStatement[] {
  const groups = new Map<
    string,
    { readonly actions: readonly CloudTrailAction[]; readonly trails: string[] }
  >();
  const add = (actions: readonly CloudTrailAction[], trailArn: string) => {
    const name = actions.join(' ');
    const group = groups.get(name) ?? { actions, trails: [] };
    group.trails.push(trailArn);
    groups.set(name, group);
  };
  for (const wanted of [true, false]) {
    for (const [trailArn, actions] of missing) {
      add(
        actions.filter(action => (action === 'kms:GenerateDataKey') === wanted),
        trailArn,
      );
    }
  }
  return [...groups.values()].flatMap(({ actions, trails }) => {
    const access = accessOfTrails(trails, true);
    return access ? cloudTrailStatements(access, actions) : [];
  });
}

/** Readers whose statement is already in the policy, under any Sid, are not added twice. */
function newReaders(
  { statements }: PolicyDocument,
  { readers = [], trailArns, keyArn }: ExtendRequest,
): PolicyStatement[] {
  const key = readArn(keyArn);
  const access = accessOfTrails(trailArns, true);
  if (!key || !access) {
    return [];
  }
  const { partition, account: keyAccount } = key;
  const present = statements.filter(isObject).map(({ Sid: _, ...rest }) => JSON.stringify(rest));
  return readerStatements(readers, { partition, keyAccount, contextArn: access.contextArn }).filter(
    ({ Sid: _, ...rest }) => !present.some(one => samePolicy(one, JSON.stringify(rest))),
  );
}

function unknownPrincipals(document: PolicyDocument): string[] {
  const named = document.statements
    .filter(isObject)
    .flatMap(statement => [
      ...principalsIn(member(statement, 'Principal')),
      ...principalsIn(member(statement, 'NotPrincipal')),
    ]);
  return [...new Set(named.filter(name => /^A(?:IDA|ROA|GPA|IPA)[A-Z0-9]{12,}$/.test(name)))];
}

function principalsIn(principal: PolicyValue | undefined): string[] {
  if (!isObject(principal)) {
    return [];
  }
  return Object.values(principal)
    .flatMap(names => listOf(names))
    .filter(name => typeof name === 'string');
}

function refused(why: ExtensionRefusal): Extension {
  return { kind: 'refused', why };
}
