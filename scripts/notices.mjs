// The licence texts of what is bundled, as their licences ask. esbuild's metafile names the exact inputs, so the list
// is neither longer nor shorter than what ships.

import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { root } from './setup.mjs';

/** Writes one text with a section per package, in the order of their names. */
export function writeNotices(metafiles, path) {
  const directories = new Set();
  for (const { inputs, outputs } of metafiles) {
    if (!Object.keys(outputs).some(output => output.startsWith('dist/'))) continue;
    for (const input of Object.keys(inputs)) {
      const directory = packageDirectory(input);
      if (directory !== undefined) directories.add(directory);
    }
  }
  const packages = [...directories].map(readPackage).sort((a, b) => a.title.localeCompare(b.title, 'en'));
  const without = packages.filter(one => one.licence === undefined).map(one => one.title);
  if (without.length > 0) console.warn(`no licence known for ${without.join(', ')}`);
  const sections = packages.map(one => `${'='.repeat(80)}\n${one.title}\n${one.source}\n\n${one.text}\n`);
  writeFileSync(path, `CloudTrail Encryption contains the following packages.\n\n${sections.join('\n')}`);
}

/** `node_modules/@aws-sdk/core/dist-es/x.js` → `node_modules/@aws-sdk/core`, also for nested node_modules. */
function packageDirectory(input) {
  return /^(?:.*\/)?node_modules\/(?:@[^/]+\/)?[^/]+/.exec(input)?.[0];
}

function readPackage(directory) {
  const path = join(root, directory);
  const manifest = JSON.parse(readFileSync(join(path, 'package.json'), 'utf8'));
  const file = readdirSync(path).find(name => /^(licen[cs]e|copying)(\.|$)/i.test(name));
  return {
    title: `${manifest.name} ${manifest.version} (${manifest.license ?? 'see below'})`,
    source: typeof manifest.repository === 'string' ? manifest.repository : (manifest.repository?.url ?? ''),
    licence: manifest.license ?? file,
    text:
      file === undefined
        ? `Published under the ${manifest.license} licence without a copy of its text.`
        : readFileSync(join(path, file), 'utf8').trim(),
  };
}
