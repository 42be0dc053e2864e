import { isBelow } from '../base/uri.ts';

/*
 * The inputs that code is deployed with, as plain data: who names them, in a setting or on a command line, knows nothing of
 * the languages that take them.
 */

/** What one deployment gives. A finding says by its name for which one it holds. */
export interface InputSet {
  /** `prod.tfvars`, `samconfig.toml [prod]`: what a person knows it by. */
  readonly name: string;
  /**
   * Addresses of the folders and files that it is for. Without them it is for everything that takes one of its values.
   */
  readonly of?: readonly string[];
  /** What gives values, in the order in which it counts: later ones win. */
  readonly given: readonly GivenInputs[];
  /** Of a configuration with several deployments, the one that is meant: an environment of the SAM CLI. */
  readonly environment?: string;
  /** The stage of a Serverless Framework service. */
  readonly stage?: string;
  /** The address of the folder of an inventory of Ansible. */
  readonly inventory?: string;
}

export type GivenInputs = GivenFile | GivenValues;

export interface GivenFile {
  readonly kind: InputKind;
  /** Its address. */
  readonly file: string;
  /** The address of the folder that it has to be in, through symbolic links too; a person who names it on a command line may name any. */
  readonly within?: string;
  /** Of a file with values for several deployments, the one that is meant. */
  readonly section?: string;
  /** It holds names and values, and nothing around them. */
  readonly isBare?: true;
}

export interface GivenValues {
  /** Without one they are for everything that has inputs of these names. */
  readonly kind?: InputKind;
  readonly values: Readonly<Record<string, unknown>>;
}

/** Variables of a Terraform root module, parameters of a template, `--param` of a Serverless Framework service. */
export type InputKind = 'variables' | 'parameters' | 'params';

/** The sets that are named for a folder, and the one that a reading is for. */
export interface DeployedInputs {
  readonly named: readonly InputSet[];
  readonly set?: InputSet | undefined;
}

/** Why the values of a file that a set names are not known. */
export interface InputFault {
  readonly file: string;
  readonly what: 'unreadable' | 'malformed';
}

/** Whether a set holds anything of this kind. */
export function gives({ given }: InputSet, kind: InputKind): boolean {
  return given.some(one => (one.kind ?? kind) === kind);
}

/** Whether a set says that it is for a document: undefined where it says nothing. */
export function isFor({ of }: InputSet, uri: string): boolean | undefined {
  return of?.some(place => isBelow(place, uri));
}

/** The files of some sets, each with the folder that it has to be in. */
export function filesOf(sets: readonly InputSet[]): ReadonlyMap<string, string | undefined> {
  return new Map(
    sets.flatMap(({ given }) => given.flatMap(one => ('file' in one ? [[one.file, one.within]] : []))),
  );
}

/** Whether a set holds anything for a document: where it does not say for which, it has to give one of these inputs. */
export function takesAny(
  set: InputSet,
  uri: string,
  names: ReadonlySet<string>,
  given: Iterable<string>,
): boolean {
  return isFor(set, uri) ?? [...given].some(name => names.has(name));
}
