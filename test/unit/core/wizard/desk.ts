import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { createAccounts, createProfiles } from '../../../../src/aws/index.ts';
import { Inventory } from '../../../../src/core/account/inventory.ts';
import type { WizardSettings } from '../../../../src/core/wizard/context.ts';
import { Wizard } from '../../../../src/core/wizard/index.ts';
import { journalFile, windowName } from '../../../../src/files/journalFile.ts';
import { writeAwsFiles } from '../../../demo/awsFiles.ts';
import { access, seed } from '../../../demo/company.ts';
import { type Emulator, startEmulator } from '../../../emulator/index.ts';
import { removeFolder, temporaryFolder } from '../../../host/cleanup.ts';
import { type Move, Person } from './person.ts';
import { StandingClock } from './standingClock.ts';

/** The company of the demonstration and its shared AWS files, with the wizard in front of them. */
export class Desk {
  readonly emulator: Emulator;
  /** How often somebody was asked for an MFA code. */
  mfaAsked = 0;
  /** Whether they give one. */
  mfaGiven = true;
  readonly #folder: string;
  #runs = 0;

  static async open(): Promise<Desk> {
    return new Desk(await startEmulator(seed));
  }

  constructor(emulator: Emulator) {
    this.emulator = emulator;
    this.#folder = temporaryFolder('desk');
    mkdirSync(join(this.#folder, '.aws'));
    writeAwsFiles(this.#folder, emulator.url);
  }

  /**
   * Somebody who makes these moves, with these profiles loaded, or with an inventory that is; `files` is false for who
   * has no AWS files.
   */
  async person(
    moves: readonly Move[],
    {
      loaded = [],
      settings = {},
      files = true,
      inventory: present,
    }: {
      readonly loaded?: readonly string[];
      readonly settings?: Partial<WizardSettings>;
      readonly files?: boolean;
      readonly inventory?: Inventory;
    } = {},
  ) {
    const environment = {
      variables: files ? { AWS_PROFILE: 'prod' } : {},
      home: files ? this.#folder : join(this.#folder, 'nobody'),
    };
    const askMfaCode = async () => {
      this.mfaAsked++;
      return this.mfaGiven ? access.mfaCode : undefined;
    };
    const accounts = createAccounts({ ...environment, askMfaCode });
    const inventory =
      present ??
      new Inventory({
        accounts,
        settings: () => ({ concurrency: 20, regions: settings.regions ?? [] }),
        now: Date.now,
      });
    if (!present) {
      inventory.setProfiles((await createProfiles(environment).list()).profiles);
    }
    await Promise.all(loaded.map(name => inventory.load(name)));
    const person = new Person(moves);
    const enabled: true[] = [];
    const sentTo: string[] = [];
    const wizard = new Wizard({
      ask: person.ask,
      show: person.show,
      inventory,
      listed: async () => {},
      open: profile => accounts.open(profile),
      storage: journalFile(this.#folder),
      clock: new StandingClock(),
      window: windowName('desk'),
      newId: () => `run-${++this.#runs}`,
      settings: () => ({ defaultKeys: {}, newKeyReaders: 'iam', profiles: [], regions: [], ...settings }),
      log: () => {},
      declaredAt: () => undefined,
      codeFix: () => undefined,
      signIn: profile => sentTo.push(`sign in: ${profile}`),
      openConfiguration: profile => sentTo.push(`configuration: ${profile}`),
      chooseRegions: () => {},
      openView: () => {},
      onEnabled: () => enabled.push(true),
    });
    return { person, wizard, inventory, enabled, sentTo };
  }

  async close(): Promise<void> {
    await this.emulator.close();
    removeFolder(this.#folder);
  }
}
