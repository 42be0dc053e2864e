import type { InputSet } from '../inputs.ts';
import type { FileProblem } from '../sources/fileProblem.ts';
import type { Sources } from '../sources/sources.ts';
import type { Analysis } from './analyze.ts';

/** Looks at whole folders of this machine's disk, away from the caller. */
export interface DiskScanner {
  /** Rejects with the signal's reason when it comes; what was found until then has been handed over. */
  scanDisk(folders: readonly DiskFolder[], options: DiskScanOptions): Promise<void>;
}

export interface DiskFolder {
  /** The folder, or a single file. */
  readonly path: string;
  /** The address of the folder that holds what belongs together with it: mostly its own. */
  readonly uri: string;
  /** Globs relative to the folder: what is left out beside what git ignores. */
  readonly exclude: readonly string[];
  /** Globs relative to the folder at `from`, that contains the file: likewise, also where it is a single file. */
  readonly configured?: readonly { readonly patterns: readonly string[]; readonly from: string }[];
  /** Patterns as in a `.gitignore` of the folder at `from`, likewise. */
  readonly ignored?: { readonly patterns: readonly string[]; readonly from: string };
  /** Only these files of it, as far as a walk through the folder would meet them; without it, all. */
  readonly only?: readonly string[];
  /** The sets of inputs that are named for it. */
  readonly inputs?: readonly InputSet[];
}

export interface DiskScanOptions {
  /** Documents that the caller reads better: they are only named, and where others refer to them, `sources` is asked. */
  readonly open: readonly string[];
  readonly sources: Sources;
  readonly onStep: (step: ScanStep) => void;
  readonly signal: AbortSignal;
}

/** Progress of a scan. The next step waits until this one was received. */
export interface ScanStep {
  /** Number of files read. */
  readonly looked: number;
  readonly all: number;
  /** The files since the last step that declare trails, or may do so when what they refer to changes. */
  readonly files: readonly AnalyzedFile[];
  /** The open documents that were met since the last step. */
  readonly open: readonly string[];
  /** Files and folders that could not be looked at. */
  readonly problems: readonly FileProblem[];
}

export interface AnalyzedFile {
  readonly uri: string;
  readonly analysis: Analysis;
}
