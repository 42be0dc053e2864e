import type { ProgramDialect } from './files.ts';

/*
 * The languages of programs, by the endings of their files. Their grammars are large, and are loaded when the first text of
 * the language is read.
 */

const javascript: ProgramDialect = {
  grammar: async uri => {
    const { javascript, javascriptWithElements } = await import('../formats/code/javascript.ts');
    return /\.[jt]sx$/i.test(uri) ? javascriptWithElements : javascript;
  },
  pathsOf: (module, name) => (module.startsWith('.') && name === undefined ? filesOfModule(module) : []),
};

/** A path may name the file that the source is compiled to. */
function filesOfModule(path: string): readonly string[] {
  const [, base = path, ending] = /^(.*?)(\.(?:[cm]?[jt]s|[jt]sx))?$/i.exec(path) ?? [];
  const source = ending?.toLowerCase().replace('j', 't');
  return [
    ...(ending === undefined ? [] : [`${base}${source}`, path]),
    ...['.ts', '.tsx', '.js', '.mjs', '.jsx', '.cjs'].map(one => `${path}${one}`),
    ...['.ts', '.js'].map(one => `${path}/index${one}`),
  ];
}

const python: ProgramDialect = {
  grammar: async () => (await import('../formats/code/python.ts')).python,
  pathsOf: (module, name) => pythonFiles(module, name),
};

/** A module by its dots, from the folder of the file or, without any, from a folder above it. */
function pythonFiles(module: string, name: string | undefined): readonly string[] {
  const [, dots = '', path = ''] = /^(\.*)(.*)$/.exec(module) ?? [];
  const parts = [...path.split('.'), name ?? ''].filter(part => part !== '');
  if (parts.length === 0 || /^(?:aws_cdk|pulumi|constructs|cdk_nag|os|json|typing|jsii)/.test(path)) {
    return [];
  }
  const below = parts.join('/');
  const starts =
    dots === '' ? ['./', '../', '../../'] : [dots === '.' ? './' : '../'.repeat(dots.length - 1)];
  return starts.flatMap(start => [`${start}${below}.py`, `${start}${below}/__init__.py`]);
}

/** The language of a program, by the name of its file. */
export function dialectOf(uri: string): ProgramDialect | undefined {
  return /\.(?:[cm]?[jt]s|[jt]sx)$/i.test(uri) ? javascript : /\.py$/i.test(uri) ? python : undefined;
}
