import { callsOfReadClasses } from '../outline/classes.ts';
import { classAround, type Owner, type Site } from '../outline/outline.ts';
import { environmentsAt, everyTurn, type Standing } from './callers.ts';
import type { Environment } from './environment.ts';
import type { World } from './world.ts';

/**
 * The environments in which a place is reached, also for each object that the program makes of the class around it: with what the
 * object is handed.
 */
export function environmentsOfObjects(site: Site, world: World, standing: Standing): readonly Environment[] {
  const maker = classAround(site.owner);
  const objects = maker && !standing.has(maker) ? objectsOf(maker, world, standing) : [];
  return [
    ...environmentsAt(site, world, everyTurn, standing),
    ...objects.flatMap(object =>
      environmentsAt(site, world, everyTurn, new Map([...standing, [object.owner, object]])),
    ),
  ];
}

function objectsOf(maker: Owner, world: World, standing: Standing): readonly Environment[] {
  return world.files
    .flatMap(callsOfReadClasses)
    .flatMap(site =>
      environmentsAt(site, world, everyTurn, standing).flatMap(environment => {
        const isOne = environment.evaluate(site.call.callee);
        const made =
          isOne.kind === 'class' && isOne.owner === maker ? environment.evaluate(site.call) : undefined;
        return made?.kind === 'object' ? [made.instance] : [];
      }),
    )
    .slice(0, mostObjects);
}

/** Objects of one class that are looked at. */
const mostObjects = 40;
