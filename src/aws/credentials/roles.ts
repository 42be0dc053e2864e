import {
  AssumeRoleCommand,
  AssumeRoleWithWebIdentityCommand,
  type Credentials as SdkCredentials,
  STSClient,
} from '@aws-sdk/client-sts';
import type { AwsCredentialIdentity } from '@smithy/types';
import { type Problem, ProblemError } from '../../core/account/problem.ts';
import { readArn } from '../../core/trail/arn.ts';
import { homeRegionOf, partitionOf } from '../../core/trail/region.ts';
import type { ClientOptions } from '../clientOptions.ts';
import type { Settings } from '../config/sharedConfig.ts';
import { problemOfCall } from '../problems.ts';

/** Asks a person for the code of an MFA device; `undefined` when they give none, or when the signal says that nobody waits for it. */
export type AskMfaCode = (request: MfaRequest, signal: AbortSignal) => Promise<string | undefined>;

export interface MfaRequest {
  readonly profile: string;
  /** Serial number or ARN of the device. */
  readonly serial: string;
}

export interface RoleOptions {
  readonly profile: string;
  /** Where the profile's first calls go. */
  readonly region: string;
  readonly clientOptions: (region: string) => ClientOptions;
  readonly askMfaCode: AskMfaCode | undefined;
  /** Takes values that must never be shown. */
  readonly keepSecret: (value: string) => void;
  readonly secrets: Iterable<string>;
}

interface Role {
  readonly RoleArn: string;
  readonly RoleSessionName: string;
  readonly ExternalId?: string;
  readonly SerialNumber?: string;
  readonly DurationSeconds?: number;
}

/**
 * The role that a profile names, as the AWS SDK reads it. The session's name is made from `now`, in milliseconds since
 * 1970.
 */
export function roleIn(settings: Settings, now: number): Role {
  const [externalId, serial] = [settings.get('external_id'), settings.get('mfa_serial')];
  return {
    RoleArn: settings.get('role_arn') ?? '',
    RoleSessionName: settings.get('role_session_name') ?? `aws-sdk-js-${now}`,
    DurationSeconds: Number.parseInt(settings.get('duration_seconds') ?? '3600', 10),
    ...(externalId && { ExternalId: externalId }),
    ...(serial && { SerialNumber: serial }),
  };
}

interface WebIdentityRole extends Omit<Role, 'ExternalId' | 'SerialNumber'> {
  readonly WebIdentityToken: string;
}

/** Assumes the roles that a profile needs. Throws `ProblemError`. */
export class RoleAssumer {
  readonly #options: RoleOptions;
  #signal = new AbortController().signal;

  constructor(options: RoleOptions) {
    this.#options = options;
  }

  /** Whoever waits for what is assumed from now on: credentials are fetched for one signal at a time. */
  workFor(signal: AbortSignal): void {
    this.#signal = signal;
  }

  async assume(credentials: AwsCredentialIdentity, role: Role): Promise<AwsCredentialIdentity> {
    const TokenCode = role.SerialNumber && (await this.#code(role.SerialNumber));
    return this.#call('AssumeRole', role.RoleArn, options =>
      new STSClient({ ...options, credentials }).send(
        new AssumeRoleCommand({ ...role, ...(TokenCode && { TokenCode }) }),
      ),
    );
  }

  async assumeWithWebIdentity(role: WebIdentityRole): Promise<AwsCredentialIdentity> {
    this.#options.keepSecret(role.WebIdentityToken);
    return this.#call('AssumeRoleWithWebIdentity', role.RoleArn, async options =>
      new STSClient(options).send(new AssumeRoleWithWebIdentityCommand(role)),
    );
  }

  async #code(serial: string): Promise<string> {
    const { askMfaCode, profile, keepSecret } = this.#options;
    const signal = this.#signal;
    const code = (await askMfaCode?.({ profile, serial }, signal))?.trim();
    if (!code && signal.aborted) {
      // Nobody refused anything: whoever comes later is asked.
      throw new ProblemError({ kind: 'cancelled' });
    }
    if (!code) {
      throw new ProblemError({ kind: 'mfa-code-missing', detail: serial });
    }
    keepSecret(code);
    return code;
  }

  async #call(
    operation: string,
    roleArn: string,
    send: (options: ClientOptions) => Promise<RoleAnswer>,
  ): Promise<AwsCredentialIdentity> {
    const region = this.#regionFor(roleArn);
    const call = { service: 'sts', operation, region };
    let answer: RoleAnswer;
    try {
      answer = await send(this.#options.clientOptions(region));
    } catch (error) {
      throw new ProblemError(asRoleProblem(problemOfCall(error, call, this.#options.secrets)));
    }
    const { AccessKeyId, SecretAccessKey, SessionToken, Expiration } = answer.Credentials ?? {};
    if (!AccessKeyId || !SecretAccessKey) {
      throw new ProblemError({ kind: 'not-aws', ...call, detail: 'The answer holds no credentials.' });
    }
    return {
      accessKeyId: AccessKeyId,
      secretAccessKey: SecretAccessKey,
      ...(SessionToken && { sessionToken: SessionToken }),
      ...(Expiration && { expiration: Expiration }),
    };
  }

  /** STS of the profile's Region, unless that is in another partition than the role. */
  #regionFor(roleArn: string): string {
    const partition = readArn(roleArn)?.partition ?? 'aws';
    const { region } = this.#options;
    return partitionOf(region) === partition ? region : homeRegionOf(partition);
  }
}

interface RoleAnswer {
  readonly Credentials?: SdkCredentials | undefined;
}

/** A refusal here is one of the role, or of the code that was typed. */
function asRoleProblem(problem: Problem): Problem {
  if (problem.kind !== 'access-denied') {
    return problem;
  }
  const { action: _, explicitDeny: __, ...context } = problem;
  const refusedCode = /MultiFactorAuthentication failed/i.test(problem.detail ?? '');
  return { ...context, kind: refusedCode ? 'mfa-code-refused' : 'role-refused' };
}
