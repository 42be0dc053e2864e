import assert from 'node:assert/strict';
import { type Answers, deviationsOf, type Question } from '../../../../../src/core/iac/worlds/answers.ts';
import { Decision } from '../../../../../src/core/iac/worlds/decision.ts';
import { type Explorer, explore } from '../../../../../src/core/iac/worlds/explore.ts';

const open = (answers: Answers): Explorer => ({ answers });
const question = (id: string, usual?: number, answers = 2): Question => ({ id, usual, answers });
const asking =
  (...questions: readonly Question[]) =>
  ({ answers }: Explorer) =>
    questions.map(one => answers.ask(one)).join('');

describe('worlds', () => {
  it('are one where nothing is asked', () => {
    const { outcomes, complete } = explore(open, asking());
    assert.deepEqual([outcomes.map(({ result }) => result), complete], [[''], true]);
  });

  it('give every combination of answers once, the default one first', () => {
    const { outcomes, complete } = explore(open, asking(question('a', 1), question('b', undefined, 3)));
    assert.equal(outcomes[0]?.result, '10');
    assert.deepEqual(outcomes.map(({ result }) => result).sort(), ['00', '01', '02', '10', '11', '12']);
    assert.ok(complete);
  });

  it('ask what an answer leads to, and nothing else', () => {
    const { outcomes } = explore(open, ({ answers }) =>
      answers.ask(question('a', 0)) === 0 ? 'end' : `then ${answers.ask(question('b', 0))}`,
    );
    assert.deepEqual(
      outcomes.map(({ result }) => result),
      ['end', 'then 0', 'then 1'],
    );
  });

  it('answer a question that is asked twice alike', () => {
    const { outcomes } = explore(open, asking(question('a', 0), question('a', 0)));
    assert.deepEqual(
      outcomes.map(({ result }) => result),
      ['00', '11'],
    );
  });

  it('tell how far they are from the default', () => {
    const { outcomes } = explore(open, asking(question('a', 1), question('b')));
    assert.deepEqual(
      outcomes.map(({ world, result }) => `${result} ${deviationsOf(world.answers.asked)}`).sort(),
      ['00 1', '01 1', '10 0', '11 0'],
    );
  });

  it('come to an end, and say so', () => {
    const many = Array.from({ length: 20 }, (_, index) => question(`q${index}`, 0));
    const { outcomes, complete } = explore(open, asking(...many), 50);
    assert.deepEqual([outcomes.length, complete], [50, false]);
    assert.equal(outcomes[0]?.result, '0'.repeat(20));
  });

  it('beside the default one wait while something that it needs is missing', () => {
    const { outcomes, complete } = explore(open, asking(question('a', 1)), undefined, () => true);
    assert.deepEqual([outcomes.map(({ result }) => result), complete], [['1'], false]);
  });

  it('that a check refuses do not exist', () => {
    const { outcomes, refused } = explore(
      answers => ({ answers, isRefused: () => answers.known('a') === 0 }),
      asking(question('a', 0)),
    );
    assert.deepEqual(
      [outcomes.map(({ result }) => result), refused.map(({ result }) => result)],
      [['1'], ['0']],
    );
  });
});

describe('a decision', () => {
  /** What it comes to with these answers, and the questions that are asked on the way. */
  function decided<T>(decision: Decision<T>, given: Readonly<Record<string, number>> = {}): string {
    const asked: string[] = [];
    const value = decision.tree(String).in(({ id, usual }) => {
      asked.push(id);
      return given[id] ?? usual;
    });
    return `${value} after ${asked.join() || 'nothing'}`;
  }

  it('asks nothing where everything comes to the same', () => {
    let runs = 0;
    const decision = Decision.of(
      explore(open, ({ answers }) => {
        runs++;
        asking(question('a', 0), question('b', 0))({ answers });
        return 'same';
      }),
    );
    assert.equal(decided(decision), 'same after nothing');
    assert.equal(decided(decision.map(value => `${value}ly`)), 'samely after nothing');
    assert.equal(runs, 4);
  });

  it('asks only what makes a difference', () => {
    const decision = Decision.of(explore(open, asking(question('a', 0), question('b', 0), question('c', 0))));
    const second = decision.map(value => value[1]);
    assert.equal(decided(second), '0 after b');
    assert.equal(decided(second, { a: 1, b: 1 }), '1 after b');
  });

  it('tells what holds by default, where nobody can tell the values apart', () => {
    const decision = Decision.of(explore(open, asking(question('a', 1), question('b', 1))));
    const value = decision.tree(() => 'alike').in(() => assert.fail('nothing is asked'));
    assert.equal(value, '11');
  });

  it('asks on where it depends', () => {
    const both = Decision.of(explore(open, asking(question('a', 0), question('b', 0)))).map(
      value => value === '11',
    );
    assert.equal(decided(both), 'false after a');
    assert.equal(decided(both, { a: 1 }), 'false after a,b');
    assert.equal(decided(both, { a: 1, b: 1 }), 'true after a,b');
  });

  it('knows the default where there are more worlds than were looked at', () => {
    const many = Array.from({ length: 20 }, (_, index) => question(`q${index}`, 0));
    const decision = Decision.of(explore(open, asking(...many), 30)).map(value => value.includes('1'));
    assert.match(decided(decision), /^false after /);
    assert.match(decided(decision, { q0: 1 }), /^true after q0/);
  });

  it('is not made where nobody answers', () => {
    const decision = Decision.of(explore(open, asking(question('a'))));
    assert.equal(decided(decision), 'undefined after a');
  });
});
