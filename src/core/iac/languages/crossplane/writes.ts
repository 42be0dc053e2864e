import { addEntry, lineStart, replace } from '../../formats/edit.ts';
import { entriesOf } from '../../formats/tree.ts';
import { habitsAt } from '../manifests/fixes/site.ts';
import { writtenOf } from '../manifests/fixes/written.ts';
import type { Around, Field, FileEdits, Writes } from '../manifests/provider.ts';
import { entryAt, fieldAt, type Resource, textAt } from '../manifests/resource.ts';
import { isNamespaced, namespaceOf } from './names.ts';
import { newKey } from './newKey.ts';

export const writes: Writes = {
  referenceFields: ['kmsKeyIdRef', 'kmsKeyIdSelector'],
  keyReference,
  newKey,
  item: ({ name, manifest, patches = [] }) => ({
    name,
    base: manifest,
    ...(patches.length > 0 && { patches }),
  }),
  requireInput,
};

/** By its name; in a composition, which makes names up, by its labels. */
function keyReference(key: Resource, trail: Resource, { resources, provider }: Around): Field | undefined {
  if (isNamespaced(key) !== isNamespaced(trail)) {
    return undefined;
  }
  if (key.template === undefined) {
    const name = textAt(key.body, 'metadata.name');
    const namespace = namespaceOf(key);
    const isApart = namespace !== undefined && namespace !== namespaceOf(trail);
    return name === undefined ? undefined : ['kmsKeyIdRef', { name, ...(isApart && { namespace }) }];
  }
  if (key.template !== trail.template) {
    return undefined;
  }
  const labels = entriesOf(fieldAt(key.body, 'metadata.labels')).flatMap(({ key: name, value }) => {
    const written = writtenOf(value, key.file.text);
    return written === undefined ? [] : [[name, written] as const];
  });
  const isOnly =
    resources.filter(one => one.template === key.template && provider.roleOf(one) === 'key').length === 1;
  return labels.length > 0
    ? ['kmsKeyIdSelector', { matchControllerRef: true, matchLabels: Object.fromEntries(labels) }]
    : isOnly
      ? ['kmsKeyIdSelector', { matchControllerRef: true }]
      : undefined;
}

/** The patch fails without its input; a default that is null or empty goes, too. */
function requireInput(path: string, trail: Resource): readonly FileEdits[] | undefined {
  const patches = trail.patches.filter(({ to, inputs }) => /kmsKeyId/.test(to) && inputs.includes(path));
  const [patch, ...others] = patches;
  if (!patch || others.length > 0 || entryAt(patch.node, ['policy'])) {
    return undefined;
  }
  const { file, node } = patch;
  const edits = addEntry(
    file.text,
    node,
    'policy',
    { fromFieldPath: 'Required' },
    habitsAt(file, trail.body),
  );
  const place = trail.template?.input(path);
  return place?.byDefault === '' && place.place
    ? [{ file, edits }, withoutLine(place.place)]
    : [{ file, edits }];
}

function withoutLine({
  file,
  range,
}: {
  readonly file: FileEdits['file'];
  readonly range: FileRange;
}): FileEdits {
  const start = lineStart(file.text, range.start);
  const rest = /^[^\r\n]*(?:\r\n|\r|\n)?/.exec(file.text.slice(range.end))?.[0] ?? '';
  return { file, edits: [replace({ start, end: range.end + rest.length }, '')] };
}

interface FileRange {
  readonly start: number;
  readonly end: number;
}
