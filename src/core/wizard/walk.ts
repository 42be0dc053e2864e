import type { Entry, PageNumber, Reply } from './ask.ts';

/** One page of the wizard: takes the answers given before and returns them with its own. */
export interface Page<A> {
  readonly id: string;
  /** How many pages there are after it at least, where its answer decides which. */
  readonly followedBy?: number;
  ask(answers: A, page: PageNumber): Promise<Reply<A> | Entry<A> | Reopen<A>>;
}

/** Answers a page by sending back to others: they are asked before it is asked again. */
export interface Reopen<A> {
  readonly kind: 'reopen';
  readonly value: A;
  /** Ids of the pages. */
  readonly pages: readonly string[];
}

/**
 * Asks page by page. Which pages there are follows from the answers. Going back keeps every answer, also those
 * after the page that one goes back to, and what a page says was entered in it. Returns the answers, or undefined where the person gave up.
 */
export async function walk<A>(
  pagesFor: (answers: A) => readonly Page<A>[],
  initial: A,
): Promise<A | undefined> {
  let answers = initial;
  let done: readonly string[] = [];
  for (;;) {
    const pages = pagesFor(answers);
    const page = pages.find(({ id }) => !done.includes(id));
    if (!page) {
      return answers;
    }
    const number = done.length + 1;
    // What is asked next follows from this answer: the total is as many questions as are certain by now.
    const total = Math.max(number + (page.followedBy ?? 0), pages.length);
    const reply = await page.ask(answers, { number, total, canGoBack: done.length > 0 });
    switch (reply.kind) {
      case 'cancel':
        return undefined;
      case 'back':
        answers = 'entered' in reply ? reply.entered : answers;
        done = done.slice(0, -1);
        break;
      case 'answer':
        answers = reply.value;
        done = [...done, page.id];
        break;
      case 'reopen': {
        answers = reply.value;
        const { pages: reopened } = reply;
        done = done.filter(id => !reopened.includes(id));
      }
    }
  }
}
