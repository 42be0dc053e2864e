import { knownValue } from '../../../../trail/fact.ts';
import { descriptionOfKey } from '../../../declared/newKey.ts';
import type { TextEdit } from '../../../fix.ts';
import { type DeclaredKey, keysToOffer, namesCloudTrail } from '../../../fixes/declaredKeys.ts';
import type { Call } from '../../../formats/code/syntax.ts';
import { replace } from '../../../formats/edit.ts';
import { defaults } from '../../programs/evaluation/explore.ts';
import { environmentOf, programEnvironment } from '../../programs/evaluation/owners.ts';
import { type Made, madeOf } from '../../programs/evaluation/value.ts';
import {
  changesOf,
  declaredAction,
  isKnownThere,
  keyPoint,
  type Remedy,
  type Site,
} from '../../programs/fixes/site.ts';
import { underTest } from '../../programs/fixes/underTest.ts';
import { isBuild } from '../../programs/outline/builderCalls.ts';
import { bindingsOf, callsThatMake } from '../../programs/outline/classes.ts';
import { type Code, print, printFlat, type Raw, raw } from '../../programs/write/code.ts';
import { hasOwnLine, indentOf, linesBefore } from '../../programs/write/edits.ts';
import { partsOfText } from '../../programs/write/parts.ts';
import { expressionFor, textAt, unusedName } from '../../programs/write/refer.ts';
import { constructId, keyBehind, writtenName } from '../constructs.ts';
import { Effects } from '../effects.ts';
import { factsOfKey, policyReader, statementsOfKey } from '../key.ts';
import { cdk } from '../library.ts';
import { classOf } from '../names.ts';
import { trailInProgram } from '../trail.ts';
import { fallBack, givenKey, isTemplate, placeKey, replaceKey } from './placement.ts';
import { baseName, idBeside, referencesIn, statementOf, statementOfKey } from './site.ts';
import { policyCalls, printedCalls } from './statements.ts';

/** The ARN from the settings, or picked from AWS. */
export function useKeyArn(site: Site): Remedy[] {
  const { keyArn: arn } = site.context;
  if (arn === undefined) {
    return [];
  }
  const references = referencesIn(site);
  const text: Code = { kind: 'text', parts: [arn] };
  const key = isTemplate(site) ? text : importedKey(site, references.to('kms', 'Key'), text);
  const edits = key && placeKey(site, printFlat(key, site.style));
  return edits
    ? [
        {
          action: { kind: 'use-key-arn', arn },
          changes: changesOf(site, [...edits, ...references.edits(printFlat(key, site.style))]),
        },
      ]
    : [];
}

/** A key by its ARN, as a construct takes it. */
export function importedKey(site: Site, className: string | undefined, arn: Code): Code | undefined {
  const scope = scopeOf(site);
  return className === undefined || scope === undefined
    ? undefined
    : {
        kind: 'call',
        callee: site.style.writer.static(className, 'fromKeyArn'),
        isNew: false,
        args: [raw(scope), idCode(site), arn],
        properties: [],
      };
}

/**
 * Use a key that the program already creates, where the trail is created; a policy that does not allow CloudTrail is
 * extended in the same fix.
 */
export function useDeclaredKeys(site: Site): Remedy[] {
  return keysToOffer(candidates(site), site.trail.declaration.facts.bucketRegion).flatMap(
    ({ key, name, facts, opens, needsThought }): Remedy[] => {
      const reference = expressionFor(key, site, keyPoint(site));
      const placed = reference && placeKey(site, isTemplate(site) ? arnOf(key, reference, site) : reference);
      if (reference === undefined || !placed) {
        return [];
      }
      const policy = knownValue(facts.policy);
      const opened = opens
        ? takesStatements(key)
          ? opening(
              site,
              reference,
              policy?.answer === 'does-not-admit' ? policy.missing : [],
              statementOfKey(site),
            )
          : undefined
        : [];
      const action = declaredAction(site, name, needsThought);
      return opened ? [{ action, needsThought, changes: changesOf(site, [...placed, ...opened]) }] : [];
    },
  );
}

/** The policy of a template's key is data, which nothing is added to by a call. */
export function takesStatements(key: Made): boolean {
  return classOf(key) !== 'kms.CfnKey';
}

/** The same for a key that is created inline, and has to be kept in a variable first. */
export function openingInline(
  site: Site,
  made: Made,
  missing: Parameters<typeof policyCalls>[2],
): readonly TextEdit[] | undefined {
  const { property } = site.trail.reading;
  const { call } = made;
  const value = property?.value;
  const statement = statementOfKey(site);
  if (
    !call ||
    !value ||
    value.range.start !== call.range.start ||
    property?.file !== site.file ||
    !statement
  ) {
    return undefined;
  }
  const name = unusedName(site, variableName(`${baseName(site)}Key`, site));
  const references = referencesIn(site);
  const opened = opening(site, name, missing, statement);
  const { writer, end } = site.style;
  const kept = `${writer.declaring(name, references.to('kms', 'Key') ?? 'Key')}${textAt(site.file, call)}${end}`;
  return (
    opened && [linesBefore(site.file, statement, kept, site.style), ...opened, replace(value.range, name)]
  );
}

