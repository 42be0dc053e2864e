import { ProblemError } from '../core/account/problem.ts';
import type { CallName } from './problems.ts';

/** More than any account has: of a hundred aliases each, those of a million. */
const mostPages = 10_000;

/**
 * The pages of a list, as they are asked for by the token of the page before. Throws where an answer names a page that was read
 * already, or there are more than anybody has: whoever answers that way would never end.
 */
export async function* pagesOf<Page>(
  call: CallName,
  ask: (token: string | undefined) => Promise<Page>,
  nextOf: (page: Page) => string | undefined,
): AsyncGenerator<Page> {
  const asked = new Set<string>();
  let token: string | undefined;
  do {
    const page = await ask(token);
    yield page;
    token = nextOf(page) || undefined;
    if (token !== undefined && (asked.has(token) || asked.size >= mostPages)) {
      throw new ProblemError({ kind: 'not-aws', ...call, detail: 'The list has no end.' });
    }
    asked.add(token ?? '');
  } while (token !== undefined);
}
