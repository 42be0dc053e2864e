import type { CommandId } from '../contributions.ts';

/**
 * What a command is called in menus and in the Command Palette, in the language of the window, without the dots that announce a
 * question: the question itself has it for a title. VS Code gives a translated title as an object.
 */
export function titleOf(id: CommandId, manifest: Manifest): string {
  const title = manifest.contributes.commands.find(({ command }) => command === id)?.title ?? '';
  return (typeof title === 'string' ? title : title.value).replace(/…$/, '');
}

/** What is used of the extension's `package.json`. */
export interface Manifest {
  readonly contributes: {
    readonly commands: readonly {
      readonly command: string;
      readonly title: string | { readonly value: string };
    }[];
  };
}
