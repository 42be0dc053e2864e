import { addEntries, indentAt, isSpaced, lineStart, replace, replaceValue } from '../../../formats/edit.ts';
import type { Written } from '../../../formats/print.ts';
import { type Entry, entriesOf, entryOf, textOf, valueAt } from '../../../formats/tree.ts';
import { habitsAt } from '../../manifests/fixes/site.ts';
import { writtenOf } from '../../manifests/fixes/written.ts';
import type {
  Asks,
  Field,
  FileEdits,
  Home,
  NewKey,
  NewKeyResources,
  Writes,
} from '../../manifests/provider.ts';
import { fieldAt, type Resource } from '../../manifests/resource.ts';
import { isProgram, type Program } from './program.ts';

export const writes: Writes = {
  referenceFields: [],
  keyReference: (key, trail): Field | undefined =>
    key.template === trail.template ? ['kmsKeyId', `\${${key.id}.arn}`] : undefined,
  newKey,
  home,
  policy: (policy, near) => (isNative(near) ? policy : { 'fn::toJSON': policy }),
  item: ({ manifest }) => manifest,
  fallBack,
  requireInput,
  arnOf,
};

function isNative({ kind }: Resource): boolean {
  return kind.startsWith('aws-native:');
}

/** Log files need the key as long as they are kept: it stays when the stack goes. */
function newKey({ name, trail, description, policy }: NewKey): NewKeyResources {
  const options = given(trail, 'options', ['provider', 'parent']) ?? {};
  const region = given(trail, 'properties', ['region']) ?? {};
  const id = camel(name);
  const native = isNative(trail);
  const base = name.replace(/-key$/, '');
  return {
    resources: [
      {
        name: id,
        manifest: {
          type: native ? 'aws-native:kms:Key' : 'aws:kms:Key',
          properties: {
            ...region,
            description,
            enableKeyRotation: true,
            [native ? 'keyPolicy' : 'policy']: policy,
          },
          options: { ...options, retainOnDelete: true },
        },
      },
      {
        name: `${id}Alias`,
        manifest: {
          type: native ? 'aws-native:kms:Alias' : 'aws:kms:Alias',
          properties: {
            ...region,
            [native ? 'aliasName' : 'name']: `alias/\${pulumi.stack}-${base}`,
            targetKeyId: `\${${id}.keyId}`,
          },
          ...(Object.keys(options).length > 0 && { options }),
        },
      },
    ],
    reference: ['kmsKeyId', `\${${id}.arn}`],
  };
}

interface Fields {
  readonly [name: string]: Written;
}

/** What a resource says that others beside it have to say, too; undefined where it cannot be written again. */
function given({ body, file }: Resource, section: string, names: readonly string[]): Fields | undefined {
  const fields = names.flatMap(name => {
    const node = fieldAt(body, `${section}.${name}`);
    return node ? [[name, writtenOf(node, file.text)] as const] : [];
  });
  return fields.every((one): one is [string, Written] => one[1] !== undefined)
    ? Object.fromEntries(fields)
    : undefined;
}

/** `audit-key` → `auditKey`. */
function camel(name: string): string {
  return name.replace(/[^A-Za-z0-9]+(\w)/g, (_, first: string) => first.toUpperCase());
}

interface Question {
  /** The functions that answer it: of the classic provider, and of Cloud Control. */
  readonly functions: readonly [classic: string, native: string];
  readonly members: readonly [classic: string, native: string];
  readonly variable: string;
}

const questions = {
  account: {
    functions: ['aws:getCallerIdentity', 'aws-native:getAccountId'],
    members: ['accountId', 'accountId'],
    variable: 'callerIdentity',
  },
  partition: {
    functions: ['aws:getPartition', 'aws-native:getPartition'],
    members: ['partition', 'partition'],
    variable: 'partition',
  },
  // What newer versions call `region` and older ones `name` is the id in both.
  region: {
    functions: ['aws:getRegion', 'aws-native:getRegion'],
    members: ['id', 'region'],
    variable: 'region',
  },
} as const satisfies Readonly<Record<string, Question>>;

/** The trail of an organization belongs to its management account. The provider of Cloud Control has no function that tells it. */
const management: Question = {
  functions: ['aws:organizations:getOrganization', ''],
  members: ['masterAccountId', ''],
  variable: 'organization',
};

