import type { TextLines } from '../../../base/text.ts';
import type { Entry, MapNode, TreeNode, TreeText } from '../../formats/tree.ts';

/** A text with plays, tasks or variables. */
export interface PlayFile {
  readonly uri: string;
  readonly text: string;
  readonly tree: TreeText;
  readonly lines: TextLines;
}

/** Variables that are written at one place. */
export interface Layer {
  /** Ansible documentation, "Understanding variable precedence": the higher number wins, of equal ones the inner place. */
  readonly rank: number;
  readonly file: PlayFile;
  readonly variables: TreeNode;
  /** How many calls are around the place. */
  readonly depth: number;
  /** The group or host that they are for, if the play does not say whether it applies. */
  readonly onlyFor?: string;
}

export const ranks = {
  roleDefaults: 2,
  groupAll: 5,
  group: 7,
  host: 10,
  play: 12,
  prompt: 13,
  varsFiles: 14,
  role: 15,
  block: 16,
  task: 17,
  includedVars: 18,
  params: 20,
} as const;

/** What is around a task and holds for it: play, role, block, include. The task itself is the innermost. */
export interface Frame {
  readonly file: PlayFile;
  readonly node: MapNode;
  readonly layers: readonly Layer[];
  /** Variables come out of something that could not be read. */
  readonly isOpen: boolean;
  /** Variables without which nothing of it runs. */
  readonly required?: ReadonlySet<string>;
}

/** One task in the order of running, wherever it was included from. */
export interface Step {
  readonly file: PlayFile;
  readonly node: MapNode;
  /** The module by its name as written, without `action`. */
  readonly module: string;
  /** The entry that names the module: `amazon.aws.cloudtrail: …`, or `action: …`. */
  readonly entry: Entry;
  /** The outermost first. */
  readonly frames: readonly Frame[];
  /** The calls that lead out of the text or role that it is in, the outermost first. */
  readonly calls: readonly Call[];
  /** The list that it is in. */
  readonly list: TreeNode;
  /** Its place in the order of running. */
  readonly index: number;
}

/** A role or a file of tasks that is brought in. */
export interface Call {
  readonly file: PlayFile;
  readonly node: MapNode;
  /** What the code calls it: the name of the task, or of the role. */
  readonly name: string;
  /** The folder of the role, or the file. */
  readonly unit: string;
}

/** Everything that runs from one start. */
export interface Flow {
  /** The role's folder, or the file. */
  readonly unit: string;
  readonly steps: readonly Step[];
  /** More than could be looked at. */
  readonly gaveUp: string | undefined;
}
