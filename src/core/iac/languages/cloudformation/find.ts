import type { Resource, Template } from './template.ts';
import { trailType } from './trail.ts';

/** The trails of a template. Of the other resources nothing is read but where they start. */
export function trailsOf(template: Template): readonly Resource[] {
  return resourcesNaming(template, trailType).filter(resource => resource.type === trailType);
}

/** Resources whose own text holds a word; all of them where merges and aliases may bring it in. */
export function resourcesNaming(template: Template, word: string): readonly Resource[] {
  const found = new Set<Resource>();
  const files = new Map<string, Resource[]>();
  for (const resource of template.resources) {
    if (isAlias(resource)) {
      found.add(resource);
    }
    const list = files.get(resource.file.uri);
    if (list) {
      list.push(resource);
    } else {
      files.set(resource.file.uri, [resource]);
    }
  }
  for (const resources of files.values()) {
    const text = resources[0]?.file.text ?? '';
    if (bringsIn(text)) {
      return template.resources;
    }
    const sorted = resources.sort((left, right) => left.entry.keyRange.start - right.entry.keyRange.start);
    for (let at = text.indexOf(word); at >= 0; at = text.indexOf(word, at + word.length)) {
      const owner = lastBefore(sorted, at);
      if (owner) {
        found.add(owner);
      }
    }
  }
  return template.resources.filter(resource => found.has(resource));
}

/** Whether a `Type` may come from somewhere else: by a merge key, or by an alias. */
function bringsIn(text: string): boolean {
  const merges = text.includes('<<') && /^[ \t-]*["']?<<["']?\s*:/m.test(text);
  return merges || /\bType["']?[ \t]*:[ \t]*\*/.test(text);
}

const aliasBehindKey = /^[ \t]*:[ \t]*\*/;

/** `Copy: *trail`. */
function isAlias({ file, entry }: Resource): boolean {
  const end = entry.keyRange.end;
  return aliasBehindKey.test(file.text.slice(end, end + 40));
}

function lastBefore(sorted: readonly Resource[], offset: number): Resource | undefined {
  let low = 0;
  let high = sorted.length - 1;
  let best: Resource | undefined;
  while (low <= high) {
    const middle = (low + high) >> 1;
    const resource = sorted[middle];
    if (resource && resource.entry.keyRange.start <= offset) {
      best = resource;
      low = middle + 1;
    } else {
      high = middle - 1;
    }
  }
  return best;
}
