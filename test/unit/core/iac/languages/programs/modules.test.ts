import assert from 'node:assert/strict';
import { createAnalyzer } from '../../../../../../src/core/iac/analysis/analyze.ts';
import { createLanguages } from '../../../../../../src/core/iac/languages/index.ts';
import { MemorySources } from '../../memorySources.ts';
import { shown } from './program.ts';

/* Files of a program that are not named by a way from the folder of the one that imports them. */
const programs: readonly {
  readonly name: string;
  readonly file: string;
  readonly shows: readonly string[];
  readonly texts: Readonly<Record<string, string>>;
}[] = [
  {
    name: 'paths of tsconfig.json: an exact one wins, then the longest, and targets are tried in turn',
    file: 'app/bin/a.ts',
    shows: ['exact', 'longest', 'second', 'elsewhere.x'],
    texts: {
      'tsconfig.json': `{
  // Comments and commas are allowed.
  "compilerOptions": {
    "paths": {
      "@lib/*": ["src/lib/*"],
      "@lib/deep/*": ["missing/*", "src/other/*"],
      "@lib/one": ["src/exact.ts"],
      "*-late": ["src/none/*", "src/*.ts"],
    },
  },
}`,
      'src/lib/one.ts': `export const x = 'wrong';`,
      'src/exact.ts': `export const x = 'exact';`,
      'src/other/two.ts': `export const x = 'longest';`,
      'src/three.ts': `export const x = 'second';`,
      'app/bin/a.ts': `
import { x as one } from '@lib/one';
import { x as two } from '@lib/deep/two';
import { x as three } from 'three-late';
import { x as four } from 'elsewhere';
show(one);
show(two);
show(three);
show(four);
`,
    },
  },
  {
    name: 'settings that extend themselves again and again are given up',
    file: 'a.ts',
    shows: ['own'],
    texts: {
      'tsconfig.json': JSON.stringify({
        extends: Array.from({ length: 200 }, () => './tsconfig.json'),
        compilerOptions: { paths: { '@x': ['./x.ts'] } },
      }),
      'x.ts': `export const x = 'own';`,
      'a.ts': `import { x } from '@x';\nshow(x);\n`,
    },
  },
  {
    name: 'settings that are extended count where the file has none of its own; paths begin at baseUrl',
    file: 'infra/bin/a.ts',
    shows: ['by base', 'by path'],
    texts: {
      'tsconfig.base.json': `{ "compilerOptions": { "baseUrl": "./shared", "paths": { "~*": ["./*"] } } }`,
      'infra/tsconfig.json': `{ "extends": ["./missing", "../tsconfig.base"] }`,
      'shared/lib/x.ts': `export const x = 'by base';`,
      'shared/lib/y.ts': `export const y = 'by path';`,
      'infra/bin/a.ts': `
import { x } from 'lib/x';
import { y } from '~lib/y';
show(x);
show(y);
`,
    },
  },
  {
    name: 'of a module that hands on many files, no more are read than leaves room for what else is imported',
    file: 'a.ts',
    shows: ['y'],
    texts: {
      'many/index.ts': Array.from({ length: 60 }, (_, index) => `export * from './x${index}';`).join('\n'),
      ...Object.fromEntries(
        Array.from({ length: 60 }, (_, index) => [`many/x${index}.ts`, `export const x${index} = 'x';`]),
      ),
      'few/index.ts': `export * from './y';`,
      'few/y.ts': `export const y = 'y';`,
      'a.ts': `import { x0 } from './many';\nimport * as few from './few';\nshow(few.y);\n`,
    },
  },
  {
    name: 'imports of package.json',
    file: 'bin/a.js',
    shows: ['x'],
    texts: {
      'package.json': `{ "imports": { "#lib/*": { "default": "./lib/*.js" } } }`,
      'lib/x.js': `export const x = 'x';`,
      'bin/a.js': `import { x } from '#lib/x';\nshow(x);`,
    },
  },
  {
    name: 'a module of Python by its whole name, from a folder around or its sources',
    file: 'src/acme/infra/stacks/prod/a.py',
    shows: ['x', 'y'],
    texts: {
      'src/acme/shared/x.py': `x = "x"`,
      'src/acme/shared/__init__.py': ``,
      'src/acme/settings/__init__.py': `y = "y"`,
      'src/acme/infra/stacks/prod/a.py': `
from acme.shared.x import x
from acme import settings
show(x)
show(settings.y)
`,
    },
  },
  {
    name: 'packages of a Go module, each with all of its files, of one that is replaced, and of a workspace',
    file: 'infra/cmd/deploy/a.go',
    shows: ['x', 'y', 'z', 'w', 'elsewhere.X'],
    texts: {
      'go.work': `go 1.24\n\nuse (\n\t./infra\n\t./tools\n)\n`,
      'tools/go.mod': `module example.com/tools\n`,
      'tools/w/w.go': `package w\nconst W = "w"\n`,
      'infra/go.mod': `module example.com/infra\n\nreplace example.com/other v1.0.0 => ../other\n`,
      'infra/internal/settings/first.go': `package settings\nconst X = "x"\n`,
      'infra/internal/settings/second.go': `package settings\nfunc Y() string { return y }\nconst y = "y"\n`,
      'infra/internal/settings/second_test.go': `package settings\nconst X = "test"\n`,
      'other/z/z.go': `package z\nconst Z = "z"\n`,
      'infra/cmd/deploy/a.go': `
package main
import (
	"example.com/infra/internal/settings"
	"example.com/other/z"
	"example.com/tools/w"
	"elsewhere"
)
func main() {
	show(settings.X)
	show(settings.Y())
	show(z.Z)
	show(w.W)
	show(elsewhere.X)
}`,
    },
  },
  {
    name: 'packages of Java below a source root, and of a project beside',
    file: 'app/src/main/java/com/acme/app/main/A.java',
    shows: ['x', 'y', 'z'],
    texts: {
      'app/src/main/java/com/acme/settings/inner/X.java': `package com.acme.settings.inner;\npublic class X { public static final String VALUE = "x"; }`,
      'app/src/main/java/com/acme/many/Y.java': `package com.acme.many;\npublic class Y { public static final String VALUE = Other.VALUE; }`,
      'app/src/main/java/com/acme/many/Other.java': `package com.acme.many;\nclass Other { static final String VALUE = "y"; }`,
      'shared/src/main/java/org/acme/Readme.java': `package org.acme;\nclass Readme { }`,
      'shared/src/main/java/io/acme/shared/Z.java': `package io.acme.shared;\npublic class Z { public static final String VALUE = "z"; }`,
      'app/src/main/java/com/acme/app/main/A.java': `
package com.acme.app.main;
import com.acme.settings.inner.X;
import com.acme.many.*;
import io.acme.shared.Z;
class A {
  void run() {
    show(X.VALUE);
    show(Y.VALUE);
    show(Z.VALUE);
  }
}`,
    },
  },
  {
    name: 'namespaces of a C# project that is referred to, of its own folders, and around its own',
    file: 'src/App/Stacks/A.cs',
    shows: ['x', 'y', 'z', 'w'],
    texts: {
      'src/App/App.csproj': `<Project><PropertyGroup><RootNamespace>Acme.App</RootNamespace></PropertyGroup><ItemGroup><ProjectReference Include="..\\..\\libs\\Acme.Audit\\Acme.Audit.csproj" /></ItemGroup></Project>`,
      'libs/Acme.Audit/Acme.Audit.csproj': `<Project />`,
      'libs/Acme.Audit/X.cs': `namespace Acme.Audit;\npublic class X { public const string Value = "x"; }`,
      'libs/Acme.Audit/Inner/Y.cs': `namespace Acme.Audit.Inner;\npublic class Y { public const string Value = "y"; }`,
      'src/App/Settings/Deep/Z.cs': `namespace Acme.App.Settings.Deep;\npublic class Z { public const string Value = "z"; }`,
      'src/App/W.cs': `namespace Acme.App;\npublic class W { public const string Value = "w"; }`,
      'src/App/Stacks/A.cs': `
using Acme.Audit;
using Acme.Audit.Inner;
using Acme.App.Settings.Deep;
namespace Acme.App.Stacks;
class A {
  void Run() {
    show(X.Value);
    show(Y.Value);
    show(Z.Value);
    show(W.Value);
  }
}`,
    },
  },
];

describe('files of a program by the names of modules', () => {
  for (const { name, file, shows, texts } of programs) {
    it(name, async () => {
      assert.deepEqual(await shown(file, texts[file] ?? '', texts), shows);
    });
  }

  it('are so many at most, however many hand others on', async () => {
    const uri = 'file:///case/app.ts';
    const chain = Array.from({ length: 300 }, (_, number) => [
      `file:///case/${number}/index.ts`,
      `export * from '../${number + 1}';\n`,
    ]);
    const text = `import { App } from 'aws-cdk-lib';\nimport { Audit } from './0';\nnew Audit(new App());\n`;
    const sources = new MemorySources({ [uri]: text, ...Object.fromEntries(chain) });
    const analyzer = createAnalyzer({
      languages: createLanguages(),
      now: () => 0,
      rootOf: () => 'file:///case',
    });
    const { consulted, problems } = await analyzer.analyze({ uri, text }, sources);
    assert.deepEqual(problems, []);
    const read = chain.filter(([one = '']) => consulted.files.has(one));
    assert.ok(read.length > 2 && read.length < 50, `${read.length} were read`);
  });
});
