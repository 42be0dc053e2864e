import type { Related } from '../../../declaration.ts';
import type { Parameter, TypeProperty, TypeShape } from '../../../formats/code/syntax.ts';
import type { Word } from '../../../worlds/answers.ts';
import type { Owner, ProgramFile } from '../outline/outline.ts';
import type { Environment } from './environment.ts';
import { environmentOf, programEnvironment } from './owners.ts';
import { type Given, idOf, isAnswer, literalOf, madeOf, nothing, plain, type Value } from './value.ts';
import { type Variable, World } from './world.ts';

/*
 * Inputs from outside of all that is read: the parameters of constructors and functions without a caller here, and the
 * properties of their types. One that may be left out is left out by default.
 */

/** A parameter of a function without a caller here. */
export function givenParameter(parameter: Parameter, environment: Environment): Value {
  const { target, isOptional, byDefault, type, shape, range, rest } = parameter;
  const { owner, world, id } = environment;
  const name = target.kind === 'name' ? target.name : 'props';
  const given: Given = {
    kind: 'given',
    id: `${id}:${name}`,
    name,
    type,
    shape,
    file: owner.file,
    owner,
    range,
  };
  if (rest) {
    return { kind: 'unknown', cause: 'decided-at-deployment' };
  }
  if (!isOptional && mayBeMissing(type)) {
    return { ...given, isOpen: true };
  }
  // Of an object that may be left out, each property may be.
  if (!isOptional || (!byDefault && propertiesOf(given).length > 0)) {
    return given;
  }
  const usual = byDefault ? environment.evaluate(byDefault) : nothing;
  if (usual.kind === 'record' || target.kind !== 'name') {
    return given;
  }
  return world.choose(variableOf(given, usual, { uri: owner.file.uri, range }));
}

/** A property of an object that is handed in. */
export function givenMember(object: Given, name: string, { world }: Environment): Value {
  const property = propertiesOf(object).find(one => one.property.name === name);
  const type = property?.property.type;
  const given: Given = {
    kind: 'given',
    id: `${object.id}.${name}`,
    name: `${object.name}.${name}`,
    type,
    shape: property?.property.shape,
    file: property?.owner.file ?? object.file,
    owner: property?.owner ?? object.owner,
    range: property?.property.range,
  };
  if (!property) {
    // Whether an object of an unread type has the property is not known.
    const isThere = isGivenByClass(object, name, world) || isGivenByLibrary(object, name, world);
    return isThere ? given : { ...given, isOpen: true };
  }
  if (!property.property.isOptional && !/^(?:Readonly<)?Partial</.test(object.type?.trim() ?? '')) {
    return mayBeMissing(type) ? { ...given, isOpen: true } : given;
  }
  const { byDefault, range } = property.property;
  const root = byDefault && literalValue(byDefault);
  return world.choose(variableOf(given, root ?? nothing, { uri: property.owner.file.uri, range }));
}

