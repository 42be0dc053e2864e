import type { Assessment } from '../../core/iac/finding.ts';

/** A row of the view "Trails in Code". Equal ids mean the same row; what it says is looked up when it is drawn. */
export type CodeNode = FileNode | DeclaredTrailNode;

export interface FileNode {
  readonly kind: 'file';
  /** The address of the document. */
  readonly id: string;
}

export interface DeclaredTrailNode {
  readonly kind: 'declared-trail';
  readonly id: string;
  readonly file: FileNode;
}

/** A document that declares trails, as far as its rows are concerned. */
export interface DeclaringFile {
  readonly uri: { toString(): string };
  readonly assessments: readonly Assessment[];
}
