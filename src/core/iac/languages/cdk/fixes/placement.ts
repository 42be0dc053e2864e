import type { TextEdit } from '../../../fix.ts';
import { replace } from '../../../formats/edit.ts';
import { fallBackInFront, passKey } from '../../programs/fixes/passing.ts';
import type { Site } from '../../programs/fixes/site.ts';
import { inFrontOfTest, underTest, withoutTest } from '../../programs/fixes/underTest.ts';
import { isCheckOf, oneSided, writtenFor } from '../../programs/write/choices.ts';
import { addProperty, replaceProperty } from '../../programs/write/edits.ts';
import { textAt } from '../../programs/write/refer.ts';
import { trailClasses } from '../constructs.ts';
import { classOf } from '../names.ts';
import { referencesIn } from './site.ts';

/** Edits that give a trail its key; undefined where the code leaves no place for it. A given key still counts. */
export function placeKey(site: Site, key: string): readonly TextEdit[] | undefined {
  const under = site.finding.code === 'kms-key-conditional' ? underTest(site) : undefined;
  if (under) {
    return [under.isAsked ? inFrontOfTest(site, under, key) : withoutTest(site, under, key)];
  }
  const given = givenKey(site);
  if (site.finding.code === 'kms-key-conditional' && !site.trail.call && !site.trail.reading.property) {
    return undefined;
  }
  if (given === undefined || given === 'switch') {
    return replaceKey(site, key);
  }
  const value = orElse(site, given, key);
  return value === undefined
    ? fallBack(site, given, variable => [`${variable} = ${key}`])
    : replaceKey(site, value);
}

/** The same where the key takes statements. What may be given to a template is a text, which may also be empty. */
export function fallBack(
  site: Site,
  given: string,
  otherwise: Parameters<typeof fallBackInFront>[3],
): readonly TextEdit[] | undefined {
  const type = referencesIn(site).to('kms', 'IKey');
  return isTemplate(site) ? undefined : fallBackInFront(site, given, type, otherwise);
}

/** Of an ARN that may be given, nothing is also an empty text; what a parameter of the template is, no program can ask. */
function orElse(site: Site, given: string, key: string): string | undefined {
  const { writer } = site.style;
  if (/\bvalue_?as_?string\b/i.test(given)) {
    return undefined;
  }
  return !isTemplate(site)
    ? writer.orElse(given, key)
    : writer.language === 'javascript'
      ? `${given} || ${key}`
      : writer.language === 'python'
        ? writer.orElse(given, key)
        : undefined;
}

/** The same without what was given. */
export function replaceKey(site: Site, key: string): readonly TextEdit[] | undefined {
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

/** The expression of a key that may be given; `switch` if something else decides whether there is one. */
export function givenKey(site: Site): string | undefined {
  const { property } = site.trail.reading;
  if (site.trail.call || site.finding.code !== 'kms-key-conditional') {
    return undefined;
  }
  if (!property) {
    // It comes with other inputs, or not.
    return 'switch';
  }
  const written = writtenFor(property)?.expression;
  const choice = written && oneSided(written);
  if (!choice) {
    return written && textAt(site.file, written);
  }
  return isCheckOf(choice, site) ? textAt(site.file, choice.key) : 'switch';
}

export function isTemplate({ trail }: Site): boolean {
  return classOf(trail.reading.made) === 'cloudtrail.CfnTrail';
}
