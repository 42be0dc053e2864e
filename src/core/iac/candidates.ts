import { allTraits, type LanguageId, type LanguageTraits, languageTable } from './languageTable.ts';

/*
 * Which files may hold infrastructure code that is about trails, asked of every file before a language is loaded: by name,
 * by the folder, by plain words of the text. The languages decide.
 */

/** Whether a file may hold infrastructure code, by its name or path. */
export function isCandidate(name: string): boolean {
  return candidateName.test(name);
}

/** What follows the last dot of a candidate's name. */
const extensions = [
  ...new Set(allTraits.flatMap(({ endings }) => endings.map(ending => ending.replace(/^.*\./, '')))),
];

const candidateName = new RegExp(`\\.(?:${extensions.join('|')})$`, 'i');

/** The same as a glob. */
export const candidateGlob = `**/*.{${extensions.join(',')}}`;

/**
 * Whether a text may be about trails: it holds a word for one, or one for what brings in other files that may declare one
 * (module calls, nested stacks) in a language whose files have such names. Without one no language is shown the text. Any
 * name that no language claims for itself, an untitled document's say, may hold each of them.
 */
export function mayNameTrail(name: string, text: string): boolean {
  return trailWord.test(text) || importsFor(name)?.test(text) === true;
}

/**
 * Whether a file of this name may be of a language, before its text is asked. An ending belongs to the languages that have it; a
 * name with the ending of none may be of each.
 */
export function mayBeOf(name: string, language: LanguageId): boolean {
  const end = name.slice(name.lastIndexOf('.') + 1).toLowerCase();
  return languagesByEnding.get(end)?.has(language) ?? true;
}

/** By what follows the last dot: `main.tf.json` may be all that a `.json` may be. JSON is YAML: Ansible runs a playbook that is written in it. */
const languagesByEnding: ReadonlyMap<string, ReadonlySet<LanguageId>> = new Map(
  extensions.map(extension => [
    extension,
    new Set(
      (Object.keys(languageTable) as LanguageId[]).filter(id =>
        languageTable[id].endings.some(
          ending =>
            ending === extension ||
            ending.endsWith(`.${extension}`) ||
            (extension === 'json' && ending === 'yaml'),
        ),
      ),
    ),
  ]),
);

export const trailWord = /cloudtrail/i;

/** Finds what brings in other files in files of this name; null where nothing does. The same object for all that end alike. */
export function importsFor(name: string): RegExp | null {
  const end = /\.(?:[a-z]+\.)?[a-z]+$/i.exec(name)?.[0].toLowerCase() ?? '';
  const words =
    importWordsByEnding.get(end.slice(1)) ?? importWordsByEnding.get(end.slice(end.lastIndexOf('.') + 1));
  return words === undefined ? allImportWords : words;
}

const allImportWords = searchFor(allTraits);

/** `.tf.json` is an ending of its own, and not looked at as any other `.json`. */
const importWordsByEnding: ReadonlyMap<string, RegExp | null> = new Map(
  allTraits
    .flatMap(({ endings }) => endings)
    .map(ending => [
      ending,
      searchFor(
        allTraits.filter(({ endings }) => endings.includes(ending)),
        ending,
      ),
    ]),
);

/** Null where there is nothing to search for: a search that finds nothing costs more than reading the bytes. */
function searchFor(traits: readonly LanguageTraits[], ending?: string): RegExp | null {
  const words = new Set(
    traits.flatMap(({ importWords, wordsByEnding = {} }) => [
      ...importWords,
      ...(ending === undefined ? Object.values(wordsByEnding).flat() : (wordsByEnding[ending] ?? [])),
    ]),
  );
  return words.size > 0 ? new RegExp([...words].join('|')) : null;
}

/** Whether a tool reads a file of a folder by its name alone: Terraform's and OpenTofu's configuration and variables. */
export function isReadUnasked(name: string): boolean {
  return readUnasked.test(name);
}

const readUnasked = endsWith(
  allTraits
    .filter(({ readAlong }) => readAlong.length > 0)
    .flatMap(({ endings, readAlong }) => [...endings, ...readAlong]),
);

/** Whether a file may hold a template that nests others, by its name or path. */
export function mayNestTemplates(name: string): boolean {
  return nesting.test(name);
}

const nesting = endsWith(
  allTraits.filter(({ composition }) => composition === 'nested-stack').flatMap(({ endings }) => endings),
);

function endsWith(endings: readonly string[]): RegExp {
  return new RegExp(`\\.(?:${endings.map(ending => ending.replaceAll('.', '\\.')).join('|')})$`, 'i');
}

/** Folders that hold copies, downloads, state and what a build makes of the code beside it; their content belongs to others, or is a copy. */
export function isForeignFolder(name: string): boolean {
  return foreignFolders.has(name);
}

export const foreignFolders: ReadonlySet<string> = new Set([
  '.git',
  '.hg',
  '.svn',
  'node_modules',
  ...allTraits.flatMap(({ toolFolders }) => toolFolders),
]);
