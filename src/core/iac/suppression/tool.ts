import type { TextRange } from '../../base/text.ts';
import type { Suppression } from '../suppression.ts';
import type { Lines } from './commentLines.ts';

/** What a `Metadata` section comes to as plain data; `undefined` where it cannot be known. */
export type JsonLike =
  | string
  | number
  | boolean
  | null
  | undefined
  | readonly JsonLike[]
  | { readonly [name: string]: JsonLike };

/** One tool whose users write down that they accept a finding. Each reader knows that tool's own syntax and places. */
export interface SuppressionReader {
  /** Comments of this tool that silence its rule for the trail. */
  comments?(lines: Lines): Suppression[];
  /** Entries in the `Metadata` of a CloudFormation resource, or of the template where the tool reads it. */
  metadata?(metadata: JsonLike, range: TextRange, level: MetadataLevel): Suppression[];
  /** Annotations of a Kubernetes object. */
  annotations?(annotations: JsonLike, range: TextRange): Suppression[];
}

export type MetadataLevel = 'resource' | 'template';

/** The value under a path of names; undefined where one of them is missing. */
export function at(value: JsonLike, ...names: readonly string[]): JsonLike {
  let current = value;
  for (const name of names) {
    if (typeof current !== 'object' || current === null || Array.isArray(current)) {
      return undefined;
    }
    current = (current as { readonly [name: string]: JsonLike })[name];
  }
  return current;
}

export function namesIn(value: JsonLike): readonly string[] {
  return typeof value === 'object' && value !== null && !Array.isArray(value) ? Object.keys(value) : [];
}

export function listOf(value: JsonLike): readonly JsonLike[] {
  return Array.isArray(value) ? value : [];
}

export function textOf(value: JsonLike): string | undefined {
  return typeof value === 'string' ? value : undefined;
}

/** Texts that are written as a list, or as one text with commas between them. */
export function textsOf(value: JsonLike): readonly string[] {
  const written = typeof value === 'string' ? [value] : listOf(value).flatMap(one => textOf(one) ?? []);
  return written.flatMap(one => one.split(',')).map(one => one.trim());
}

/** The reason as a property, where there is one to give. */
export function withReason(reason: string | undefined): { readonly reason?: string } {
  const text = reason?.replace(/^[\s:;,–—-]+/, '').trim();
  return text ? { reason: text } : {};
}
