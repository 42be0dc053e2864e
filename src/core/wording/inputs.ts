import { quoted } from '../base/show.ts';
import type { SettingFault } from '../iac/inputSetting.ts';
import type { InputFault } from '../iac/inputs.ts';
import { type Message, message } from './message.ts';

/** What is wrong with something that the setting `inputs` names. `written` is how it stands there. */
export function inputFaultMessage(what: InputFault['what'] | SettingFault['what'], written = ''): Message {
  const name = quoted(written);
  switch (what) {
    case 'unreadable':
      return message(
        '{0} could not be read, so nothing is judged with what it gives. Paths start at the workspace folder.',
        name,
      );
    case 'malformed':
      return message('{0} holds no inputs in a form that is known.', name);
    case 'outside':
      return message('{0} lies outside of the workspace folder and is not read.', name);
    case 'not-a-list':
      return message('The inputs that are deployed are a list of sets.');
    case 'not-a-set':
      return message('Each set of inputs is an object with files, values, an environment or a stage.');
    case 'unknown-property':
      return message('{0} is not a property of a set of inputs.', name);
    case 'wrong-value':
      return message('The value of {0} is of the wrong type.', name);
  }
}
