import { nameOf } from '../../../base/uri.ts';
import type { Related } from '../../declaration.ts';
import { parseTree } from '../../formats/text.ts';
import { entryOf, mapOf, valueAt } from '../../formats/tree.ts';
import { type InputSet, takesAny } from '../../inputs.ts';
import type { SourceDocument, Sources } from '../../sources/sources.ts';
import { plainRecord } from '../programs/evaluation/properties.ts';
import { nothing, plain, text, type Value } from '../programs/evaluation/value.ts';
import { foldersAbove } from '../programs/modules/foldersAbove.ts';

/** A value of the context that a program is run with. */
export interface ContextValue {
  readonly value: Value;
  readonly related: Related | undefined;
  /** It is named for the deployment: no other value is possible. */
  readonly isGiven?: true;
}

export type Context = ReadonlyMap<string, ContextValue>;

/**
 * The context of a program: what `cdk.json` has wins over `cdk.context.json`, and what a set of inputs names over both (AWS CDK
 * documentation, "Context values and the AWS CDK").
 */
export async function contextOf(uri: string, sources: Sources): Promise<Context> {
  const context = new Map<string, ContextValue>();
  for (const folder of foldersAbove(uri, sources.root)) {
    const files = await sources.list(folder, true);
    const project = files.find(one => nameOf(one) === 'cdk.json');
    if (project !== undefined) {
      const cached = files.find(one => nameOf(one) === 'cdk.context.json');
      const documents = [cached, project].map(one =>
        one === undefined ? undefined : sources.read(one, undefined, true),
      );
      const [former, own] = await Promise.all(documents);
      for (const [key, value] of [...valuesIn(former, false), ...valuesIn(own, true)]) {
        context.set(key, value);
      }
      break;
    }
  }
  for (const one of sources.inputs?.set?.given ?? []) {
    for (const [key, value] of 'values' in one ? Object.entries(one.values) : []) {
      context.set(key, { value: asValue(value), related: undefined, isGiven: true });
    }
  }
  return context;
}

/** The named sets that give a value of the context which a program asks for. */
export function contextSets({ uri, text }: SourceDocument, sources: Sources): readonly InputSet[] {
  const asked = Array.from(
    text.matchAll(/get_?context\(\s*(?:jsii\.String\()?["'`]([^"'`]+)/gi),
    ([, key = '']) => key,
  );
  return (sources.inputs?.named ?? []).filter(one => {
    const given = one.given.flatMap(part => ('values' in part ? Object.keys(part.values) : []));
    return given.length > 0 && takesAny(one, uri, new Set(asked), given);
  });
}

function valuesIn(document: SourceDocument | undefined, isProject: boolean): [string, ContextValue][] {
  const whole = document && parsed(document.text);
  const values = isProject ? whole?.['context'] : whole;
  if (!document || !isObject(values)) {
    return [];
  }
  const root = mapOf(parseTree(document.text).documents[0]?.root);
  const tree = isProject ? valueAt(root, 'context') : root;
  return Object.entries(values).map(([name, value]) => {
    const range = entryOf(tree, name)?.range ?? { start: 0, end: 0 };
    const related: Related = { kind: 'variable-default', name, uri: document.uri, range };
    return [name, { value: asValue(value), related }];
  });
}

function parsed(text: string): Record<string, unknown> | undefined {
  try {
    const value: unknown = JSON.parse(text);
    return isObject(value) ? value : undefined;
  } catch {
    return undefined;
  }
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function asValue(value: unknown): Value {
  if (Array.isArray(value)) {
    return { kind: 'list', items: value.map(asValue), isOpen: false };
  }
  if (isObject(value)) {
    return plainRecord(Object.entries(value).map(([name, one]) => [name, asValue(one)] as const));
  }
  return value === null || value === undefined
    ? nothing
    : typeof value === 'boolean' || typeof value === 'number'
      ? plain(value)
      : text(String(value));
}
