import type { Reading } from '../documents/reading.ts';

/** A row of the view "Trails in Code". Equal ids mean the same row. */
export type CodeNode = FileNode | DeclaredTrailNode;

export interface FileNode {
  readonly kind: 'file';
  readonly id: string;
  readonly reading: Reading;
}

export interface DeclaredTrailNode {
  readonly kind: 'declared-trail';
  readonly id: string;
  readonly file: FileNode;
  /** Which of the file's assessments. */
  readonly index: number;
}

export function fileNode(reading: Reading): FileNode {
  return { kind: 'file', id: reading.uri.toString(), reading };
}

/** Several trails of one file can have the same name, each from another call: they are counted. */
export function trailNodes(file: FileNode): DeclaredTrailNode[] {
  const seen = new Map<string, number>();
  return file.reading.assessments.map(({ declaration: { resource } }, index) => {
    const count = seen.get(resource) ?? 0;
    seen.set(resource, count + 1);
    return { kind: 'declared-trail', id: `${file.id} ${resource} ${count}`, file, index };
  });
}
