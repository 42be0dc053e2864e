import { forAllInputs } from '../../worlds/forAllInputs.ts';
import { environmentsAt, oneTurn } from './evaluation/callers.ts';
import { worldOf } from './evaluation/explore.ts';
import { type Made, madeOf } from './evaluation/value.ts';

/** What is so of what a call makes, whatever the inputs are; undefined where they make a difference. */
export function always<T>(made: Made, read: (made: Made) => T | undefined): T | undefined {
  const usual = read(made);
  const { call, environment } = made;
  if (usual === undefined || !call) {
    return usual;
  }
  const site = { owner: environment.owner, guards: [] };
  const same = forAllInputs(worldOf(environment.world), world => {
    const [again] = environmentsAt(site, world, oneTurn);
    const other = again && madeOf(again.evaluate(call));
    return other && read(other);
  });
  return same === usual ? usual : undefined;
}
