import { join } from '../../../base/uri.ts';
import { attributeOf, blocksOf, parseHcl, parseHclJson } from '../../formats/hcl/index.ts';
import type { Evaluator } from '../terraform/evaluation/evaluator.ts';
import { asText, unknownValue, type Value } from '../terraform/evaluation/value.ts';
import type { Config } from './config.ts';
import { scopeIn } from './scope.ts';

type Given = (name: string, evaluator: Evaluator) => Value | undefined;

/** Options of Terraform's command line that set variables. */
const options = /^-{1,2}var(?:-file)?(?:=|$)/;

/**
 * What the `extra_arguments` of a configuration set, which wins over its inputs: variables of the files that they name, the
 * last one first. Where one cannot be read, it may set any.
 */
export function givenByFiles(config: Config, evaluator: Evaluator): Given {
  const blocks = blocksOf(config.file.hcl.body, 'terraform').flatMap(({ body }) =>
    blocksOf(body, 'extra_arguments'),
  );
  const texts = (name: string) =>
    blocks.flatMap(({ body }) => {
      const written = attributeOf(body, name)?.value;
      const value = written && evaluator.evaluate(written, scopeIn(config));
      return value?.kind === 'list' ? value.items.map(asText) : value ? [undefined] : [];
    });
  const args = texts('arguments').filter(one => one === undefined || options.test(one));
  const files = [
    ...texts('optional_var_files').map(path => ({ path, isOptional: true })),
    ...texts('required_var_files').map(path => ({ path, isOptional: false })),
    ...args.map(one => ({ path: /^-{1,2}var-file=(.*)$/.exec(one ?? '')?.[1], isOptional: false })),
  ].map(({ path, isOptional }) => valuesOf(path, isOptional, config));
  return (name, inWorld) => {
    for (const values of files.toReversed()) {
      const value = values(name, inWorld);
      if (value) {
        return value;
      }
    }
    return undefined;
  };
}

function valuesOf(path: string | undefined, isOptional: boolean, config: Config): Given {
  const { tree, folder } = config.surroundings;
  const uri = path === undefined ? undefined : join(folder, path);
  const text = uri === undefined ? undefined : tree.file(uri);
  if (uri === undefined || text === undefined) {
    return () => (isOptional && uri !== undefined ? undefined : unknownValue('out-of-reach'));
  }
  const { body } = uri.endsWith('.json') ? parseHclJson(text) : parseHcl(text);
  return (name, evaluator) => {
    const attribute = attributeOf(body, name);
    return attribute && evaluator.evaluate(attribute.value, scopeIn(config));
  };
}
