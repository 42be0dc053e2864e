import type { TextEdit } from '../../fix.ts';
import { replace } from '../../formats/edit.ts';
import { passKey } from '../../programs/fixes/passing.ts';
import type { Site } from '../../programs/fixes/site.ts';
import { addProperty, replaceProperty } from '../../programs/write/edits.ts';
import { trailClasses } from '../constructs.ts';
import { classOf } from '../names.ts';

/** Edits that give a trail its key; undefined where the code leaves no place for it. */
export function placeKey(site: Site, key: string): readonly TextEdit[] | undefined {
  const { trail, file, style } = site;
  if (trail.call) {
    return passKey(site, key);
  }
  const { property, made } = trail.reading;
  const [name] = trailClasses[classOf(made) ?? ''] ?? [];
  if (property) {
    return property.file === file ? [replaceProperty(property, key)] : undefined;
  }
  const { misspelt } = trail.reading;
  if (misspelt && name !== undefined) {
    return misspelt.file === file ? [replace(misspelt.range, style.writer.property(name, key))] : undefined;
  }
  return name === undefined || made.call !== site.place.call
    ? undefined
    : addProperty(file, site.place.call, name, key, style);
}
