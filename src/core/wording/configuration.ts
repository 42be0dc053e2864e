import { quoted } from '../base/show.ts';
import { type FileFault, levels } from '../iac/configuration/configuration.ts';
import { inputFaultMessage } from './inputs.ts';
import { type Message, message } from './message.ts';

/** What is wrong with something in a configuration file. `written` is how it is called there. */
export function configurationFaultMessage(what: FileFault['what'], written = ''): Message {
  const name = quoted(written);
  switch (what) {
    case 'no-json':
      return message('The file is not a JSON object and is ignored. Comments are allowed.');
    case 'unknown-setting':
      return message('{0} is not a setting.', name);
    case 'wrong-type':
      return message('The value has the wrong type.');
    case 'no-level':
      return message('The severity must be one of {0}.', levels.join(', '));
    case 'no-key':
      return message('The value must be the ARN of a KMS key or of an alias.');
    case 'alias':
      return message(
        'With the ARN of an alias, every plan or preview would show a difference. Name the ARN of the key itself.',
      );
    case 'too-many':
      return message('Too many entries: the last ones are ignored.');
    case 'outside':
      return message('{0} is outside the folder of this file and is not read.', name);
    case 'unreadable':
      return message(
        '{0} could not be read and is ignored. Paths are relative to the folder of this file.',
        name,
      );
    default:
      return inputFaultMessage(what, written);
  }
}
