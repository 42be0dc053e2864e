import type { FindingCode } from './findingCode.ts';

/** A replacement in the original text of one document; an insertion has length 0. */
export interface TextEdit {
  readonly offset: number;
  readonly length: number;
  readonly content: string;
}

export interface DocumentEdits {
  readonly uri: string;
  /** Not overlapping, in the order of their offsets. */
  readonly edits: readonly TextEdit[];
}

/** The text after edits in their order; undefined where two overlap or one is outside. */
export function textAfter(text: string, edits: readonly TextEdit[]): string | undefined {
  let result = '';
  let end = 0;
  for (const { offset, length, content } of edits) {
    if (offset < end || offset + length > text.length) {
      return undefined;
    }
    result += text.slice(end, offset) + content;
    end = offset + length;
  }
  return result + text.slice(end);
}

/** Where a place of the text after edits was before; undefined for what the edits wrote. */
export function placeBefore(place: number, edits: readonly TextEdit[]): number | undefined {
  let by = 0;
  for (const { offset, length, content } of edits) {
    if (place < offset + by) {
      break;
    }
    if (place < offset + by + content.length) {
      return undefined;
    }
    by += content.length - length;
  }
  return place - by;
}

/** What a language would change to fix a finding; it is tested before it is offered (`proof.ts`). */
export interface Proposal {
  readonly action: FixAction;
  /** One that a person has to choose: it answers the finding, but with something a reviewer would ask about. */
  readonly needsThought?: boolean;
  readonly documents: readonly DocumentEdits[];
}

/** A tested fix, as edits. The edge makes its title from `action`. */
export interface Fix {
  readonly action: FixAction;
  /** The codes that are gone at this declaration afterwards. */
  readonly answers: readonly FindingCode[];
  /** It needs no decision: one at most. */
  readonly preferred: boolean;
  readonly documents: readonly DocumentEdits[];
}

export type FixAction =
  /** `everybody`: any account may use the key. */
  | { readonly kind: 'use-declared-key'; readonly key: string; readonly everybody?: true }
  | { readonly kind: 'add-key'; readonly key: string }
  /** `aws_kms_key.logs.arn` instead of what is there. */
  | { readonly kind: 'use-arn'; readonly reference: string }
  | { readonly kind: 'use-key-arn'; readonly arn: string }
  | {
      readonly kind: 'pass-variable';
      readonly module: string;
      readonly variable: string;
      readonly key: string;
    }
  | { readonly kind: 'require-input'; readonly input: string }
  | { readonly kind: 'drop-condition'; readonly condition: string }
  | { readonly kind: 'add-policy-statements'; readonly key: string }
  /** `defaultOf`: the variable of a called module whose default is changed, for every caller that passes none. */
  | { readonly kind: 'enable-rotation'; readonly key: string; readonly defaultOf?: string }
  | { readonly kind: 'rename-property'; readonly from: string; readonly to: string }
  | { readonly kind: 'ignore'; readonly code: FindingCode };

/** What a fix may need beyond the text. */
export interface FixContext {
  /** ARN of the key to write, from the settings or picked from AWS. */
  readonly keyArn?: string;
  /** That owns the trail, where more is known of it than the text says. */
  readonly account?: string;
}
