/**
 * What the AWS CLI prints for an answer with `--output text` and a query. Of JMESPath it knows what the scripts use: members,
 * `[?Member]`, `[?Member=='value' && Other!='value']`, `[A,B]`, `[]`, and `| join(' ', @)`.
 */
export function textOf(query: string, answer: unknown): string {
  const value = query.split(' | ').reduce<unknown>((part, stage) => evaluate(stage, part), answer);
  return printed(value);
}

/** The query cannot be asked of the answer, as of one that is not AWS's. */
export class QueryError extends Error {}

function evaluate(stage: string, value: unknown): unknown {
  const separator = /^join\('(.*)', @\)$/.exec(stage)?.[1];
  if (separator === undefined) {
    return select(stage, value);
  }
  if (!Array.isArray(value) || value.some(one => typeof one !== 'string')) {
    const found = value === null ? 'None' : JSON.stringify(value);
    const type = value === null ? 'null' : 'array';
    throw new QueryError(
      `In function join(), invalid type for value: ${found}, expected one of: ['array-string'], received: "${type}"`,
    );
  }
  return value.join(separator);
}

const part = /\.?(?:([A-Za-z]+)|\[\?([A-Za-z]+(?:[!=]='[^\]]*')?)\]|\[([A-Za-z0-9,]+)\]|(\[\]))/gy;

function select(path: string, from: unknown): unknown {
  let value = from;
  let projects = false;
  let end = 0;
  for (const found of path.matchAll(part)) {
    const [text, member, filter, members, flat] = found;
    end = found.index + text.length;
    const each = (what: (one: unknown) => unknown) => {
      value = projects && Array.isArray(value) ? value.map(what).filter(one => one !== null) : what(value);
    };
    if (member !== undefined) {
      each(one => memberOf(one, member));
    } else if (members !== undefined) {
      each(one => (one === null ? null : members.split(',').map(name => memberOf(one, name))));
    } else if (filter !== undefined) {
      value = Array.isArray(value) ? value.filter(one => filter.split(' && ').every(holdsFor(one))) : null;
      projects = true;
    } else if (flat !== undefined) {
      value = Array.isArray(value) ? value.flat() : null;
      projects = true;
    }
  }
  if (end !== path.length) {
    throw new QueryError(`No such query here: ${path}`);
  }
  return value;
}

/** Whether `Member`, `Member=='value'` or `Member!='value'` holds. */
function holdsFor(one: unknown): (condition: string) => boolean {
  return condition => {
    if (/^[A-Za-z]+$/.test(condition)) {
      return memberOf(one, condition) !== null;
    }
    const [, member = '', not, value] = /^([A-Za-z]+)([!=])='([^']*)'$/.exec(condition) ?? [];
    if (not === undefined) {
      throw new QueryError(`No such condition here: ${condition}`);
    }
    return (memberOf(one, member) === value) === (not === '=');
  };
}

function memberOf(value: unknown, name: string): unknown {
  return (value as Readonly<Record<string, unknown>> | null)?.[name] ?? null;
}

function printed(value: unknown): string {
  if (!Array.isArray(value)) {
    return `${word(value)}\n`;
  }
  return value.length === 0 ? '' : `${value.map(word).join('\t')}\n`;
}

function word(value: unknown): string {
  switch (value) {
    case null:
      return 'None';
    case true:
      return 'True';
    case false:
      return 'False';
    default:
      return String(value);
  }
}
