import type { Expression, Loop } from '../../../formats/code/syntax.ts';
import type { Owner } from '../outline/outline.ts';
import type { Arguments, Value } from './value.ts';
import type { World } from './world.ts';

interface Opening {
  readonly owner: Owner;
  readonly parent: Environment | undefined;
  readonly world: World;
  readonly id: string;
  /** What is passed to the function, or to the constructor of the class; undefined if the call is not known. */
  readonly args?: Arguments | undefined;
  readonly items?: ReadonlyMap<Loop, Value>;
}

/** A program, an object of a class, or a call of a function, in one world: where names have values. */
export class Environment {
  readonly owner: Owner;
  readonly parent: Environment | undefined;
  readonly world: World;
  /** Equal ids are equal environments, in whichever world. */
  readonly id: string;
  readonly args: Arguments | undefined;
  readonly items: ReadonlyMap<Loop, Value>;
  /** Values that were worked out here; undefined while that is going on. */
  readonly values = new Map<Expression, Value | undefined>();
  readonly names = new Map<string, Value | undefined>();

  constructor({ owner, parent, world, id, args, items = parent?.items ?? new Map() }: Opening) {
    this.owner = owner;
    this.parent = parent;
    this.world = world;
    this.id = id;
    this.args = args;
    this.items = items;
  }

  evaluate(expression: Expression): Value {
    return this.world.evaluator.evaluate(expression, this);
  }

  /** A property, field or method of a value; `at` where it is one of the own object, and the place counts. */
  member(value: Value, name: string, at?: number): Value {
    return this.world.evaluator.member(value, name, this, at);
  }

  /** The object that `this` is. */
  get instance(): Environment | undefined {
    return this.owner.kind === 'class' ? this : this.parent?.instance;
  }

  /** The same in one turn of a loop. */
  inTurn(loop: Loop, item: Value, turn: number): Environment {
    const { owner, parent, world, args } = this;
    const id = `${this.id}[${loop.range.start}:${turn}]`;
    return opened(world, id, () => {
      return new Environment({
        owner,
        parent,
        world,
        id,
        args,
        items: new Map([...this.items, [loop, item]]),
      });
    });
  }
}

/** The environment of an ID, created if missing. */
export function opened(world: World, id: string, open: () => Environment): Environment {
  const known = world.environments.get(id);
  if (known) {
    return known;
  }
  const made = open();
  world.environments.set(id, made);
  return made;
}

/** Whether a path is longer than in real code: functions and classes that call each other. */
export function isTooDeep(id: string): boolean {
  return id.length > longestWay;
}

const longestWay = 600;
