import { quoted } from '../base/show.ts';
import type { SettingFault } from '../iac/inputSetting.ts';
import type { InputFault } from '../iac/inputs.ts';
import { type Message, message } from './message.ts';

/** What is wrong with an entry of the setting `inputs`. `written` is the entry as written. */
export function inputFaultMessage(what: InputFault['what'] | SettingFault['what'], written = ''): Message {
  const name = quoted(written);
  switch (what) {
    case 'unreadable':
      return message(
        '{0} could not be read and is ignored. Paths are relative to the workspace folder.',
        name,
      );
    case 'malformed':
      return message('{0} contains no inputs in a known format.', name);
    case 'outside':
      return message('{0} is outside the workspace folder and is not read.', name);
    case 'not-a-list':
      return message('The value must be a list of sets of inputs.');
    case 'not-a-set':
      return message('A set of inputs must be an object with files, values, an environment or a stage.');
    case 'unknown-property':
      return message('{0} is not a property of a set of inputs.', name);
    case 'wrong-value':
      return message('The value of {0} has the wrong type.', name);
  }
}
