import assert from 'node:assert/strict';
import {
  environmentsAt,
  oneTurn,
} from '../../../../../../src/core/iac/languages/programs/evaluation/callers.ts';
import { explore } from '../../../../../../src/core/iac/languages/programs/evaluation/explore.ts';
import type { Library } from '../../../../../../src/core/iac/languages/programs/evaluation/library.ts';
import { loaded } from './program.ts';

/*
 * What evaluation costs is counted in steps, in programs of n, 2n, 4n and 8n of the same: it grows as they do, and what would
 * grow beyond every measure ends, and is unknown.
 */
const library: Library = {
  call: () => undefined,
  member: () => undefined,
  owns: () => false,
  has: () => false,
  template: () => undefined,
};

async function stepsOf(text: string): Promise<number> {
  const file = await loaded('a.ts', { 'a.ts': text });
  const [site] = file.outline.callsOf('show');
  const { outcomes } = explore({ library, files: [file] }, world => {
    const [environment] = site ? environmentsAt(site, world, oneTurn) : [];
    const [argument] = site?.call.args ?? [];
    return environment && argument ? environment.evaluate(argument.value).kind : undefined;
  });
  return outcomes.reduce((sum, { world }) => sum + world.answers.steps, 0);
}

const growing: Readonly<Record<string, (count: number) => string>> = {
  'names that hold each other': count =>
    `const a0 = 'x';\n${list(count, index => `const a${index + 1} = \`\${a${index}}y\`;`)}show(a${count});`,
  'assignments to one name': count => `let a = '0';\n${list(count, index => `a = '${index}';`)}show(a);`,
  'calls of one function': count =>
    `const f = (x: string) => x;\n${list(count, index => `const a${index} = f('${index}');`)}show([${list(count, index => `a${index},`)}]);`,
  'classes that extend each other': count =>
    `class C0 { k = 'x'; }\n${list(count, index => `class C${index + 1} extends C${index} {}`)}show(new C${count}().k);`,
};

function list(count: number, one: (index: number) => string): string {
  return Array.from({ length: count }, (_, index) => `${one(index)}\n`).join('');
}

describe('evaluating programs costs', () => {
  for (const [name, program] of Object.entries(growing)) {
    it(`no more than as many times as ${name}`, async () => {
      const steps: number[] = [];
      for (const count of [8, 16, 32, 64]) {
        steps.push(await stepsOf(program(count)));
      }
      for (const [index, now] of steps.slice(1).entries()) {
        assert.ok(now <= 2.5 * (steps[index] ?? 0), steps.join(' → '));
      }
    });
  }

  it('little where functions call each other for ever', async () => {
    const steps = await stepsOf(
      'function f(x) { return g(x + 1); }\nfunction g(x) { return f(x + 1); }\nshow(f(1));',
    );
    assert.ok(steps < 1000, String(steps));
  });
});
