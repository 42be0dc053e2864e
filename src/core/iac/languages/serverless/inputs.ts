import { entriesOf, type TreeNode, textOf, valueAt } from '../../formats/tree.ts';
import { fromFile, literalOf, text, unknownValue, type Value } from '../cloudformation/evaluation/value.ts';
import type { Evaluation } from '../cloudformation/template.ts';
import type { ServiceInputs } from './variables.ts';

/** The inputs of a deployment of a service: options, environment variables, parameters, the stage. */

/**
 * An input of a deployment: any value, and those that it is compared with. The fallback is its default. The options of
 * one variable keep their places wherever it is written.
 */
export function input(
  type: string,
  address: Value,
  evaluation: Evaluation,
  texts: ServiceInputs,
  fallback: Value | undefined,
  also: Iterable<string> = [],
): Value | undefined {
  const value = given(type, address);
  const id = `${type}:${literalOf(address)}`;
  const literals = new Set([...texts.compared(id), ...also]);
  if (fallback === undefined && literals.size === 0) {
    return value;
  }
  const options = [fallback ?? value, ...[...literals].map(one => text(one)), value];
  return evaluation.choose({ id, options, hasDefault: fallback !== undefined });
}

export function given(type: string, address: Value): Value {
  const name = `${type}:${literalOf(address) ?? ''}`;
  return text({
    id: name,
    name,
    origin: { kind: type === 'opt' || type === 'env' || type === 'param' ? 'parameter' : 'deployment' },
  });
}

/** The stage: the one that is deployed, else what a parameter or a condition names, or another. */
export function stage(texts: ServiceInputs, evaluation: Evaluation, fallback?: Value): Value | undefined {
  if (texts.deployment.stage !== undefined) {
    return text(texts.deployment.stage);
  }
  const root = texts.service?.root;
  const sections = ['params', 'stages'].flatMap(name => entriesOf(valueAt(root, name)).map(({ key }) => key));
  const known = [
    ...sections.filter(name => name !== 'default'),
    ...stageNames.flatMap(name => [...texts.compared(name)]),
  ];
  return input('opt', text('stage'), evaluation, texts, fallback ?? providerStage(texts), known);
}

const stageNames = ['sls:stage', 'self:provider.stage', 'self:custom.stage'];

function providerStage(texts: ServiceInputs): Value {
  const written = textOf(valueAt(valueAt(texts.service?.root, 'provider'), 'stage'));
  // `stage: ${opt:stage, 'dev'}` is the usual way to write it, and comes back here without its option.
  const fallback = /\$\{\s*(?:opt:stage|sls:stage)\s*,\s*['"]([^'"]*)['"]\s*\}/.exec(written ?? '')?.[1];
  const plain = written !== undefined && !written.includes('${') ? written : undefined;
  return text(fallback ?? plain ?? 'dev');
}

/** A variable of the environment, as the `.env` file of the stage sets it: it may be a secret, and is never quoted. */
export function environment(address: Value, texts: ServiceInputs, evaluation: Evaluation): Value | undefined {
  const name = literalOf(address);
  if (name === undefined || texts.envFiles.size === 0) {
    return undefined;
  }
  const current = stage(texts, evaluation);
  const own = current && texts.envFiles.get(literalOf(current) ?? '');
  const file = own ?? texts.envFiles.get('');
  if (!file?.has(name)) {
    return undefined;
  }
  evaluation.meetFile();
  const value = file.get(name);
  return value === undefined ? unknownValue('decided-at-deployment') : fromFile(text(value));
}

/** `--param`, else `params` of the service, by stage; those of `default` hold for every stage. */
export function parameter(address: Value, texts: ServiceInputs, evaluation: Evaluation): Value | undefined {
  const { service, deployment } = texts;
  const name = literalOf(address);
  if (name !== undefined && deployment.params.has(name)) {
    const passed = deployment.params.get(name);
    return passed === undefined ? unknownValue('decided-at-deployment') : text(passed);
  }
  if (!service || name === undefined) {
    return undefined;
  }
  const current = stage(texts, evaluation);
  const byStage = (section: TreeNode | undefined, key: string) => valueAt(section, key);
  const stages = valueAt(service.root, 'stages');
  const params = valueAt(service.root, 'params');
  for (const key of [current && literalOf(current), 'default']) {
    const value =
      key === undefined
        ? undefined
        : (valueAt(byStage(params, key), name) ?? valueAt(valueAt(byStage(stages, key), 'params'), name));
    if (value) {
      return evaluation.evaluate(value, service.file);
    }
  }
  return undefined;
}
