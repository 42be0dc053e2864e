import { type TextEdit, textAfter } from '../../../fix.ts';
import type { Expression, Template } from '../../../formats/hcl/index.ts';
import type { ModuleFile } from '../modules/module.ts';
import { difference } from './edits.ts';
import { nativeOf } from './written.ts';

/** The text in native syntax that an expression is written in: that of its file, or what a string of a JSON file holds. */
export interface Source {
  readonly file: ModuleFile;
  readonly text: string;
  /** It is what a string holds, where a line break has to be written as one. */
  readonly inString?: true;
  /** Edits of the text as edits of the file. */
  placed(edits: readonly TextEdit[]): readonly TextEdit[];
}

export function plain(file: ModuleFile): Source {
  return { file, text: file.hcl.text, placed: edits => edits };
}

/** What a string of a JSON file holds, where that is an expression and nothing else. */
export function sourceInString(
  file: ModuleFile,
  template: Template,
): { readonly source: Source; readonly expression: Expression } | undefined {
  const { range } = template;
  const attribute = { name: '', nameRange: range, value: template, range };
  const native = file.hcl.syntax === 'json' ? nativeOf({ file, attribute }) : undefined;
  const [before, behind] = native
    ? [native.text.slice(0, native.expression.range.start), native.text.slice(native.expression.range.end)]
    : [];
  return (
    native && {
      expression: native.expression,
      source: {
        file,
        text: native.text,
        inString: true,
        placed: edits => {
          const { text } = file.hcl;
          const sorted = edits.toSorted((left, right) => left.offset - right.offset);
          const after = textAfter(native.text, sorted)?.slice(before?.length, -(behind?.length ?? 0));
          const written = JSON.stringify(`\${${after}}`);
          return after === undefined
            ? []
            : difference(text, text.slice(0, range.start) + written + text.slice(range.end));
        },
      },
    }
  );
}
