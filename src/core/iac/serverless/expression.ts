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
  let plain = '';
  let found = false;
  for (let index = 0; index < text.length; ) {
    const end = text.startsWith('${', index) ? closing(text, index + 2) : undefined;
    const variable = end === undefined ? undefined : parseVariable(text.slice(index + 2, end));
    if (variable && end !== undefined) {
      pieces.push({ kind: 'plain', text: plain }, variable);
      plain = '';
      found = true;
      index = end + 1;
    } else {
      plain += text.charAt(index);
      index++;
    }
  }
  pieces.push({ kind: 'plain', text: plain });
  return found ? pieces.filter(piece => piece.kind !== 'plain' || piece.text !== '') : undefined;
}

/** `${file(./config.yml)}`, `${file(./config.yml):audit.key}`, where nothing else is written. */
export function parseFile(
  text: string,
): { readonly path: string; readonly keys: readonly string[] } | undefined {
  const found = /^\s*\$\{\s*file\(((?:[^()$]|\$\{[^{}]*\})+)\)(?::([\w.-]+))?\s*\}\s*$/.exec(text);
  return found?.[1] === undefined ? undefined : { path: found[1].trim(), keys: found[2]?.split('.') ?? [] };
}

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

/** The brace that closes a variable; braces inside it are counted, quotes skipped over. */
function closing(text: string, from: number): number | undefined {
  let depth = 1;
  for (let index = from; index < text.length; index++) {
    const character = text.charAt(index);
    if (character === '{') {
      depth++;
    } else if (character === '}' && --depth === 0) {
      return index;
    }
  }
  return undefined;
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
