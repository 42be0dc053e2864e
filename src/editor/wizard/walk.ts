import type { Place, Reply } from './ask.ts';

/** One question of a walk: takes the answers so far and gives them back with its own. */
export interface Step<A> {
  readonly id: string;
  /** Steps of one stage are counted as one: the questions about a new key are details of choosing a key. */
  readonly stage: string;
  ask(answers: A, place: Place): Promise<Reply<A>>;
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
  const done: string[] = [];
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
        done.pop();
        break;
      case 'answer':
        answers = reply.value;
        done.push(step.id);
    }
  }
}

function placeOf<A>(step: Step<A>, steps: readonly Step<A>[], canGoBack: boolean): Place {
  const stages = [...new Set(steps.map(({ stage }) => stage))];
  return { number: stages.indexOf(step.stage) + 1, total: stages.length, canGoBack };
}
