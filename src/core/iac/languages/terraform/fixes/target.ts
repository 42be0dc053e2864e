import type { FindingCode } from '../../../findingCode.ts';
import type { TextEdit } from '../../../fix.ts';
import type { Block } from '../../../formats/hcl/index.ts';
import { canonical } from '../evaluation/canonical.ts';
import { objectPassedBy, passedBy } from '../keyVariable.ts';
import { addressOf } from '../modules/deployment.ts';
import { type ModuleFile, type Setting, settingOf } from '../modules/module.ts';
import type { DeclaredPlace } from '../read.ts';
import { keyAttribute, type Misspelt, misspeltKey } from '../trailInstances.ts';
import { renameAttribute, replaceValue, setAttribute } from './attribute.ts';
import { dependsOnEdits, dependsOnInJson } from './dependsOn.ts';
import { jsonEdit, jsonPathOf } from './edits.ts';
import { readInput, type WrittenInput } from './input.ts';
import type { Written } from './written.ts';

/** Where a key is to be written: the trail's attribute, or the variable of the module call that makes the trail. */
export interface KeyTarget {
  readonly file: ModuleFile;
  readonly block: Block;
  readonly attribute: string;
  readonly written: Setting | undefined;
  /** What was meant for the key under another name. */
  readonly misspelt: Misspelt | undefined;
  /** What is written where it gives a key for some inputs, which a fix keeps. */
  readonly input: WrittenInput | undefined;
  /** The call's address, where it is a module's variable. */
  readonly module: string | undefined;
  /** Where it is an attribute of an object: the whole name of what is passed, and the call that passes it. */
  readonly within?: { readonly variable: string; readonly call: Block };
}

export function keyTargetOf(place: DeclaredPlace, code: FindingCode): KeyTarget | undefined {
  const { tree, root, file, path, variable } = place;
  const [call] = path.calls;
  const attribute = call ? (variable?.attribute ?? variable?.name) : keyAttribute;
  if (attribute === undefined) {
    return undefined;
  }
  const written = call ? variable && passedBy(call, variable) : settingOf(path.trail, attribute);
  const keeps = code === 'kms-key-conditional' || (code === 'no-kms-key' && dependsOnInput(written));
  const input = written && keeps ? readInput(tree, root, written) : undefined;
  if (call && variable?.attribute !== undefined) {
    const object = objectPassedBy(call, variable);
    const item = variable.of?.item === undefined ? '' : `.${variable.of.item}`;
    const within = { variable: `${variable.name}${item}.${attribute}`, call: call.block };
    return (
      object && {
        ...object,
        attribute,
        written,
        misspelt: undefined,
        input,
        module: addressOf(call),
        within,
      }
    );
  }
  if (call) {
    const block = call.deployment ? call.deployment.inputs(file) : call.block;
    return block && { file, block, attribute, written, misspelt: undefined, input, module: addressOf(call) };
  }
  const misspelt = misspeltKey(path.trail);
  if (misspelt) {
    return { ...misspelt, attribute, written, misspelt, input, module: undefined };
  }
  const override = written && path.trail.overrides.find(one => one.file.uri === written.file.uri);
  const block = override?.block ?? path.trail.block;
  return { file: written?.file ?? file, block, attribute, written, misspelt, input, module: undefined };
}

/** Whether what is written now may evaluate to a key with other inputs, or for another instance. */
function dependsOnInput(written: Setting | undefined): boolean {
  return (
    written !== undefined &&
    /\b(?:var|each|count|module|data|aws\w*)\./.test(canonical(written.attribute.value))
  );
}

/** `waits`: the address of what has to be there before the target is created, although it does not refer to it. */
export function writeKey(target: KeyTarget, value: Written, waits?: string): readonly TextEdit[] {
  const { file, block, attribute, misspelt, module, within } = target;
  if (file.hcl.syntax === 'json') {
    const path = jsonPathOf(file.hcl.text, block);
    const change = { path: [...path, attribute], value: value.json };
    return jsonEdit(
      file,
      waits === undefined
        ? [change]
        : [
            change,
            dependsOnInJson(file.hcl.text, within ? jsonPathOf(file.hcl.text, within.call) : path, waits),
          ],
      rightName(target),
    );
  }
  const beside = module === undefined ? ['s3_bucket_name', 'name', 'trail_name'] : [];
  return [
    ...(misspelt
      ? [...rightName(target), ...replaceValue(misspelt.attribute, value)]
      : setAttribute(file, block, attribute, value, beside)),
    ...(waits === undefined ? [] : dependsOnEdits(file.hcl.text, within?.call ?? block, waits)),
  ];
}

/** Calls what was meant for the key by its name. */
export function rightName({ file, block, attribute, misspelt }: KeyTarget): readonly TextEdit[] {
  return misspelt ? renameAttribute(file, block, misspelt.attribute, attribute) : [];
}
