import type { Stretch } from '../../formats/tree.ts';
import type { Part, PartedText } from '../../kept.ts';
import { mayTell } from '../../suppression/index.ts';
import type { TemplateFile } from './template.ts';

/** A template by its sections and what is in them. Undefined where comments may silence something, which do so by where they are. */
export function partsOf({ text, tree }: TemplateFile): PartedText | undefined {
  // Most texts hold no such word: then their comments need not be looked for.
  const isTold = mayTell(text) && tree.comments.some(comment => mayTell(comment.text));
  const stretches = isTold ? undefined : tree.stretches?.();
  return stretches && { frame: stretches.frame, parts: stretches.all.map(one => new TemplatePart(one)) };
}

class TemplatePart implements Part {
  readonly #stretch: Stretch;

  constructor(stretch: Stretch) {
    this.#stretch = stretch;
  }

  get range() {
    return this.#stretch.range;
  }

  get content(): string {
    return this.#stretch.content;
  }

  /** Types are searched for in the whole text, and so is what brings in something from elsewhere. */
  get glimpse(): string {
    return (this.content.match(/AWS::[\w:]+|<<|[&*][\w-]+/g) ?? []).join();
  }

  get isRead(): boolean {
    return this.#stretch.isRead;
  }
}
