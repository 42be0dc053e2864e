import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parser } from '@lezer/javascript';

const typescript = parser.configure({ dialect: 'ts' });

/** What the window translates: calls of these take an English sentence first. */
const translating: ReadonlySet<string> = new Set(['message', 'vscode.l10n.t']);

export interface Sentences {
  readonly texts: readonly string[];
  /** Calls whose sentence is not written there, as `line: code`: it could not be collected. */
  readonly hidden: readonly string[];
}

/** The sentences of a TypeScript text that a person may read in another language. */
export function sentencesIn(text: string): Sentences {
  const texts: string[] = [];
  const hidden: string[] = [];
  typescript.parse(text).iterate({
    enter({ node, name, from }) {
      const callee = name === 'CallExpression' ? node.firstChild : null;
      if (!callee || !translating.has(text.slice(callee.from, callee.to))) {
        return;
      }
      const first = node.getChild('ArgList')?.firstChild?.nextSibling;
      const written = first ? text.slice(first.from, first.to) : '';
      if (first?.name === 'String') {
        texts.push(unquoted(written));
      } else {
        hidden.push(`${text.slice(0, from).split('\n').length}: ${written}`);
      }
    },
  });
  return { texts, hidden };
}

/** All of `src`: each sentence once, and the calls that hide theirs, with their file. A sentence of places alone says nothing. */
export function sentencesOfSource(folder: string): Sentences {
  const texts = new Set<string>();
  const hidden: string[] = [];
  for (const path of readdirSync(folder, { recursive: true, encoding: 'utf8' })) {
    if (path.endsWith('.ts')) {
      const found = sentencesIn(readFileSync(join(folder, path), 'utf8'));
      for (const text of found.texts) {
        texts.add(text);
      }
      hidden.push(...found.hidden.map(one => `${path}:${one}`));
    }
  }
  return { texts: [...texts].filter(text => /\p{L}/u.test(text.replace(/\{\d+\}/g, ''))), hidden };
}

/** The value of a literal in single or double quotes. */
function unquoted(literal: string): string {
  return literal.slice(1, -1).replace(/\\(.)/g, (_, letter) => (letter === 'n' ? '\n' : letter));
}
