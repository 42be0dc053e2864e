import { itemsOf, type TreeNode, textOf, valueAt } from '../../../formats/tree.ts';

/**
 * Whether CloudFormation would take a value for a parameter, as far as its declaration says so beforehand
 * (CloudFormation User Guide, "Parameters section syntax"). Of a list, `AllowedValues` and `AllowedPattern` hold for each item.
 */
export function constraintsOf(declared: TreeNode, type: string): (value: string) => boolean {
  const isList = isListType(type);
  const checks = [
    ...(isList ? [] : [lengthOf(declared)]),
    ...(/^(?:List<)?Number\b/.test(type) ? [numberOf(declared)] : []),
    allowedBy(declared),
    patternOf(declared),
  ];
  return value =>
    (isList ? value.split(',').map(item => item.trim()) : [value]).every(item =>
      checks.every(check => check(item)),
    );
}

export function isListType(type: string): boolean {
  return type === 'CommaDelimitedList' || type.startsWith('List<');
}

type Check = (value: string) => boolean;

function lengthOf(declared: TreeNode): Check {
  const least = limit(declared, 'MinLength') ?? 0;
  const most = limit(declared, 'MaxLength') ?? Number.POSITIVE_INFINITY;
  return value => value.length >= least && value.length <= most;
}

function numberOf(declared: TreeNode): Check {
  const least = limit(declared, 'MinValue') ?? Number.NEGATIVE_INFINITY;
  const most = limit(declared, 'MaxValue') ?? Number.POSITIVE_INFINITY;
  return value => value !== '' && Number(value) >= least && Number(value) <= most;
}

function allowedBy(declared: TreeNode): Check {
  const items = itemsOf(valueAt(declared, 'AllowedValues'));
  const allowed = new Set(items?.map(item => comparable(textOf(item) ?? '')));
  return value => !items || allowed.has(comparable(value));
}

/**
 * A pattern has to match the whole value. Only the empty value is tried: patterns are Java's, and an untrusted one may
 * backtrack exponentially over a longer text.
 */
function patternOf(declared: TreeNode): Check {
  const pattern = textOf(valueAt(declared, 'AllowedPattern'));
  if (pattern === undefined || pattern.length > 500) {
    return () => true;
  }
  try {
    const expression = new RegExp(`^(?:${pattern})$`);
    return value => value !== '' || expression.test(value);
  } catch {
    return () => true;
  }
}

function limit(declared: TreeNode, name: string): number | undefined {
  const written = Number(textOf(valueAt(declared, name)) ?? Number.NaN);
  return Number.isNaN(written) ? undefined : written;
}

/** YAML and JSON have several spellings for a switch and for a number; CloudFormation compares what they mean. */
function comparable(value: string): string {
  const word = value.toLowerCase();
  return /^(?:true|yes|on)$/.test(word)
    ? 'true'
    : /^(?:false|no|off)$/.test(word)
      ? 'false'
      : /^-?\d+(?:\.\d+)?$/.test(value)
        ? String(Number(value))
        : value;
}
