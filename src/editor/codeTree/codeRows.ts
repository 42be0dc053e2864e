import type { Assessment } from '../../core/iac/finding.ts';
import type { CodeNode, DeclaredTrailNode, DeclaringFile, FileNode } from './node.ts';

/** What a row is about, as it is known now. */
export type RowSubject<F extends DeclaringFile> = FileSubject<F> | TrailSubject<F>;

export interface FileSubject<F extends DeclaringFile> {
  readonly kind: 'file';
  readonly node: FileNode;
  readonly file: F;
  readonly trails: readonly TrailSubject<F>[];
}

export interface TrailSubject<F extends DeclaringFile> {
  readonly kind: 'declared-trail';
  readonly node: DeclaredTrailNode;
  readonly file: F;
  readonly assessment: Assessment;
}

/**
 * The rows of the view "Trails in Code", each the same object as long as it is there, and which of them have changed since
 * they were drawn. VS Code forgets the rows inside one that is drawn again until it has requested them: a menu command of
 * such a row then runs without the row.
 */
export class CodeRows<F extends DeclaringFile> {
  readonly #files: () => readonly F[];
  readonly #outlineOf: (subject: RowSubject<F>) => string;
  #known: Known<F> | undefined;
  /** The files that VS Code has requested; undefined before it has. */
  #drawnFiles: string | undefined;
  /** By id: what a row said when it was last drawn. */
  #drawn = new Map<string, string>();

  /** `files`: the same array until something changes. `outlineOf`: all that a row says, as one text. */
  constructor(files: () => readonly F[], outlineOf: (subject: RowSubject<F>) => string) {
    this.#files = files;
    this.#outlineOf = outlineOf;
  }

  /** The files, or the trails of one. */
  children(node?: CodeNode): readonly CodeNode[] {
    const { files } = this.#now();
    if (!node) {
      this.#drawnFiles = idsOf(files);
      return files.map(one => one.node);
    }
    const subject = this.subject(node);
    return subject?.kind === 'file' ? subject.trails.map(one => one.node) : [];
  }

  /** What is known of a row; undefined where it is gone. */
  subject(node: CodeNode): RowSubject<F> | undefined {
    return this.#now().byId.get(node.id);
  }

  /** The same of a row that is being drawn. */
  draw(node: CodeNode): RowSubject<F> | undefined {
    const subject = this.subject(node);
    if (subject) {
      this.#drawn.set(node.id, this.#saidBy(subject));
    }
    return subject;
  }

  /** The rows that have to be drawn again, `all` where files came or went; none before the view was opened. */
  changed(): 'all' | readonly CodeNode[] {
    const { files, byId } = this.#now();
    if (this.#drawnFiles === undefined) {
      return [];
    }
    this.#drawn = new Map([...this.#drawn].filter(([id]) => byId.has(id)));
    if (this.#drawnFiles !== idsOf(files)) {
      return 'all';
    }
    return files.flatMap((file): readonly CodeNode[] => {
      const inside = file.trails.filter(trail => this.#hasChanged(trail)).map(({ node }) => node);
      // Drawing a file again requests all rows inside it.
      return this.#hasChanged(file) ? [file.node] : inside;
    });
  }

  #hasChanged(subject: RowSubject<F>): boolean {
    const former = this.#drawn.get(subject.node.id);
    const said = former === undefined ? undefined : this.#saidBy(subject);
    if (said === undefined || said === former) {
      return false;
    }
    this.#drawn.set(subject.node.id, said);
    return true;
  }

  #saidBy(subject: RowSubject<F>): string {
    const own = this.#outlineOf(subject);
    return subject.kind === 'file' ? `${own}\n${idsOf(subject.trails)}` : own;
  }

  #now(): Known<F> {
    const source = this.#files();
    if (this.#known?.source !== source) {
      this.#known = known(source, this.#known?.byId ?? new Map());
    }
    return this.#known;
  }
}

/** The ids of the rows of a file's trails. Several can have the same name, each from another call: they are counted. */
export function idsOfTrails({ uri, assessments }: DeclaringFile): readonly string[] {
  const seen = new Map<string, number>();
  return assessments.map(({ declaration: { resource } }) => {
    const count = seen.get(resource) ?? 0;
    seen.set(resource, count + 1);
    return `${uri.toString()} ${resource} ${count}`;
  });
}

interface Known<F extends DeclaringFile> {
  readonly source: readonly F[];
  readonly files: readonly FileSubject<F>[];
  readonly byId: ReadonlyMap<string, RowSubject<F>>;
}

function known<F extends DeclaringFile>(
  source: readonly F[],
  former: ReadonlyMap<string, RowSubject<F>>,
): Known<F> {
  const files = source.map((file): FileSubject<F> => {
    const id = file.uri.toString();
    const present = former.get(id);
    const node = present?.kind === 'file' ? present.node : ({ kind: 'file', id } as const);
    return { kind: 'file', node, file, trails: trailsOf(node, file, former) };
  });
  const byId = new Map<string, RowSubject<F>>();
  for (const file of files) {
    byId.set(file.node.id, file);
    for (const trail of file.trails) {
      byId.set(trail.node.id, trail);
    }
  }
  return { source, files, byId };
}

function trailsOf<F extends DeclaringFile>(
  parent: FileNode,
  file: F,
  former: ReadonlyMap<string, RowSubject<F>>,
): readonly TrailSubject<F>[] {
  const ids = idsOfTrails(file);
  return file.assessments.map((assessment, index) => {
    const id = ids[index] ?? '';
    const present = former.get(id);
    const node =
      present?.kind === 'declared-trail'
        ? present.node
        : ({ kind: 'declared-trail', id, file: parent } as const);
    return { kind: 'declared-trail', node, file, assessment };
  });
}

function idsOf(subjects: readonly { readonly node: CodeNode }[]): string {
  return subjects.map(({ node }) => node.id).join('\n');
}
