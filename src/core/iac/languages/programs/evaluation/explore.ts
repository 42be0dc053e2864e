import { Answers } from '../../../worlds/answers.ts';
import { type Exploration, explore as exploreWorlds } from '../../../worlds/explore.ts';
import type { ProgramFile } from '../outline/outline.ts';
import { evaluate } from './evaluate.ts';
import type { Library } from './library.ts';
import { memberOf } from './members.ts';
import { type Evaluator, World } from './world.ts';

const evaluator: Evaluator = { evaluate, member: memberOf };

/** A program: its files, as far as they are read, and what is known of the others. */
export interface ReadProgram {
  readonly library: Library;
  readonly files: readonly ProgramFile[];
}

/** Evaluates something in every world that the inputs it turns out to depend on allow. */
export function explore<T>(
  program: ReadProgram,
  run: (world: World) => T,
  limit?: number,
): Exploration<World, T> {
  return exploreWorlds(worldOf(program), run, limit);
}

/** Opens a world of a program in which the inputs have these answers. */
export function worldOf({ library, files }: ReadProgram): (answers: Answers) => World {
  return answers => new World({ library, files, answers, evaluator });
}

/** A world in which everything is at its default. */
export function defaults(program: ReadProgram): World {
  return new World({ ...program, answers: new Answers(), evaluator, isQuiet: true });
}

/** The same answers as in another world, and everything else at its default. */
export function quiet({ answers, library, files }: World): World {
  return new World({ answers, library, files, evaluator, isQuiet: true });
}
