import { chmodSync, mkdirSync, writeFileSync } from 'node:fs';
import { delimiter, join } from 'node:path';

/**
 * Puts a stand-in for the AWS CLI into a folder and returns the PATH that finds it first. It knows `aws sso login
 * --profile NAME` alone: the identity provider of the demonstration does not exist, so the sign-in succeeds at once
 * and leaves the token that the real command would leave. On Windows it serves terminals alone: the extension starts an
 * `aws.exe` only, as the real one is.
 */
export function pathWithAwsCommand(folder: string, home: string): string {
  const bin = join(folder, 'bin');
  mkdirSync(bin, { recursive: true });
  const script = join(bin, 'aws.cjs');
  writeFileSync(script, source(join(home, '.aws')));
  writeFileSync(join(bin, 'aws'), `#!/bin/sh\nexec "${process.execPath}" "${script}" "$@"\n`);
  chmodSync(join(bin, 'aws'), 0o755);
  writeFileSync(join(bin, 'aws.cmd'), `@"${process.execPath}" "${script}" %*\r\n`);
  // A login shell begins with a PATH of its own, and VS Code takes over what it ends with.
  for (const name of ['.profile', '.zprofile']) {
    writeFileSync(join(home, name), `export PATH="${bin}:$PATH"\n`);
  }
  return `${bin}${delimiter}${process.env['PATH'] ?? ''}`;
}

function source(aws: string): string {
  return `const { createHash } = require('node:crypto');
const { readFileSync, writeFileSync } = require('node:fs');
const { join } = require('node:path');
const words = process.argv.slice(2);
const profile = words[words.indexOf('--profile') + 1];
if (words[0] !== 'sso' || words[1] !== 'login') {
  console.error('The demonstration stands in for "aws sso login" only.');
  process.exit(252);
}
const config = readFileSync(join(${JSON.stringify(aws)}, 'config'), 'utf8');
const section = config.split(/^\\[/m).find(text => text.startsWith('profile ' + profile + ']')) ?? '';
const session = /^sso_session = (.*)$/m.exec(section)?.[1] ?? '';
const path = join(${JSON.stringify(aws)}, 'sso', 'cache', createHash('sha1').update(session).digest('hex') + '.json');
const token = JSON.parse(readFileSync(path, 'utf8'));
writeFileSync(path, JSON.stringify({ ...token, expiresAt: new Date(Date.now() + 8 * 3600 * 1000).toISOString() }));
console.log('Successfully logged into Start URL: ' + token.startUrl);
`;
}
