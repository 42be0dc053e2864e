// node scripts/release.mjs vX.Y.Z: prints the notes of the release from CHANGELOG.md, if the tag is the version of package.json and the
// changelog has a dated section for it. The workflow of releases begins with it.

import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { root } from './setup.mjs';

/** The section of a version, in Markdown. Throws where tag, version and changelog differ. */
export function releaseNotes({ tag, version, changelog }) {
  if (tag !== `v${version}`) {
    throw new Error(`The tag ${tag} is not v${version}, the version in package.json.`);
  }
  const sections = changelog.split(/^## /m).slice(1);
  const section = sections.find(text => text.startsWith(`[${version}] - `));
  if (!section) throw new Error(`CHANGELOG.md has no section [${version}] with a date.`);
  return `${section.slice(section.indexOf('\n')).trim()}\n`;
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const read = name => readFileSync(join(root, name), 'utf8');
  try {
    const { version } = JSON.parse(read('package.json'));
    process.stdout.write(releaseNotes({ tag: process.argv[2], version, changelog: read('CHANGELOG.md') }));
  } catch (error) {
    console.error(error.message);
    process.exit(1);
  }
}
