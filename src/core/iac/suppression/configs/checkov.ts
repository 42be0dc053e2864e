import { isRuleOf } from '../../scannerRules.ts';
import { at, textsOf } from '../tool.ts';
import { isWildcardMatch } from '../wildcard.ts';
import { type ConfigEntry, type ConfigReader, configEntry, parseYaml, remembered } from './config.ts';

/** Checkov documentation, "Checkov configuration file": `skip-check`, ids with wildcards in a list or in one string. */
export const checkovConfigs: ConfigReader = async folder => [
  ...(await entriesOf(await folder.read('.checkov.yaml'))),
  ...(await entriesOf(await folder.read('.checkov.yml'))),
];

const entriesOf = remembered<ConfigEntry>(async config =>
  textsOf(at(await parseYaml(config), 'skip-check'))
    .filter(id => isRuleOf('checkov', id) || (id.includes('*') && isWildcardMatch(id, 'CKV_AWS_35', 'exact')))
    .map(id => configEntry(config, 'checkov', id)),
);
