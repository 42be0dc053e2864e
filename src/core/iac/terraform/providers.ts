import { literalText } from '../formats/hcl/index.ts';
import { canonical } from './evaluation/canonical.ts';
import { bodiesOf, type Declared, type Module, type Resource, settingOf } from './module.ts';

/** The provider that a resource names, `aws.west`. */
export function providerOf(resource: Resource): string | undefined {
  const provider = settingOf(resource, 'provider');
  if (!provider) {
    return undefined;
  }
  const { start, end } = provider.attribute.value.range;
  return provider.file.hcl.text.slice(start, end).replaceAll(/^"(?:\$\{)?|\}?"$/g, '');
}

/**
 * Whether two providers sign in to one account for sure: they are one, or both are configured here and differ in nothing
 * that decides who signs in. One that is handed to the module may lead anywhere.
 */
export function isOneAccount(module: Module, left: string | undefined, right: string | undefined): boolean {
  if (left === right) {
    return true;
  }
  const [one, other] = [left, right].map(name => credentialsOf(module, name));
  return one !== undefined && one === other;
}

/** What a provider signs in with, as text; undefined for one that the module does not configure. */
function credentialsOf(module: Module, name = 'aws'): string | undefined {
  const [type, alias] = name.split('.');
  const provider = module.providers.find(
    one => one.name === type && literalText(settingOf(one, 'alias')?.attribute.value) === alias,
  );
  if (!provider) {
    return alias === undefined ? '' : undefined;
  }
  const attributes = credentialAttributes.flatMap(attribute => {
    const value = settingOf(provider, attribute)?.attribute.value;
    return value ? [`${attribute}=${canonical(value)}`] : [];
  });
  return [...attributes, ...rolesOf(provider)].join('\n');
}

function rolesOf(provider: Declared): string[] {
  return bodiesOf(provider)
    .flatMap(body => body.blocks.filter(({ type }) => type.startsWith('assume_role')))
    .flatMap(({ type, body }) =>
      body.attributes.map(({ name, value }) => `${type}.${name}=${canonical(value)}`),
    );
}

/** Arguments of the AWS provider that decide which account it signs in to (AWS provider documentation, "Argument Reference"). */
const credentialAttributes = [
  'access_key',
  'secret_key',
  'token',
  'profile',
  'shared_config_files',
  'shared_credentials_files',
  'allowed_account_ids',
];
