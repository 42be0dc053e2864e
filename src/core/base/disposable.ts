/** Something that listens or holds a resource until its owner lets go of it. VS Code's own disposables fit. */
export interface Disposable {
  dispose(): void;
}
