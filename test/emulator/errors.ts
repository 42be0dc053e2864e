/**
 * An answer other than success. `code` is AWS's name for it, as the SDK shows it in `error.name`; `status` the HTTP status.
 * Thrown by rules and services, written in the wire format of the service asked.
 */
export class AwsError extends Error {
  readonly code: string;
  readonly status: number;
  /** Headers sent with the error, such as S3's `x-amz-bucket-region`. */
  readonly headers: Readonly<Record<string, string>>;

  constructor(code: string, message: string, status = 400, headers: Readonly<Record<string, string>> = {}) {
    super(message);
    this.name = code;
    this.code = code;
    this.status = status;
    this.headers = headers;
  }
}

/** Refuses the call with an AWS error. */
export function refuse(
  code: string,
  message: string,
  status = 400,
  headers: Readonly<Record<string, string>> = {},
): never {
  throw new AwsError(code, message, status, headers);
}
