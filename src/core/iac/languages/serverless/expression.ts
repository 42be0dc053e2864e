/** A piece of a string: plain text, or a variable of the framework. */
export type Piece = { readonly kind: 'plain'; readonly text: string } | Variable;

/** `${opt:stage, self:provider.stage, 'dev'}`: the first of its sources that has a value counts. */
export interface Variable {
  readonly kind: 'variable';
  readonly sources: readonly Source[];
}

export type Source =
  | { readonly kind: 'literal'; readonly text: string | null }
  /** A string that holds variables itself. */
  | { readonly kind: 'nested'; readonly text: string }
  /** `self:custom.x`, `file(./x.yml):key`; both may hold variables. */
  | {
      readonly kind: 'address';
      readonly type: string;
      readonly parameter: string | undefined;
      readonly address: string;
    };

/**
 * Takes a string apart as the Serverless Framework does (its guide, "Variables"); `undefined` when none of its
 * variables is there. `${AWS::Region}` and `${Key.Arn}` are CloudFormation's and stay plain.
 */
export function parseString(text: string): Piece[] | undefined {
  const pieces: Piece[] = [];
  const closings = closingsIn(text);
  let plainFrom = 0;
  for (let index = text.indexOf('${'); index >= 0; index = text.indexOf('${', index)) {
    const end = closings.get(index + 1);
    const isShort = end !== undefined && end - index <= longest;
    const variable = isShort ? parseVariable(text.slice(index + 2, end)) : undefined;
    if (variable && isShort) {
      pieces.push({ kind: 'plain', text: text.slice(plainFrom, index) }, variable);
      index = end + 1;
      plainFrom = index;
    } else {
      index++;
    }
  }
  pieces.push({ kind: 'plain', text: text.slice(plainFrom) });
  return plainFrom === 0 ? undefined : pieces.filter(piece => piece.kind !== 'plain' || piece.text !== '');
}

/** The variable that a string is, where nothing else is written. */
export function soleVariable(text: string): Variable | undefined {
  const trimmed = text.trim();
  const [only, ...more] = trimmed.startsWith('${') ? (parseString(trimmed) ?? []) : [];
  return only?.kind === 'variable' && more.length === 0 ? only : undefined;
}

/** Limit of the length of a variable; each may contain others, which are parsed again. */
const longest = 1000;

const sourceTypes = new Set(['self', 'opt', 'sls', 'env', 'param', 'file', 'ssm', 'cf', 's3', 'aws', 'git']);

function parseVariable(inner: string): Variable | undefined {
  const sources = splitTop(inner).map(parseSource);
  const [first] = sources;
  const isOurs =
    first?.kind === 'nested' ||
    (first?.kind === 'address' && (sourceTypes.has(first.type) || isPlugins(first)));
  return isOurs ? { kind: 'variable', sources: sources.filter(source => source !== undefined) } : undefined;
}

/** `${vault:audit/key}`, `${strToBool(x)}`: other sources come with plugins. `${AWS::Region}` is CloudFormation's. */
function isPlugins({ parameter, address }: Extract<Source, { kind: 'address' }>): boolean {
  return parameter !== undefined || (address !== '' && !address.startsWith(':'));
}

function parseSource(written: string): Source | undefined {
  const text = written.trim();
  const quoted = /^(['"])([\s\S]*)\1$/.exec(text);
  if (quoted) {
    return quoted[2]?.includes('${')
      ? { kind: 'nested', text: quoted[2] }
      : { kind: 'literal', text: quoted[2] ?? '' };
  }
  if (text.startsWith('${')) {
    return { kind: 'nested', text };
  }
  if (text === 'null' || text === '') {
    return { kind: 'literal', text: null };
  }
  if (/^(?:true|false|-?\d+(?:\.\d+)?)$/.test(text)) {
    return { kind: 'literal', text };
  }
  const address = /^([a-zA-Z]+)(?:\(([\s\S]*)\))?(?::([\s\S]*))?$/.exec(text);
  return address?.[1] === undefined
    ? undefined
    : { kind: 'address', type: address[1], parameter: address[2]?.trim(), address: address[3]?.trim() ?? '' };
}

/** Where each brace is closed, by where it opens. */
function closingsIn(text: string): ReadonlyMap<number, number> {
  const closings = new Map<number, number>();
  const open: number[] = [];
  for (let index = text.indexOf('{'); index >= 0 && index < text.length; index++) {
    const code = text.charCodeAt(index);
    if (code === 123) {
      open.push(index);
    } else if (code === 125) {
      const start = open.pop();
      if (start !== undefined) {
        closings.set(start, index);
      }
    }
  }
  return closings;
}

function splitTop(text: string): string[] {
  const parts: string[] = [];
  let depth = 0;
  let quote = '';
  let start = 0;
  for (let index = 0; index < text.length; index++) {
    const character = text.charAt(index);
    if (quote !== '') {
      quote = character === quote ? '' : quote;
    } else if (character === "'" || character === '"') {
      quote = character;
    } else if (/[{([]/.test(character)) {
      depth++;
    } else if (/[})\]]/.test(character)) {
      depth--;
    } else if (character === ',' && depth === 0) {
      parts.push(text.slice(start, index));
      start = index + 1;
    }
  }
  parts.push(text.slice(start));
  return parts;
}
