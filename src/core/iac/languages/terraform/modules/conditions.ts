import type { Related } from '../../../declaration.ts';
import type { Expression, TemplatePart } from '../../../formats/hcl/index.ts';
import { canonical } from '../evaluation/canonical.ts';
import type { Module, Setting } from './module.ts';

/** Conditions deeper than this are not pointed at. */
const deepest = 500;

/** Limit of locals that are followed. */
const mostLocals = 20;

/** The conditions in an expression and in the locals it names, for related information. */
export function conditionsIn(
  module: Module,
  { attribute, file }: Setting,
  seen: Set<string> = new Set(),
): readonly Related[] {
  const found: Related[] = [];
  const visit = (expression: Expression, depth: number): void => {
    if (depth > deepest) {
      return;
    }
    if (expression.kind === 'conditional') {
      const { range } = expression.condition;
      const written = file.hcl.text.slice(range.start, range.end);
      found.push({
        kind: 'condition',
        name: file.hcl.syntax === 'json' ? written.replaceAll('\\"', '"') : written,
        uri: file.uri,
        range,
      });
    }
    const local = /^local\.([\w-]+)/.exec(expression.kind === 'member' ? canonical(expression) : '')?.[1];
    const setting = local === undefined ? undefined : module.locals.get(local);
    if (local !== undefined && seen.has(local)) {
      return;
    }
    if (local !== undefined && setting && seen.size < mostLocals) {
      seen.add(local);
      found.push({
        kind: 'local',
        name: `local.${local}`,
        uri: setting.file.uri,
        range: setting.attribute.range,
      });
      found.push(...conditionsIn(module, setting, seen));
      return;
    }
    for (const child of childrenOf(expression)) {
      visit(child, depth + 1);
    }
  };
  visit(attribute.value, 0);
  return found;
}

export function childrenOf(expression: Expression): readonly Expression[] {
  switch (expression.kind) {
    case 'literal':
    case 'variable':
    case 'broken':
      return [];
    case 'template':
      return expression.parts.flatMap(expressionsOf);
    case 'member':
      return [expression.object];
    case 'splat':
      return [
        expression.object,
        ...expression.steps.flatMap(step => (step.kind === 'index' ? step.key : [])),
      ];
    case 'index':
      return [expression.object, expression.key];
    case 'call':
      return expression.args;
    case 'conditional':
      return [expression.condition, expression.yes, expression.no];
    case 'binary':
      return [expression.left, expression.right];
    case 'unary':
      return [expression.operand];
    case 'tuple':
      return expression.items;
    case 'object':
      return expression.items.flatMap(item => [item.key, item.value]);
    case 'for':
      return [expression.collection, expression.key, expression.value, expression.condition].filter(
        one => one !== undefined,
      );
    case 'parentheses':
      return [expression.inner];
  }
}

function expressionsOf(part: TemplatePart): readonly Expression[] {
  switch (part.kind) {
    case 'text':
      return [];
    case 'interpolation':
      return [part.expression];
    case 'if':
      return [part.condition, ...[...part.yes, ...part.no].flatMap(expressionsOf)];
    case 'for':
      return [part.collection, ...part.body.flatMap(expressionsOf)];
  }
}
