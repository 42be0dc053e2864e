import { quoted } from '../base/show.ts';
import { type FileFault, levels } from '../iac/configuration.ts';
import { inputFaultMessage } from './inputs.ts';
import { type Message, message } from './message.ts';

/** What is wrong with something in a configuration file. `written` is how it is called there. */
export function configurationFaultMessage(what: FileFault['what'], written = ''): Message {
  const name = quoted(written);
  switch (what) {
    case 'no-json':
      return message('This is not a JSON object, so nothing of this file is used. Comments are allowed.');
    case 'unknown-setting':
      return message('{0} is not a setting.', name);
    case 'wrong-type':
      return message('The value is of the wrong type.');
    case 'no-level':
      return message('The severity is one of {0}.', levels.join(', '));
    case 'no-key':
      return message('This is not the ARN of a KMS key or of an alias.');
    case 'too-many':
      return message('There are too many entries. The last ones are not used.');
    case 'outside':
      return message('{0} lies outside the folder of this file and is not read.', name);
    case 'unreadable':
      return message(
        '{0} could not be read, so nothing is judged with what it gives. Paths start at the folder of this file.',
        name,
      );
    default:
      return inputFaultMessage(what, written);
  }
}
