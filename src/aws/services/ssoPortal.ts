import { fromSso } from '@aws-sdk/token-providers';
import type { HttpRequest } from '@smithy/types';
import { ProblemError } from '../../core/account/problem.ts';
import type { SsoAccount, SsoPortal } from '../../core/account/ssoRole.ts';
import { isAccountId } from '../../core/trail/arn.ts';
import { InnerHandler, innerClientOptions, networkOf } from '../clientOptions.ts';
import { profileOfSession } from '../config/addedRoles.ts';
import { endpointsOf } from '../config/endpoints.ts';
import { type Environment, sharedFilesOf } from '../config/environment.ts';
import type { SharedConfig, SharedConfigReader } from '../config/sharedConfig.ts';
import { isAwsError, memberOf } from '../connection.ts';
import { problemOfCredentials } from '../credentials/problems.ts';
import type { SdkFiles } from '../credentials/sdkFiles.ts';
import { dnsSuffixOf } from '../dnsSuffix.ts';
import { type JsonObject, listIn, readAnswer, textIn } from '../jsonCall.ts';
import { pagesOf } from '../pages.ts';
import { withRetries } from '../retries.ts';
import { textOf } from '../signedCall.ts';
import { unlessAborted } from '../unlessAborted.ts';

export interface PortalOptions {
  readonly environment: Environment;
  readonly reader: Pick<SharedConfigReader, 'read'>;
  readonly files: SdkFiles;
}

/**
 * The lists of IAM Identity Center's portal, which takes the token of a session and no signature (IAM Identity Center Portal API
 * Reference, ListAccounts and ListAccountRoles). The token is the one that `aws sso login` left; the SDK renews it as it does for
 * profiles.
 */
export function ssoPortal({ environment, reader, files }: PortalOptions): SsoPortal {
  const list = async (session: string, { operation, path, member, query }: List, signal: AbortSignal) => {
    const { portal, token } = await open(session, { environment, reader, files }, signal);
    const all: unknown[] = [];
    const call = { service: 'sso', operation, region: portal.region };
    const pages = pagesOf(
      call,
      next => ask(portal, path, { ...query, ...(next && { next_token: next }) }, token, call, signal),
      page => textIn(page, 'nextToken'),
    );
    for await (const page of pages) {
      all.push(...memberOf(listIn(page, member), member, call));
    }
    return all;
  };
  return {
    sessions: async () => [...(await reader.read()).ssoSessions.keys()],
    async accounts(session, signal) {
      const found = await list(session, accounts, signal);
      return found.flatMap(one => accountIn(one) ?? []);
    },
    async roles(session, account, signal) {
      try {
        const found = await list(session, rolesOf(account), signal);
        return found.flatMap(one => textIn(one, 'roleName') ?? []);
      } catch (error) {
        // Nothing of the account is for this person.
        if (isAwsError(error, 'ForbiddenException')) {
          return [];
        }
        throw error;
      }
    },
  };
}

interface List {
  readonly operation: string;
  readonly path: string;
  readonly member: string;
  readonly query: Readonly<Record<string, string>>;
}

const accounts: List = {
  operation: 'ListAccounts',
  path: '/assignment/accounts',
  member: 'accountList',
  query: { max_result: '100' },
};

function rolesOf(account: string): List {
  return {
    operation: 'ListAccountRoles',
    path: '/assignment/roles',
    member: 'roleList',
    query: { account_id: account, max_result: '100' },
  };
}

interface Portal {
  readonly region: string;
  readonly handler: InnerHandler;
}

/** The portal of a session and the token that opens it. Throws `ProblemError`. */
async function open(
  session: string,
  { environment, reader, files }: PortalOptions,
  signal: AbortSignal,
): Promise<{ readonly portal: Portal; readonly token: string }> {
  const config = await reader.read();
  const region = config.ssoSessions.get(session)?.get('sso_region');
  if (!region) {
    throw new ProblemError({
      kind: 'sso-section-missing',
      detail: `[sso-session ${session}]`,
    });
  }
  const name = `session ${session}`;
  const settings = profileOfSession(session, config);
  const own: SharedConfig = { ...config, profiles: new Map([[name, { settings }]]) };
  const network = await networkOf(endpointsOf(name, own, environment.variables), settings, environment);
  const handler = new InnerHandler(network);
  const paths = sharedFilesOf(environment);
  files.include(name, own);
  files.show();
  try {
    const provider = fromSso({
      profile: files.nameFor(name),
      filepath: paths.credentials,
      configFilepath: paths.config,
      clientConfig: innerClientOptions(network, handler, false),
    });
    // A renewal goes on when nobody waits for it: its answer takes the place of the token that can be used once.
    const { token } = await unlessAborted(signal, () => provider());
    return { portal: { region, handler }, token };
  } catch (error) {
    throw new ProblemError(signal.aborted ? { kind: 'cancelled' } : problemOfCredentials(error, session));
  }
}

async function ask(
  { region, handler }: Portal,
  path: string,
  query: Readonly<Record<string, string>>,
  token: string,
  call: { readonly service: string; readonly operation: string; readonly region: string },
  signal: AbortSignal,
): Promise<JsonObject> {
  const hostname = `portal.sso.${region}.${dnsSuffixOf(region)}`;
  try {
    const { output } = await withRetries(call, signal, async () => {
      const request: HttpRequest = {
        method: 'GET',
        protocol: 'https:',
        hostname,
        path,
        query,
        headers: { host: hostname, 'x-amz-sso_bearer_token': token },
      };
      const { response } = await handler.handle(request as Parameters<typeof handler.handle>[0], {
        abortSignal: signal,
      });
      return readAnswer(response, await textOf(response));
    });
    return output;
  } catch (error) {
    throw new ProblemError(
      signal.aborted
        ? { kind: 'cancelled', ...call }
        : { ...problemOfCredentials(error, call.operation, [token]), ...call },
    );
  }
}

function accountIn(value: unknown): SsoAccount | undefined {
  const id = textIn(value, 'accountId');
  return id !== undefined && isAccountId(id) ? { id, name: textIn(value, 'accountName') ?? id } : undefined;
}
