import { join } from '../../../../base/uri.ts';
import type { Expression } from '../../../formats/hcl/index.ts';
import { canonical } from '../evaluation/canonical.ts';
import { type Declared, type Module, settingOf } from './module.ts';

/**
 * The `source` of a module call. OpenTofu also takes variables and locals there, as far as they are known before
 * anything else is (OpenTofu documentation, "Module Sources", "Early Evaluation").
 */
function sourceOf(call: Declared, caller: Module): string | undefined {
  const source = settingOf(call, 'source')?.attribute.value;
  return source && staticText(source, caller, 0);
}

/** The directory that a call names by a path relative to its own; undefined for what comes from elsewhere. */
export function localFolderOf(call: Declared, caller: Module): string | undefined {
  if (call.deployment) {
    return call.deployment.folder;
  }
  const source = sourceOf(call, caller);
  return caller.folder !== undefined && source !== undefined && /^\.\.?(?:[\\/]|$)/.test(source)
    ? join(caller.folder, source)
    : undefined;
}

function staticText(expression: Expression, module: Module, depth: number): string | undefined {
  if (depth > 8) {
    return undefined;
  }
  if (expression.kind === 'template') {
    const parts = expression.parts.map(part => {
      if (part.kind === 'text') {
        return part.text;
      }
      return part.kind === 'interpolation' ? staticText(part.expression, module, depth + 1) : undefined;
    });
    return parts.includes(undefined) ? undefined : parts.join('');
  }
  const [, kind, name = ''] = /^(var|local)\.([\w-]+)$/.exec(canonical(expression)) ?? [];
  const variable = kind === 'var' ? module.variables.get(name) : undefined;
  const setting =
    kind === 'local'
      ? module.locals.get(name)
      : (module.given.get(name) ?? (variable && settingOf(variable, 'default')));
  return setting && staticText(setting.attribute.value, module, depth + 1);
}
