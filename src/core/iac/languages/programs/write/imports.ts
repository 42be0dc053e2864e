import type { TextEdit } from '../../../fix.ts';
import type { Import, ImportedName } from '../../../formats/code/syntax.ts';
import { indentAt, insert, isFirstOnLine, lineEnd, lineStart } from '../../../formats/edit.ts';
import { importsOfFile, isWhole, type ProgramFile } from '../outline/outline.ts';
import type { Style } from './code.ts';

/** How the modules of a framework are named. */
export interface ModuleNames {
  /** The service that an import, or a name of it, gives: `kms`; a class of it, `kms.Key`; undefined for anything else. */
  given(statement: Import, name: ImportedName): string | undefined;
  /** The module of another service, spelled as that of one service is. */
  siblingOf(module: string, service: string): string;
  /** What another service is called where one service is imported by this name. */
  nameLike(imported: string, service: string): string;
  /** What the package of a service is called, in Go. */
  packageOf(service: string): string;
}

/**
 * How code refers to classes of a framework's services: by the imports that are there, and by others that are added beside
 * the one that a known service is imported by, in its own form.
 */
export class References {
  readonly #file: ProgramFile;
  readonly #names: ModuleNames;
  readonly #style: Style;
  readonly #model: string;
  /** What is added, by the statement or name that it follows. */
  readonly #added = new Map<
    string,
    { readonly service: string; readonly classes: string[]; readonly text: string }
  >();

  /** `model`: the service whose import shows the form. */
  constructor(file: ProgramFile, names: ModuleNames, style: Style, model: string) {
    this.#file = file;
    this.#names = names;
    this.#style = style;
    this.#model = model;
  }

