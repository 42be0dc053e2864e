import { isTerraformToScanners } from '../../languageTable.ts';
import { isRuleOf } from '../../scannerRules.ts';
import { at, textsOf } from '../tool.ts';
import { type ConfigEntry, type ConfigReader, configEntry, parseYaml, remembered } from './config.ts';

/**
 * `.tfsec/config.yml` or `.tfsec/config.json` of the folder that tfsec is run in: `exclude` leaves rules out, `include`
 * leaves no other rules in. It reads Terraform alone. (tfsec documentation, "Config File".)
 */
export const tfsecConfigs: ConfigReader = async folder => [
  ...(await entriesOf(await folder.read('.tfsec/config.json'))),
  ...(await entriesOf(await folder.read('.tfsec/config.yml'))),
  ...(await entriesOf(await folder.read('.tfsec/config.yaml'))),
];

const entriesOf = remembered<ConfigEntry>(async config => {
  const written = await parseYaml(config);
  const excluded = textsOf(at(written, 'exclude')).filter(isOurs);
  const included = textsOf(at(written, 'include'));
  return [...excluded, ...(included.length > 0 && !included.some(isOurs) ? ['include'] : [])].map(one =>
    configEntry(config, 'tfsec', one, {}, (_path, language) => isTerraformToScanners(language)),
  );
});

function isOurs(id: string): boolean {
  return isRuleOf('tfsec', id);
}
