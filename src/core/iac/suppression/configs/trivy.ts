import { trivyRuleNames } from '../../scannerRules.ts';
import { at, listOf, textOf, withReason } from '../tool.ts';
import { isWildcardMatch } from '../wildcard.ts';
import { type ConfigEntry, type ConfigReader, configEntry, parseYaml, remembered } from './config.ts';

/**
 * Trivy's ignore files. `trivy.yaml` may name the one that is read in the place of `.trivyignore`; one whose name ends as a
 * YAML file's is read as such. (Trivy documentation, "Filtering", "Config file".)
 */
export const trivyConfigs: ConfigReader = async folder => {
  const [named] = await ignoreFileOf(await folder.read('trivy.yaml'));
  if (named !== undefined) {
    const config = await folder.read(named);
    return /\.ya?ml$/i.test(named) ? inYaml(config) : inLines(config);
  }
  return [
    ...(await inLines(await folder.read('.trivyignore'))),
    ...(await inYaml(await folder.read('.trivyignore.yaml'))),
    ...(await inYaml(await folder.read('.trivyignore.yml'))),
  ];
};

const ignoreFileOf = remembered<string>(async config => {
  const name = textOf(at(await parseYaml(config), 'ignorefile'));
  return name ? [name] : [];
});

/** An id a line, with `exp:yyyy-mm-dd` behind it. */
const inLines = remembered<ConfigEntry>(async config =>
  config.text.split(/\r?\n/).flatMap(line => {
    const [id = '', ...rest] = line.replace(/#.*/, '').trim().split(/\s+/);
    const expires = rest.find(word => word.startsWith('exp:'))?.slice('exp:'.length);
    return isTrivyRule(id)
      ? [configEntry(config, 'trivy', id, expires === undefined ? {} : { expires })]
      : [];
  }),
);

/** `misconfigurations`, each with `id`, `paths`, `expired_at` and `statement`. */
const inYaml = remembered<ConfigEntry>(async config =>
  listOf(at(await parseYaml(config), 'misconfigurations')).flatMap(one => {
    const id = textOf(at(one, 'id')) ?? '';
    if (!isTrivyRule(id)) {
      return [];
    }
    const expires = textOf(at(one, 'expired_at'))?.slice(0, 'yyyy-mm-dd'.length);
    const paths = listOf(at(one, 'paths')).flatMap(path => textOf(path) ?? []);
    const covers = (path: string) =>
      paths.length === 0 || paths.some(pattern => isWildcardMatch(pattern, path, 'path'));
    const told = withReason(textOf(at(one, 'statement')));
    return [
      configEntry(config, 'trivy', id, { ...told, ...(expires === undefined ? {} : { expires }) }, covers),
    ];
  }),
);

function isTrivyRule(id: string): boolean {
  return id !== '' && trivyRuleNames.some(name => isWildcardMatch(id, name, 'any-case'));
}