/** Lines in front of a statement, else of the trail's, that let CloudTrail use a key for it. */
export function opening(
  site: Site,
  key: string,
  missing: Parameters<typeof policyCalls>[2],
  statement = statementOf(site),
): readonly TextEdit[] | undefined {
  const references = referencesIn(site);
  const calls = policyCalls(site, key, missing, references);
  if (!statement || !calls || calls.length === 0 || !hasOwnLine(site.file, statement)) {
    return undefined;
  }
  const indent = indentOf(site.file.program.text, statement);
  const lines = printedCalls(site, calls, indent);
  return [linesBefore(site.file, statement, lines, site.style), ...references.edits(lines)];
}

function arnOf(key: Made, reference: string, { style }: Site): string {
  return style.writer.path(reference, [classOf(key) === 'kms.CfnKey' ? 'attrArn' : 'keyArn']);
}

/**
 * A new key with the policy that CloudTrail needs, rotation and an alias, in front of where the trail gets it; if a key may be given,
 * only when none is given. The CDK keeps keys when their stack goes.
 */
export function addKey(site: Site): Remedy[] {
  const { style, file } = site;
  const statement = isKnownThere(site) ? statementOfKey(site) : undefined;
  const references = referencesIn(site);
  const className = references.to('kms', 'Key');
  const scope = scopeOf(site);
  if (!statement || !hasOwnLine(file, statement) || className === undefined || scope === undefined) {
    return [];
  }
  const base = baseName(site);
  const name = unusedName(site, variableName(`${base}Key`, site));
  const calls = policyCalls(site, name, undefined, references);
  const given = givenKey(site);
  // A key that is given under a condition is not answered by a second one.
  if (given !== undefined && underTest(site)) {
    return [];
  }
  // The key that is given to a template is an ARN, which nothing can be said of.
  if (given === 'switch' || (given !== undefined && isTemplate(site))) {
    return [];
  }
  if (!calls) {
    return [];
  }
  const key: Code = {
    kind: 'call',
    callee: className,
    isNew: true,
    args: [raw(scope), idCode(site)],
    properties: [
      ['alias', aliasCode(site, scope)],
      ['description', { kind: 'text', parts: [descriptionOfKey(base)] }],
      ['enableKeyRotation', { kind: 'flag', value: true }],
    ],
  };
  const declared = (head: string, indent: string) => [
    head + print(key, style, indent, indent.length + head.length) + style.end,
    printedCalls(site, calls, indent),
  ];
  const action = { kind: 'add-key', key: name } as const;
  const own = style.writer.declaring(name, className);
  if (given !== undefined && style.writer.orElseLines) {
    const edits = fallBack(site, given, (variable, indent) => [
      ...declared(own, indent).flatMap(lines => lines.split(style.eol + indent)),
      `${variable} = ${name}`,
    ]);
    const written = edits?.map(({ content }) => content).join('') ?? '';
    return edits ? [{ action, changes: changesOf(site, [...edits, ...references.edits(written)]) }] : [];
  }
  const placed = replaceKey(site, isTemplate(site) ? style.writer.path(name, ['keyArn']) : name);
  // What may be given is known by its interface alone.
  const interfaceName =
    given === undefined || !style.writer.declaresTypes ? undefined : references.to('kms', 'IKey');
  const before = given === undefined ? '' : style.writer.orElse(given, '');
  if (!placed || before === undefined) {
    return [];
  }
  const indent = indentOf(file.program.text, statement);
  const head = (interfaceName === undefined ? own : style.writer.declaring(name, interfaceName)) + before;
  const lines = declared(head, indent).join(style.eol + indent);
  return [
    {
      action,
      changes: changesOf(site, [
        linesBefore(file, statement, lines, style),
        ...placed,
        ...references.edits(lines),
      ]),
    },
  ];
}

/** A name of the alias that no other stack of the account has. */
function aliasCode(site: Site, scope: string): Code {
  const { style, trail } = site;
  const { made } = trail.reading;
  const name = dashed(idBeside(site));
  const object = made.args.positional[0]?.();
  const isStack =
    /^core\.(?:Nested)?Stack$/.test((object && classOf(object)) ?? '') && !trail.call && isTypedAsStack(site);
  const repeated = idOfEachTurn(site);
  return {
    kind: 'text',
    parts: !isStack
      ? [`${name}-`, { raw: style.writer.path(scope, ['node', 'addr']) }]
      : repeated
        ? [{ raw: style.writer.path(scope, ['stackName']) }, '-', ...repeated]
        : [{ raw: style.writer.path(scope, ['stackName']) }, `-${name}`],
  };
}

