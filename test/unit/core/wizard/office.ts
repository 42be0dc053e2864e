import { appendFileSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type AskMfaCode, createAccounts, createProfiles } from '../../../../src/aws/index.ts';
import { Inventory } from '../../../../src/core/account/inventory.ts';
import type { Clock } from '../../../../src/core/remediation/index.ts';
import { Wizard, type WizardParts } from '../../../../src/core/wizard/index.ts';
import { journalFile, windowName } from '../../../../src/files/journalFile.ts';
import { type Emulator, type Seed, startEmulator } from '../../../emulator/index.ts';
import { type Move, Person } from './person.ts';

export const account = '111122223333';
export const management = '999900001111';
export const partner = '777788889999';
export const mfaSerial = `arn:aws:iam::${account}:mfa/eve`;
/** Never to be seen in a log, a journal or anything shown. */
export const secrets = {
  key: 'PLANTED-SECRET-ACCESS-KEY',
  token: 'PLANTED-SESSION-TOKEN',
  mfaCode: '314159',
} as const;

/** An account with everything a trail's key can be, the organization it belongs to, and a partner's. */
export const seed: Seed = world => {
  const acme = world.account(account, { name: 'acme' });
  const main = world.account(management, { name: 'main' });
  const other = world.account(partner, { name: 'partner' });
  world.organization({ management: main, members: [acme] });
  const role = acme.role('Admin');
  acme.session(role, 'eve', {
    accessKeyId: 'ASIAACMEADMIN0000001',
    secretAccessKey: secrets.key,
    sessionToken: secrets.token,
    seconds: 3600,
  });
  acme.role('Guarded', { mfaCode: secrets.mfaCode, mfaSerial });
  acme.user('reader', {
    accessKeys: ['AKIAACMEREADER000001'],
    mayNot: ['s3:*', 'kms:PutKeyPolicy', 'cloudtrail:UpdateTrail'],
  });
  main.user('root', { accessKeys: ['AKIAMAINADMIN0000001'] });

  acme.buckets(`
    name       | Region    | Bucket Key
    plain-logs | eu-west-1 | off
    keyed-logs | eu-west-1 | on
    us-logs    | us-east-1 | off
  `);
  acme.keys(`
    alias        | Region    | state           | rotation | admits                     | spec
    alias/ready  | eu-west-1 | Enabled         | on       | CloudTrail with Bucket Key | -
    alias/narrow | eu-west-1 | Enabled         | on       | CloudTrail                 | -
    alias/app    | eu-west-1 | Enabled         | off      | account                    | -
    alias/deny   | eu-west-1 | Enabled         | on       | CloudTrail, then denies it | -
    alias/off    | eu-west-1 | Disabled        | on       | CloudTrail                 | -
    alias/going  | eu-west-1 | PendingDeletion | on       | CloudTrail                 | -
    alias/rsa    | eu-west-1 | Enabled         | off      | account                    | RSA_2048
    alias/aws/s3 | eu-west-1 | Enabled         | on       | -                          | -
    alias/us     | us-east-1 | Enabled         | on       | CloudTrail                 | -
    -            | eu-west-1 | Enabled         | on       | CloudTrail                 | -
  `);
  const primary = acme.key('us-west-2', 'alias/many', { multiRegion: true, admits: 'CloudTrail' });
  acme.key('eu-west-1', 'alias/replica', { replicaOf: primary, admits: 'CloudTrail' });
  other.key('eu-west-1', 'alias/shared', { admits: 'CloudTrail', forTrailsOf: account });
  acme.trails(`
    name  | home      | scope       | bucket     | key         | status
    audit | eu-west-1 | one Region  | plain-logs | -           | delivered 5m ago
    keyed | eu-west-1 | one Region  | keyed-logs | -           | delivered 5m ago
    far   | us-east-1 | all Regions | plain-logs | -           | delivered 5m ago
    west  | us-east-1 | one Region  | us-logs    | -           | delivered 5m ago
    done  | eu-west-1 | one Region  | plain-logs | alias/ready | delivered 5m ago
    aws-controltower-BaselineCloudTrail | eu-west-1 | one Region | plain-logs | - | delivered 5m ago
  `);
  main.bucket('org-logs', 'eu-west-1');
  main.key('eu-west-1', 'alias/org', { admits: 'CloudTrail' });
  main.trails(`
    name | home      | scope                     | bucket   | key | status
    org  | eu-west-1 | all Regions, organization | org-logs | -   | delivered 5m ago
  `);
};

/** A desk with an emulated AWS, shared AWS files and a place for the journal, which outlive a wizard. */
export class Office {
  readonly emulator: Emulator;
  readonly log: string[] = [];
  readonly updated: string[] = [];
  readonly #folder: string;
  #windows = 0;

  static async open(from: Seed = seed): Promise<Office> {
    const emulator = await startEmulator(from);
    emulator.world.clock.stop();
    return new Office(emulator);
  }