/** Variables that ask what creates the trail; those that the program has already serve where they ask the same. */
function home(trail: Resource, asks: Asks): Home | undefined {
  const { template } = trail;
  const options = given(trail, 'options', ['provider', 'parent']);
  const own = given(trail, 'properties', ['region']);
  if (!isProgram(template) || !options || !own) {
    return undefined;
  }
  const isUsual = Object.keys(options).length === 0;
  const which = isNative(trail) ? 1 : 0;
  const added: [string, Written][] = [];
  const taken = new Set([
    ...template.resources.keys(),
    ...entriesOf(template.variables).map(({ key }) => key),
  ]);
  const answer = ({ functions, members, variable }: Question): string => {
    const known = isUsual ? variableCalling(template, functions[which]) : undefined;
    if (known !== undefined) {
      return `\${${known}.${members[which]}}`;
    }
    let name = variable;
    for (let next = 2; taken.has(name) || template.hasInput(name); next++) {
      name = `${variable}${next}`;
    }
    taken.add(name);
    const call = { function: functions[which], arguments: {}, ...(!isUsual && { options }) };
    added.push([name, { 'fn::invoke': call }]);
    return `\${${name}.${members[which]}}`;
  };
  const account = answer(questions.account);
  const partition = answer(questions.partition);
  const owner = asks.organization && !isNative(trail) ? answer(management) : undefined;
  const { region: ofTrail } = own;
  const region = !asks.region ? undefined : typeof ofTrail === 'string' ? ofTrail : answer(questions.region);
  const needs = added.length === 0 ? [] : [declared(template, added)];
  return needs.every(one => one !== undefined)
    ? {
        account,
        ...(owner !== undefined && { owner }),
        partition,
        ...(region !== undefined && { region }),
        needs,
      }
    : undefined;
}

function variableCalling({ variables }: Program, name: string): string | undefined {
  return entriesOf(variables).find(({ value }) => {
    const call = valueAt(value, 'fn::invoke') ?? valueAt(value, 'Fn::Invoke');
    const isWhole = ['return', 'Return', 'options', 'Options'].every(one => !valueAt(call, one));
    const called = textOf(valueAt(call, 'function') ?? valueAt(call, 'Function'));
    return (isWhole && called === name) || entryOf(value, `fn::${name}`) !== undefined;
  })?.key;
}

function declared(
  { file, body, variables }: Program,
  added: readonly (readonly [string, Written])[],
): FileEdits | undefined {
  const habits = habitsAt(file, body);
  if (variables) {
    const own = entryOf(body, 'variables');
    return own?.value.kind === 'map'
      ? { file, edits: addEntries(file.text, variables, added, habits) }
      : undefined;
  }
  if (entryOf(body, 'variables')) {
    return undefined;
  }
  const resources = body.entries.findIndex(({ key }) => key === 'resources');
  const behind = body.entries[resources - 1] ?? body.entries[resources];
  const section = [['variables', Object.fromEntries(added)]] as const;
  return { file, edits: addEntries(file.text, body, section, habits, behind, isSpaced(file.text, body)) };
}

/** The empty default of the setting becomes the ARN. Pulumi YAML has no conditional to choose a declared key with. */
function fallBack(entry: Entry, value: string, { template, file, body }: Resource): FileEdits | undefined {
  const name = /^\$\{([^.{}]+)\}$/.exec(textOf(entry.value) ?? '')?.[1];
  const byDefault = name === undefined ? undefined : emptyDefault(template, name);
  return byDefault && byDefault.file === file && !value.startsWith('${')
    ? {
        file,
        edits: replaceValue(
          file.text,
          byDefault.entry,
          value,
          indentAt(file.text, byDefault.entry.keyRange.start),
          habitsAt(file, body),
        ),
      }
    : undefined;
}

/** Without a default, a value is required. */
function requireInput(path: string, { template }: Resource): readonly FileEdits[] | undefined {
  const found = emptyDefault(template, path);
  if (!found) {
    return undefined;
  }
  const { file, entry } = found;
  if (entry.key !== 'default') {
    return undefined;
  }
  const start = lineStart(file.text, entry.range.start);
  const rest = /^[^\r\n]*(?:\r\n|\r|\n)?/.exec(file.text.slice(entry.range.end))?.[0] ?? '';
  return [{ file, edits: [replace({ start, end: entry.range.end + rest.length }, '')] }];
}

/** The entry that makes an input empty by default: `default: ""`, or the setting itself. */
function emptyDefault(
  template: Resource['template'],
  path: string,
): { readonly file: Program['file']; readonly entry: Entry } | undefined {
  const { file, entry } = (isProgram(template) && template.input(path).place) || {};
  return file && entry && textOf(entry.value) === '' ? { file, entry } : undefined;
}

/** `${key.id}` → `${key.arn}`, and the ARN of the key behind an alias. */
function arnOf(written: string, { template }: Resource): string | undefined {
  const [, name = '', attribute = ''] = /^\$\{([^.{}]+)\.([^.{}]+)\}$/.exec(written) ?? [];
  const kind = isProgram(template) ? template.resources.get(name)?.kind : undefined;
  const called = isProgram(template) ? functionOf(template, name) : undefined;
  const isAlias = kind?.endsWith(':kms:Alias') || called?.endsWith(':kms:getAlias');
  const isKey = /:kms:\w*Key$/.test(kind ?? '') || called?.endsWith(':kms:getKey');
  const right = isAlias ? 'targetKeyArn' : isKey ? 'arn' : undefined;
  return right === undefined || right === attribute ? undefined : `\${${name}.${right}}`;
}

function functionOf({ variables }: Program, name: string): string | undefined {
  const value = entryOf(variables, name)?.value;
  const call = valueAt(value, 'fn::invoke') ?? valueAt(value, 'Fn::Invoke');
  return textOf(valueAt(call, 'function') ?? valueAt(call, 'Function'));
}
