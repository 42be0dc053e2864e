import type { Asked, Question } from './answers.ts';
import type { Exploration, Explorer } from './explore.ts';

/**
 * Something that was evaluated once, in every world of its own, to be looked up in the worlds of others. There it asks
 * only those questions whose answers make a difference: what has the same value in all worlds asks nothing.
 */
export class Decision<T> {
  readonly #leaves: readonly Leaf<T>[];

  private constructor(leaves: readonly Leaf<T>[]) {
    this.#leaves = leaves;
  }

  static of<T>({ outcomes }: Pick<Exploration<Explorer, T>, 'outcomes'>): Decision<T> {
    return new Decision(
      outcomes.map(({ world, result }) => ({ asked: [...world.answers.asked], value: result })),
    );
  }

  map<U>(change: (value: T) => U): Decision<U> {
    return new Decision(this.#leaves.map(({ asked, value }) => ({ asked, value: change(value) })));
  }

  /** The same as a tree of questions. Values of equal ids make no difference: the one of the default stands for all. */
  tree(idOf: (value: T) => string): DecisionTree<T> {
    const ids = new Map<string, number>();
    const numbered = (id: string) => {
      const number = ids.get(id) ?? ids.size;
      ids.set(id, number);
      return number;
    };
    const grow = (leaves: readonly Leaf<T>[], depth: number): Grown<T> => {
      const [first] = leaves;
      const question = first?.asked[depth];
      if (!first || !question) {
        return { id: numbered(first ? idOf(first.value) : ''), node: first && { value: first.value } };
      }
      const branches = Array.from({ length: question.answers }, (_, answer) =>
        grow(
          leaves.filter(({ asked }) => asked[depth]?.answer === answer),
          depth + 1,
        ),
      );
      // What was never looked at makes no known difference.
      const seen = branches.filter(({ node }) => node !== undefined);
      const usual = branches[question.usual ?? 0] ?? seen[0];
      return usual && seen.every(({ id }) => id === usual.id)
        ? usual
        : {
            id: numbered(`${question.id}?${branches.map(({ id }) => id).join()}`),
            node: { question, branches: branches.map(({ node }) => node) },
          };
    };
    return new DecisionTree(grow(this.#leaves, 0).node);
  }
}

export class DecisionTree<T> {
  readonly #root: Node<T> | undefined;

  constructor(root: Node<T> | undefined) {
    this.#root = root;
  }

  /** The ids of the questions that make a difference. */
  get questions(): ReadonlySet<string> {
    const ids = new Set<string>();
    const look = (node: Node<T> | undefined): void => {
      if (node && 'question' in node) {
        ids.add(node.question.id);
        node.branches.forEach(look);
      }
    };
    look(this.#root);
    return ids;
  }

  /** The value in a world that gives these answers; undefined where it gives none, or leads to what was never looked at. */
  in(answer: (question: Question) => number | undefined): T | undefined {
    let node = this.#root;
    while (node && 'question' in node) {
      const chosen = answer(node.question);
      node = chosen === undefined ? undefined : node.branches[chosen];
    }
    return node?.value;
  }
}

type Node<T> =
  | { readonly value: T }
  | { readonly question: Question; readonly branches: readonly (Node<T> | undefined)[] };

interface Leaf<T> {
  readonly asked: readonly Asked[];
  readonly value: T;
}

/** A node, and a number that equal nodes share. */
interface Grown<T> {
  readonly id: number;
  readonly node: Node<T> | undefined;
}
