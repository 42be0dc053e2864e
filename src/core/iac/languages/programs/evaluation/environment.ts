import type { Call, Expression, Loop } from '../../../formats/code/syntax.ts';
import type { Guard, Owner } from '../outline/outline.ts';
import type { Arguments, Value } from './value.ts';
import type { World } from './world.ts';

interface Opening {
  readonly owner: Owner;
  readonly parent: Environment | undefined;
  readonly world: World;
  readonly id: string;
  /** What is passed to the function, or to the constructor of the class; undefined if the call is not known. */
  readonly args?: Arguments | undefined;
  readonly turns?: ReadonlyMap<Loop, Turn>;
  readonly inner?: Inner;
}

/** One turn of a loop, and where the loop is. */
interface Inner {
  readonly loop: Loop;
  readonly outer: Environment;
}

/** What a loop is at. */
export interface Turn {
  readonly item: Value;
  readonly number: number;
}

/** A program, an object of a class, or a call of a function, in one world: where names have values. */
export class Environment {
  readonly owner: Owner;
  readonly parent: Environment | undefined;
  readonly world: World;
  /** Equal ids are equal environments, in whichever world. */
  readonly id: string;
  readonly args: Arguments | undefined;
  readonly turns: ReadonlyMap<Loop, Turn>;
  readonly #inner: Inner | undefined;
  /** Values that were worked out here; undefined while that is going on. */
  readonly values = new Map<Expression, Value | undefined>();
  readonly names = new Map<string, Value | undefined>();

  constructor({ owner, parent, world, id, args, turns = parent?.turns ?? new Map(), inner }: Opening) {
    this.owner = owner;
    this.parent = parent;
    this.world = world;
    this.id = id;
    this.args = args;
    this.turns = turns;
    this.#inner = inner;
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
  inTurn(loop: Loop, item: Value, number: number): Environment {
    const { owner, parent, world, args } = this;
    const id = `${this.id}[${loop.range.start}:${number}]`;
    return opened(world, id, () => {
      return new Environment({
        owner,
        parent,
        world,
        id,
        args,
        turns: new Map([...this.turns, [loop, { item, number }]]),
        inner: { loop, outer: this },
      });
    });
  }

  /** The same outside of the loops that are not around a place: what is made there is one for all their turns. */
  outsideOf(guards: readonly Guard[]): Environment {
    const inner = this.#inner;
    return inner && !guards.some(one => one.kind === 'loop' && one.loop === inner.loop)
      ? inner.outer.outsideOf(guards)
      : this;
  }
}

/** The ID of what a call makes or runs. Calls in a chain begin where the first of them does, and each ends further on. */
export function idOfCall({ id }: Environment, { range }: Pick<Call, 'range'>): string {
  return `${id}@${range.end}`;
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
