import {
  CloudTrailClient,
  DescribeTrailsCommand,
  GetTrailCommand,
  GetTrailStatusCommand,
  StartLoggingCommand,
  StopLoggingCommand,
  UpdateTrailCommand,
} from '@aws-sdk/client-cloudtrail';
import {
  CancelKeyDeletionCommand,
  CreateAliasCommand,
  CreateKeyCommand,
  DescribeKeyCommand,
  DisableKeyCommand,
  EnableKeyCommand,
  EnableKeyRotationCommand,
  GetKeyPolicyCommand,
  GetKeyRotationStatusCommand,
  KMSClient,
  type KMSClientConfig,
  ListAliasesCommand,
  ListKeysCommand,
  PutKeyPolicyCommand,
  ScheduleKeyDeletionCommand,
} from '@aws-sdk/client-kms';
import { GetCallerIdentityCommand, STSClient } from '@aws-sdk/client-sts';
import type { AwsCredentialIdentity } from '@smithy/types';
import { QueryError, textOf } from './cliText.ts';

/** One call of the AWS CLI, as a shell made it. */
export interface Call {
  readonly words: readonly string[];
  /** `AWS_MAX_ATTEMPTS`; empty = not set. */
  readonly attempts: string;
}

/** What the call printed, and how it ended. */
export interface Answer {
  readonly status: number;
  readonly stdout: string;
  readonly stderr: string;
}

interface Client {
  send(command: never): Promise<object>;
  destroy(): void;
}

type Config = KMSClientConfig;

/**
 * The part of the AWS CLI that the scripts use, on the AWS SDK: options become members of the request; what is printed and
 * the status are those of the AWS CLI 2. `realCli.test.ts` holds it against a real one.
 */
export class AwsCommand {
  readonly #url: string;
  readonly #credentials: AwsCredentialIdentity;
  readonly #clients = new Map<string, Client>();

  constructor(url: string, who: string | AwsCredentialIdentity) {
    this.#url = url;
    this.#credentials = typeof who === 'string' ? { accessKeyId: who, secretAccessKey: 'secret' } : who;
  }

