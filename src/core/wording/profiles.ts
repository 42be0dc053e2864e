import { type ConfigFault, environmentProfile, type Profile } from '../account/profile.ts';
import { type Message, message } from './message.ts';

/** How profiles are written, for who has none yet. */
export const configurationGuide = 'https://docs.aws.amazon.com/cli/latest/userguide/cli-configure-files.html';

/** A profile as people call it. The credentials in the environment are none of the shared AWS files' and have no name. */
export function profileName(name: string): Message {
  return name === environmentProfile ? message('Environment') : message('{0}', name);
}

/** What a profile asks of a person before it acts; nothing where it asks for nothing. */
export function asksFor({ asksForMfa }: Pick<Profile, 'asksForMfa'>): readonly Message[] {
  return asksForMfa ? [message('asks for an MFA code')] : [];
}

/** Which other profiles see the same trail; nothing where none does. */
export function alsoThrough(profiles: readonly string[]): readonly Message[] {
  const [first, ...others] = profiles;
  if (first === undefined) {
    return [];
  }
  return [
    others.length === 0
      ? message('also through {0}', profileName(first))
      : message('also through {0} and {1} more', profileName(first), others.length),
  ];
}

/** What is wrong with a line of a shared AWS file, or with the file, and what would be right. */
export function faultInWords({ kind, subject = '' }: ConfigFault): Message {
  const header = cut(subject);
  switch (kind) {
    case 'file-unreadable':
      return message('This file could not be read: {0}', header);
    case 'file-not-regular':
      return message('This file could not be read: it is not a regular file');
    case 'file-too-large':
      return message('This file could not be read: it is larger than 10 MB');
    case 'file-in-utf-16':
      return message('AWS tools do not read this file: it is in UTF-16. Save it as UTF-8');
    case 'line-unknown':
      return message('This line is neither a [section] nor a setting (name = value)');
    case 'header-broken':
      return message('This line begins a section but is not a whole [section] header');
    case 'setting-before-section':
      return message('This setting is before the first [section]');
    case 'header-without-type':
      return message('In this file, write [profile {0}] instead of [{0}]', header);
    case 'header-blank-first':
      return message('Remove the space after the bracket: AWS tools do not read this section');
    case 'header-without-name':
      return message('[{0}] needs a name: AWS tools do not read this section', header);
    case 'header-name-unquoted':
      return message('A name with spaces needs quotation marks: [{0}] is not read', header);
    case 'header-quotation-open':
      return message(
        'The quotation marks of [{0}] are not closed: AWS tools do not read this section',
        header,
      );
    case 'profile-with-type':
      return message(
        'In this file, a profile is declared by its name alone, without "profile": [{0}]',
        header,
      );
    case 'section-of-config-file':
      return message('This section belongs in the config file: [{0}]', header);
    case 'name-reserved':
      return message(
        'This name is reserved for the credentials of the environment. Rename the profile: [{0}]',
        header,
      );
    case 'default-twice':
      return message('[default] is not read because the file also has [profile default]');
    case 'setting-in-capitals':
      return message('AWS SDKs read names in lower case only: {0}', header);
    case 'value-in-quotation-marks':
      return message('Remove the quotation marks of {0}: they count as part of the value', header);
    case 'region-malformed':
      return message('The value of {0} is not the name of a Region', header);
  }
}

function cut(text: string): string {
  return text.length > 100 ? `${text.slice(0, 99)}…` : text;
}
