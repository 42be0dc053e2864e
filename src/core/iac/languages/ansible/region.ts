import { type Fact, known, unknown } from '../../../trail/fact.ts';
import { writtenRegion } from '../../declared/region.ts';
import { forAllInputs } from '../../worlds/forAllInputs.ts';
import { argumentsOf, regionArgument } from './arguments.ts';
import { Evaluator, type Place } from './evaluation/evaluator.ts';
import { literalOf } from './evaluation/value.ts';
import { World } from './evaluation/world.ts';
import type { Flow } from './step.ts';

/** The Region in which a task acts, where it names one and no input decides it. */
export function regionOf(place: Place, flow: Flow): Fact<string> {
  const region = forAllInputs(
    answers => new World(answers),
    world => {
      const given = argumentsOf(place.step, new Evaluator(flow, world), place);
      return writtenRegion(literalOf(regionArgument(given)?.value));
    },
  );
  return region === undefined ? unknown('decided-at-deployment') : known(region);
}
