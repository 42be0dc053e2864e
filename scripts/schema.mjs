// The JSON schema of .cloudtrail-encryption.json, made from the settings of the manifest: what both may hold is written
// once. The build puts it into dist/; the extension contributes it, and the scanner's package has it, too.

import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { root } from './setup.mjs';

const prefix = 'cloudtrailEncryption.';

/** The settings that a file may hold, by the names that they have there. */
export const settingsOfFiles = ['inputs', 'diagnostics.severity', 'diagnostics.exclude', 'defaultKey'];

/** The schema as the text of a file. */
export function configurationSchema() {
  const manifest = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8'));
  const sentences = JSON.parse(readFileSync(join(root, 'package.nls.json'), 'utf8'));
  const settings = manifest.contributes.configuration.properties;
  const schema = {
    $schema: 'http://json-schema.org/draft-07/schema#',
    title: manifest.name,
    type: 'object',
    additionalProperties: false,
    properties: {
      $schema: { type: 'string' },
      ...Object.fromEntries(settingsOfFiles.map(name => [name, withoutScope(settings[prefix + name])])),
    },
  };
  const text = JSON.stringify(schema, undefined, 2).replace(/"%([^%"]+)%"/g, (_, name) =>
    JSON.stringify(inFile(sentences[name])),
  );
  return `${text}\n`;
}

function withoutScope({ scope, order, default: value, ...schema }) {
  return schema;
}

/** What a sentence about a setting says in a file: paths count from there, and settings are no links. */
function inFile(sentence) {
  return sentence
    .replaceAll('the workspace folder', 'the folder of this file')
    .replace(/`#([\w.]+)#`/g, '`$1`');
}