  /** The text that names a class; undefined where nothing shows how to import it. */
  to(service: string, className: string): string | undefined {
    const whole = this.#find(service);
    if (whole) {
      return `${whole.local}.${className}`;
    }
    const named = this.#find(`${service}.${className}`);
    if (named) {
      return named.local;
    }
    if (this.#find(`${service}.*`)) {
      return this.#isDeclaredHere(className) ? this.#whole(service, className) : className;
    }
    const core = this.#find('core');
    const model = this.#modelImport();
    if (!model) {
      return core?.name.imported === undefined && core
        ? `${core.local}.${this.#names.nameLike(`aws_${this.#model}`, service)}.${className}`
        : undefined;
    }
    const known = this.#added.get(service);
    const { name, isClass } = model;
    const { language } = this.#style.writer;
    if (isClass || language === 'java' || language === 'csharp') {
      if (language === 'csharp' && this.#isDeclaredHere(className)) {
        return this.#whole(service, className);
      }
      if (known && !known.classes.includes(className)) {
        known.classes.push(className);
      } else if (!known) {
        this.#added.set(service, { service, classes: [className], text: className });
      }
      return className;
    }
    const isAliased = name.imported !== undefined && name.local !== name.imported;
    const imported = name.imported === undefined ? undefined : this.#names.nameLike(name.imported, service);
    const isGo = language === 'go';
    const wanted = isGo
      ? this.#names.packageOf(service)
      : imported !== undefined && !isAliased
        ? imported
        : service;
    const local = known?.text ?? this.#unused(wanted);
    this.#added.set(service, { service, classes: [], text: local });
    return `${local}.${className}`;
  }

  /** The edits that add what is missing; `written` is code in which the language's own packages may be named. */
  edits(written = ''): readonly TextEdit[] {
    const model = this.#modelImport();
    const { language } = this.#style.writer;
    if (language === 'javascript' || language === 'python') {
      return model ? this.#besideModel(model) : [];
    }
    // Where what is written has its whole name, packages of the language may be missing still.
    const like = model?.statement ?? importsOfFile(this.#file).find(isWhole);
    return like || language === 'csharp'
      ? this.#lines([...(model ? this.#modules(model) : []), ...this.#usual(written)], like)
      : [];
  }

  /** Packages of the language, and of how the CDK is called from it, that code of ours names. */
  #usual(written: string): readonly string[] {
    const { root } = this.#file.outline;
    const whole = importsOfFile(this.#file).flatMap(({ module, names: [only] }) =>
      only?.imported === '*' ? [module] : [],
    );
    return this.#style.writer.packages.flatMap(({ name, module, used }) => {
      const isThere =
        root.names.has(name) ||
        this.#file.program.text.includes(module) ||
        whole.includes(module) ||
        whole.includes(module.replace(/\.\w+$/, ''));
      return used.test(written) && !isThere ? [module] : [];
    });
  }

  #besideModel(model: Model): readonly TextEdit[] {
    if (this.#added.size === 0) {
      return [];
    }
    const { program } = this.#file;
    const { statement, name, isClass, isListed } = model;
    if (isListed) {
      const separator = isFirstOnLine(program.text, name.range.start)
        ? `,${this.#style.eol}${indentAt(program.text, name.range.start)}`
        : ', ';
      const written = [...this.#inOrder()].map(({ service, text }) => {
        const imported = this.#names.nameLike(name.imported ?? '', service);
        return text === imported ? imported : imported + this.#asIn(name) + text;
      });
      return [insert(name.range.end, separator + written.join(separator))];
    }
    const lines = [...this.#inOrder()].map(({ service, classes, text }) => {
      const local = isClass ? classes.toSorted().join(', ') : text;
      return this.#copied(statement, service, local);
    });
    const place = lineEnd(program.text, statement.range.end);
    return [insert(place, lines.map(line => this.#style.eol + line).join(''))];
  }

  /** The modules of what is added, where each is imported by itself. */
  #modules({ statement }: Model): readonly string[] {
    return [...this.#added.values()].flatMap(({ service, classes }) => {
      const module = this.#names.siblingOf(statement.module, service);
      if (this.#style.writer.language !== 'java') {
        return [module];
      }
      // In Java, the class is the end of the module; of a package of which all is imported, another has the same form.
      return classes.map(one => module.replace(/(?:\.[A-Z]\w*)?$/, `.${one}`));
    });
  }

  /** Imports in the form of one that is there, in the order of their names. */
  #lines(modules: readonly string[], like: Import | undefined): readonly TextEdit[] {
    const { program } = this.#file;
    const present = importsOfFile(this.#file).filter(({ isElsewhere }) => !isElsewhere);
    const { leads } = this.#style.writer;
    // Without the comment behind it; only C# has imports elsewhere, or needs none.
    const form =
      !like || like.isElsewhere
        ? `using ${like?.module ?? 'System'};`
        : program.text.slice(lineStart(program.text, like.range.start), like.range.end);
    const ordered = modules.toSorted();
    return ordered.map((module, index) => {
      const own = form.replace(/[\w.$/-]*[\w$](?:\.\*)?(?="?;?[ \t]*$)/, module);
      const content = own.replace(/^(\s*(?:import\s+)?)(?!import\b)[\w.]+[ \t]+(?=")/, '$1');
      const near = nearestTo(module, present);
      const isFirst = leads?.test(module) && !near.some(one => leads.test(one.module));
      const before = isFirst ? undefined : near.filter(one => one.module < module).at(-1);
      const first = near[0]?.range.start ?? (program.text.startsWith('\uFEFF') ? 1 : 0);
      const isAlone = near.length === 0 && index === ordered.length - 1;
      return before
        ? insert(lineEnd(program.text, before.range.end), this.#style.eol + content)
        : insert(
            lineStart(program.text, first),
            content + this.#style.eol + (isAlone ? this.#style.eol : ''),
          );
    });
  }

  #inOrder() {
    return [...this.#added.values()].toSorted((left, right) => (left.service < right.service ? -1 : 1));
  }

  /** An import with another module, and other names in the place of its own. */
  #copied({ module, names, range }: Import, service: string, local: string): string {
    const { text } = this.#file.program;
    const [first] = names;
    const last = names.at(-1);
    const other = this.#names.siblingOf(module, service);
    const written = text.slice(range.start, range.end);
    const at = written.lastIndexOf(module) < 0 ? written.indexOf(module) : written.lastIndexOf(module);
    if (!first || !last || at < 0) {
      return written;
    }
    const replacements: (readonly [number, number, string])[] = [
      [range.start + at, range.start + at + module.length, other],
      ...this.#namesRange(first, last, module, local),
    ];
    let result = written;
    for (const [start, end, put] of replacements.toSorted((left, right) => right[0] - left[0])) {
      result = result.slice(0, start - range.start) + put + result.slice(end - range.start);
    }
    return result;
  }

  /** `import a.b as c` has the module in front of the name, in one range. */
  #namesRange(
    first: ImportedName,
    last: ImportedName,
    module: string,
    local: string,
  ): (readonly [number, number, string])[] {
    const { text } = this.#file.program;
    const written = text.slice(first.range.start, last.range.end);
    if (first.imported !== undefined || !written.startsWith(module)) {
      return [[first.range.start, last.range.end, local]];
    }
    const start = last.range.end - last.local.length;
    return written === module ? [] : [[start, last.range.end, local]];
  }

  /** What is between a name and what it is called here. */
  #asIn({ imported, local, range }: ImportedName): string {
    const before = this.#file.program.text.slice(0, range.start);
    return imported !== undefined && imported !== local && /:\s*$/.test(before.slice(-20)) ? ': ' : ' as ';
  }

  #modelImport(): Model | undefined {
    return this.#importLike(this.#model) ?? this.#importLike('core');
  }

  /** An import of a service, or of one of its classes. Where the service is handed on by another file, one of the core shows the form. */
  #importLike(service: string): Model | undefined {
    const isGo = this.#style.writer.language === 'go';
    for (const statement of importsOfFile(this.#file)) {
      for (const name of statement.names) {
        const given = this.#names.given(statement, name);
        if (given === service && (service === this.#model || isGo)) {
          return { statement, name, isClass: false, isListed: name.imported !== undefined };
        }
        if (given?.startsWith(`${service}.`) && !this.#isOfTypes(statement)) {
          return { statement, name, isClass: true, isListed: false };
        }
      }
    }
    return undefined;
  }

  /** What is imported as a type alone shows no form for what is called. */
  #isOfTypes({ range }: Import): boolean {
    return /^import\s+type\b/.test(this.#file.program.text.slice(range.start, range.end));
  }

  #find(wanted: string): { readonly local: string; readonly name: ImportedName } | undefined {
    for (const statement of importsOfFile(this.#file)) {
      for (const name of statement.names) {
        if (this.#names.given(statement, name) === wanted) {
          return { local: name.local, name };
        }
      }
    }
    return undefined;
  }

  /** A class of the file hides one of the same name that an import gives without naming it. */
  #isDeclaredHere(className: string): boolean {
    const bindings = this.#file.outline.root.names.get(className) ?? [];
    return bindings.some(({ kind }) => kind === 'class');
  }

  /** A class by its whole name, which languages with namespaces know without an import. */
  #whole(service: string, className: string): string | undefined {
    const model = this.#modelImport();
    return model && `${this.#names.siblingOf(model.statement.module, service)}.${className}`;
  }

  #unused(name: string): string {
    const { names } = this.#file.outline.root;
    return names.has(name) ? `${name}_1` : name;
  }
}

/** The imports that a file may have in a group with those of a module: whose names begin as its name does, longest. */
function nearestTo(module: string, imports: readonly Import[]): readonly Import[] {
  const segments = module.split(/[./]/);
  const alike = imports.map(one => {
    const others = one.module.split(/[./]/);
    const differs = segments.findIndex((segment, index) => segment !== others[index]);
    return differs < 0 ? segments.length : differs;
  });
  const most = Math.max(...alike);
  return imports.filter((_, index) => alike[index] === most);
}

interface Model {
  readonly statement: Import;
  readonly name: ImportedName;
  /** Classes are imported by their names, not the module. */
  readonly isClass: boolean;
  /** The module is one of several names of an import. */
  readonly isListed: boolean;
}
