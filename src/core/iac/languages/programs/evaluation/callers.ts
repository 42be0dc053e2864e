import type { Expression, Loop } from '../../../formats/code/syntax.ts';
import type { Input } from '../../../worlds/answers.ts';
import type { Guard, Owner, ProgramFile, Site } from '../outline/outline.ts';
import { argumentsOf, onReceiver, unseenArguments } from './arguments.ts';
import { calledBy } from './called.ts';
import { Environment, idOfCall, isTooDeep, opened } from './environment.ts';
import { isReached } from './operations.ts';
import { environmentOf, innerEnvironment, programEnvironment } from './owners.ts';
import { literalOf, type Value } from './value.ts';
import type { World } from './world.ts';

/** Environments that stand for certain owners: the object of a class that is looked at. */
export type Standing = ReadonlyMap<Owner, Environment>;

/** Which of several turns are taken, by their numbers: one where a trail is looked at, all where every turn counts. */
export type Turns = (id: string, count: number, world: World, input?: Input) => readonly number[];

/** One iteration, as the world answers: the objects of a loop are created in each of them. */
export const oneTurn: Turns = (id, count, world, input) => {
  const answer = count > 1 ? world.ask({ id, answers: count, usual: undefined, isLoop: true, input }) : 0;
  return answer === undefined ? [] : [answer];
};

export const everyTurn: Turns = (_, count) =>
  Array.from({ length: Math.min(count, mostTurns) }, (_, index) => index);

/** Turns of one loop, and calls of one function, that are looked at. */
const mostTurns = 40;

/** The environments in which a place is reached: by the calls of its functions, turn by turn of its loops. */
export function environmentsAt(
  { owner, guards }: Pick<Site, 'owner' | 'guards'>,
  world: World,
  turns: Turns,
  standing: Standing = new Map(),
): readonly Environment[] {
  return environmentsOf(owner, world, turns, standing)
    .flatMap(environment => inTurns(guards, environment, turns))
    .filter(environment => isReached(guards, environment));
}

function environmentsOf(
  owner: Owner,
  world: World,
  turns: Turns,
  standing: Standing,
  above: readonly Owner[] = [],
): readonly Environment[] {
  const known = standing.get(owner);
  if (known) {
    return [known];
  }
  const { parent } = owner;
  if (!parent) {
    return [programEnvironment(owner.file, world)];
  }
  const calls = owner.kind === 'function' && !above.includes(owner) ? callsOf(owner, world) : [];
  const found = turns(`${owner.file.uri}:${owner.range.start}`, calls.length, world).flatMap(index => {
    const site = calls[index];
    return site ? calledFrom(site, owner, world, turns, standing, [...above, owner]) : [];
  });
  if (found.length > 0 || calls.some(site => isCallOf(site, owner, world))) {
    // Where the calls that it has are not reached, it does not run.
    return found;
  }
  const handed = owner.handedTo && itemsHanded(owner.handedTo, owner, world, turns, standing, above);
  const around = () => environmentsOf(parent, world, turns, standing, above);
  return (
    handed ?? around().map(outer => (isCalledUnseen(owner) ? calledUnseen : innerEnvironment)(owner, outer))
  );
}

/** Whether a function is handed to what may call it, with whatever that passes. */
function isCalledUnseen({ kind, name, member, file }: Owner): boolean {
  return kind === 'function' && name !== undefined && !member && usesOf(name, file).isHandedOn;
}

function calledUnseen(owner: Owner, parent: Environment): Environment {
  const { world } = parent;
  const id = `${parent.id}/${owner.range.start}?`;
  return opened(world, id, () => new Environment({ owner, parent, world, id, args: unseenArguments }));
}

/** The calls of a function, by its name. What makes an object, and what has no name, is called otherwise. */
function callsOf({ name, member, file, parent }: Owner, { files }: World): readonly Site[] {
  if (name === undefined || member?.name === 'constructor' || member?.isGetter) {
    return [];
  }
  const all = files.includes(file) ? files : [file];
  const isName = parent?.classDeclaration?.isScope === true;
  const others = member ? [] : usesOf(name, file).aliases.map(one => one.name);
  return all
    .flatMap(({ outline }) => [name, ...others].flatMap(one => outline.callsOf(one)))
    .filter(({ call: { callee } }) => member === undefined || callee.kind === 'member' || isName);
}

