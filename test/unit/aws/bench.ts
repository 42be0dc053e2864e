import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import {
  type AccountsOptions,
  type CallReport,
  createAccounts,
  createProfiles,
  type OpenAccount,
  type Variables,
} from '../../../src/aws/index.ts';
import type { Problem } from '../../../src/core/account/problem.ts';
import { ProblemError } from '../../../src/core/account/problem.ts';
import type { Profile } from '../../../src/core/account/profile.ts';
import { type Emulator, type Seed, startEmulator } from '../../emulator/index.ts';

export const keyId = 'AKIAEXAMPLE000000001';
export const secret = `secret-of-${keyId}`;
export const accountId = '111122223333';
export const never = new AbortController().signal;

/** An emulated AWS, a home directory of its own, and the edge under test between them. */
export class Bench {
  readonly emulator: Emulator;
  readonly home: string;
  readonly calls: CallReport[] = [];
  variables: Variables = {};
  askMfaCode: AccountsOptions['askMfaCode'];
  readonly #opened: OpenAccount[] = [];
  readonly #restore: (() => void)[] = [];

  static async start(seed: Seed = oneAccount): Promise<Bench> {
    const home = await mkdtemp(join(tmpdir(), 'aws-edge-'));
    await mkdir(join(home, '.aws', 'sso', 'cache'), { recursive: true });
    return new Bench(await startEmulator(seed), home);
  }

  private constructor(emulator: Emulator, home: string) {
    this.emulator = emulator;
    this.home = home;
  }

  config(text: string): Promise<void> {
    return this.file('.aws/config', text.replaceAll('$URL', this.emulator.url));
  }

  credentials(text: string): Promise<void> {
    return this.file('.aws/credentials', text);
  }

  async file(path: string, text: string): Promise<void> {
    await writeFile(join(this.home, path), text);
  }

  /** A command line that runs a script of JavaScript. */
  async program(script: string): Promise<string> {
    await this.file('program.cjs', script);
    return `"${process.execPath}" "${join(this.home, 'program.cjs')}"`;
  }

  get accounts() {
    return createAccounts({
      variables: this.variables,
      home: this.home,
      ...(this.askMfaCode && { askMfaCode: this.askMfaCode }),
      log: call => this.calls.push(call),
    });
  }

  get profiles() {
    return createProfiles({ variables: this.variables, home: this.home });
  }

  async profile(name: string): Promise<Profile> {
    const { profiles } = await this.profiles.list();
    return profiles.find(profile => profile.name === name) ?? { name, kind: 'incomplete' };
  }

  async open(name: string, accounts = this.accounts): Promise<OpenAccount> {
    const account = await accounts.open(await this.profile(name));
    this.#opened.push(account);
    return account;
  }

  /** The account id that a profile leads to. */
  async accountOf(name: string): Promise<string> {
    return (await (await this.open(name)).identity(never)).account;
  }

  /** The ARN of who a profile makes its caller. */
  async callerOf(name: string): Promise<string> {
    return (await (await this.open(name)).identity(never)).arn;
  }

  /** The SDK looks for SSO tokens and sessions by the process's own variables. */
  useProcessVariables(): void {
    const values = {
      HOME: this.home,
      AWS_CONFIG_FILE: join(this.home, '.aws', 'config'),
      AWS_SHARED_CREDENTIALS_FILE: join(this.home, '.aws', 'credentials'),
      AWS_LOGIN_CACHE_DIRECTORY: join(this.home, '.aws', 'login', 'cache'),
    };
    for (const [name, value] of Object.entries(values)) {
      const former = process.env[name];
      process.env[name] = value;
      this.#restore.push(() => {
        if (former === undefined) delete process.env[name];
        else process.env[name] = former;
      });
    }
  }

  async stop(): Promise<void> {
    for (const account of this.#opened) account.dispose();
    for (const restore of this.#restore) restore();
    await this.emulator.close();
    await rm(this.home, { recursive: true, force: true });
  }
}

export const oneAccount: Seed = world => {
  world.account(accountId, { accessKeys: [keyId] });
};

export const staticKeys = `aws_access_key_id = ${keyId}
aws_secret_access_key = ${secret}`;

export async function problemFrom(call: Promise<unknown>): Promise<Problem> {
  try {
    await call;
  } catch (error) {
    if (error instanceof ProblemError) {
      return error.problem;
    }
    throw error;
  }
  throw new Error('It did not fail');
}
