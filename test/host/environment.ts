/** The environment of a test's editor: ours, without what would let it reach or disturb a person's own things. */
export function isolatedEnvironment(
  additions: Readonly<Record<string, string>> = {},
): Record<string, string> {
  const environment: Record<string, string> = {};
  for (const [name, value] of Object.entries(process.env)) {
    if (value !== undefined && !personal.test(name)) environment[name] = value;
  }
  return {
    ...environment,
    // Nobody's accounts unless the test says whose; no wait for an instance's metadata service.
    AWS_CONFIG_FILE: nowhere,
    AWS_SHARED_CREDENTIALS_FILE: nowhere,
    AWS_EC2_METADATA_DISABLED: 'true',
    ...additions,
  };
}

const nowhere = process.platform === 'win32' ? 'NUL' : '/dev/null';

/** AWS: credentials and profiles. VSCODE, ELECTRON, NODE_OPTIONS: set when started from an editor's terminal. */
const personal = /^(AWS_|VSCODE_|ELECTRON_|NODE_OPTIONS$)/;
