// What the package may contain, apart from .vscodeignore: whoever widens the one by mistake is stopped by the other. A
// package is installed by people with write access to audit trails, and nothing gets into it unseen.

/** A path of the package, with slashes; each has to be there unless it says otherwise. */
const contents = [
  { path: /^package\.json$/ },
  { path: /^package\.nls(?:\.[a-z]{2}(?:-[a-z]{2})?)?\.json$/ },
  { path: /^(?:README|CHANGELOG)\.md$/ },
  { path: /^LICENSE$/ },
  { path: /^media\/(?:icon\.png|trails\.svg)$/ },
  { path: /^media\/walkthrough\/[a-z-]+\.svg$/ },
  { path: /^docs\/findings\/[A-Za-z-]+\.md$/ },
  { path: /^l10n\/bundle\.l10n\.[a-z-]+\.json$/, optional: true },
  { path: /^dist\/(?:extension|aws|engine|gitIgnore|scan|wizard)\.cjs$/ },
  { path: /^dist\/THIRD_PARTY_NOTICES\.txt$/ },
];

/** What is wrong with a package of these files, a line each. */
export function faultsOfPackage(paths) {
  const files = paths.map(path => path.replaceAll('\\', '/'));
  return [
    ...files
      .filter(file => !contents.some(({ path }) => path.test(file)))
      .map(file => `${file} has no place in the package`),
    ...contents
      .filter(({ path, optional }) => !optional && !files.some(file => path.test(file)))
      .map(({ path }) => `nothing in the package is ${path}`),
  ];
}
