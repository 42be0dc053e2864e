import { type Column, type Condition, columnName, type Literal, type Query } from './parse.ts';

/** A recorded resource, or a row of a result: members within members. */
export type Row = Readonly<Record<string, unknown>>;

/**
 * The rows that a query gives, each as AWS Config writes it. `dropsMissing`: a group whose property is not there is no row. AWS
 * does not document what becomes of it.
 */
export function runQuery(query: Query, items: readonly Row[], dropsMissing: boolean): readonly Row[] {
  const { where, columns, groupBy } = query;
  const found = where ? items.filter(testOf(where)) : items;
  const isAggregated = columns.some(({ kind }) => kind === 'aggregate');
  if (!isAggregated) {
    return ordered(query, found, (item, column) => valueIn(item, column)).map(item =>
      plainRow(columns, item),
    );
  }
  const groups = new Map<string, Row[]>();
  for (const item of found) {
    const values = groupBy.map(path => valuesAt(item, path)[0]);
    if (dropsMissing && values.some(value => value === undefined)) continue;
    const name = JSON.stringify(values);
    const group = groups.get(name);
    if (group) group.push(item);
    else groups.set(name, [item]);
  }
  const all = [...groups.values()];
  const sorted = ordered(query, all, (group, column) => valueOfGroup(group, column));
  return sorted.map(group => groupRow(columns, group));
}

/** No further pages where groups are ordered by an aggregate. */
export function hasOnePage({ orderBy }: Query): boolean {
  return orderBy.some(({ column }) => column.kind === 'aggregate');
}

type Test = (item: Row) => boolean;

/** Compiled once: an organization has tens of thousands of items. */
function testOf(condition: Condition): Test {
  switch (condition.kind) {
    case 'and': {
      const [left, right] = [testOf(condition.left), testOf(condition.right)];
      return item => left(item) && right(item);
    }
    case 'or': {
      const [left, right] = [testOf(condition.left), testOf(condition.right)];
      return item => left(item) || right(item);
    }
    case 'not': {
      const inner = testOf(condition.inner);
      return item => !inner(item);
    }
    case 'compare': {
      const { operator, value } = condition;
      return testOfValue(condition.path, found => compares(found, operator, value));
    }
    case 'in': {
      const values = new Set(condition.values.map(String));
      return testOfValue(condition.path, found => values.has(String(found)));
    }
    case 'between': {
      const { low, high } = condition;
      return testOfValue(condition.path, found => !compares(found, '<', low) && !compares(found, '>', high));
    }
    case 'like':
      return testOfValue(condition.path, found => String(found).startsWith(condition.prefix));
  }
}

/** Whether any value at a path passes. */
function testOfValue(path: string, passes: (value: unknown) => boolean): Test {
  const names = path.split('.');
  return item => valuesIn(item, names, 0).some(passes);
}

function compares(value: unknown, operator: '=' | '<' | '>', literal: Literal): boolean {
  if (operator === '=') return String(value) === String(literal);
  const [left, right] =
    typeof value === 'number' ? [value, Number(literal)] : [String(value), String(literal)];
  return operator === '<' ? left < right : left > right;
}

/** Everything at a path; lists on the way give one value each. */
function valuesAt(item: Row, path: string): readonly unknown[] {
  return valuesIn(item, path.split('.'), 0);
}

function valuesIn(item: unknown, names: readonly string[], at: number): readonly unknown[] {
  if (item === undefined || item === null) return [];
  if (Array.isArray(item)) return item.flatMap(one => valuesIn(one, names, at));
  const name = names[at];
  if (name === undefined) return [item];
  return typeof item === 'object' ? valuesIn((item as Row)[name], names, at + 1) : [];
}

function plainRow(columns: readonly Column[], item: Row): Row {
  let row: Row = {};
  for (const column of columns) {
    if (column.kind === 'all') {
      const { configuration: _, supplementaryConfiguration: __, ...top } = item;
      row = { ...row, ...top };
    } else if (column.kind === 'property') {
      row = withProperty(row, item, column.path);
    }
  }
  return row;
}

function groupRow(columns: readonly Column[], group: readonly Row[]): Row {
  const [first = {}] = group;
  let row: Row = {};
  for (const column of columns) {
    row =
      column.kind === 'property'
        ? withProperty(row, first, column.path)
        : { ...row, [columnName(column)]: valueOfGroup(group, column) };
  }
  return row;
}

/** A property stands where it stands in the resource; what is not there is left out. */
function withProperty(row: Row, item: Row, path: string): Row {
  const [name = '', ...rest] = path.split('.');
  const value = item[name];
  if (value === undefined || value === null) return row;
  if (rest.length === 0) return { ...row, [name]: value };
  if (Array.isArray(value)) {
    return { ...row, [name]: value.map(one => withProperty({}, one as Row, rest.join('.'))) };
  }
  return {
    ...row,
    [name]: withProperty((row[name] ?? {}) as Row, value as Row, rest.join('.')),
  };
}

function valueIn(item: Row, column: Column): unknown {
  return column.kind === 'property' ? valuesAt(item, column.path)[0] : undefined;
}

function valueOfGroup(group: readonly Row[], column: Column): unknown {
  if (column.kind !== 'aggregate') return valueIn(group[0] ?? {}, column);
  if (column.name === 'COUNT') {
    return column.path === '*'
      ? group.length
      : group.filter(item => valuesAt(item, column.path).length > 0).length;
  }
  const numbers = group.flatMap(item => valuesAt(item, column.path)).map(Number);
  const sum = numbers.reduce((left, right) => left + right, 0);
  switch (column.name) {
    case 'SUM':
      return sum;
    case 'AVG':
      return sum / numbers.length;
    case 'MIN':
      return Math.min(...numbers);
    case 'MAX':
      return Math.max(...numbers);
  }
}

function ordered<T>(
  { orderBy }: Query,
  all: readonly T[],
  valueFor: (one: T, column: Column) => unknown,
): readonly T[] {
  if (orderBy.length === 0) return all;
  return [...all].sort((left, right) => {
    for (const { column, descending } of orderBy) {
      const [one, other] = [valueFor(left, column), valueFor(right, column)] as [string, string];
      if (one !== other) return (one < other ? -1 : 1) * (descending ? -1 : 1);
    }
    return 0;
  });
}
