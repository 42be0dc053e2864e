// What the packages may contain, apart from .vscodeignore and `files`: whoever widens the one by mistake is stopped by the
// other. They are installed by people with write access to audit trails, and nothing gets into them unseen.

import { bundlesOf } from './bundles.mjs';

/** A path of the extension's package, with slashes; each has to be there. */
const ofExtension = [
  { path: /^package\.json$/ },
  { path: /^package\.nls\.json$/ },
  { path: /^package\.nls\.[a-z]{2}(?:-[a-z]{2})?\.json$/ },
  { path: /^(?:README|CHANGELOG)\.md$/ },
  { path: /^LICENSE$/ },
  { path: /^media\/(?:icon\.png|trails\.svg)$/ },
  { path: /^media\/walkthrough\/[a-z-]+\.svg$/ },
  { path: /^docs\/findings\/[A-Za-z-]+\.md$/ },
  { path: /^l10n\/bundle\.l10n\.[a-z]{2}(?:-[a-z]{2})?\.json$/ },
  ...bundlesOf('extension').map(name => ({ path: only(`dist/${name}`) })),
  { path: /^dist\/configuration\.schema\.json$/ },
  { path: /^dist\/THIRD_PARTY_NOTICES\.txt$/ },
];

/** The same of the scanner's. */
const ofScanner = [
  { path: /^package\.json$/ },
  { path: /^README\.md$/ },
  { path: /^LICENSE$/ },
  ...bundlesOf('scanner').map(name => ({ path: only(name) })),
  { path: /^configuration\.schema\.json$/ },
  { path: /^THIRD_PARTY_NOTICES\.txt$/ },
];

/** What is wrong with a package of the extension with these files, a line each. */
export function faultsOfPackage(paths) {
  return faultsOf(paths, ofExtension);
}

/** The same of the scanner's. */
export function faultsOfScanner(paths) {
  return faultsOf(paths, ofScanner);
}

/** An expression for one path alone. */
function only(path) {
  return new RegExp(`^${path.replaceAll('.', '\\.')}$`);
}

function faultsOf(paths, contents) {
  const files = paths.map(path => path.replaceAll('\\', '/'));
  return [
    ...files
      .filter(file => !contents.some(({ path }) => path.test(file)))
      .map(file => `${file} has no place in the package`),
    ...contents
      .filter(({ path }) => !files.some(file => path.test(file)))
      .map(({ path }) => `nothing in the package is ${path}`),
  ];
}
