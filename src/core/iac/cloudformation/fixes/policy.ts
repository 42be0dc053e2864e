import { knownValue } from '../../../trail/fact.ts';
import type { TextEdit } from '../../fix.ts';
import { addEntry, addItems, indentAt, insert, lineEnd, lineStart } from '../../formats/edit.ts';
import { type Habits, printFlow, printItem, type Written } from '../../formats/print.ts';
import { entryOf, follow, itemsOf, type MapNode, mapOf, textOf, valueAt } from '../../formats/tree.ts';
import { languageTable } from '../../languageTable.ts';
import { factsOfKey } from '../key.ts';
import type { Resource } from '../template.ts';
import { type FileChange, habitsAt, type Remedy, type Site, silentScope, unusedId } from './site.ts';
import { admitTrail } from './sourceArn.ts';
import { policyFor, statementsFor, trailAt } from './statements.ts';

const { rotationAttribute } = languageTable.cloudformation;

/** Add to the key's policy what CloudTrail lacks. */
export function addStatements(site: Site): Remedy[] {
  const key = declaredKeyOf(site);
  const action = key && ({ kind: 'add-policy-statements', key: key.id } as const);
  return key && action ? openPolicy(site, key).map(changes => ({ action, changes })) : [];
}

/**
 * Ways to let CloudTrail use a declared key for the trail, the best one first: another trail in the statements that admit
 * other trails, else statements of its own.
 */
export function openPolicy(site: Site, key: Resource): readonly (readonly FileChange[])[] {
  return [admitTrail(site, key), extendPolicy(site, key)].filter(changes => changes !== undefined);
}

/** Turn rotation on where the template turns it off, or says nothing. */
export function enableRotation(site: Site): Remedy[] {
  const key = declaredKeyOf(site);
  const properties = key && valueAt(key.body, 'Properties');
  if (!key || properties?.kind !== 'map') {
    return [];
  }
  const { file } = key;
  const habits = habitsAt(file, key.entry);
  const entry = entryOf(properties, rotationAttribute);
  const edits = entry
    ? [
        {
          offset: entry.valueRange.start,
          length: entry.valueRange.end - entry.valueRange.start,
          content: 'true',
        },
      ]
    : addEntry(file.text, properties, rotationAttribute, true, habits);
  return [{ action: { kind: 'enable-rotation', key: key.id }, changes: [{ file, edits }] }];
}

/** The key that the finding is about, where this template declares it. */
function declaredKeyOf(site: Site): Resource | undefined {
  const { key } = site.trail.declaration.facts;
  const facts = key.kind === 'conditional' ? key.branches.find(branch => branch.kind === 'known') : key;
  const name = site.finding.key ?? (facts?.kind === 'known' ? facts.value.name : undefined);
  return site.template.resources.find(
    resource => resource.id === name && (resource.type ?? '').startsWith('AWS::KMS::'),
  );
}

/** Appends the statements that are missing; nothing that is there is touched. */
function extendPolicy(site: Site, key: Resource): FileChange[] | undefined {
  const { file } = key;
  const { text } = file;
  const habits = habitsAt(file, key.entry);
  const properties = valueAt(key.body, 'Properties');
  if (properties?.kind !== 'map') {
    return undefined;
  }
  const policy = mapOf(valueAt(properties, 'KeyPolicy'));
  if (!policy) {
    return entryOf(properties, 'KeyPolicy')
      ? undefined
      : [{ file, edits: addEntry(text, properties, 'KeyPolicy', policyFor(site), habits) }];
  }
  const statements = missingStatements(site, key, policy);
  const list = valueAt(policy, 'Statement');
  if (list?.kind === 'list') {
    return [{ file, edits: addItems(text, list, statements, habits) }];
  }
  if (list?.kind !== 'map') {
    return undefined;
  }
  // A single statement that is no list becomes one.
  if (!list.flow) {
    return [{ file, edits: listed(text, list, statements, habits) }];
  }
  const print = (one: Written) => (habits.format === 'json' ? JSON.stringify(one) : printFlow(one, habits));
  return [
    {
      file,
      edits: [
        insert(list.range.start, '['),
        insert(list.range.end, `, ${statements.map(print).join(', ')}]`),
      ],
    },
  ];
}

/** A map over several lines as the first item of a list, and the items behind it. */
function listed(text: string, map: MapNode, items: readonly Written[], habits: Habits): TextEdit[] {
  const [first] = map.entries;
  const indent = indentAt(text, first?.keyRange.start ?? map.range.start);
  const end = lineEnd(text, map.range.end);
  const edits: TextEdit[] = [];
  for (let at = lineStart(text, map.range.start); at < end; at = lineEnd(text, at) + habits.eol.length) {
    if (text.slice(at, lineEnd(text, at)).trim() !== '') {
      edits.push(insert(at + indent.length, edits.length === 0 ? '- ' : '  '));
    }
  }
  const written = items.map(item => habits.eol + indent + printItem(item, indent, habits)).join('');
  return [...edits, insert(end, written)];
}

function missingStatements(site: Site, key: Resource, policy: ReturnType<typeof mapOf>): Written[] {
  const { facts } = factsOfKey(key, silentScope(site), trailAt(site));
  const verdict = facts.kind === 'known' ? knownValue(facts.value.policy) : undefined;
  const missing = verdict?.answer === 'does-not-admit' ? verdict.missing : [];
  const list = follow(valueAt(policy, 'Statement') ?? policy ?? key.body);
  const used = new Set((itemsOf(list) ?? [list]).map(statement => textOf(valueAt(statement, 'Sid')) ?? ''));
  return statementsFor(site, missing).map(statement => {
    const { Sid, ...rest } = statement as { readonly [name: string]: Written };
    return { Sid: unusedId(String(Sid), used), ...rest };
  });
}
