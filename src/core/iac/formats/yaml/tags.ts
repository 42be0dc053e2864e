import type { CollectionTag, ScalarTag } from 'yaml';

/**
 * The tags that a text gives its values, such as `!Ref` and `!Sub`, declared as ones that change nothing: of each that it does
 * not know, the library makes an error with a stack, which took as long as all else of a template.
 */
export function tagsIn(text: string): (ScalarTag | CollectionTag)[] {
  const names = new Set<string>();
  if (text.includes('!')) {
    for (const { 1: name } of text.matchAll(written)) {
      if (name !== undefined && names.size < most) {
        names.add(name);
      }
    }
  }
  return [...names].flatMap(tag => [
    { tag, resolve: (value: string) => value },
    { tag, collection: 'map' as const },
    { tag, collection: 'seq' as const },
  ]);
}

const written = /(?<![^\s,[{])(!\w+)(?![^\s,\]}])/g;

/** The library looks through all of them for each value. What has more pays for errors. */
const most = 40;
