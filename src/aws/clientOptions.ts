import { NodeHttpHandler } from '@smithy/node-http-handler';
import type { AwsCredentialIdentity, Logger } from '@smithy/types';
import { ProblemError } from '../core/account/problem.ts';
import type { AwsClock } from './awsClock.ts';
import { boundedAnswer } from './boundedAnswer.ts';
import { type Endpoints, isTrue, type ServiceId } from './config/endpoints.ts';
import { type Environment, expandHome } from './config/environment.ts';
import type { Settings } from './config/sharedConfig.ts';
import { type WholeFile, wholeFile } from './config/wholeFile.ts';

/** Options of all clients of an account, in the words of the AWS SDK. */
export interface ClientOptions {
  readonly region: string;
  readonly endpoint?: string;
  readonly credentials?: AwsCredentialIdentity | (() => Promise<AwsCredentialIdentity>);
  readonly requestHandler: NodeHttpHandler;
  readonly logger: Logger;
  readonly maxAttempts: number;
  readonly retryMode: 'standard';
  readonly defaultsMode: 'standard';
  readonly useFipsEndpoint: boolean;
  readonly useDualstackEndpoint: boolean;
  readonly userAgentAppId: string;
  readonly authSchemePreference: string[];
  readonly ignoreConfiguredEndpointUrls: true;
  readonly disableClockSkewCorrection: false;
  /** Milliseconds by which AWS's clock is ahead. */
  readonly systemClockOffset?: number;
}

/** A profile's settings of the network: its addresses, their variants, and whom to trust. */
export interface Network {
  readonly endpoints: Endpoints;
  readonly fips: boolean;
  readonly dualStack: boolean;
  /** Certificates that take the place of the system's, in PEM. */
  readonly certificates?: string;
}

/**
 * Every option is set: the SDK would read a missing one from the shared files, again for every client, and for the
 * profile in AWS_PROFILE instead of this one.
 */
export function clientOptions(
  network: Network,
  requestHandler: NodeHttpHandler,
  service: ServiceId,
  region: string,
): ClientOptions {
  const endpoint = network.endpoints(service);
  return {
    ...innerClientOptions(network, requestHandler, endpoint !== undefined),
    region,
    ...(endpoint && { endpoint }),
  };
}

/** For clients that the SDK creates itself, which know their Region. */
export function innerClientOptions(
  network: Network,
  requestHandler: NodeHttpHandler,
  customAddress: boolean,
): Omit<ClientOptions, 'region'> {
  return {
    requestHandler,
    logger: withoutCalls,
    maxAttempts: 3,
    retryMode: 'standard',
    defaultsMode: 'standard',
    // An address of one's own has no variants; the SDK refuses the two together.
    useFipsEndpoint: network.fips && !customAddress,
    useDualstackEndpoint: network.dualStack && !customAddress,
    userAgentAppId: 'cloudtrail-encryption',
    authSchemePreference: [],
    ignoreConfiguredEndpointUrls: true,
    disableClockSkewCorrection: false,
  };
}

/** Reads the certificates that the settings name; throws `ProblemError` where they cannot be read. */
export async function networkOf(
  endpoints: Endpoints,
  settings: Settings | undefined,
  { variables, home }: Environment,
): Promise<Network> {
  const bundle = variables['AWS_CA_BUNDLE'] || settings?.get('ca_bundle');
  const certificates = bundle ? await readBundle(expandHome(bundle, home)) : undefined;
  return {
    endpoints,
    fips: isTrue(variables['AWS_USE_FIPS_ENDPOINT'] ?? settings?.get('use_fips_endpoint')),
    dualStack: isTrue(variables['AWS_USE_DUALSTACK_ENDPOINT'] ?? settings?.get('use_dualstack_endpoint')),
    ...(certificates && { certificates }),
  };
}

async function readBundle(path: string): Promise<string> {
  const file = await wholeFile(path);
  if (file.kind === 'bytes') {
    return file.bytes.toString('utf8');
  }
  throw new ProblemError({
    kind: 'profile-incomplete',
    detail: `The certificates of ca_bundle could not be read: ${path} (${whyUnread(file)}).`,
  });
}

function whyUnread(file: Exclude<WholeFile, { kind: 'bytes' }>): string {
  switch (file.kind) {
    case 'not-regular':
      return 'not a file on a disk';
    case 'too-large':
      return 'too large';
    case 'unreadable':
      return file.code;
  }
}

/** Gives up an answer without an end, and learns the time from each. */
class Handler extends NodeHttpHandler {
  readonly #clock: AwsClock | undefined;

  constructor(options: ReturnType<typeof handlerOptions>, clock?: AwsClock) {
    super(options);
    this.#clock = clock;
  }

  override async handle(...call: Parameters<NodeHttpHandler['handle']>) {
    const { response } = await super.handle(...call);
    this.#clock?.hear(response.headers);
    response.body = boundedAnswer(response.body);
    return { response };
  }
}

/** Connections are kept for the next call; a server that says nothing is given up. */
export function makeHandler(network: Network, clock: AwsClock): NodeHttpHandler {
  return new Handler(handlerOptions(network, true), clock);
}

/**
 * For a call that is sent once, by a client of its own. It has a new connection, since one that was kept may be dead: the
 * SDK would find out by a second try.
 */
export function oneAttempt({ network, clock }: { readonly network: Network; readonly clock: AwsClock }) {
  return { requestHandler: new Handler(handlerOptions(network, false), clock), maxAttempts: 1 };
}

/**
 * For the SDK's own clients, which are few and short: SSO, its token service, and the console's sign-in. They take one
 * set of options, so that an address of one of them is put in here. None of their requests is signed.
 */
export class InnerHandler extends Handler {
  readonly #endpoints: Endpoints;

  constructor(network: Network, clock?: AwsClock) {
    super(handlerOptions(network, false), clock);
    this.#endpoints = network.endpoints;
  }

  override handle(...[request, options]: Parameters<NodeHttpHandler['handle']>) {
    const service = services.find(([host]) => host.test(request.hostname))?.[1];
    const address = service && this.#endpoints(service);
    if (address) {
      const { protocol, hostname, port, pathname, host } = new URL(address);
      request.protocol = protocol;
      request.hostname = hostname;
      if (port) {
        request.port = Number(port);
      } else {
        delete request.port;
      }
      request.path = pathname.replace(/\/$/, '') + request.path;
      request.headers['host'] = host;
    }
    return super.handle(request, options);
  }
}

const services: readonly (readonly [RegExp, ServiceId])[] = [
  [/^portal\.sso/, 'SSO'],
  [/^oidc/, 'SSO OIDC'],
  [/signin\./, 'Signin'],
];

function handlerOptions({ certificates }: Network, keepAlive: boolean) {
  const agent = { keepAlive, maxSockets: 64 };
  return {
    connectionTimeout: 5_000,
    requestTimeout: 30_000,
    // Without it the SDK only warns, and waits on.
    throwOnRequestTimeout: true,
    httpAgent: agent,
    httpsAgent: { ...agent, ...(certificates && { ca: certificates }) },
    logger: silent,
  };
}

/** The SDK would write to the console. */
const silent = { trace() {}, debug() {}, info() {}, warn() {}, error() {} };

/**
 * The SDK asks for `info` to tell each call with its answer, of which it would first make a copy without secrets: a sixth of all
 * that the first calls take.
 */
const withoutCalls: Logger = { ...silent, info: undefined as never };
