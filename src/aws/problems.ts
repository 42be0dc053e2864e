import { causeOfError } from '../core/account/cause.ts';
import { type Problem, ProblemError } from '../core/account/problem.ts';
import { redact } from '../core/base/redact.ts';

/** The call that was made, or was about to be. */
export interface CallName {
  /** As IAM writes it: `cloudtrail`, `kms`, `s3`, … */
  readonly service: string;
  /** As the API writes it: `DescribeTrails`. */
  readonly operation: string;
  readonly region?: string;
}

/**
 * What an error of a call means. The only place that reads names, codes and texts of errors of services; those of
 * credentials are read by `problemOfCredentials`. `secrets` are removed from the result.
 */
export function problemOfCall(error: unknown, call: CallName, secrets: Iterable<string> = []): Problem {
  if (error instanceof ProblemError) {
    return error.problem;
  }
  const facts = factsOf(error);
  // The SDK's own word where AWS said nothing.
  const said = unnamed.test(facts.message) ? '' : facts.message;
  const detail = redact(said, secrets).replace(/\s+/g, ' ').trim();
  const context = {
    ...call,
    ...(facts.requestId && { requestId: facts.requestId }),
    ...(detail && { detail }),
  };
  if (facts.name === 'AbortError') {
    return { kind: 'cancelled', ...context };
  }
  const fault = connectionFault(facts);
  if (fault) {
    return { kind: fault, ...context, detail: facts.code ? `${facts.code}: ${detail}` : detail };
  }
  if (facts.foreign) {
    return { kind: 'not-aws', ...context, detail: foreignDetail(facts) };
  }
  if (!facts.answered) {
    return { kind: isRefusedRegion(facts) ? 'profile-incomplete' : 'local-error', ...context };
  }
  if (isDenied(facts, call)) {
    return { kind: 'access-denied', ...context, ...denialOf(facts.message, call) };
  }
  return { ...problemByName(facts, call), ...context };
}

/** What is read from any error. */
export interface ErrorFacts {
  readonly name: string;
  readonly message: string;
  /** Node's code of a failed connection. */
  readonly code: string | undefined;
  readonly status: number | undefined;
  readonly requestId: string | undefined;
  /** The answer was not written by AWS. */
  readonly foreign: boolean;
  /** It is or wraps an answer. The rest are errors of the AWS SDK and of Node themselves. */
  readonly answered: boolean;
}

export function factsOf(error: unknown): ErrorFacts {
  const raw = (typeof error === 'object' && error !== null ? error : { message: String(error) }) as RawError;
  const headers = raw.$response?.headers ?? {};
  const requestId =
    raw.$metadata?.requestId ?? headers['x-amzn-requestid'] ?? headers['x-amz-request-id'] ?? raw.RequestId;
  const name = raw.name ?? 'Error';
  const code = codeOf(raw);
  const status = raw.$metadata?.httpStatusCode ?? raw.$response?.statusCode;
  return {
    name,
    message: raw.message ?? '',
    code,
    status,
    requestId,
    foreign:
      isUnreadable(raw, code) || (raw.$response !== undefined && !requestId && !saysItIsAws(name, headers)),
    answered: status !== undefined || raw.$fault !== undefined || !isNameOfProgram.test(name),
  };
}

/**
 * The answer is neither HTTP, JSON nor XML, longer than any of AWS, or not what the operation returns. The SDK's XML reader throws plain
 * errors, recognisable only by their first words; errors of its other readers carry the answer.
 */
function isUnreadable({ name = '', message = '', $response }: RawError, code = ''): boolean {
  return (
    name === 'SyntaxError' ||
    name === 'AnswerTooLongError' ||
    message.startsWith('@aws-sdk XML parse error') ||
    code.startsWith('HPE_') ||
    ($response !== undefined && isNameOfProgram.test(name) && name !== 'Error')
  );
}

/** Classes of JavaScript and of the SDK. No service names its errors like these. */
const isNameOfProgram =
  /^(?:(?:Type|Range|Reference|URI|Eval|Aggregate)?Error|(?:Endpoint|\w*Provider)Error)$/;

/** Before anything is sent, the SDK looks at the Region of the profile (`checkRegion` of @smithy/core). */
function isRefusedRegion({ message }: ErrorFacts): boolean {
  return /^Region (?:is missing|not accepted)/.test(message);
}

/** The parts of an error of the AWS SDK or of Node that are read here. */
interface RawError {
  readonly name?: string;
  readonly message?: string;
  readonly code?: string;
  readonly cause?: unknown;
  readonly RequestId?: string;
  readonly $fault?: string;
  readonly $metadata?: { readonly requestId?: string; readonly httpStatusCode?: number };
  readonly $response?: { readonly statusCode?: number; readonly headers?: Readonly<Record<string, string>> };
}

/** The system's error code, of the error or of one of the attempts it wraps. */
function codeOf({ code, cause }: RawError): string | undefined {
  if (typeof code === 'string' && /^[A-Z][A-Z\d_]+$/.test(code)) {
    return code;
  }
  return typeof cause === 'object' && cause !== null ? codeOf(cause as RawError) : undefined;
}

/** An answer without a request id may still be AWS's when it carries an error in AWS's form. */
function saysItIsAws(name: string, headers: Readonly<Record<string, string>>): boolean {
  return !/text\/html/i.test(headers['content-type'] ?? '') && !unnamed.test(name);
}

/** What the SDK calls an error, and has it say, where the answer gives neither a name nor a text. */
const unnamed = /^(?:Unknown|UnknownError|Error|\d+)$/;

