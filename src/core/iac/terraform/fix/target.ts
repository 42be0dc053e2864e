import type { TextEdit } from '../../fix.ts';
import { type Block, type Expression, parseHcl } from '../../formats/hcl/index.ts';
import { canonical } from '../evaluation/canonical.ts';
import { type ModuleFile, type Setting, settingOf } from '../module.ts';
import { type DeclaredPlace, keyVariableOf } from '../read.ts';
import { keyAttributeName } from '../trail.ts';
import { setAttribute } from './attribute.ts';
import { dependsOnEdits, dependsOnInJson } from './dependsOn.ts';
import { jsonEdit, jsonPathOf } from './edits.ts';
import { filled } from './fill.ts';
import { expression, type Written } from './written.ts';

/** Where a key is to be written: the trail's attribute, or the variable of the module call that makes the trail. */
export interface KeyTarget {
  readonly file: ModuleFile;
  readonly block: Block;
  readonly attribute: string;
  readonly written: Setting | undefined;
  /** The call's name, where it is a module's variable. */
  readonly module: string | undefined;
}

export function keyTargetOf({ tree, root, file, path }: DeclaredPlace): KeyTarget | undefined {
  const [call] = path.calls;
  if (!call) {
    const attribute = keyAttributeName();
    const written = settingOf(path.trail, attribute);
    const place = written && path.trail.overrides.find(one => one.file.uri === written.file.uri);
    const block = place?.block ?? path.trail.block;
    return { file: written?.file ?? file, block, attribute, written, module: undefined };
  }
  const attribute = keyVariableOf(tree, root, path);
  if (attribute === undefined) {
    return undefined;
  }
  return { file, block: call.block, attribute, written: settingOf(call, attribute), module: call.name };
}

/** Whether what is written now may come to a key with other inputs, or for another instance. */
export function dependsOnInput({ written }: KeyTarget): boolean {
  return (
    written !== undefined &&
    /\b(?:var|each|count|module|data|aws\w*)\./.test(canonical(written.attribute.value))
  );
}

/**
 * What to write at a target. What is there and may give a key for some inputs stays: the new key comes in where it
 * gives none, unless it is a choice of the same key.
 */
export function valueFor({ file, written }: KeyTarget, key: Written, keepsWritten: boolean): Written {
  const value = written?.attribute.value;
  if (!written || !value || !keepsWritten || canonical(value).includes(key.native)) {
    return key;
  }
  const { text } = written.file.hcl;
  if (file.hcl.syntax === 'native') {
    return expression(filled(text, value, key.native));
  }
  const native = nativeText(text, value);
  const [attribute] = native === undefined ? [] : parseHcl(native).body.attributes;
  return native !== undefined && attribute ? expression(filled(native, attribute.value, key.native)) : key;
}

/** `waits`: the address of what has to be there before the target is made, although it does not refer to it. */
export function writeKey(
  target: KeyTarget,
  key: Written,
  keepsWritten: boolean,
  waits?: string,
): readonly TextEdit[] {
  const { file, block, attribute, module } = target;
  const value = valueFor(target, key, keepsWritten);
  if (file.hcl.syntax === 'json') {
    const path = jsonPathOf(file.hcl.text, block);
    const change = { path: [...path, attribute], value: value.json };
    return jsonEdit(
      file,
      waits === undefined ? [change] : [change, dependsOnInJson(file.hcl.text, path, waits)],
    );
  }
  const beside = module === undefined ? ['s3_bucket_name', 'name', 'trail_name'] : [];
  return [
    ...setAttribute(file, block, attribute, value, beside),
    ...(waits === undefined ? [] : dependsOnEdits(file.hcl.text, block, waits)),
  ];
}

/** What stands in a JSON string that is nothing but an interpolation, as an attribute in native syntax. */
function nativeText(text: string, value: Expression): string | undefined {
  const isInterpolation =
    value.kind === 'template' &&
    value.closed &&
    value.parts.map(({ kind }) => kind).join() === 'interpolation';
  return isInterpolation
    ? `value = ${JSON.parse(text.slice(value.range.start, value.range.end)).slice('${'.length, -1)}\n`
    : undefined;
}
