import type { TextRange } from '../../../../base/text.ts';
import type { Parameter, PatternPart } from '../../../formats/code/syntax.ts';
import { type Binding, type Event, isWhole, type Owner, type ProgramFile } from '../outline/outline.ts';
import { changed, isChangeable } from './assigned.ts';
import { isBuilder } from './builders.ts';
import { assignedByName, changesOfBound } from './changes.ts';
import type { Environment, Turn } from './environment.ts';
import { givenParameter, settled } from './given.ts';
import { givenByName } from './keptBuilders.ts';
import { isReached, isSure } from './operations.ts';
import { environmentOf, programEnvironment } from './owners.ts';
import { decidedLater, nothing, notUnderstood, plain, type Value } from './value.ts';
import type { World } from './world.ts';

/** What a name or field was last given, on the ways that are taken. */
export function valueOfEvents(events: readonly Event[], object: Environment): Value {
  let value: Value = nothing;
  for (const event of events) {
    const environment = environmentOf(event.owner, object);
    value = afterEvent(value, event, environment);
  }
  return value;
}

function afterEvent(before: Value, event: Event, environment: Environment): Value {
  const { value, part, operator, guards, parameter } = event;
  if (!isSure(guards)) {
    return notUnderstood;
  }
  if (!isReached(guards, environment)) {
    return before;
  }
  if (parameter) {
    return valueOfParameter(parameter, indexOf(parameter, environment.owner), environment);
  }
  if (operator === 'other') {
    return notUnderstood;
  }
  if (operator === '??=' && settled(before, environment.world).kind !== 'nothing') {
    return before;
  }
  if (!value) {
    return before;
  }
  const whole = environment.evaluate(value);
  return part ? partOf(whole, part, environment) : whole;
}

function indexOf(parameter: Parameter, owner: Owner): number {
  return owner.declaration?.parameters.indexOf(parameter) ?? -1;
}

function partOf(whole: Value, part: PatternPart, environment: Environment): Value {
  const { property, index } = part;
  const list = index === undefined ? undefined : settled(whole, environment.world);
  const item = list?.kind === 'list' && !list.isOpen ? (list.items[index ?? 0] ?? nothing) : notUnderstood;
  const value =
    property === undefined ? item : settled(environment.member(whole, property), environment.world);
  return value.kind === 'nothing' && part.byDefault ? environment.evaluate(part.byDefault) : value;
}

/** The value of a name, as seen from a place. */
export function valueOfName(name: string, environment: Environment, at: number, isType = false): Value {
  for (let one: Environment | undefined = environment; one; one = one.parent) {
    const { kind, classDeclaration, names } = one.owner;
    const isMember = kind === 'class' && classDeclaration?.isScope && !isType;
    const member = isMember ? fieldOf(name, one, environment, at) : undefined;
    if (member) {
      return member;
    }
    const bindings: readonly Binding[] = kind === 'class' ? [] : (names.get(name) ?? []);
    if (bindings.length > 0) {
      const place = one === environment ? at : Number.POSITIVE_INFINITY;
      const value = valueOfBindings(name, bindings, one, place, at);
      return isBuilder(value) ? givenByName(value, name, bindings, one, place) : value;
    }
  }
  const { file } = environment.owner;
  const beside = file.seen.find(({ outline }) => outline.root.names.has(name));
  return beside
    ? exported(name, beside, programEnvironment(beside, environment.world))
    : (ofWholeFiles(name, file, environment.world, 0) ?? {
        kind: 'reference',
        module: wholePackages(file),
        path: [name],
      });
}

/** A field, getter or method that is a name in its class. */
function fieldOf(
  name: string,
  instance: Environment,
  environment: Environment,
  at: number,
): Value | undefined {
  const { fields, methods } = instance.owner;
  return fields.has(name) || methods.has(name)
    ? environment.member({ kind: 'object', instance, made: undefined }, name, at)
    : undefined;
}

/** The packages of which all is imported: one of them has what nothing else gives a name to. */
function wholePackages({ outline, imported }: ProgramFile): string {
  return outline.imports
    .filter(isWhole)
    .map(({ module }) => module)
    .filter(module => !module.startsWith('.') && !imported.has(module))
    .join('|');
}

/** What one of the files, of which a file takes or hands on all, has under a name. */
function ofWholeFiles(name: string, file: ProgramFile, world: World, depth: number): Value | undefined {
  for (const { module } of depth < deepestExport ? file.outline.imports.filter(isWhole) : []) {
    const next = file.imported.get(module);
    const found = next && exported(name, next, programEnvironment(next, world), depth + 1);
    if (found && found.kind !== 'unknown') {
      return found;
    }
  }
  return undefined;
}

function valueOfBindings(
  name: string,
  bindings: readonly Binding[],
  environment: Environment,
  at: number,
  from: number,
): Value {
  const { names, world } = environment;
  const isSteady = bindings.length === 1 && assignedByName(name, environment.owner).length === 0;
  if (isSteady && names.has(name)) {
    return names.get(name) ?? notUnderstood;
  }
  if (!world.step()) {
    return notUnderstood;
  }
  if (isSteady) {
    names.set(name, undefined);
  }
  let value: Value = nothing;
  const seen = inSight(bindings, at, environment);
  for (const binding of seen) {
    value = afterBinding(value, binding, environment);
  }
  if (value.kind === 'nothing' && isGivenElsewhere(name, environment, at, [...seen])) {
    value = notUnderstood;
  }
  const changes = isChangeable(value) ? changesOfBound(name, seen.at(-1), environment.owner) : [];
  if (isSteady && changes.length === 0) {
    names.set(name, value);
  } else {
    names.delete(name);
  }
  return isChangeable(value) && changes.length > 0 ? changed(value, changes, environment, at, from) : value;
}

