import { readFileSync } from 'node:fs';
import { join } from 'node:path';

/* The manifest as the tests of this folder read it. */

export const root = join(import.meta.dirname, '../../..');
export const read = (path: string) => readFileSync(join(root, path), 'utf8');

interface MenuItem {
  readonly command?: string;
  readonly submenu?: string;
  readonly when?: string;
  readonly group?: string;
}

export interface Setting {
  readonly scope: string;
  readonly order?: number;
  readonly default?: unknown;
  readonly markdownDescription: string;
  readonly properties?: Readonly<Record<string, Property>>;
  readonly patternProperties?: Readonly<Record<string, Property>>;
}

interface Property {
  readonly enum?: readonly string[];
  readonly pattern?: string;
}

interface Manifest {
  readonly icon: string;
  readonly keywords: readonly string[];
  readonly categories: readonly string[];
  readonly engines: Readonly<Record<string, string>>;
  readonly capabilities: {
    readonly untrustedWorkspaces: {
      readonly supported: string;
      readonly restrictedConfigurations: readonly string[];
    };
  };
  readonly contributes: {
    readonly views: Readonly<Record<string, readonly { readonly id: string }[]>>;
    readonly viewsWelcome: readonly {
      readonly view: string;
      readonly contents: string;
      readonly when?: string;
    }[];
    readonly commands: readonly {
      readonly command: string;
      readonly category: string;
      readonly enablement?: string;
    }[];
    readonly languageModelTools: readonly {
      readonly name: string;
      readonly modelDescription: string;
      readonly inputSchema: {
        readonly properties: Readonly<Record<string, Property>>;
        readonly additionalProperties: boolean;
      };
    }[];
    readonly submenus: readonly { readonly id: string }[];
    readonly menus: Readonly<Record<string, readonly MenuItem[]>>;
    readonly colors: readonly {
      readonly id: string;
      readonly defaults: Readonly<Record<string, string>>;
    }[];
    readonly walkthroughs: readonly {
      readonly steps: readonly { readonly id: string; readonly completionEvents: readonly string[] }[];
    }[];
    readonly configuration: { readonly properties: Readonly<Record<string, Setting>> };
  };
}

export const manifestText = read('package.json');
export const manifest: Manifest = JSON.parse(manifestText);
export const { contributes } = manifest;
export const settingNames = Object.keys(contributes.configuration.properties);
export const sentences: Readonly<Record<string, string>> = JSON.parse(read('package.nls.json'));

export function values<T extends string>(record: Readonly<Record<string, T>>): readonly T[] {
  return Object.values(record);
}

export function sorted(names: Iterable<string>): readonly string[] {
  return [...names].sort();
}