/** Where a function is handed on, or gets another name. */
function usesOf(name: string, { outline }: ProgramFile) {
  const { handed, aliases } = outline.usesOf(name, outline.root.range);
  const isItself = ({ object }: { readonly object: Expression }) =>
    object.kind === 'name' && object.name === name;
  return {
    isHandedOn: handed.some(one => isItself(one) && one.argument !== -1),
    aliases: aliases.filter(isItself),
  };
}

function calledFrom(
  site: Site,
  owner: Owner,
  world: World,
  turns: Turns,
  standing: Standing,
  above: readonly Owner[],
): readonly Environment[] {
  return environmentsOf(site.owner, world, turns, standing, above)
    .flatMap(environment => inTurns(site.guards, environment, turns))
    .filter(environment => isReached(site.guards, environment))
    .flatMap(environment => {
      const called = calledIn(environment, site);
      return called?.owner === owner ? [called] : [];
    });
}

/** What a call runs, with what it passes; undefined where it calls no function that is read. */
export function calledIn(environment: Environment, { call }: Site): Environment | undefined {
  const called = calledBy(call.callee, environment);
  if (called.kind !== 'function' || !called.owner) {
    return undefined;
  }
  const { owner, environment: parent } = called;
  const { world } = environment;
  const id = idOfCall(environment, call);
  if (isTooDeep(id)) {
    return innerEnvironment(owner, parent);
  }
  const args = onReceiver(argumentsOf(call, environment), called);
  return opened(world, id, () => new Environment({ owner, parent, world, id, args }));
}

/** Whether a call is one of a function, whatever reaches it. */
function isCallOf({ owner: by, call }: Site, owner: Owner, world: World): boolean {
  const called = calledBy(call.callee, environmentOf(by, programEnvironment(by.file, world)));
  return called.kind === 'function' && called.owner === owner && by !== owner;
}

/** A function that is handed to `forEach` or `map` of a list that is written out. */
function itemsHanded(
  site: Site,
  owner: Owner,
  world: World,
  turns: Turns,
  standing: Standing,
  above: readonly Owner[],
): readonly Environment[] | undefined {
  const { callee } = site.call;
  if (callee.kind !== 'member' || !/^(?:forEach|map|flatMap)$/.test(callee.name)) {
    return undefined;
  }
  const loop = loopOf(owner, callee.object);
  return environmentsOf(site.owner, world, turns, standing, above)
    .flatMap(environment => inTurns([...site.guards, { kind: 'loop', loop }], environment, turns))
    .filter(environment => isReached(site.guards, environment))
    .map(outer => innerEnvironment(owner, outer));
}

/** A function that is called for each of a list is a loop, which runs the function. */
function loopOf(owner: Owner, over: Expression): Loop {
  const item = owner.declaration?.parameters[0]?.target;
  const variable = item?.kind === 'name' ? item.name : undefined;
  return { kind: 'loop', variable, over, body: [], range: owner.range };
}

/** The call of such a function for one item. */
export function handedTurn(
  owner: Owner,
  over: Expression,
  environment: Environment,
  item: Value,
  turn: number,
): Environment {
  return innerEnvironment(owner, environment.inTurn(loopOf(owner, over), item, turn));
}

/**
 * The environment in each iteration of the loops around a place; in an unknown iteration, where the list is not known.
 */
function inTurns(guards: readonly Guard[], environment: Environment, turns: Turns): readonly Environment[] {
  let all: readonly Environment[] = [environment];
  for (const guard of guards) {
    if (guard.kind === 'loop') {
      all = all.flatMap(one => turnsOf(guard.loop, one, turns));
    }
  }
  return all;
}

function turnsOf(loop: Loop, environment: Environment, turns: Turns): readonly Environment[] {
  const list: Value | undefined = loop.over && environment.evaluate(loop.over);
  if (list?.kind !== 'list' || list.isOpen) {
    return [environment];
  }
  const id = `${environment.id}[${loop.range.start}]`;
  return turns(id, list.items.length, environment.world, itemOf(loop, list.items)).flatMap(index => {
    const item = list.items[index];
    return item ? [environment.inTurn(loop, item, index)] : [];
  });
}

/** What the code calls the item of a loop, and each of its values in words. */
function itemOf({ variable }: Loop, items: readonly Value[]): Input | undefined {
  return variable === undefined
    ? undefined
    : {
        name: variable,
        answers: items.map(one => (one.kind === 'plain' ? String(one.value) : literalOf(one))),
      };
}
