import { nameOf } from '../../../base/uri.ts';
import type { SourceDocument } from '../../sources/sources.ts';
import { isConfiguration } from './modules/files.ts';

/**
 * Whether a document is Terraform and may declare a trail, itself or through a module it calls. Asked of every
 * document: names are looked at first, then the text is searched for words.
 */
export function claims({ uri, text }: SourceDocument): boolean {
  if (isConfiguration(uri)) {
    return namesTrail.test(text) || callsModule(text);
  }
  return isNameless(uri) && isTerraform.test(text) && namesTrail.test(text);
}

const namesTrail = /aws_cloudtrail|awscc_cloudtrail_trail/;

/** `module "audit" {` with a source in a directory, or one that `terraform init` may have brought. */
export function callsModule(text: string): boolean {
  // Most texts do not hold the word, and that is known much sooner.
  return text.includes('module') && moduleCall.test(text);
}

const moduleCall = /^[ \t]*module[ \t]+"?[\w-]+"?[ \t]*\{|"module"\s*:/m;

const isTerraform =
  /^[ \t\uFEFF]*(?:resource|module|data)[ \t]+"?[\w-]+"?[ \t]*(?:"?[\w-]+"?[ \t]*)?\{|"resource"\s*:\s*[[{]/m;

/** A document that was never saved: it has neither a folder nor an extension. */
function isNameless(uri: string): boolean {
  return /^untitled:/.test(uri) && !/\.[a-z]+$/i.test(nameOf(uri));
}
