/**
 * Removes secrets from a text for a log or a person: AWS keys and tokens, signatures, codes, passwords in addresses, and
 * the value beside a name that says it is a secret. `known` are values to remove wherever they occur, if they have the
 * shape of a secret: stand-ins for AWS accept any key, such as `test` or an account number, which is a word of every
 * message. When in doubt, it removes a harmless word rather than keep a secret.
 */
export function redact(text: string, known: Iterable<string> = []): string {
  let clean = text;
  for (const secret of [...known].sort((a, b) => b.length - a.length)) {
    if (secret.length >= shortestSecret) {
      clean = clean.replaceAll(secret, removed).replaceAll(encodeURIComponent(secret), removed);
    } else if (/^\d{6}$/.test(secret)) {
      // The code of an MFA device, as a word of its own: not the middle of an account number.
      clean = clean.replaceAll(new RegExp(`(?<!\\w)${secret}(?!\\w)`, 'g'), removed);
    }
  }
  for (const [pattern, replacement] of patterns) {
    clean = clean.replace(pattern, replacement);
  }
  return clean;
}

const removed = '[removed]';

/** Access key ids have at least 16 characters, secret keys 40 (IAM API Reference, AccessKey). Tokens are longer. */
const shortestSecret = 16;

/** Names whose value is a secret, in any spelling: `SecretAccessKey`, `aws_secret_access_key`, `X-Amz-Security-Token`. */
const secretNames = [
  'secret[-_]?(?:access[-_]?)?key',
  'access[-_]?key[-_]?id',
  '(?:session|security|access|refresh|bearer|id|auth|web[-_]?identity|client)[-_]?token',
  'client[-_]?secret',
  'x-amz-(?:signature|credential|sso[-_]bearer[-_]token)',
  '(?:token|mfa|otp|one[-_]?time)[-_]?(?:code|pass(?:word|code)?)',
  'saml[-_]?assertion',
  'dpop(?:key)?',
  'private[-_]?key',
  'pass(?:word|wd|phrase)',
  'secret',
  'token',
  'api[-_]?key',
].join('|');

const patterns: readonly (readonly [RegExp, string])[] = [
  [/-----BEGIN [^-]*PRIVATE KEY-----[\s\S]*?(?:-----END [^-]*PRIVATE KEY-----|$)/g, removed],
  [/((?:proxy-)?authorization["']?\s*[:=]\s*["']?)[^"'\r\n]+/gi, `$1${removed}`],
  [/\b(AWS4-[\w-]+)\s+Credential=[^\r\n"']+/g, `$1 ${removed}`],
  [/\b(Bearer|Basic)\s+[\w.~+/=-]{8,}/gi, `$1 ${removed}`],
  // A password may hold `@`. On the web, a name without a password is a token: other addresses have users, `ssh://git@…`.
  [/([a-z][a-z\d+.-]{0,20}:\/\/)[^\s/@:]+:[^\s/]+@/gi, `$1${removed}@`],
  [/(https?:\/\/)[^\s/@]+@/gi, `$1${removed}@`],
  // A value in quotes may hold anything up to the closing one; a bare one ends at white space or punctuation.
  [
    new RegExp(`((?:${secretNames})\\\\?["']?\\s*[:=]>?\\s*)(\\\\?["'])(?:(?!\\2)(?:\\\\.|.))*\\2?`, 'gi'),
    `$1$2${removed}$2`,
  ],
  [new RegExp(`((?:${secretNames})["']?\\s*[:=]>?\\s*)(?!["'\\\\>])[^\\s&,;"'<>]+`, 'gi'), `$1${removed}`],
  [new RegExp(`(--?(?:${secretNames})\\s+)[^\\s-][^\\s]*`, 'gi'), `$1${removed}`],
  [new RegExp(`(<(?:${secretNames})>)[^<]*`, 'gi'), `$1${removed}`],
  [/\beyJ[\w-]+\.[\w-]+\.[\w-]*/g, removed],
  [/\b(?:AKIA|ASIA)[A-Z0-9]{12,}\b/g, removed],
  // Secret access keys have 40 characters of base64; capitals, small letters and digits distinguish them from hashes
  // and paths.
  [/(?<![\w/+])(?=[\w/+=]*[a-z])(?=[\w/+=]*[A-Z])(?=[\w/+=]*\d)[A-Za-z0-9/+]{40}(?![\w/+=])/g, removed],
  // Session and SSO tokens are the only words of this length.
  [/[\w+/=-]{100,}/g, removed],
  [/(\bcode\b\D{0,12})\d{6}\b/gi, `$1${removed}`],
];
