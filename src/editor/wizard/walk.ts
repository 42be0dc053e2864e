import type { Place, Reply } from './ask.ts';

/** Answers a question by sending back to others: they are asked before it is asked again. */
export interface Reopen<A> {
  readonly kind: 'reopen';
  readonly value: A;
  /** Ids of the steps. */
  readonly steps: readonly string[];
}

/** One question of a walk: takes the answers so far and gives them back with its own. */
export interface Step<A> {
  readonly id: string;
  /** Steps of one stage are counted as one: the questions about a new key are details of choosing a key. */
  readonly stage: string;
  ask(answers: A, place: Place): Promise<Reply<A> | Reopen<A>>;
}

/**
 * Asks step by step. Which steps there are follows from the answers. Going back keeps every answer, also those
 * after the step that one goes back to. Returns the answers, or undefined where the person gave up.
 */
export async function walk<A>(
  stepsFor: (answers: A) => readonly Step<A>[],
  initial: A,
): Promise<A | undefined> {
  let answers = initial;
  let done: readonly string[] = [];
  for (;;) {
    const steps = stepsFor(answers);
    const step = steps.find(({ id }) => !done.includes(id));
    if (!step) {
      return answers;
    }
    const reply = await step.ask(answers, placeOf(step, steps, done.length > 0));
    switch (reply.kind) {
      case 'cancel':
        return undefined;
      case 'back':
        done = done.slice(0, -1);
        break;
      case 'answer':
        answers = reply.value;
        done = [...done, step.id];
        break;
      case 'reopen': {
        answers = reply.value;
        const { steps: reopened } = reply;
        done = done.filter(id => !reopened.includes(id));
      }
    }
  }
}

function placeOf<A>(step: Step<A>, steps: readonly Step<A>[], canGoBack: boolean): Place {
  const stages = [...new Set(steps.map(({ stage }) => stage))];
  return { number: stages.indexOf(step.stage) + 1, total: stages.length, canGoBack };
}