/**
 * Whether a variable that has no value may be given one by then at a place that is not seen: in another function, or by one that it is
 * handed to by reference.
 */
function isGivenElsewhere(
  name: string,
  { owner }: Environment,
  at: number,
  seen: readonly Binding[],
): boolean {
  if (!seen.some(({ kind }) => kind === 'value')) {
    return false;
  }
  // Functions that give it a value are read now, where they hold no other word that counts.
  const { handed } = owner.file.outline.usesOf(name, owner.range);
  const { text } = owner.file.program;
  const isByReference = handed.some(
    ({ object, range }) =>
      object.kind === 'name' &&
      range.end <= at &&
      /(?:&|\b(?:ref|out)\s+)$/.test(text.slice(Math.max(0, object.range.start - 6), object.range.start)),
  );
  const isInFunction = (owner.names.get(name) ?? []).some(
    one => one.kind === 'value' && one.event.owner !== owner && !seen.includes(one) && !isEmptied(one.event),
  );
  return isByReference || isInFunction;
}

function isEmptied({ value }: Event): boolean {
  return value?.kind === 'literal' && value.value === null;
}

/** Of several, those in front of a place; those behind it, too, where there is none in front, or it is run later. */
function inSight(bindings: readonly Binding[], at: number, { turns }: Environment): readonly Binding[] {
  // Of several loops that call their item so, the one around the place counts.
  const around = bindings.filter(
    one =>
      one.kind === 'item' &&
      (isIn(at, one.loop.range) || (at === Number.POSITIVE_INFINITY && turns.has(one.loop))),
  );
  const own = around.at(-1);
  const known = own ? bindings.filter(one => one.kind !== 'item' || one === own) : bindings;
  const before = known.filter(one => one.kind !== 'value' || one.event.range.end <= at);
  return before.length > 0 ? before : known;
}

function isIn(at: number, { start, end }: TextRange): boolean {
  return start <= at && at < end;
}

function afterBinding(before: Value, binding: Binding, environment: Environment): Value {
  switch (binding.kind) {
    case 'import':
      return imported(binding, environment.owner.file, environment.world);
    case 'value': {
      const { event } = binding;
      const own = event.owner === environment.owner ? environment : environmentOf(event.owner, environment);
      return afterEvent(before, event, own.outsideOf(event.guards));
    }
    case 'class':
      return { kind: 'class', owner: binding.owner, environment };
    case 'function': {
      const { owner } = binding;
      return { kind: 'function', owner, environment };
    }
    case 'parameter': {
      const whole = valueOfParameter(binding.parameter, binding.index, environment);
      return binding.part ? partOf(whole, binding.part, environment) : whole;
    }
    case 'item':
      return environment.turns.get(binding.loop)?.item ?? decidedLater;
  }
}

function imported(
  { statement: { module }, name: { imported: name } }: Extract<Binding, { kind: 'import' }>,
  { imported: files }: ProgramFile,
  world: World,
): Value {
  const submodule = name === undefined ? files.get(module) : files.get(`${module}.${name}`);
  if (submodule) {
    return { kind: 'object', instance: programEnvironment(submodule, world), made: undefined };
  }
  const file = files.get(module);
  if (file && name !== undefined) {
    return exported(name, file, programEnvironment(file, world));
  }
  return module.startsWith('.')
    ? { kind: 'unknown', cause: 'out-of-reach' }
    : { kind: 'reference', module, path: name === undefined || name === 'default' ? [] : [name] };
}

/** What a file exports under a name, itself or out of another one; of several packages of which it hands on all, any may have it. */
export function exported(name: string, file: ProgramFile, root: Environment, depth = 0): Value {
  if ([file, ...file.beside].some(({ outline }) => outline.root.names.has(name))) {
    return valueOfName(name, root, Number.POSITIVE_INFINITY);
  }
  const found = ofWholeFiles(name, file, root.world, depth);
  const module = wholePackages(file);
  return (
    found ??
    (module === '' ? { kind: 'unknown', cause: 'out-of-reach' } : { kind: 'reference', module, path: [name] })
  );
}

/** Files that hand on what others export. */
const deepestExport = 4;

function valueOfParameter(parameter: Parameter, index: number, environment: Environment): Value {
  const { args, world } = environment;
  if (!args) {
    const turn = environment.turns.size > 0 ? turnOf(environment) : undefined;
    return turn && index === 0
      ? turn.item
      : turn && index === 1
        ? plain(turn.number)
        : givenParameter(parameter, environment);
  }
  const { target, rest, byDefault } = parameter;
  if (rest === 'named') {
    const taken = new Set(
      environment.owner.declaration?.parameters.flatMap(one =>
        one.target.kind === 'name' ? one.target.name : [],
      ),
    );
    const left = [...args.named.properties].filter(([name]) => !taken.has(name));
    return { kind: 'record', properties: new Map(left), isOpen: args.named.isOpen };
  }
  if (rest) {
    return { kind: 'list', items: args.positional.slice(index).map(one => one()), isOpen: args.isOpen };
  }
  const named = target.kind === 'name' ? args.named.properties.get(target.name) : undefined;
  const given = named ? named.get() : args.positional[index]?.();
  const value = given && settled(given, world);
  if (value && value.kind !== 'nothing') {
    return value;
  }
  if (!value && (args.isOpen || args.named.isOpen)) {
    return notUnderstood;
  }
  return byDefault ? environment.evaluate(byDefault) : (value ?? nothing);
}

/** Where a function that is called for each of a list is at: it is handed the item and its number. */
function turnOf({ owner, turns }: Environment): Turn | undefined {
  for (const [loop, turn] of turns) {
    if (loop.range === owner.range) {
      return turn;
    }
  }
  return undefined;
}
