import assert from 'node:assert/strict';
import { cliOf } from '../../../src/core/remediation/index.ts';
import { AwsCommand } from './awsCommand.ts';
import { Shell, shells } from './shell.ts';
import { Desk, keyId, situations } from './situations.ts';

describe('A script, on a good day', () => {
  let commands: Shell;
  before(() => {
    commands = new Shell();
  });
  after(() => commands.dispose());

  for (const { name, plan } of situations) {
    for (const shell of shells) {
      it(`leaves the account as the run does: ${name}, in ${shell}`, async () => {
        const [run, script] = await Promise.all([Desk.open(), Desk.open()]);
        const aws = new AwsCommand(script.emulator.url, keyId);
        try {
          const result = await run.run(await plan(run));
          const text = cliOf(await plan(script));
          const ended = await commands.run(shell, text, call => aws.run(call));
          if (process.env['SHOW'])
            console.log(
              text,
              ended.output,
              ended.calls.length,
              ended.status,
              result.steps.map(s => s.state + JSON.stringify(s.failure ?? '')),
            );
          assert.deepEqual(script.state(), run.state(), ended.output);
          assert.equal(
            ended.status,
            result.steps.some(({ state }) => state === 'left') ? 1 : 0,
            ended.output,
          );
          assert.equal(ended.waited, 0);
        } finally {
          aws.dispose();
          await Promise.all([run.close(), script.close()]);
        }
      });
    }
  }
});
