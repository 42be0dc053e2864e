import type { Entry, MapNode, TreeNode } from '../../../formats/tree.ts';
import type { NamedModule } from '../modules.ts';
import { type Call, type Frame, type PlayFile, ranks, type Step } from '../step.ts';
import { frameOf, type Place } from './frames.ts';

/** A task in the order of running. What is around it is put together on demand: a play has hundreds, and most are never asked. */
export class TaskStep implements Step {
  readonly file: PlayFile;
  readonly node: MapNode;
  readonly module: string;
  readonly entry: Entry;
  readonly calls: readonly Call[];
  readonly list: TreeNode;
  readonly index: number;
  readonly #place: Place;
  readonly #own: Frame | undefined;
  #frames: readonly Frame[] | undefined;

  /** `own`: the innermost of what is around it; absent: the task itself. */
  constructor(
    { file, node, list, index }: Pick<Step, 'file' | 'node' | 'list' | 'index'>,
    { module, entry }: NamedModule,
    place: Place,
    own?: Frame,
  ) {
    this.file = file;
    this.node = node;
    this.module = module;
    this.entry = entry;
    this.calls = place.calls;
    this.list = list;
    this.index = index;
    this.#place = place;
    this.#own = own;
  }

  get frames(): readonly Frame[] {
    this.#frames ??= [
      ...this.#place.frames,
      this.#own ?? frameOf(this.file, this.node, ranks.task, this.#place),
    ];
    return this.#frames;
  }
}
