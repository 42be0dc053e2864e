import type { TextRange } from '../../../../base/text.ts';
import { placesOfAssignment, placesOfChange } from './mentions.ts';
import type { AliasSite, AssignmentSite, Site, Uses } from './outline.ts';
import type { Stretches } from './stretches.ts';
import { handedBy, isAround } from './uses.ts';

/** What a walk has found by now; looking at more stretches adds to it. */
export interface Found {
  readonly assignments: readonly AssignmentSite[];
  readonly aliases: readonly AliasSite[];
  sites(): readonly Site[];
}

/** What becomes of a name: its places in the text are looked at when somebody asks, and once. */
export class Lookups {
  readonly #text: string;
  readonly #stretches: Stretches;
  readonly #found: Found;
  readonly #uses = new Map<string, Uses>();
  readonly #assigned = new Map<string, readonly AssignmentSite[]>();

  constructor(text: string, stretches: Stretches, found: Found) {
    this.#text = text;
    this.#stretches = stretches;
    this.#found = found;
  }

  assignedTo(name: string): readonly AssignmentSite[] {
    const known = this.#assigned.get(name);
    if (known) {
      return known;
    }
    this.#stretches.lookAt(placesOfAssignment(this.#text, name));
    const assigned = this.#found.assignments.filter(one => one.name === name);
    this.#assigned.set(name, assigned);
    return assigned;
  }

  usesOf(name: string, around: TextRange): Uses {
    const id = `${name} ${around.start} ${around.end}`;
    const known = this.#uses.get(id);
    if (known) {
      return known;
    }
    const places = placesOfChange(this.#text, name, around);
    this.#stretches.lookAt(places);
    const isAt = isAround(places);
    const uses: Uses =
      places.length === 0
        ? { handed: [], aliases: [] }
        : {
            handed: this.#found.sites().flatMap(site => handedBy(site, isAt)),
            aliases: this.#found.aliases.filter(({ object }) => isAt(object.range)),
          };
    this.#uses.set(id, uses);
    return uses;
  }
}
