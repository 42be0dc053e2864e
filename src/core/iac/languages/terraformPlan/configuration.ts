import { itemsOf, type MapNode, type TreeNode, textOf, valueAt } from '../../formats/tree.ts';
import { withoutIndexes } from './plan.ts';

/** What an expression of the code names: an attribute of a resource, by its address without any index. */
export interface Named {
  readonly address: string;
  readonly attribute: string;
}

/** Calls and outputs that hand on a value, more than in real code. */
const deepest = 20;

/**
 * The code that a plan was made from, as far as the plan has it: of an expression only the names in it (Terraform
 * documentation, "JSON Output Format", "Expression Representation").
 */
export class Configuration {
  readonly #root: TreeNode | undefined;
  readonly #providers: TreeNode | undefined;
  readonly #variables: TreeNode | undefined;
  readonly #resources = new Map<string, ReadonlyMap<string, TreeNode>>();

  constructor(plan: MapNode) {
    const configuration = valueAt(plan, 'configuration');
    this.#root = valueAt(configuration, 'root_module');
    this.#providers = valueAt(configuration, 'provider_config');
    this.#variables = valueAt(plan, 'variables');
  }

  /** The declaration of a resource by the address of its module and its own; undefined where the plan does not have it. */
  resource(module: string, address: string): TreeNode | undefined {
    const calls = callsIn(module);
    const id = calls.join('.');
    const known = this.#resources.get(id) ?? resourcesOf(this.#module(calls));
    this.#resources.set(id, known);
    return known.get(address);
  }

  /** Whether an argument is written; undefined where the plan does not have the declaration. */
  isWritten(module: string, address: string, argument: string): boolean | undefined {
    const resource = this.resource(module, address);
    return resource && valueAt(valueAt(resource, 'expressions'), argument) !== undefined;
  }

  /** What the argument of a resource names, where it is one thing alone, through calls and outputs of modules. */
  namedBy(module: string, address: string, argument: string): Named | undefined {
    const expression = valueAt(valueAt(this.resource(module, address), 'expressions'), argument);
    return this.#followed(expression, callsIn(module), 0);
  }

  /** The Region that a provider is configured with, where the plan says. */
  regionOf(provider: string): TreeNode | undefined {
    const region = valueAt(valueAt(valueAt(this.#providers, provider), 'expressions'), 'region');
    const [name, ...more] = namesIn(region);
    const variable = more.length === 0 && !provider.includes(':') ? /^var\.([\w-]+)$/.exec(name ?? '') : null;
    return (
      valueAt(region, 'constant_value') ?? valueAt(valueAt(this.#variables, variable?.[1] ?? ''), 'value')
    );
  }

  #module(calls: readonly string[]): TreeNode | undefined {
    return calls.reduce(
      (module, call) => valueAt(valueAt(valueAt(module, 'module_calls'), call), 'module'),
      this.#root,
    );
  }

  #followed(expression: TreeNode | undefined, calls: readonly string[], depth: number): Named | undefined {
    const [name, ...more] = namesIn(expression);
    if (name === undefined || more.length > 0 || depth > deepest) {
      return undefined;
    }
    const [root = '', first = '', ...steps] = name.split('.');
    switch (root) {
      case 'var': {
        const call = calls.at(-1);
        const outer = calls.slice(0, -1);
        const passed = valueAt(
          valueAt(valueAt(this.#module(outer), 'module_calls'), call ?? ''),
          'expressions',
        );
        return call === undefined ? undefined : this.#followed(valueAt(passed, first), outer, depth + 1);
      }
      case 'module': {
        const inner = [...calls, first];
        const output = valueAt(valueAt(this.#module(inner), 'outputs'), steps[0] ?? '');
        return this.#followed(valueAt(output, 'expression'), inner, depth + 1);
      }
      case 'data':
        return named(calls, `data.${first}.${steps[0] ?? ''}`, steps[1]);
      default:
        return root.includes('_') ? named(calls, `${root}.${first}`, steps[0]) : undefined;
    }
  }
}

/** Of a list of keys, `aws_kms_key.logs[*].arn` is told as `aws_kms_key.logs`. */
function named(calls: readonly string[], address: string, attribute = 'arn'): Named {
  return { address: [...calls.map(call => `module.${call}`), address].join('.'), attribute };
}

/** The names in an expression without indexes, the longest of each; what tells instances apart is passed over. */
function namesIn(expression: TreeNode | undefined): readonly string[] {
  const references = (itemsOf(valueAt(expression, 'references')) ?? []).flatMap(one => textOf(one) ?? []);
  const names = new Set(references.map(withoutIndexes).filter(name => !/^(?:each|count|path)\./.test(name)));
  return [...names].filter(name => ![...names].some(other => other.startsWith(`${name}.`)));
}

function callsIn(module: string): readonly string[] {
  return withoutIndexes(module)
    .split('.')
    .filter((_, index) => index % 2 === 1);
}

function resourcesOf(module: TreeNode | undefined): ReadonlyMap<string, TreeNode> {
  const resources = itemsOf(valueAt(module, 'resources')) ?? [];
  return new Map(resources.map(one => [textOf(valueAt(one, 'address')) ?? '', one]));
}
