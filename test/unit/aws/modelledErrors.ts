import assert from 'node:assert/strict';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { CallName } from '../../../src/aws/problems.ts';

/** An error that the model of a service lists for a call that the extension makes. */
export interface ModelledError {
  readonly call: CallName;
  readonly name: string;
  /** The error as the AWS SDK throws it, with what AWS is to have said. */
  readonly thrown: (said: string) => Promise<unknown>;
}

/**
 * Every pair of a call in `src/aws` and an error that the service's model lists for it, from the declarations of the
 * installed SDK: each command says what it throws. S3 and EC2 list nothing of use in their models.
 */
export function modelledErrors(): readonly ModelledError[] {
  const calls = commandsIn(root('src/aws')).map(command => ({ service: serviceOf(command), command }));
  calls.sort((left, right) => left.service.localeCompare(right.service));
  return calls.flatMap(({ service, command }) => {
    return errorsListedIn(declarationOf(service, command)).map(({ name, fault }) => ({
      call: { service, operation: command, region: 'eu-west-1' },
      name,
      thrown: async said => {
        const sdk = (await import(`@aws-sdk/client-${service}`)) as Readonly<Record<string, ErrorClass>>;
        const Thrown = sdk[name];
        assert.ok(Thrown, `${service} has no class ${name}`);
        return new Thrown({
          message: said,
          $metadata: { httpStatusCode: fault === 'server' ? 500 : 400, requestId: 'request' },
        });
      },
    }));
  });
}

/** The errors of the one call that the SDK itself makes for a profile of IAM Identity Center. */
export function errorsOfGetRoleCredentials(): readonly string[] {
  const declaration = 'dist-types/submodules/sso/commands/GetRoleCredentialsCommand.d.ts';
  return errorsListedIn(root(`node_modules/@aws-sdk/nested-clients/${declaration}`)).map(({ name }) => name);
}

function errorsListedIn(declaration: string): readonly { readonly name: string; readonly fault: string }[] {
  const text = readFileSync(declaration, 'utf8');
  return [...text.matchAll(/@throws \{@link (\w+)\} \((client|server) fault\)/g)].map(
    ([, name = '', fault = '']) => ({ name, fault }),
  );
}

type ErrorClass = new (options: { readonly message: string; readonly $metadata: object }) => Error;

const services = ['account', 'cloudtrail', 'kms', 'organizations', 's3', 'sts'];

/** The commands of the SDK that a folder makes, in alphabetical order. */
function commandsIn(folder: string): readonly string[] {
  const files = readdirSync(folder, { recursive: true, encoding: 'utf8' }).filter(name =>
    name.endsWith('.ts'),
  );
  const made = files.flatMap(file =>
    [...readFileSync(join(folder, file), 'utf8').matchAll(/\bnew (?:sdk\.)?(\w+)Command\(/g)].map(
      ([, name = '']) => name,
    ),
  );
  return [...new Set(made)].sort();
}

function serviceOf(command: string): string {
  const found = services.filter(service => existsSync(declarationOf(service, command)));
  assert.equal(found.length, 1, `${command} is of ${found.join(', ') || 'no service that is known here'}`);
  return found[0] ?? '';
}

function declarationOf(service: string, command: string): string {
  return root(`node_modules/@aws-sdk/client-${service}/dist-types/commands/${command}Command.d.ts`);
}

function root(path: string): string {
  return fileURLToPath(new URL(`../../../${path}`, import.meta.url));
}
