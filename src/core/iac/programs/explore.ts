import { Answers } from '../worlds/answers.ts';
import { type Exploration, explore as exploreWorlds } from '../worlds/explore.ts';
import { evaluate } from './evaluate.ts';
import type { Library } from './library.ts';
import { memberOf } from './members.ts';
import { type Evaluator, World } from './world.ts';

const evaluator: Evaluator = { evaluate, member: memberOf };

/** Evaluates something in every world that the inputs it turns out to depend on allow. */
export function explore<T>(
  library: Library,
  run: (world: World) => T,
  limit?: number,
): Exploration<World, T> {
  return exploreWorlds(answers => new World(answers, library, evaluator), run, limit);
}

/** A world in which everything is at its default. */
export function defaults(library: Library): World {
  return new World(new Answers(), library, evaluator, true);
}

/** The same answers as in another world, and everything else at its default. */
export function quiet({ answers, library }: World): World {
  return new World(answers, library, evaluator, true);
}