  constructor(emulator: Emulator) {
    this.emulator = emulator;
    this.#folder = mkdtempSync(join(tmpdir(), 'wizard-'));
    const aws = join(this.#folder, '.aws');
    mkdirSync(aws);
    writeFileSync(
      join(aws, 'config'),
      ['acme', 'main', 'reader']
        .map(name => `[profile ${name}]\nregion = eu-west-1\nendpoint_url = ${emulator.url}\n`)
        .join('\n'),
    );
    writeFileSync(
      join(aws, 'credentials'),
      `[acme]
aws_access_key_id = ASIAACMEADMIN0000001
aws_secret_access_key = ${secrets.key}
aws_session_token = ${secrets.token}
[main]
aws_access_key_id = AKIAMAINADMIN0000001
aws_secret_access_key = ${secrets.key}
[reader]
aws_access_key_id = AKIAACMEREADER000001
aws_secret_access_key = ${secrets.key}
`,
    );
  }

  /** Adds a profile to the shared configuration file. */
  declare(name: string, settings: Readonly<Record<string, string>>): void {
    const lines = Object.entries(settings).map(([key, value]) => `${key} = ${value}\n`);
    appendFileSync(
      join(this.#folder, '.aws', 'config'),
      `\n[profile ${name}]\nregion = eu-west-1\nendpoint_url = ${this.emulator.url}\n${lines.join('')}`,
    );
  }

  get journal(): string {
    return ['journal.jsonl', 'leases.jsonl']
      .map(name => {
        try {
          return readFileSync(join(this.#folder, name), 'utf8');
        } catch {
          return '';
        }
      })
      .join('');
  }

  get clock(): Clock {
    return timeOf(this.emulator.world);
  }

  get storage() {
    return journalFile(this.#folder);
  }

  /** A window: a person at a wizard of its own. A `dead` one has crashed as far as others can tell. */
  async window(
    moves: readonly Move[],
    parts: Partial<WizardParts> & {
      readonly loaded?: readonly string[];
      readonly dead?: boolean;
      readonly askMfaCode?: AskMfaCode;
    } = {},
  ): Promise<Window> {
    const { loaded = ['acme'], dead = false, askMfaCode, ...rest } = parts;
    const files = { variables: {}, home: this.#folder };
    const accounts = createAccounts({
      ...files,
      ...(askMfaCode && { askMfaCode }),
      now: this.clock.now,
      log: call =>
        this.log.push(
          `${call.profile} ${call.operation} ${call.failure ?? call.status} ${call.requestId ?? ''}`,
        ),
    });
    const inventory = new Inventory({
      accounts,
      settings: () => ({ concurrency: 20, regions: ['eu-west-1', 'us-east-1'] }),
      now: this.clock.now,
    });
    inventory.setProfiles((await createProfiles(files).list()).profiles);
    await Promise.all(loaded.map(name => inventory.load(name)));
    const person = new Person(moves);
    this.#windows++;
    let made = 0;
    const wizard = new Wizard({
      ask: person.ask,
      show: person.show,
      inventory,
      listed: async () => {},
      open: profile => accounts.open(profile),
      storage: this.storage,
      clock: this.clock,
      window: dead ? windowName('x').replace(/\/\d+\//, `/${deadProcess}/`) : windowName(`${this.#windows}`),
      newId: () => `run-${this.#windows}-${++made}`,
      settings: () => ({ defaultKeys: {}, newKeyReaders: 'iam', profiles: [], regions: [] }),
      log: line => this.log.push(line),
      declaredAt: () => undefined,
      codeFix: () => undefined,
      signIn: () => {},
      openConfiguration: () => {},
      chooseRegions: () => {},
      openView: () => {},
      onEnabled: () => {},
      ...rest,
    });
    return { person, wizard, inventory };
  }

  async close(): Promise<void> {
    await this.emulator.close();
    rmSync(this.#folder, { recursive: true, force: true });
  }
}

export interface Window {
  readonly person: Person;
  readonly wizard: Wizard;
  readonly inventory: Inventory;
}

/** Above every system's largest process id. */
const deadProcess = 99_999_999;

/** The time of the emulated world, which passes at once where somebody waits for it. A poll in a minute never comes. */
function timeOf({ clock }: Emulator['world']): Clock {
  return {
    now: () => clock.now(),
    sleep: (milliseconds, signal) =>
      new Promise(resolve => {
        if (milliseconds < 60_000) {
          clock.advance(milliseconds);
          setImmediate(resolve);
        } else {
          signal.addEventListener('abort', () => resolve(), { once: true });
        }
      }),
  };
}

/** The calls that changed something, or tried to. */
export function writesOf({ emulator }: Office): Readonly<Record<string, number>> {
  const counts = Object.entries(emulator.calls.counts());
  return Object.fromEntries(
    counts.filter(([name]) => /:(?:Update|Create|Put|Enable|Disable|Schedule|Cancel|Start|Stop)/.test(name)),
  );
}
