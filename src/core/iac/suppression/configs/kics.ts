import { isRuleOf } from '../../scannerRules.ts';
import type { SourceDocument } from '../../sources/sources.ts';
import { at, textsOf } from '../tool.ts';
import { type ConfigEntry, type ConfigReader, configEntry, parseYaml, remembered } from './config.ts';

/**
 * `kics.config` of the folder that KICS is run in, and `dd-iac-scan.config` of its fork: JSON, YAML, TOML or HCL, whatever
 * its name. `exclude-queries` leaves queries out, `include-queries` leaves no others in; both are lists, or texts with
 * commas. (KICS documentation, "Configuration File"; Datadog documentation, "IaC Security Exclusions".)
 */
export const kicsConfigs: ConfigReader = async folder => [
  ...(await entriesOf(await folder.read('kics.config'))),
  ...(await entriesOf(await folder.read('dd-iac-scan.config'))),
];

const entriesOf = remembered<ConfigEntry>(async config => {
  const excluded = (await queriesIn(config, 'exclude-queries')).filter(isOurs);
  const included = await queriesIn(config, 'include-queries');
  const isLeftOut = included.length > 0 && !included.some(isOurs);
  return [...excluded, ...(isLeftOut ? ['include-queries'] : [])].map(one =>
    configEntry(config, 'kics', one),
  );
});

async function queriesIn(config: SourceDocument, setting: string): Promise<readonly string[]> {
  return textsOf(at(await parseYaml(config), setting) ?? assigned(config.text, setting));
}

/** What TOML and HCL give a name: a text, or a list of texts. */
function assigned(text: string, setting: string): string[] {
  const assignment = new RegExp(
    `^[ \\t]*"?${setting}"?[ \\t]*=[ \\t]*(\\[[^\\]]*\\]|"[^"\\n]*"|'[^'\\n]*')`,
    'm',
  );
  const value = assignment.exec(text)?.[1] ?? '';
  return [...value.matchAll(/"([^"\n]*)"|'([^'\n]*)'/g)].map(([, double, single]) => double ?? single ?? '');
}

function isOurs(id: string): boolean {
  return isRuleOf('kics', id);
}
