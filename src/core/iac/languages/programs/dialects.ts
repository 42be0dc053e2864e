import type { ProgramDialect } from './dialect.ts';
import { seesNamespace } from './modules/csharpNamespaces.ts';
import { foldersOfNamespaces } from './modules/csharpProjects.ts';
import { globalUsings } from './modules/globalUsings.ts';
import { filesOfGoPackage } from './modules/goModules.ts';
import { filesOfJavaPackage } from './modules/javaPackages.ts';
import { filesByAlias } from './modules/pathAliases.ts';
import { filesFromRoots } from './modules/pythonRoots.ts';
import { filesInWorkspace, filesOfModule } from './modules/workspaces.ts';

/*
 * The languages of programs, by the endings of their files. Their grammars are large, and are loaded when the first text of
 * the language is read.
 */

const javascript: ProgramDialect = {
  name: 'javascript',
  endings: /\.(?:[cm]?[jt]s|[jt]sx)$/i,
  deploysNothing: /\.d\.[cm]?ts$|[./_-](?:test|spec)\.[cm]?[jt]sx?$|\/__tests__\//i,
  grammar: async uri => {
    const { javascript, javascriptWithElements } = await import('../../formats/code/javascript.ts');
    return /\.[jt]sx$/i.test(uri) ? javascriptWithElements : javascript;
  },
  pathsOf: (module, name) => (module.startsWith('.') && name === undefined ? filesOfModule(module) : []),
  mayBePackage: module => !othersInJavaScript.test(module),
  filesOfPackage: async (module, uri, sources) => [
    ...(await filesByAlias(module, uri, sources)),
    ...(await filesInWorkspace(module, uri, sources)),
  ],
};

/** Packages that are none of a company's own, or are known without being read. */
const othersInJavaScript =
  /^(?:\.|\/|node:|aws-cdk-lib\b|@aws-cdk\/|@pulumi\/|@aws-sdk\/|constructs$|cdk-nag$|(?:fs|path|os|util|crypto|url|child_process|source-map-support|assert|process)(?:\/|$))/;

const python: ProgramDialect = {
  name: 'python',
  endings: /\.py$/i,
  deploysNothing: /\/test_[^/]*\.py$|_test\.py$/i,
  grammar: async () => (await import('../../formats/code/python.ts')).python,
  pathsOf: (module, name) => pythonFiles(module, name),
  mayBePackage: module => !module.startsWith('.') && !othersInPython.test(module),
  filesOfPackage: filesFromRoots,
  hasDataClasses: true,
  hasMembersWithValues: true,
  makers: /^[A-Z]/,
};

/** A module by its dots, from the folder of the file or, without any, from a folder above it. */
function pythonFiles(module: string, name: string | undefined): readonly string[] {
  const [, dots = '', path = ''] = /^(\.*)(.*)$/.exec(module) ?? [];
  const parts = [...path.split('.'), name ?? ''].filter(part => part !== '');
  if (parts.length === 0 || othersInPython.test(path)) {
    return [];
  }
  const below = parts.join('/');
  const starts =
    dots === '' ? ['./', '../', '../../'] : [dots === '.' ? './' : '../'.repeat(dots.length - 1)];
  return starts.flatMap(start => [`${start}${below}.py`, `${start}${below}/__init__.py`]);
}

/** Modules that are no files of the program. */
const othersInPython =
  /^(?:aws_cdk|pulumi(?:_aws\w*)?|constructs|cdk_nag|jsii|boto3|abc|collections|dataclasses|datetime|enum|functools|itertools|json|logging|os|pathlib|re|sys|typing)(?:\.|$)/;

const java: ProgramDialect = {
  name: 'java',
  endings: /\.java$/i,
  deploysNothing: /Test\.java$/,
  grammar: async () => (await import('../../formats/code/java.ts')).java,
  pathsOf: (module, name) => (name === undefined ? javaFiles(module) : []),
  mayBePackage: module => !othersInJava.test(module),
  filesOfPackage: filesOfJavaPackage,
  isPackage: true,
  packageNames: /\b(?:class|record|interface)\s+(\w+)/g,
  hasAccessors: true,
};

/** A class of another package that is beside the file's own, or below it. */
function javaFiles(module: string): readonly string[] {
  const [, folder, name] = /(?:^|\.)(\w+)\.([A-Z]\w*)$/.exec(module) ?? [];
  return folder === undefined || name === undefined || othersInJava.test(module)
    ? []
    : ['./', '../', '../../'].map(start => `${start}${folder}/${name}.java`);
}

/** Packages that are none of a company's own, or are known without being read. */
const othersInJava = /^(?:software\.(?:amazon|constructs)|com\.(?:pulumi|amazonaws)|javax?|org)(?:\.|$)/;

const go: ProgramDialect = {
  name: 'go',
  endings: /\.go$/i,
  deploysNothing: /_test\.go$/i,
  grammar: async () => (await import('../../formats/code/go.ts')).go,
  pathsOf: () => [],
  mayBePackage: module => !othersInGo.test(module),
  filesOfPackage: filesOfGoPackage,
  isPackage: true,
  packageNames: /^(?:func|type)\s+(\w+)/gm,
  hasZeroValues: true,
  makers: /^New[A-Z]/,
};

/** Packages of Go itself and of the frameworks. */
const othersInGo =
  /^(?:github\.com\/(?:aws|pulumi)\/|(?:archive|bufio|bytes|cmp|compress|context|crypto|database|embed|encoding|errors|flag|fmt|hash|html|io|iter|log|maps|math|mime|net|os|path|reflect|regexp|runtime|slices|sort|strconv|strings|sync|syscall|testing|text|time|unicode)(?:\/|$))/;

const csharp: ProgramDialect = {
  name: 'csharp',
  endings: /\.cs$/i,
  deploysNothing: /Tests?\.cs$/,
  grammar: async () => (await import('../../formats/code/csharp.ts')).csharp,
  pathsOf: () => [],
  isPackage: true,
  packageNames: /\b(?:class|record|struct|interface)\s+(\w+)/g,
  packageFolders: foldersOfNamespaces,
  sees: seesNamespace,
  importsOfProject: globalUsings,
  hasNamespaces: true,
  joinsNull: true,
};

const dialects: readonly ProgramDialect[] = [javascript, python, java, go, csharp];

/** The language of a program, by the name of its file. */
export function dialectOf(uri: string): ProgramDialect | undefined {
  return dialects.find(({ endings }) => endings.test(uri));
}

/** Whether a program may deploy anything, by its name: declarations of types and tests do not. */
export function mayDeploy(uri: string): boolean {
  return dialectOf(uri)?.deploysNothing.test(uri) === false;
}
