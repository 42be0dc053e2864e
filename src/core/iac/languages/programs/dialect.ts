import type { Grammar, Import } from '../../formats/code/syntax.ts';
import type { SourceDocument, Sources } from '../../sources/sources.ts';
import type { ProgramFile } from './outline/outline.ts';

/** A language of programs, by what its grammar reads. */
export type DialectName = 'javascript' | 'python' | 'java' | 'go' | 'csharp';

/** How a language of programs is read: its grammar, where its files find each other, and what it does otherwise than the others. */
export interface ProgramDialect {
  readonly name: DialectName;
  /** How the names of its files end. */
  readonly endings: RegExp;
  /** Which of its files deploy nothing: tests, declarations of types. */
  readonly deploysNothing: RegExp;
  /** Loaded when the first text of the language is read. */
  grammar(uri: string): Promise<Grammar>;
  /** Ways from the folder of a file to what it imports, likeliest first; none for what is elsewhere. */
  pathsOf(module: string, name: string | undefined): readonly string[];
  /** Whether a module may be a package of the same repository. */
  mayBePackage?(module: string): boolean;
  /** The files, likeliest first, that such a package may begin with for a file that imports it; none where it is none. */
  filesOfPackage?(module: string, uri: string, sources: Sources): Promise<readonly string[]>;
  /** The files of a folder are one package. Absent if each file is on its own. */
  readonly isPackage?: true;
  /** Other folders whose files are a part of the same program, by what a file imports. */
  packageFolders?(document: SourceDocument, sources: Sources): Promise<readonly string[]>;
  /** Whether what a file of the package declares has a name in another one of it. Absent if all has. */
  sees?(file: ProgramFile, other: ProgramFile): boolean;
  /** What a text declares for the other files of its package; global, with the name in a group. */
  readonly packageNames?: RegExp;
  /** What is imported for each file of the project that a file belongs to. */
  importsOfProject?(uri: string, sources: Sources): Promise<readonly Import[]>;
  /** A class without a constructor of its own may be called with a value for each of its fields. */
  readonly hasDataClasses?: true;
  /** Functions of a package belong to a class of it, which is named without the package. */
  readonly hasNamespaces?: true;
  /** What makes an object is called as functions are: the names of what does. */
  readonly makers?: RegExp;
  /** What a resource shows to others are methods without parameters, not properties. */
  readonly hasAccessors?: true;
  /** What nobody gave a value has the empty one of its type. */
  readonly hasZeroValues?: true;
  /** A member of an enumeration is what has its value: `Stage.PROD.value`. */
  readonly hasMembersWithValues?: true;
  /** In a text, null is nothing. */
  readonly joinsNull?: true;
}
