import { type Fact, knownValue, unknown } from '../../../trail/fact.ts';
import type { KeyFacts } from '../../../trail/key.ts';
import type { TrailFacts } from '../../../trail/trail.ts';
import type { Related } from '../../declaration.ts';
import { meansKey } from '../../declared/misspelling.ts';
import { choiceOf, idOf, unexplored, usualOnes } from '../../worlds/choice.ts';
import { Decision } from '../../worlds/decision.ts';
import type { Outcome } from '../../worlds/explore.ts';
import { relatedTo } from '../../worlds/related.ts';
import { environmentsAt, oneTurn, type Standing } from './evaluation/callers.ts';
import { explore, type ReadProgram } from './evaluation/explore.ts';
import { type Made, madeOf, type Place, type RecordValue } from './evaluation/value.ts';
import type { Noted, World } from './evaluation/world.ts';
import type { Open } from './found.ts';
import type { Site } from './outline/outline.ts';
import { camelCase } from './spelling.ts';

/** What a program makes of one of its trails in one world. */
export interface TrailInWorld {
  readonly made: Made;
  readonly key: Fact<KeyFacts>;
  /** The key, where this program makes it. */
  readonly keyMade: Made | undefined;
  readonly keyRelated: readonly Related[];
  /** What had a say in the key. */
  readonly inputs: readonly Noted[];
  /** Where its key is written; undefined where it is not. */
  readonly property: Place | undefined;
  /** The key under a name that the trail does not know. */
  readonly misspelt: Place | undefined;
  /** Read where they count: once, of the trail as it usually is. What they ask makes no further worlds. */
  readonly facts: () => Omit<TrailFacts, 'key'>;
  readonly name: Fact<string>;
  /** Whether an input of the class or function that makes it has a say in its key. */
  readonly dependsOnInputs: boolean;
}

/** Everything a program says of one of its trails. */
export interface TrailReading {
  /** The way it is created, with everything at its default. */
  readonly made: Made;
  readonly facts: TrailFacts;
  readonly name: Fact<string>;
  /** Whether it has this name whatever the inputs are. */
  readonly isAlwaysNamedSo: boolean;
  readonly property: Place | undefined;
  readonly misspelt: Place | undefined;
  readonly related: readonly Related[];
  readonly gaveUp: string | undefined;
  /** The keys that the program makes for it, one for each world: several may have the same name. */
  readonly keys: readonly KeyMade[];
  readonly dependsOnInputs: boolean;
}

/** A key that a program makes, and what is known of it in a world. */
export interface KeyMade {
  readonly facts: KeyFacts;
  readonly made: Made;
}

/** A trail in every world that the program allows, and as it usually is; undefined where no world makes it. */
export function readInWorlds<T extends TrailInWorld>(
  program: ReadProgram,
  readIn: (world: World) => T | undefined,
): { readonly reading: TrailReading; readonly usual: T } | undefined {
  const { outcomes, complete } = explore(program, readIn);
  const made = outcomes.flatMap(({ world, result }) =>
    result ? [{ result, key: result.key, asked: [...world.answers.asked] }] : [],
  );
  const [one] = usualOnes(made);
  if (!one) {
    return undefined;
  }
  const { name } = one.result;
  const facts = one.result.facts();
  const gaveUp = outcomes.find(({ world }) => world.gaveUp)?.world.gaveUp;
  const key = gaveUp ? unknown('not-understood') : choiceOf(made, complete, facts.bucketRegion);
  const deciding = questionsAbout(outcomes);
  const reading: TrailReading = {
    made: one.result.made,
    facts: { ...facts, key },
    name,
    isAlwaysNamedSo: made.every(({ result }) => knownValue(result.name) === knownValue(name)),
    property: one.result.property ?? made.find(({ result }) => result.property)?.result.property,
    misspelt: made.every(({ result }) => !result.property)
      ? made.find(({ result }) => result.misspelt)?.result.misspelt
      : undefined,
    gaveUp: gaveUp ?? unexplored(key, complete),
    related: relatedTo(
      key,
      made.map(({ asked, result }) => ({
        asked,
        inputs: result.inputs.flatMap(({ related, question }) =>
          question === undefined || deciding.has(question) ? [related] : [],
        ),
        key: () => result.keyRelated,
      })),
    ),
    keys: made.flatMap(({ result: { key: facts, keyMade } }) =>
      keyMade && facts.kind === 'known' ? [{ facts: facts.value, made: keyMade }] : [],
    ),
    dependsOnInputs: made.some(({ result }) => result.dependsOnInputs),
  };
  return { reading, usual: one.result };
}

/** The questions whose answers make a difference to the key of a trail. */
function questionsAbout(outcomes: readonly Outcome<World, TrailInWorld | undefined>[]): ReadonlySet<string> {
  const made = outcomes.flatMap(({ world, result }) => (result ? [{ world, result: result.key }] : []));
  return Decision.of({ outcomes: made }).tree(idOf).questions;
}

/** What a call makes in a world, and the environments that stand for something there. */
export function madeAt(
  site: Site,
  world: World,
  open: Open,
): { readonly made: Made; readonly standing: Standing } | undefined {
  const standing = open(world);
  const [environment] = standing ? environmentsAt(site, world, oneTurn, standing) : [];
  // What decides whether the trail is created is not reported as what decides its key.
  world.takeNoted();
  const made = environment && madeOf(environment.evaluate(site.call));
  return made && standing && { made, standing };
}

/** What had a say in the key: where there is none, what decides its value alone. */
export function inputsOf(
  key: Fact<KeyFacts>,
  ofValue: readonly Noted[],
  ofKey: readonly Noted[],
): readonly Noted[] {
  return key.kind === 'absent' ? ofValue : [...ofValue, ...ofKey];
}

/** What was meant for the key, under a name that is none of those the trail knows. */
export function misspeltIn({ properties }: RecordValue, names: readonly string[]): Place | undefined {
  return [...properties.values()].find(
    ({ entry }) => entry && !entry.isSpread && !names.includes(camelCase(entry.name)) && meansKey(entry.name),
  )?.entry;
}
