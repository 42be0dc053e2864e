import type { Call } from '../../../formats/code/syntax.ts';

/** The variables, fields and parameters of a text that may be builders: what they are given needs no other word. */
export function namesOfBuilders(text: string): readonly string[] {
  return /\.[bB]uilder\b/.test(text)
    ? [...text.matchAll(/\.Builder\s+(\w+)|\bvar\s+(\w+)\s*=\s*(?!new\b)/g)].map(([, typed, untyped]) =>
        String(typed ?? untyped),
      )
    : [];
}

/** Whether a call ends a builder: `builder.build()`. */
export function isBuild({ callee, args }: Call): boolean {
  return callee.kind === 'member' && callee.name === 'build' && args.length === 0;
}