function foreignDetail({ status }: ErrorFacts): string {
  return status === undefined
    ? 'The answer did not come from AWS.'
    : `The answer was not one of AWS (HTTP ${status}).`;
}

function connectionFault({
  name,
  code = '',
  message,
}: ErrorFacts): 'timeout' | 'network' | 'certificate' | undefined {
  if (isOfCertificate({ code })) {
    return 'certificate';
  }
  if (code === 'ETIMEDOUT' || (name === 'TimeoutError' && !networkCodes.has(code))) {
    return 'timeout';
  }
  return networkCodes.has(code) || /socket hang up|EPROTO/.test(message) ? 'network' : undefined;
}

export function isOfCertificate({ code = '' }: Pick<ErrorFacts, 'code'>): boolean {
  return certificateCode.test(code);
}

/** Codes of OpenSSL and of Node's own checks. */
const certificateCode =
  /CERT|^UNABLE_TO_(?:GET|VERIFY|DECRYPT|DECODE)|^SELF_SIGNED|^DEPTH_ZERO|^ERR_TLS|^HOSTNAME_MISMATCH|^CRL_/;

const networkCodes = new Set([
  'ENOTFOUND',
  'EAI_AGAIN',
  'EAI_FAIL',
  'ECONNREFUSED',
  'ECONNRESET',
  'ECONNABORTED',
  'EHOSTUNREACH',
  'EHOSTDOWN',
  'ENETUNREACH',
  'ENETDOWN',
  'EADDRNOTAVAIL',
  'EPIPE',
  'EPROTO',
  'ERR_SOCKET_CLOSED',
  'ERR_STREAM_PREMATURE_CLOSE',
]);

function isDenied({ name, status, message }: ErrorFacts, { operation }: CallName): boolean {
  return (
    /^(?:AccessDenied(?:Exception)?|UnauthorizedOperation|AuthorizationError(?:Exception)?|NotAuthorized)$/.test(
      name,
    ) ||
    // A refused HeadBucket has no body, and so no name.
    (status === 403 && (unnamed.test(name) || name === 'Forbidden')) ||
    // Another error of a known name may quote what was denied to another principal, such as the role of a log group.
    (/is not authorized to perform/.test(message) && causeOfError({ name, operation }) === 'other')
  );
}

type Denial = Pick<Extract<Problem, { kind: 'access-denied' }>, 'action' | 'explicitDeny'>;

/** IAM User Guide, "Troubleshoot access denied error messages". */
function denialOf(message: string, call: CallName): Denial {
  const action = /not authorized to perform:?\s+([\w-]+:\w+)/.exec(message)?.[1] ?? actionOf(call);
  // A boundary or an organization's policy that does not allow it forbids it as surely as one that denies it.
  if (/service control policy/i.test(message)) {
    return { action, explicitDeny: 'service-control-policy' };
  }
  if (/permissions boundary/i.test(message)) {
    return { action, explicitDeny: 'permissions-boundary' };
  }
  return { action, ...(/explicit deny/i.test(message) && { explicitDeny: 'other' as const }) };
}

/** The IAM action of a call; they share their name but for a few of S3. */
export function actionOf({ service, operation }: CallName): string {
  return `${service}:${actionsOfS3.get(operation) ?? operation}`;
}

const actionsOfS3: ReadonlyMap<string, string> = new Map([
  ['HeadBucket', 'ListBucket'],
  ['GetBucketEncryption', 'GetEncryptionConfiguration'],
]);

type Named =
  | { readonly kind: Exclude<Problem['kind'], 'aws-error' | 'access-denied'> }
  | { readonly kind: 'aws-error'; readonly name: string };

function problemByName({ name, message, status }: ErrorFacts, { operation }: CallName): Named {
  // Of a web identity it is the token that has expired.
  const isOfToken = operation === 'AssumeRoleWithWebIdentity';
  if (!isOfToken && /^(?:ExpiredToken(?:Exception)?|TokenRefreshRequired)$/.test(name)) {
    return { kind: 'credentials-expired' };
  }
  if (/^(?:RequestTimeTooSkewed|RequestExpired|RequestInTheFuture)$/.test(name)) {
    return { kind: 'clock-skewed' };
  }
  if (/^(?:InvalidSignature(?:Exception)?|SignatureDoesNotMatch)$/.test(name)) {
    // The same name is used for a wrong secret key and for a signature of another time.
    return { kind: /expired|not yet current/i.test(message) ? 'clock-skewed' : 'credentials-invalid' };
  }
  if (invalidCredentials.test(name)) {
    return { kind: 'credentials-invalid' };
  }
  if (/^(?:RegionDisabled(?:Exception)?|OptInRequired)$/.test(name)) {
    return { kind: 'region-disabled' };
  }
  if (status === 429 || throttling.test(name)) {
    return { kind: 'throttled' };
  }
  return name === 'RequestTimeout' || name === 'RequestTimeoutException'
    ? { kind: 'timeout' }
    : { kind: 'aws-error', name: unnamed.test(name) && status ? `HTTP ${status}` : name };
}

const invalidCredentials =
  /^(?:UnrecognizedClient(?:Exception)?|InvalidClientTokenId|InvalidAccessKeyId|AuthFailure|InvalidToken|IncompleteSignature(?:Exception)?|MissingAuthenticationToken(?:Exception)?|NotSignedUp|InactiveAccessKeyId)$/;

const throttling =
  /^(?:Throttl\w*|TooManyRequests(?:Exception)?|RequestLimitExceeded|RequestThrottled\w*|SlowDown|BandwidthLimitExceeded|PriorRequestNotComplete|EC2ThrottledException)$/;
