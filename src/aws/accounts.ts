import type { Account, Accounts, Identity } from '../core/account/ports.ts';
import { problemOf } from '../core/account/problem.ts';
import { environmentProfile, type Profile } from '../core/account/profile.ts';
import type { SsoPortal } from '../core/account/ssoRole.ts';
import type { ChangeableAccount } from '../core/remediation/ports.ts';
import { homeRegionOf, partitionOf } from '../core/trail/region.ts';
import { AwsClock } from './awsClock.ts';
import {
  clientOptions,
  InnerHandler,
  innerClientOptions,
  makeHandler,
  type Network,
  networkOf,
} from './clientOptions.ts';
import { endpointsOf } from './config/endpoints.ts';
import { type Environment, sharedFilesOf } from './config/environment.ts';
import { checkedRegionOf, firstRegionOf } from './config/firstRegion.ts';
import type { SharedConfig, SharedConfigReader } from './config/sharedConfig.ts';
import { Connection, type Log } from './connection.ts';
import { inTurn } from './credentials/mfaTurns.ts';
import { originOf } from './credentials/origin.ts';
import { type AskMfaCode, RoleAssumer } from './credentials/roles.ts';
import { SdkFiles } from './credentials/sdkFiles.ts';
import { CredentialSession } from './credentials/session.ts';
import { sourceOfEnvironment, sourceOfProfile } from './credentials/source.ts';
import { regionsThrough } from './services/account.ts';
import { trailsThrough } from './services/cloudTrail.ts';
import { keysThrough } from './services/kms.ts';
import { organizationThrough } from './services/organization.ts';
import { bucketsThrough } from './services/s3.ts';
import { ssoPortal } from './services/ssoPortal.ts';
import { identityThrough } from './services/sts.ts';

export interface AccountsOptions {
  readonly environment: Environment;
  readonly reader: Pick<SharedConfigReader, 'read'>;
  readonly askMfaCode: AskMfaCode | undefined;
  readonly log: Log | undefined;
  readonly now: () => number;
}

interface KeptSession {
  readonly origin: string;
  /** The number of the opening that created it. */
  readonly opening: number;
  readonly session: CredentialSession;
}

/** An account that can be read and changed. */
export type OpenAccount = Account & ChangeableAccount;

/** Opens accounts through the AWS SDK. Credentials outlive an account that is closed, as long as the profile says the same. */
export class SdkAccounts implements Accounts {
  readonly portal: SsoPortal;
  readonly #options: AccountsOptions;
  readonly #askMfaCode: AskMfaCode | undefined;
  readonly #files: SdkFiles;
  readonly #sessions = new Map<string, KeptSession>();
  #openings = 0;

  constructor(options: AccountsOptions) {
    this.#options = options;
    this.#askMfaCode = options.askMfaCode && inTurn(options.askMfaCode);
    this.#files = new SdkFiles(sharedFilesOf(options.environment), options.environment.variables);
    const { environment, reader } = options;
    this.portal = ssoPortal({ environment, reader, files: this.#files });
  }

  async open(profile: Profile): Promise<OpenAccount> {
    const { environment, reader, log, now } = this.#options;
    const opening = ++this.#openings;
    const config = await reader.read();
    const endpoints = endpointsOf(profile.name, config, environment.variables);
    const home = checkedRegionOf(profile.name, config, environment.variables);
    const settings = config.profiles.get(profile.name)?.settings;
    const network = await networkOf(endpoints, settings, environment);
    const credentials = this.#session(profile.name, config, network, opening);
    credentials.tryAgain();
    const connection = new Connection({ profile, network, credentials, log, now });
    return accountThrough(connection, home);
  }

  /** An opening that read the files before a newer one, and comes after it, takes the credentials of that one. */
  #session(profile: string, config: SharedConfig, network: Network, opening: number): CredentialSession {
    const { environment, now } = this.#options;
    const { variables } = environment;
    // The session's own connections trust what was read when they were made.
    const origin = JSON.stringify([originOf(profile, config, environment), network.certificates]);
    const present = this.#sessions.get(profile);
    if (present && (present.origin === origin || present.opening > opening)) {
      return present.session;
    }
    this.#files.include(profile, config);
    const session = new CredentialSession(
      profile,
      ({ secrets, clock }) => {
        if (profile === environmentProfile) {
          return sourceOfEnvironment(variables);
        }
        const handler = makeHandler(network, clock);
        const roles = new RoleAssumer({
          profile,
          region: firstRegionOf(profile, config, variables),
          clientOptions: inRegion => ({
            ...clientOptions(network, handler, 'STS', inRegion),
            systemClockOffset: clock.offset,
          }),
          askMfaCode: this.#askMfaCode,
          keepSecret: value => secrets.add(value),
          secrets,
        });
        return sourceOfProfile({
          profile,
          config,
          paths: sharedFilesOf(environment),
          files: this.#files,
          roles,
          innerClients: innerClientOptions(network, new InnerHandler(network, clock), false),
          clock,
        });
      },
      new AwsClock(now),
    );
    this.#sessions.set(profile, { origin, opening, session });
    return session;
  }
}

function accountThrough(connection: Connection, home: string): OpenAccount {
  return {
    identity: signal => identityOf(connection, home, signal),
    regions: signal => regionsThrough(connection, home, signal),
    trails: trailsThrough(connection),
    keys: keysThrough(connection),
    buckets: bucketsThrough(connection, home),
    organization: organizationThrough(connection, partitionOf(home)),
    dispose: () => connection.dispose(),
  };
}

/** A Region that is not enabled refuses good credentials; the partition's own cannot be switched off. */
async function identityOf(connection: Connection, home: string, signal: AbortSignal): Promise<Identity> {
  const sure = homeRegionOf(partitionOf(home));
  try {
    return await identityThrough(connection, home, signal);
  } catch (error) {
    const refused = connection.credentials.current;
    const kind = problemOf(error).kind;
    if (kind !== 'credentials-invalid' && kind !== 'region-disabled') {
      throw error;
    }
    if (home !== sure) {
      const identity = await identityThrough(connection, sure, signal).catch(() => undefined);
      if (identity) {
        return identity;
      }
    }
    // Refused everywhere: the next try asks the profile for others.
    if (refused) {
      connection.credentials.forget(refused);
    }
    throw error;
  }
}
