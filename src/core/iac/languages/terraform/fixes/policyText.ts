import {
  type Block,
  type Expression,
  literalText,
  type ObjectExpression,
  type Template,
} from '../../../formats/hcl/index.ts';
import { canonical } from '../evaluation/canonical.ts';
import type { Module, ModuleFile, Setting } from '../modules/module.ts';
import { plain, type Source, sourceInString } from './source.ts';
import { choosing } from './written.ts';

/** The text in which a policy is written, wherever its attribute leads to. */
export type PolicyText =
  /** An `aws_iam_policy_document`. */
  | { readonly kind: 'document'; readonly file: ModuleFile; readonly block: Block }
  /** The object inside `jsonencode`, in the text that its ranges count in. */
  | {
      readonly kind: 'object';
      readonly file: ModuleFile;
      readonly object: ObjectExpression;
      readonly source: Source;
    }
  /** JSON in a heredoc, or between quotes. */
  | { readonly kind: 'json'; readonly file: ModuleFile; readonly template: Template };

/** Undefined where the policy is written in another way. */
export function policyTextOf(module: Module, { file, attribute }: Setting): PolicyText | undefined {
  return textBehind(module, plain(file), attribute.value, 0);
}

function textBehind(
  module: Module,
  source: Source,
  expression: Expression,
  depth: number,
): PolicyText | undefined {
  if (depth > deepest) {
    return undefined;
  }
  switch (expression.kind) {
    case 'parentheses':
      return textBehind(module, source, expression.inner, depth + 1);
    case 'member':
    case 'splat': {
      const reference = canonical(expression);
      const local = localNamed(module, reference);
      return local
        ? textBehind(module, plain(local.file), local.attribute.value, depth + 1)
        : documentNamed(module, reference);
    }
    case 'conditional':
      return firstBehind([expression.yes, expression.no]);
    case 'call': {
      const [policy] = expression.args;
      if (expression.name === 'jsonencode' && policy) {
        return objectBehind(module, source, policy, depth);
      }
      return choosing.has(expression.name) ? firstBehind(expression.args) : undefined;
    }
    case 'template': {
      const encoded = source.inString ? undefined : sourceInString(source.file, expression);
      if (encoded) {
        return textBehind(module, encoded.source, encoded.expression, depth + 1);
      }
      const [only] = expression.parts;
      if (expression.parts.length === 1 && only?.kind === 'interpolation') {
        return textBehind(module, source, only.expression, depth + 1);
      }
      return expression.closed && !source.inString
        ? { kind: 'json', file: source.file, template: expression }
        : undefined;
    }
    default:
      return undefined;
  }

  /** Of several, the first that is written here; whether it is the one that counts, the proof of the fix shows. */
  function firstBehind(choices: readonly Expression[]): PolicyText | undefined {
    for (const one of choices) {
      // What `join` puts between is no policy.
      const found = literalText(one) === '' ? undefined : textBehind(module, source, one, depth + 1);
      if (found) {
        return found;
      }
    }
    return undefined;
  }
}

function documentNamed(module: Module, reference: string): PolicyText | undefined {
  const address = /^(data\.aws_iam_policy_document\.[\w-]+)(?:\[.*\])?\.(?:minified_)?json$/.exec(
    reference,
  )?.[1];
  const document = address === undefined ? undefined : module.resources.get(address);
  return document && { kind: 'document', file: document.file, block: document.block };
}

/** In place, or in a local. */
function objectBehind(
  module: Module,
  source: Source,
  policy: Expression,
  depth: number,
): PolicyText | undefined {
  if (depth > deepest || (source.file.hcl.syntax === 'json' && !source.inString)) {
    return undefined;
  }
  if (policy.kind === 'member') {
    const local = localNamed(module, canonical(policy));
    return local && objectBehind(module, plain(local.file), local.attribute.value, depth + 1);
  }
  return policy.kind === 'object' ? { kind: 'object', file: source.file, object: policy, source } : undefined;
}

/** The value of a member of an object expression. */
export function memberOf({ items }: ObjectExpression, name: string): Expression | undefined {
  return items.find(one => literalText(one.key) === name)?.value;
}

/** What the statements of a policy are written in: one list, or those that are joined. */
export function statementListsOf(policy: ObjectExpression): readonly Expression[] {
  const written = memberOf(policy, 'Statement');
  if (written?.kind === 'call' && written.name === 'concat') {
    return written.args.filter(one => one.kind === 'tuple');
  }
  return written ? [written] : [];
}

function localNamed(module: Module, reference: string): Setting | undefined {
  const local = /^local\.([\w-]+)$/.exec(reference)?.[1];
  return local === undefined ? undefined : module.locals.get(local);
}

/** References in references, deeper than in real code. */
const deepest = 5;