  async run({ words, attempts }: Call): Promise<Answer> {
    const [service = '', call = '', ...rest] = words;
    const { region = '', query, output: _, profile: __, ...members } = optionsIn(rest);
    const operation = pascal(call);
    const Command = commands[operation];
    if (!Command) {
      return { status: 252, stdout: '', stderr: `aws: error: argument operation: Invalid choice ${call}\n` };
    }
    const client = this.#client(service, String(region));
    const tries = Number(attempts || 3);
    try {
      let stdout = '';
      for (let input: object | undefined = inputOf(members); input; ) {
        const page = await sent(
          () => client.send(new Command(input as never) as never),
          tries,
          service === 'sts',
        );
        stdout += typeof query === 'string' ? textOf(query, page) : '';
        input = nextInput(input, page);
      }
      return { status: 0, stdout, stderr: '' };
    } catch (error) {
      return failure(error, operation, tries, this.#url);
    }
  }

  dispose(): void {
    for (const client of this.#clients.values()) client.destroy();
  }

  #client(service: string, region: string): Client {
    const name = `${service} ${region}`;
    const config: Config = {
      region,
      endpoint: this.#url,
      credentials: this.#credentials,
      maxAttempts: 1,
    };
    const client = this.#clients.get(name) ?? makeClient(service, config);
    this.#clients.set(name, client);
    return client;
  }
}

const commands: Readonly<Record<string, new (input: never) => object>> = {
  GetCallerIdentity: GetCallerIdentityCommand,
  DescribeTrails: DescribeTrailsCommand,
  GetTrail: GetTrailCommand,
  GetTrailStatus: GetTrailStatusCommand,
  StartLogging: StartLoggingCommand,
  StopLogging: StopLoggingCommand,
  UpdateTrail: UpdateTrailCommand,
  CancelKeyDeletion: CancelKeyDeletionCommand,
  CreateAlias: CreateAliasCommand,
  CreateKey: CreateKeyCommand,
  DescribeKey: DescribeKeyCommand,
  DisableKey: DisableKeyCommand,
  EnableKey: EnableKeyCommand,
  EnableKeyRotation: EnableKeyRotationCommand,
  GetKeyPolicy: GetKeyPolicyCommand,
  GetKeyRotationStatus: GetKeyRotationStatusCommand,
  ListAliases: ListAliasesCommand,
  ListKeys: ListKeysCommand,
  PutKeyPolicy: PutKeyPolicyCommand,
  ScheduleKeyDeletion: ScheduleKeyDeletionCommand,
};

function makeClient(service: string, config: Config): Client {
  switch (service) {
    case 'cloudtrail':
      return new CloudTrailClient(config as object);
    case 'kms':
      return new KMSClient(config);
    default:
      return new STSClient(config as object);
  }
}

function optionsIn(words: readonly string[]): Record<string, string | true> {
  const options: Record<string, string | true> = {};
  for (let at = 0; at < words.length; at++) {
    const name = words[at]?.replace(/^--/, '') ?? '';
    const value = words[at + 1];
    const hasValue = value !== undefined && !value.startsWith('--');
    options[name] = hasValue ? value : true;
    at += hasValue ? 1 : 0;
  }
  return options;
}

function inputOf(members: Readonly<Record<string, string | true>>): object {
  return Object.fromEntries(
    Object.entries(members).map(([option, value]) => {
      const name = pascal(option);
      const number = name === 'PendingWindowInDays';
      return [name === 'IncludeShadowTrails' ? 'includeShadowTrails' : name, number ? Number(value) : value];
    }),
  );
}

function nextInput(input: object, page: object): object | undefined {
  const { Truncated, NextMarker } = page as { readonly Truncated?: boolean; readonly NextMarker?: string };
  return Truncated ? { ...input, Marker: NextMarker } : undefined;
}

function pascal(words: string): string {
  return words.replace(/(?:^|-)(.)/g, (_, letter: string) => letter.toUpperCase());
}

/** What the JavaScript SDK throws, as far as it tells what came over the wire. */
interface SdkError {
  readonly name: string;
  readonly message: string;
  readonly code?: string;
  readonly $metadata?: { readonly httpStatusCode?: number };
  readonly $response?: { readonly statusCode?: number };
}

/**
 * Sends as often as the AWS CLI does, but without its waiting. What is no JSON is an empty answer to the AWS CLI, and what
 * is no XML an error.
 */
async function sent(send: () => Promise<object>, tries: number, isXml: boolean): Promise<object> {
  for (let one = 1; ; one++) {
    try {
      const answer = await send();
      if (isXml && !('Account' in answer && answer.Account))
        throw new QueryError("'GetCallerIdentityResult'");
      return answer;
    } catch (error) {
      if (error instanceof QueryError) throw error;
      const status = statusOf(error as SdkError);
      if (status === 200 && !isXml) return {};
      if (one >= tries || !isTransient(error as SdkError)) throw error;
    }
  }
}

function statusOf({ $metadata, $response }: SdkError): number | undefined {
  return $response?.statusCode ?? $metadata?.httpStatusCode;
}

function isTransient(error: SdkError): boolean {
  const status = statusOf(error);
  return status === undefined || status >= 500 || error.name === 'ThrottlingException';
}

function failure(thrown: unknown, operation: string, tries: number, url: string): Answer {
  const error = thrown as SdkError;
  const said = (status: number, sentence: string) => ({ status, stdout: '', stderr: `\n${sentence}\n` });
  if (thrown instanceof QueryError) {
    return said(255, error.message);
  }
  const status = statusOf(error);
  if (status === undefined) {
    return said(
      255,
      error.code === 'ECONNREFUSED'
        ? `Could not connect to the endpoint URL: "${url}/"`
        : `Connection was closed before we received a valid response from endpoint URL: "${url}/".`,
    );
  }
  const code = /^(?:Unknown|UnknownError|Error|SyntaxError)$/.test(error.name) ? String(status) : error.name;
  const retried = isTransient(error) ? ` (reached max retries: ${tries - 1})` : '';
  const { message } = error;
  return said(
    254,
    `An error occurred (${code}) when calling the ${operation} operation${retried}: ${message}`,
  );
}
