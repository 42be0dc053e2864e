import type { DialectName } from '../../../../programs/dialect.ts';
import type { Site } from '../site.ts';
import { csharp } from './csharp.ts';
import type { Forms } from './form.ts';
import { go } from './go.ts';
import { java } from './java.ts';
import { javascript } from './javascript.ts';
import { python } from './python.ts';

export type { DocumentForm } from './form.ts';

/** How the language of a program writes policy documents that the provider puts together. */
export function formsOf({ style }: Pick<Site, 'style'>): Forms {
  return forms[style.writer.language];
}

const forms: Readonly<Record<DialectName, Forms>> = { javascript, python, go, csharp, java };
