import { cloudTrailCall, type PolicyRequest } from './calls.ts';
import { isObject, listOf, member, type PolicyDocument, type PolicyValue, readPolicy } from './document.ts';
import { compact, members } from './jsonText.ts';
import { type Admission, admissionOf, judgeKeyPolicy } from './judge.ts';
import {
  accessOfTrails,
  decryptStatement,
  describeStatement,
  encryptStatement,
  type PolicyStatement,
  type TrailAccess,
} from './statements.ts';
import type { CloudTrailAction, PolicyVerdict } from './verdict.ts';

/** The trail for which a key's policy is extended. */
export interface ExtendRequest {
  readonly trailArn: string;
  readonly bucketKey: boolean | undefined;
  readonly keyArn?: string | undefined;
}

export type Extension =
  | { readonly kind: 'nothing-missing'; readonly verdict: PolicyVerdict }
  | {
      readonly kind: 'extended';
      /** The text to put: the former text, byte for byte, with statements inserted behind the last. */
      readonly text: string;
      readonly added: readonly PolicyStatement[];
      /** Of the extended policy: `admits`, or a doubt that only UpdateTrail can settle. */
      readonly verdict: PolicyVerdict;
      readonly warnings: readonly ExtensionWarning[];
    }
  | { readonly kind: 'refused'; readonly why: ExtensionRefusal };

export type ExtensionRefusal =
  /** A Deny keeps CloudTrail out; no Allow can help, and the Deny is not ours to change. */
  | { readonly kind: 'denied'; readonly statement: string; readonly action: CloudTrailAction }
  | { readonly kind: 'malformed'; readonly detail: string }
  | { readonly kind: 'too-large'; readonly bytes: number; readonly limit: number }
  | { readonly kind: 'not-a-trail'; readonly trailArn: string };

/** KMS refuses to take back a policy that names a principal which was deleted since; it shows as such an id. */
export interface ExtensionWarning {
  readonly kind: 'unknown-principal';
  readonly principal: string;
}

/** Bytes that KMS takes as a key policy (KMS API Reference, PutKeyPolicy). */
export const policySizeLimit = 32_768;

/**
 * Adds to a key's policy the statements without which CloudTrail is not let in for a trail, and nothing else.
 * Everything that is there stays as it is, in its order, even a statement for another trail.
 */
export function extendKeyPolicy(text: string, request: ExtendRequest): Extension {
  const access = accessOfTrails([request.trailArn], request.bucketKey !== false);
  if (!access) {
    return refused({ kind: 'not-a-trail', trailArn: request.trailArn });
  }
  const read = readPolicy(text);
  if (read.kind === 'doubt') {
    return refused({ kind: 'malformed', detail: read.doubt.kind === 'malformed' ? read.doubt.detail : '' });
  }
  const { document } = read;
  const asked = { ...request, account: undefined };
  const admissions = admissionsFor(document, asked);
  for (const { action, deniedBy } of admissions) {
    if (deniedBy !== undefined) {
      return refused({ kind: 'denied', statement: deniedBy, action });
    }
  }
  const missing = admissions.filter(one => one.allow !== 'yes').map(one => one.action);
  if (missing.length === 0) {
    return { kind: 'nothing-missing', verdict: judgeKeyPolicy(text, asked) };
  }
  const added = withUnusedSids(
    missing.map(action => statementFor(action, access)),
    document,
  );
  const extended = withinLimit(insert(text, added));
  const bytes = utf8Length(extended);
  if (bytes > policySizeLimit) {
    return refused({ kind: 'too-large', bytes, limit: policySizeLimit });
  }
  return {
    kind: 'extended',
    text: extended,
    added,
    verdict: judgeKeyPolicy(extended, asked),
    warnings: unknownPrincipals(document).map(principal => ({ kind: 'unknown-principal', principal })),
  };
}

export function utf8Length(text: string): number {
  let bytes = 0;
  for (const char of text) {
    const code = char.codePointAt(0) ?? 0;
    bytes += code < 0x80 ? 1 : code < 0x800 ? 2 : code < 0x10000 ? 3 : 4;
  }
  return bytes;
}

/**
 * A Deny of kms:DescribeKey keeps no log file from being delivered, and one of kms:Decrypt stands in nobody's way as long
 * as nothing says that the bucket has a Bucket Key: what they deny is not asked for.
 */
function admissionsFor(document: PolicyDocument, request: PolicyRequest): Admission[] {
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

function statementFor(action: CloudTrailAction, access: TrailAccess): PolicyStatement {
  switch (action) {
    case 'kms:GenerateDataKey':
      return encryptStatement(access);
    case 'kms:DescribeKey':
      return describeStatement(access);
    case 'kms:Decrypt':
      return decryptStatement(access);
  }
}

function withUnusedSids(added: readonly PolicyStatement[], document: PolicyDocument): PolicyStatement[] {
  const used = new Set(document.statements.filter(isObject).map(statement => member(statement, 'Sid')));
  return added.map(statement => {
    let sid = statement.Sid;
    for (let next = 2; used.has(sid); next++) {
      sid = `${statement.Sid}${next}`;
    }
    used.add(sid);
    return { ...statement, Sid: sid };
  });
}

/** A single statement that is no list becomes one; nothing else of the text changes. */
function insert(text: string, added: readonly PolicyStatement[]): string {
  const range = members(text).get('Statement');
  if (!range) {
    return text;
  }
  const value = text.slice(range.start, range.end);
  const isArray = value.startsWith('[');
  const inside = isArray ? value.slice(1, -1) : value;
  const body = inside.trimEnd();
  const layout = layoutOf(text, value);
  const statements = added.map(statement => layout.before + layout.print(statement)).join(',');
  const list = `[${body}${body.trim() === '' ? '' : ','}${statements}${isArray ? inside.slice(body.length) : ''}]`;
  return text.slice(0, range.start) + list + text.slice(range.end);
}

/** New statements stand as the ones before them: indented alike, or on one line. */
function layoutOf(
  text: string,
  value: string,
): { before: string; print: (statement: PolicyStatement) => string } {
  if (!text.includes('\n')) {
    return { before: '', print: statement => JSON.stringify(statement) };
  }
  const indent = /^\[\r?\n([ \t]*)/.exec(value)?.[1] ?? '    ';
  return {
    before: `\n${indent}`,
    print: statement => JSON.stringify(statement, undefined, 2).replaceAll('\n', `\n${indent}`),
  };
}

function withinLimit(text: string): string {
  return utf8Length(text) <= policySizeLimit ? text : compact(text);
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
