import type { TextEdit } from '../../../../fix.ts';
import type { Import, ImportedName } from '../../../../formats/code/syntax.ts';
import { insert, lineStart } from '../../../../formats/edit.ts';
import type { Site as SiteOf } from '../../../programs/fixes/site.ts';
import { importsOfFile } from '../../../programs/outline/outline.ts';
import { type ModuleNames, References } from '../../../programs/write/imports.ts';
import { unusedName } from '../../../programs/write/refer.ts';
import { nameOf } from '../names.ts';
import type { DeclaredTrail } from '../read.ts';
import { isNative } from '../resources.ts';

/** A finding at a trail, and everything that a fix of it has to know. */
export type Site = SiteOf<DeclaredTrail>;

/** The inputs of a resource follow its name, in Go also after the context. */
export function inputsAt({ writer }: Pick<Site['style'], 'writer'>): number {
  return writer.language === 'go' ? 2 : 1;
}

/** How a program refers to classes and functions of its providers and of Pulumi; imports are added where they are missing. */
export class Names {
  readonly #site: Site;
  readonly #references: References;
  readonly #package: 'aws' | 'native';
  /** Packages that have to be imported, by what they are called then. */
  readonly #needed = new Map<Package, string>();

  constructor(site: Site) {
    this.#site = site;
    this.#package = isNative(site.trail.reading.made) ? 'native' : 'aws';
    const names: ModuleNames = {
      given: ({ module }: Import, { imported }: ImportedName) => this.#service(module, imported),
      packageOf: service => (service === 'core' ? this.#package : service),
      siblingOf: (module, service) =>
        service === 'core'
          ? classicModule(module).replace(/[./]cloudtrail/i, '')
          : classicModule(module)
              .replace(/cloudtrail/, service)
              .replace(/CloudTrail/, namespaceOf(service)),
      nameLike: (imported, service) =>
        this.#site.style.writer.language === 'csharp'
          ? namespaceOf(service)
          : imported.replace(/(?:aws_)?cloudtrail/, service),
    };
    this.#references = new References(site.file, names, site.style, 'cloudtrail');
  }

  /** `aws.kms.Key`. Where no import shows the form, as in a program of `awsx` alone, the whole provider is imported. */
  to(service: string, className: string): string | undefined {
    if (this.#site.trail.isSst) {
      return `aws.${service}.${className}`;
    }
    const known = this.#references.to(service, className);
    return known ?? this.#inWhole(service, className);
  }

  /** By the whole provider; in Go and Java, nothing names it. */
  #inWhole(service: string, className: string): string | undefined {
    const { style } = this.#site;
    return hasWholePackages(style)
      ? `${this.#whole(this.#package)}.${service}.${className}`
      : style.writer.language === 'csharp'
        ? `${this.namespace}.${namespaceOf(service)}.${className}`
        : undefined;
  }

  /** A function of the provider itself, as the language spells it: `aws.getPartitionOutput`. */
  provider(name: string): string {
    const { style, trail } = this.#site;
    switch (style.writer.language) {
      case 'go':
        return this.#references.to('core', name) ?? `${this.#package}.${name}`;
      case 'csharp':
        return `${this.#local(this.#package) ?? this.namespace}.${name}`;
      default:
        return `${trail.isSst ? 'aws' : this.#whole(this.#package)}.${name}`;
    }
  }

  /** The same of one of its modules. */
  asked({ service, call }: { readonly service: string | undefined; readonly call: string }): string {
    return (service === undefined ? undefined : this.to(service, call)) ?? this.provider(call);
  }

  /** The namespace of the provider, in C#. */
  get namespace(): string {
    return this.#package === 'native' ? 'Pulumi.AwsNative' : 'Pulumi.Aws';
  }

  /** What Pulumi itself is called. */
  pulumi(): string {
    return this.#whole('pulumi');
  }

  /** Imports of what is missing; `written` is code that may name packages of the language. */
  edits(written: string): readonly TextEdit[] {
    return [...this.#references.edits(written), ...this.#imports()];
  }

  /** What a whole package is called; one that is not imported is from now on. */
  #whole(wanted: Package): string {
    const known = this.#local(wanted) ?? this.#needed.get(wanted);
    if (known !== undefined) {
      return known;
    }
    const { names } = this.#site.file.outline.root;
    const [usual] = modules[wanted];
    const local = names.has(usual) ? unusedName(this.#site, `${usual}Package`) : usual;
    this.#needed.set(wanted, local);
    return local;
  }

  /** The name under which a whole package is imported. */
  #local(wanted: string): string | undefined {
    for (const { module, names } of importsOfFile(this.#site.file)) {
      for (const { imported, local } of names) {
        const name = nameOf({ kind: 'reference', module, path: [] });
        if (name === wanted && (imported === undefined || imported === 'default')) {
          return local;
        }
      }
    }
    return undefined;
  }

  /** `kms`, `kms.Key`, and `core` for the package. */
  #service(module: string, imported: string | undefined): string | undefined {
    const path = imported === undefined || imported === 'default' ? [] : [imported];
    const [name, ...rest] = nameOf({ kind: 'reference', module, path })?.split('.') ?? [];
    // What shows the form may be the import of a component of awsx, which makes resources of the classic provider.
    const isModel = name === 'awsx' && rest[0] === 'cloudtrail' && !hasWholePackages(this.#site.style);
    return name !== this.#package && !isModel ? undefined : rest.length === 0 ? 'core' : rest.join('.');
  }

  /** In front of the first import. */
  #imports(): readonly TextEdit[] {
    const { file, style } = this.#site;
    const { text } = file.program;
    const first = importsOfFile(file)[0]?.range.start ?? 0;
    const { quote, eol, end, writer } = style;
    const isModule = /\bimport\b/.test(text.slice(first, first + 10));
    const lines = [...this.#needed].map(([name, local]) => {
      const [, javascript, python] = modules[name];
      return writer.language === 'python'
        ? `import ${python}${python === local ? '' : ` as ${local}`}`
        : isModule
          ? `import * as ${local} from ${quote}${javascript}${quote}${end}`
          : `const ${local} = require(${quote}${javascript}${quote})${end}`;
    });
    return lines.length > 0 ? [insert(lineStart(text, first), lines.map(line => line + eol).join(''))] : [];
  }
}

/** Whether a provider is imported as a whole. */
function hasWholePackages({ writer }: Site['style']): boolean {
  return writer.language === 'javascript' || writer.language === 'python';
}

/** A module of the classic provider by that of awsx; in Go, each version of awsx goes with one of it, which is four ahead. */
function classicModule(module: string): string {
  return module
    .replace(/pulumi-awsx\/sdk\/v(\d+)/, (_, version: string) => `pulumi-aws/sdk/v${Number(version) + 4}`)
    .replace(/\bawsx\b/, 'aws')
    .replace(/\bAwsx\b/, 'Aws');
}

/** What the namespace of a service is called, in C#. */
function namespaceOf(service: string): string {
  return service.charAt(0).toUpperCase() + service.slice(1);
}

type Package = 'aws' | 'native' | 'pulumi';

/** What a package is usually called, and its module in JavaScript and in Python. */
const modules: Readonly<Record<Package, readonly [string, string, string]>> = {
  aws: ['aws', '@pulumi/aws', 'pulumi_aws'],
  native: ['aws_native', '@pulumi/aws-native', 'pulumi_aws_native'],
  pulumi: ['pulumi', '@pulumi/pulumi', 'pulumi'],
};
