import type { TextRange } from '../base/text.ts';
import { type Fact, knownValue } from '../trail/fact.ts';
import type { TrailFacts } from '../trail/trail.ts';
import type { LanguageId } from './languageTable.ts';
import type { Suppression } from './suppression.ts';

/** A trail declared in a text. It is not judged yet: it carries the facts, and where each one is. */
export interface Declaration {
  readonly language: LanguageId;
  readonly uri: string;
  /** What its language calls it: `aws_cloudtrail.main`, `module.audit.aws_cloudtrail.main`, `AuditTrail`. */
  readonly resource: string;
  /** Type as written: `aws_cloudtrail`, `AWS::CloudTrail::Trail`. */
  readonly type: string;
  /** Name the trail has in AWS, where the text says it. */
  readonly name: Fact<string>;
  /** It came out of a file that the code names: it may be compared, but not shown. */
  readonly nameFromFile?: true;
  /** The Region in which the code makes it, its home Region; undefined where the text does not say. */
  readonly region?: string;
  /** Where no key is written, a trail that is there already keeps the one that it has. */
  readonly keepsKey?: true;
  /** The first line of the declaration, or the module call that makes it: what to underline when there is no attribute. */
  readonly header: TextRange;
  /** The whole declaration, for hover, lenses and light bulbs. */
  readonly whole: TextRange;
  /** The attribute that names the key, name and value; absent when nothing is written. */
  readonly keyAttribute: TextRange | undefined;
  /** What the attribute is called here, and the switch for the rotation of a key, where the language has several spellings. */
  readonly spelling?: { readonly key: string; readonly rotation: string };
  readonly facts: TrailFacts;
  /** Where the facts come from: the variable's default, the module's line, the key, the condition. */
  readonly related: readonly Related[];
  readonly suppressions: readonly Suppression[];
  /** A name written in a spelling that the language ignores, such as `KmsKeyId` in CloudFormation. */
  readonly misspelling?: { readonly written: string; readonly right: string; readonly range: TextRange };
}

/** The name that the trail has in AWS, where it may be shown. */
export function shownName({ name, nameFromFile }: Declaration): string | undefined {
  return nameFromFile ? undefined : knownValue(name);
}

export interface Related {
  readonly kind:
    | 'variable-default'
    /** An input without a default: somebody has to give it. */
    | 'input'
    | 'variable-value'
    | 'module-declaration'
    | 'module-call'
    | 'instance'
    | 'part'
    | 'key'
    | 'key-policy'
    | 'condition'
    | 'local';
  readonly name: string;
  /** The name of the key, as in its facts, that a key or a key policy belongs to. */
  readonly of?: string;
  readonly uri: string;
  readonly range: TextRange;
}

/** Whether a place is an input, which may be given otherwise each time. */
export function isInput({ kind }: Related): boolean {
  return kind === 'variable-default' || kind === 'input';
}