/** Whether the scope has what a stack has for the compiler, too: a parameter that takes any construct has not. */
function isTypedAsStack(site: Site): boolean {
  const scope = beginOf(site)?.args[0]?.value;
  return scope?.kind !== 'name'
    ? true
    : bindingsOf(scope.name, site.place.owner).every(
        one => one.kind !== 'parameter' || /(?:^$|Stack$)/.test(one.parameter.type ?? ''),
      );
}

/** The ID of a trail that may be created several times, where it says which: what is added for each needs one of its own. */
function idOfEachTurn(site: Site): readonly (string | Raw)[] | undefined {
  const { owner, guards } = site.place;
  const id = beginOf(site)?.args[1]?.value;
  const isHandedIn =
    id?.kind === 'name' && bindingsOf(id.name, owner).some(({ kind }) => kind === 'parameter');
  const isRepeated =
    owner.handedTo !== undefined ||
    guards.some(({ kind }) => kind === 'loop') ||
    (isHandedIn && owner.member?.name !== 'constructor');
  const isSame = id?.kind === 'literal' || (id?.kind === 'call' && id.args[0]?.value.kind === 'literal');
  return isRepeated && id && !isSame && !site.trail.call ? partsOfText(id, site.file) : undefined;
}

/** `AuditTrail` → `audit-trail`. */
function dashed(id: string): string {
  return id
    .replace(/(?<=[a-z0-9])(?=[A-Z][a-z])|(?<=[A-Z])(?=[A-Z][a-z])/g, '-')
    .replaceAll(/[^A-Za-z0-9]+/g, '-')
    .toLowerCase();
}

/** The scope in which the call makes what it makes; undefined where no resource can be: in an app or a stage, stacks alone are. */
function scopeOf(site: Site): string | undefined {
  const { file, place, trail } = site;
  const first = beginOf(site)?.args.find(({ name }) => name === undefined || name === 'scope');
  if (!first || first.spread) {
    return undefined;
  }
  const world = defaults({ library: cdk, files: trail.files });
  const scope = environmentOf(place.owner, programEnvironment(file, world)).evaluate(first.value);
  return /^core\.(?:App|Stage)$/.test(classOf(scope) ?? '') ? undefined : textAt(file, first.value);
}

/** The call that is passed scope and ID: of a builder, what began it, where the same function does. */
function beginOf({ place, trail }: Site): Call | undefined {
  const { args } = trail.reading.made;
  return isBuild(place.call) && place.call === trail.reading.made.call
    ? args.environment?.owner === place.owner
      ? args.call
      : undefined
    : place.call;
}

/** The ID of the constructs added beside the trail. */
function idCode(site: Site): Code {
  const { trail, file } = site;
  const { made } = trail.reading;
  const id = beginOf(site)?.args[1]?.value;
  const isOpen = !trail.call && constructId(made) === undefined && id !== undefined;
  const open = idOfEachTurn(site) ?? (isOpen ? partsOfText(id, file) : undefined);
  return {
    kind: 'text',
    parts: open ? [...open, 'Key'] : [`${idBeside(site)}Key`],
  };
}

function variableName(base: string, { style }: Site): string {
  return style.writer.variable(base.charAt(0).toLowerCase() + base.slice(1));
}

/** Keys of the file that exist where the trail is created. */
function candidates(site: Site): readonly DeclaredKey<Made>[] {
  const { file, trail } = site;
  const world = defaults({ library: cdk, files: trail.files });
  const effects = new Effects(trail.files, world);
  const own = trail.declaration.facts.key;
  const named = own.kind === 'known' ? own.value.name : undefined;
  const subject = trailInProgram(trail.reading.made);
  return callsThatMake(file, ['Key', 'CfnKey', 'NewKey', 'NewCfnKey']).flatMap(
    ({ owner, call }): DeclaredKey<Made>[] => {
      const made = madeOf(environmentOf(owner, programEnvironment(file, world)).evaluate(call));
      const isKey = made && keyBehind(made) === made && (classOf(made) === 'kms.Key' || isTemplate(site));
      if (
        !made ||
        !isKey ||
        writtenName(made) === named ||
        expressionFor(made, site, keyPoint(site)) === undefined
      ) {
        return [];
      }
      const { facts } = factsOfKey(made, subject, effects);
      const statements = statementsOfKey(made, policyReader(subject, effects), effects) ?? [];
      return facts.kind === 'known'
        ? [
            {
              key: made,
              facts: facts.value,
              name: writtenName(made),
              namesCloudTrail: namesCloudTrail(statements),
            },
          ]
        : [];
    },
  );
}