/** Whether a type allows for nothing: somebody has to give it, and may give that. */
function mayBeMissing(type: string | undefined): boolean {
  return (
    type !== undefined &&
    /\|\s*(?:undefined|null|None)\b|\bNone\s*\||^(?:[\w.]+\.)?Optional[<[]/.test(type.trim())
  );
}

/**
 * Whether each object of the class that is the type of what is handed in has a value under a name: a construct or resource, or what
 * one of them has. The value itself does not count: what others do with it, such as grants, is not read here.
 */
function isGivenByClass({ type, owner }: Given, name: string, world: World): boolean {
  const maker = type === undefined ? undefined : typeOf(type, owner)?.maker;
  if (!maker) {
    return false;
  }
  const { answers, library, evaluator, files } = world;
  const quiet = new World({ answers, library, evaluator, files, isQuiet: true });
  const instance = environmentOf(maker, programEnvironment(maker.file, quiet));
  const value = instance.member({ kind: 'object', instance, made: undefined }, name);
  const made = madeOf(value.kind === 'attribute' ? value.of : value);
  return made !== undefined && !isAnswer(made);
}

/** Whether the type of what is handed in is a class of the framework that has something under a name, as a key has its ARN. */
export function isGivenByLibrary({ type, file }: Given, name: string, world: World): boolean {
  const [, path] =
    /^[*"']?(?:final\s+)?([A-Za-z_$][\w$]*(?:\.[A-Za-z_$][\w$]*)*)["']?$/.exec(type?.trim() ?? '') ?? [];
  const { library } = world;
  if (path === undefined) {
    return false;
  }
  const environment = programEnvironment(file, world);
  const [first = '', ...rest] = path.split('.');
  const range = { start: 0, end: 0 };
  const value = rest.reduce(
    (object, part) => environment.member(object, part),
    environment.evaluate({ kind: 'name', name: first, isType: true, range }),
  );
  return value.kind === 'reference' && library.has(value, name);
}

function literalValue(expression: NonNullable<TypeProperty['byDefault']>): Value | undefined {
  if (expression.kind !== 'literal') {
    return undefined;
  }
  const { value } = expression;
  return value === null
    ? nothing
    : typeof value === 'string'
      ? { kind: 'text', parts: [value] }
      : plain(value);
}

/** What may be left out: its default first, then what else it may be. */
function variableOf(
  given: Given,
  usual: Value,
  { uri, range }: { readonly uri: string; readonly range: Parameter['range'] },
): Variable {
  const isFlag =
    /\bbool(?:ean)?\b/i.test(given.type ?? '') ||
    (usual.kind === 'plain' && typeof usual.value === 'boolean');
  const others: Variable['options'] = isFlag
    ? [true, false].map(value => ({ value: plain(value), word: String(value) }))
    : [{ value: { ...given, isSet: true }, word: undefined }];
  const isUsual = (value: Value) => idOf(value) === idOf(usual);
  return {
    id: given.id,
    name: given.name,
    options: [{ value: usual, word: wordFor(usual) }, ...others.filter(({ value }) => !isUsual(value))],
    hasDefault: true,
    related: { kind: 'variable-default', name: given.name, uri, range },
  };
}

/** The place of an input that has to be given, where the answer to a question depends on it. */
export function inputOf(value: Value): Related | undefined {
  return value.kind === 'given' && value.range
    ? { kind: 'input', name: value.name, uri: value.file.uri, range: value.range }
    : undefined;
}

/** What a value is called where somebody is told of it. */
export function wordFor(value: Value): Word {
  return value.kind === 'nothing'
    ? { not: undefined }
    : value.kind === 'plain'
      ? String(value.value)
      : literalOf(value);
}

/** What may be there or not, and has no default: asked once. */
export function settled(value: Value, world: World): Value {
  if (value.kind !== 'given' || !value.isOpen) {
    return value;
  }
  const { isOpen: _, ...given } = value;
  return world.choose({
    id: `${value.id}!`,
    name: value.name,
    options: [
      { value: nothing, word: wordFor(nothing) },
      { value: { ...given, isSet: true }, word: undefined },
    ],
    hasDefault: false,
  });
}

interface FoundProperty {
  readonly property: TypeProperty;
  readonly owner: Owner;
}

/** The properties of the type of what is given, as far as its declarations are read. */
export function propertiesOf({ type, shape, owner }: Given): readonly FoundProperty[] {
  return shape ? propertiesIn(shape, owner, 0) : type === undefined ? [] : propertiesOfType(type, owner, 0);
}

function propertiesOfType(type: string, from: Owner, depth: number): readonly FoundProperty[] {
  const found = depth > deepest ? undefined : typeOf(type, from);
  return found ? propertiesIn(found, found.owner, depth) : [];
}

function propertiesIn(
  { properties, bases }: TypeShape,
  owner: Owner,
  depth: number,
): readonly FoundProperty[] {
  const own = properties.map(property => ({ property, owner }));
  const inherited = bases.flatMap(base => propertiesOfType(base, owner, depth + 1));
  return [
    ...own,
    ...inherited.filter(one => !own.some(({ property }) => property.name === one.property.name)),
  ];
}

/** The declaration of a type; in front of its name may stand that of the package that has it. */
function typeOf(type: string, from: Owner): FoundType | undefined {
  const [, first, inner] =
    /^(?:Readonly<|Partial<|Optional\[|Required<)?([A-Za-z_$][\w$]*)(?:\.([A-Za-z_$][\w$]*))?/.exec(
      type.trim(),
    ) ?? [];
  return first === undefined ? undefined : typeNamed(first, from, inner);
}

interface FoundType extends TypeShape {
  readonly owner: Owner;
  /** The class that makes its objects, where it is one. */
  readonly maker?: Owner;
}

function typeNamed(name: string, from: Owner, inner?: string): FoundType | undefined {
  for (let owner: Owner | undefined = from; owner; owner = owner.parent) {
    const own = typeIn(name, owner);
    if (own) {
      return own;
    }
    const binding = owner.names.get(name)?.[0];
    if (binding?.kind === 'import') {
      const file: ProgramFile | undefined = from.file.imported.get(binding.statement.module);
      const imported = binding.name.imported ?? inner;
      return file && imported !== undefined ? typeNamed(imported, file.outline.root) : undefined;
    }
  }
  return from.file.seen.map(({ outline }) => typeIn(name, outline.root)).find(found => found !== undefined);
}

function typeIn(name: string, owner: Owner): FoundType | undefined {
  const type = owner.types.get(name);
  if (type) {
    return { properties: type.properties, bases: type.bases, owner };
  }
  const binding = owner.names.get(name)?.[0];
  return binding?.kind === 'class'
    ? { ...classAsType(binding.owner), owner, maker: binding.owner }
    : undefined;
}

/** The fields that a class declares, as those of a data class. */
function classAsType({ classDeclaration }: Owner): TypeShape {
  const properties = (classDeclaration?.members ?? []).flatMap((member): TypeProperty[] =>
    member.kind === 'field' && member.type !== undefined
      ? [
          {
            name: member.name,
            isOptional: member.value !== undefined,
            type: member.type,
            byDefault: member.value,
            range: member.range,
          },
        ]
      : [],
  );
  const base = classDeclaration?.base;
  return { properties, bases: base?.kind === 'name' ? [base.name] : [] };
}

/** Types that extend each other. */
const deepest = 5;
