import { environmentProfile, type HeaderFault } from '../../core/account/profile.ts';

/** What a section is, by its header. */
export type Header =
  | { readonly kind: SectionType; readonly name: string }
  /** Of no type. Its settings tell whether that is a mistake or another program's section. */
  | { readonly kind: 'other' }
  | { readonly kind: 'fault'; readonly fault: HeaderFault };

export type SectionType = 'profile' | 'sso-session' | 'services';

/**
 * The header of a section of the config file (AWS SDKs and Tools Reference Guide, "Format of the config file"), split
 * into type and name as botocore does it: the AWS CLI writes these headers, and quotes names with spaces.
 */
export function configHeader(header: string): Header {
  if (header === 'default') {
    return { kind: 'profile', name: 'default' };
  }
  const type = typeOf(header);
  if (!type) {
    return typeOf(header.trim()) || header.trim() === 'default'
      ? fault('header-blank-first')
      : { kind: 'other' };
  }
  const words = splitWords(header);
  if (!words) {
    return fault('header-quotation-open');
  }
  const [, name, ...more] = words;
  if (!name) {
    return fault('header-without-name');
  }
  return more.length > 0 ? fault('header-name-unquoted') : named(type, name);
}

/** The header of a section of the credentials file, which is the name of a profile as it is written. */
export function credentialsHeader(header: string): Header {
  const type = typeOf(header);
  if (!type || header === type) {
    return named('profile', header);
  }
  return fault(type === 'profile' ? 'profile-with-type' : 'section-of-config-file');
}

const types: readonly SectionType[] = ['profile', 'sso-session', 'services'];

function typeOf(header: string): SectionType | undefined {
  return types.find(
    type => header === type || (header.startsWith(type) && /^\s/.test(header.slice(type.length))),
  );
}

function named(kind: SectionType, name: string): Header {
  return kind === 'profile' && name === environmentProfile ? fault('name-reserved') : { kind, name };
}

function fault(kind: HeaderFault): Header {
  return { kind: 'fault', fault: kind };
}

/**
 * Words of a POSIX shell, without its expansions: quotation marks of both kinds join spaces to a word, and a backslash
 * takes the next character as it is, between `"` only another backslash and `"`. `undefined` where a quotation is open.
 */
function splitWords(text: string): string[] | undefined {
  if (!/["'\\]/.test(text)) {
    return text.split(/[ \t\r\n]+/).filter(word => word !== '');
  }
  const words: string[] = [];
  let word: string | undefined;
  let quotation = '';
  for (let at = 0; at < text.length; at++) {
    const character = text.charAt(at);
    const next = text.charAt(at + 1);
    if (character === quotation) {
      quotation = '';
    } else if (quotation === "'" || (character !== '\\' && quotation !== '')) {
      word += character;
    } else if (character === '\\') {
      if (next === '') {
        return undefined;
      }
      const escapes = quotation === '' || next === '\\' || next === quotation;
      word = (word ?? '') + (escapes ? next : character + next);
      at += 1;
    } else if (character === '"' || character === "'") {
      quotation = character;
      word ??= '';
    } else if (/[ \t\r\n]/.test(character)) {
      if (word !== undefined) words.push(word);
      word = undefined;
    } else {
      word = (word ?? '') + character;
    }
  }
  if (word !== undefined) words.push(word);
  return quotation === '' ? words : undefined;
}
