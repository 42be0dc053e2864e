import type { Parameter } from '../../../formats/code/syntax.ts';
import type { HandedSite, Owner } from '../outline/outline.ts';
import { argumentsOf, onReceiver } from './arguments.ts';
import { changesOfName, isAssigned } from './changes.ts';
import { Environment, idOfCall, isTooDeep, opened } from './environment.ts';
import { onlyReads } from './onlyReads.ts';
import { environmentOf, innerEnvironment, methodEnvironment } from './owners.ts';
import { type ClassValue, type FunctionValue, notUnderstood, type Value } from './value.ts';

/*
 * What becomes of an object or a list that is handed to a function: one that is read is followed, another one may do anything
 * to it.
 */

/** Whether it may be another one afterwards. */
export function mayChange(site: HandedSite, environment: Environment, above: readonly Owner[] = []): boolean {
  if (site.argument === -1) {
    return false;
  }
  const called = environment.evaluate(site.call.callee);
  if (!isRead(called)) {
    return !onlyReads(site, called, environment);
  }
  const owner = ownerCalled(called);
  if (!owner || above.includes(owner)) {
    return false;
  }
  const parameter = parameterOf(owner, site, called);
  if (!parameter || parameter.rest !== undefined || parameter.isCopy) {
    return parameter?.rest !== undefined;
  }
  const inner = innerEnvironment(owner, called.environment);
  return namesOf(parameter, site).some(name =>
    changesOfName(name, owner).some(
      ({ site: one }) =>
        isAssigned(one) || mayChange(one, environmentOf(one.owner, inner), [...above, owner]),
    ),
  );
}

/** What it is afterwards. */
export function afterwards(site: HandedSite, environment: Environment): Value {
  const { world } = environment;
  const called = environment.evaluate(site.call.callee);
  const owner = isRead(called) ? ownerCalled(called) : undefined;
  if (!isRead(called) || !owner || !world.step()) {
    return notUnderstood;
  }
  const parameter = site.isWithin ? undefined : parameterOf(owner, site, called);
  const name = parameter && nameOf(parameter);
  // One that is given another value is another object from there on.
  if (name === undefined || (owner.names.get(name) ?? []).length > 1) {
    return notUnderstood;
  }
  const inside = environmentInside(site, called, owner, environment);
  return inside?.evaluate({ kind: 'name', name, range: atTheEnd }) ?? notUnderstood;
}

const atTheEnd = { start: Number.POSITIVE_INFINITY, end: Number.POSITIVE_INFINITY };

function environmentInside(
  { call }: HandedSite,
  called: FunctionValue | ClassValue,
  owner: Owner,
  environment: Environment,
): Environment | undefined {
  if (called.kind === 'class') {
    const made = environment.evaluate(call);
    return made.kind === 'object' ? methodEnvironment(owner, made.instance) : undefined;
  }
  const { world } = environment;
  const id = idOfCall(environment, call);
  const parent = called.environment;
  return isTooDeep(id)
    ? undefined
    : opened(world, id, () => {
        const args = onReceiver(argumentsOf(call, environment), called);
        return new Environment({ owner, parent, world, id, args });
      });
}

function isRead(called: Value): called is (FunctionValue & { readonly owner: Owner }) | ClassValue {
  return called.kind === 'class' || (called.kind === 'function' && called.owner !== undefined);
}

/** What runs when something is called; undefined for a class that does nothing with what it is handed. */
function ownerCalled({ kind, owner }: FunctionValue | ClassValue): Owner | undefined {
  return kind === 'class' ? owner.methods.get('constructor') : owner;
}

function parameterOf(
  { declaration }: Owner,
  { argument }: HandedSite,
  called: FunctionValue | ClassValue,
): Parameter | undefined {
  const parameters = declaration?.parameters ?? [];
  if (typeof argument === 'string') {
    return parameters.find(({ target }) => target.kind === 'name' && target.name === argument);
  }
  const index = called.kind === 'function' && called.receiver ? argument + 1 : argument;
  return argument < 0 && index < 0
    ? undefined
    : (parameters[index] ?? parameters.findLast(({ rest }) => rest !== undefined));
}

/** By what a function knows an object that it is handed: itself, or in another one of which it takes the parts. */
function namesOf({ target }: Parameter, { isWithin }: HandedSite): readonly string[] {
  return target.kind === 'name' ? [target.name] : isWithin ? target.parts.map(({ name }) => name) : [];
}

function nameOf({ target, rest }: Parameter): string | undefined {
  return target.kind === 'name' && rest === undefined ? target.name : undefined;
}
