import assert from 'node:assert/strict';
import type { Asked } from '../../../../../src/core/iac/worlds/answers.ts';
import {
  choiceOf,
  type Possibility,
  unexplored,
  usualOnes,
} from '../../../../../src/core/iac/worlds/choice.ts';
import { absent, type Choice, type Fact, known, unknown } from '../../../../../src/core/trail/fact.ts';
import type { KeyFacts } from '../../../../../src/core/trail/key.ts';
import { unknownKey } from '../../../../../src/core/trail/unknowns.ts';

const good = known(unknownKey('good'));
const other = known(unknownKey('other'));
const off = known({ ...unknownKey('off'), state: known('Disabled' as const) });
const far = known({ ...unknownKey('far'), region: known('us-east-1') });
const open = unknown('decided-at-deployment');

/** A question of two answers: `flag` is off by default, `given` has no default, `each` is a loop. */
const flag = (answer: 0 | 1): Asked => asked('flag', 0, answer);
const second = (answer: 0 | 1): Asked => asked('second', 0, answer);
const given = (answer: 0 | 1): Asked => asked('given', undefined, answer);
const beside = (answer: 0 | 1): Asked => asked('beside', undefined, answer);
const each = (answer: 0 | 1): Asked => ({ ...asked('each', undefined, answer), isLoop: true });

function asked(id: string, usual: number | undefined, answer: number): Asked {
  return { id, answers: 2, usual, answer, input: { name: id, answers: ['false', 'true'] } };
}

const world = (key: Fact<KeyFacts>, ...answers: readonly Asked[]): Possibility => ({ key, asked: answers });

/** `by default -> branch when input=value | branch …`, or the one fact. */
function shown(choice: Choice<KeyFacts>): string {
  const name = (fact: Fact<KeyFacts>) => (fact.kind === 'known' ? fact.value.name : fact.kind);
  if (choice.kind !== 'conditional') {
    return name(choice);
  }
  const branches = choice.branches.map(branch => {
    const when = branch.when?.map(({ input, value }) => `${input}=${value}`).join(' ');
    return when === undefined ? name(branch) : `${name(branch)} when ${when}`;
  });
  return `${name(choice.byDefault)} -> ${branches.join(' | ')}`;
}

const cases: readonly (readonly [string, readonly Possibility[], string])[] = [
  ['one world', [world(good)], 'good'],
  ['no key in any world', [world(absent, flag(0)), world(absent, flag(1))], 'absent'],
  ['keys that all serve', [world(good, flag(0)), world(other, flag(1))], 'good'],
  [
    'keys of which one of an input without a default serves',
    [world(good, given(0)), world(other, given(1))],
    'good',
  ],
  [
    'a key by default, none otherwise',
    [world(good, flag(0)), world(absent, flag(1))],
    'good -> good | absent when flag=true',
  ],
  [
    'none by default',
    [world(absent, flag(0)), world(good, flag(1))],
    'absent -> absent | good when flag=true',
  ],
  [
    'a bad key that is not the default',
    [world(good, flag(0)), world(off, flag(1))],
    'good -> good | off when flag=true',
  ],
  ['a bad key by default', [world(off, flag(0)), world(good, flag(1))], 'off'],
  [
    'a key in another Region than the bucket',
    [world(good, flag(0)), world(far, flag(1))],
    'good -> good | far when flag=true',
  ],
  [
    'a bad key, where an input without a default decides',
    [world(off, given(0)), world(good, given(1))],
    'good -> off when given=false | good when given=true',
  ],
  [
    'bad keys alone, whatever an input without a default is',
    [world(off, given(0)), world(far, given(1))],
    'off -> off when given=false | far when given=true',
  ],
  [
    'a missing key beside a bad one',
    [world(absent, flag(0)), world(off, flag(1))],
    'absent -> absent | off when flag=true',
  ],
  [
    'none, where an input without a default decides',
    [world(absent, given(0)), world(good, given(1))],
    'unknown -> absent when given=false | good when given=true',
  ],
  ['a key that is not known by default', [world(open, flag(0)), world(good, flag(1))], 'unknown'],
  [
    'a bad key beside one that is not known',
    [world(open, flag(0)), world(off, flag(1))],
    'unknown -> unknown | off when flag=true',
  ],
  [
    'an input that does not decide',
    [
      world(good, second(0), flag(0)),
      world(good, second(1), flag(0)),
      world(off, second(0), flag(1)),
      world(off, second(1), flag(1)),
    ],
    'good -> good | off when flag=true',
  ],
  [
    'inputs without a default, of which one decides',
    [
      world(absent, beside(0), given(0)),
      world(absent, beside(1), given(0)),
      world(good, beside(0), given(1)),
      world(good, beside(1), given(1)),
    ],
    'unknown -> absent when given=false | good when given=true',
  ],
  [
    'two inputs that have to come together',
    [world(good, flag(0)), world(good, flag(1), second(0)), world(off, flag(1), second(1))],
    'good -> good | off when flag=true second=true',
  ],
  [
    'a trail that is made for some inputs only',
    [world(absent, flag(1), second(0)), world(good, flag(1), second(1))],
    'absent -> absent | good when second=true',
  ],
  ['a loop, of which each trail comes about', [world(good, each(0)), world(off, each(1))], 'off'],
  [
    'a loop, of which one trail has no key',
    [world(good, each(0)), world(absent, each(1))],
    'absent -> good when each=false | absent when each=true',
  ],
];

describe('what the worlds of a trail come to', () => {
  for (const [name, all, expected] of cases) {
    it(name, () => {
      // A choice of keys that all serve is of no consequence: the default one is told.
      assert.equal(shown(choiceOf(all, true, known('eu-west-1'))), expected);
    });
  }

  it('leaves open what was not looked at', () => {
    assert.equal(shown(choiceOf([world(absent, flag(0))], false, open)), 'absent -> absent | unknown');
    assert.equal(shown(choiceOf([world(good, flag(0))], false, open)), 'good');
  });

  it('gives up a trail of which not even the default is known, whether or not it has a choice', () => {
    const gaveUp = (complete: boolean, ...all: readonly Possibility[]) =>
      unexplored(choiceOf(all, complete, open), complete);
    const choice = [world(absent, given(0)), world(good, given(1))];
    assert.equal(gaveUp(false, ...choice), 'too many combinations of inputs');
    assert.equal(gaveUp(false, world(open)), 'too many combinations of inputs');
    assert.equal(gaveUp(false, world(good, flag(0))), undefined);
    assert.equal(gaveUp(true, ...choice), undefined);
  });

  it('takes as usual the worlds with the fewest inputs that are not at their defaults', () => {
    const all = [
      world(good, flag(1), second(1)),
      world(off, flag(1), second(0)),
      world(other, flag(1), second(0), given(1)),
    ];
    assert.deepEqual(usualOnes(all), [all[1], all[2]]);
  });
});
