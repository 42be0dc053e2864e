import { parentOf } from '../../../base/uri.ts';
import type { TrailFacts } from '../../../trail/trail.ts';
import type { Related } from '../../declaration.ts';
import { foldersAround, mostFiles, quietly } from '../../sources/foldersAround.ts';
import type { SourceDocument, Sources } from '../../sources/sources.ts';
import { type Caller, leftToCallers } from '../../worlds/callers.ts';
import { idOf } from '../../worlds/choice.ts';
import type { ProgramDialect } from './dialect.ts';
import { dialectOf } from './dialects.ts';
import { calledIn, environmentsAt, oneTurn, type Standing } from './evaluation/callers.ts';
import type { Environment } from './evaluation/environment.ts';
import { defaults } from './evaluation/explore.ts';
import type { Library } from './evaluation/library.ts';
import { environmentOf, programEnvironment } from './evaluation/owners.ts';
import type { Value } from './evaluation/value.ts';
import type { World } from './evaluation/world.ts';
import type { Programs } from './files.ts';
import { callsOfReadClasses, callsThatMake } from './outline/classes.ts';
import { classAround, type Owner, type ProgramFile, type Site } from './outline/outline.ts';
import { headOf } from './places.ts';

/** What makes trails in programs: the AWS CDK, Pulumi. */
export interface Framework<R> {
  readonly library: Library;
  /** Names that programs have without an import. */
  readonly globals?: readonly string[];
  /** The classes that make trails, by their own names. */
  readonly classes: readonly string[];
  isTrail(value: Value): boolean;
  /** Whether a text may make a trail. */
  namesTrail(uri: string, text: string): boolean;
  /** Undefined where the call makes no trail in any world. */
  read(site: Site, files: readonly ProgramFile[], open?: Open): R | undefined;
  /** What a call of a class is called. */
  nameOfCall(call: Site): string;
  /** Whether the class that makes a trail shows others what they may have to change for it. */
  mayBeOpened?(reading: R, maker: Owner): boolean;
  /** Whether a file, with which a trail is read as this, changes that. */
  isOpened?(reading: R, file: ProgramFile): boolean;
}

/** Opens the environments that stand for something in a world: the object of a class that is looked at. */
export type Open = (world: World) => Standing | undefined;

export interface ReadingOfTrail {
  readonly facts: TrailFacts;
  readonly related: readonly Related[];
  /** Whether an input of the class or function that makes it has a say in its key. */
  readonly dependsOnInputs: boolean;
}

export interface Found<R> {
  readonly reading: R;
  readonly site: Site;
  /** What makes the object that makes the trail. */
  readonly call?: Site;
  /** The trail as its class has it, whatever makes the object. */
  readonly own?: R;
}

/**
 * The trails that a file makes, by itself and by objects of classes that are read. One whose own class leaves the key out by
 * default is judged by those who make objects of the class.
 */
export async function foundIn<R extends ReadingOfTrail>(
  file: ProgramFile,
  framework: Framework<R>,
  around: Around,
): Promise<readonly Found<R>[]> {
  const files = filesOf(file);
  const own = trailSites(file, files, framework).flatMap((site): Found<R>[] => {
    const reading = framework.read(site, files);
    return reading ? [{ reading, site }] : [];
  });
  const objects = trailsOfObjects(file, files, framework);
  const decided: Found<R>[] = [];
  for (const one of own) {
    const left = await leftToObjects(one, objects, framework, around);
    decided.push(await openedElsewhere(left, framework, around));
  }
  return [...decided, ...objects];
}

/**
 * A program as its file is read; undefined where it is none, or is beside the source that it was compiled from, or neither it
 * nor what it imports makes a trail.
 */
export async function programOf(
  programs: Programs,
  document: SourceDocument,
  sources: Sources,
  namesTrail: Framework<unknown>['namesTrail'],
  signal?: AbortSignal,
): Promise<{ readonly file: ProgramFile; readonly around: Around } | undefined> {
  const dialect = dialectOf(document.uri);
  if (!dialect || (await isCompiled(document.uri, sources))) {
    return undefined;
  }
  const isNear = await programs.leadsTo(document, dialect, sources, namesTrail);
  if (!isNear) {
    return undefined;
  }
  const file = await programs.load(document, dialect, sources, signal);
  return { file, around: { programs, dialect, sources: quietly(sources) } };
}

/** A file that is beside the source that it was compiled from. */
async function isCompiled(uri: string, sources: Sources): Promise<boolean> {
  const source = /^(.*)\.([cm]?)js(x?)$/i.exec(uri);
  const folder = source && parentOf(uri);
  return folder
    ? (await sources.list(folder, true)).includes(`${source[1]}.${source[2]}ts${source[3]}`)
    : false;
}

export function filesOf(file: ProgramFile): readonly ProgramFile[] {
  const all = new Set([file]);
  for (const one of all) {
    for (const other of [...one.imported.values(), ...one.beside]) {
      all.add(other);
    }
  }
  return [...all];
}

/**
 * The calls in a file that make a trail, whether of the framework's class or of one that extends it. A function that makes one
 * has the call that counts.
 */
function trailSites<R>(
  file: ProgramFile,
  files: readonly ProgramFile[],
  { library, classes, globals, isTrail }: Framework<R>,
): readonly Site[] {
  const world = defaults({ library, files });
  return callsThatMake(file, classes, globals).filter(({ call, owner }) => {
    const environment = environmentOf(owner, programEnvironment(file, world));
    return isTrail(environment.evaluate(call)) && environment.evaluate(call.callee).kind !== 'function';
  });
}

/**
 * The trails that a file makes by making objects of a class, or by calling a function of another file, whose inputs have a say in the
 * key.
 */
function trailsOfObjects<R extends ReadingOfTrail>(
  file: ProgramFile,
  files: readonly ProgramFile[],
  framework: Framework<R>,
): readonly Found<R>[] {
  const calls = callsOfReadClasses(file);
  if (calls.length === 0) {
    return [];
  }
  const makers = new Map<Owner, readonly Site[]>();
  for (const one of files) {
    for (const site of trailSites(one, files, framework)) {
      const maker = makerOf(site.owner);
      const isHere = maker?.kind === 'function' && (one === file || file.beside.includes(one));
      // Calls of a function of the same package are read with it.
      if (maker && !isHere) {
        makers.set(maker, [...(makers.get(maker) ?? []), site]);
      }
    }
  }
  if (makers.size === 0) {
    return [];
  }
  const world = defaults({ library: framework.library, files });
  return calls
    .flatMap(call => {
      const maker = madeBy(call, environmentOf(call.owner, programEnvironment(file, world)))?.owner;
      return maker ? (makers.get(maker) ?? []).map(site => ({ call, site, maker })) : [];
    })
    .slice(0, mostObjects)
    .flatMap(({ call, site, maker }): Found<R>[] => {
      const own = framework.read(site, maker.kind === 'function' ? filesOf(maker.file) : files);
      const reading = own?.dependsOnInputs
        ? framework.read(site, files, world => standingFor(call, maker, world))
        : undefined;
      return own && reading && !isSameForAll(own, reading) ? [{ reading, site, call, own }] : [];
    });
}

/** Whether what makes a trail has decided about its key, whoever calls it. */
function isSameForAll({ facts: { key: own } }: ReadingOfTrail, { facts: { key } }: ReadingOfTrail): boolean {
  return (
    own.kind === 'absent' ||
    (own.kind !== 'conditional' && key.kind !== 'conditional' && idOf(own) === idOf(key))
  );
}

/** What makes what is in an owner, for those who call it: a class, or a function that is in none. */
function makerOf(owner: Owner): Owner | undefined {
  const isOutermost = owner.kind === 'function' && owner.parent?.kind === 'program';
  return classAround(owner) ?? (isOutermost ? owner : owner.parent && makerOf(owner.parent));
}

/** The object of a class that a call makes, or what it runs of a function. */
function madeBy(site: Site, environment: Environment): Environment | undefined {
  const isClass = environment.evaluate(site.call.callee).kind === 'class';
  const made = isClass ? environment.evaluate(site.call) : undefined;
  return made?.kind === 'object' ? made.instance : calledIn(environment, site);
}

export interface Around {
  readonly programs: Programs;
  readonly dialect: ProgramDialect;
  readonly sources: Sources;
}

/** A trail whose own class leaves the key out by default, judged by those who make objects of the class. */
async function leftToObjects<R extends ReadingOfTrail>(
  found: Found<R>,
  here: readonly Found<R>[],
  framework: Framework<R>,
  around: Around,
): Promise<Found<R>> {
  const { reading, site } = found;
  const { key } = reading.facts;
  const maker = makerOf(site.owner);
  if (!maker || key.kind !== 'conditional' || !reading.dependsOnInputs) {
    return found;
  }
  const { uri } = site.owner.file;
  const callers = async function* () {
    yield* here.filter(one => isAt(one.site, site)).flatMap(one => callerOf(one, framework));
    for await (const file of importersOf(uri, maker.name ?? '', around)) {
      yield* trailsOfObjects(file, filesOf(file), framework)
        .filter(one => isAt(one.site, site))
        .flatMap(one => callerOf(one, framework));
    }
  };
  const left = await leftToCallers({ key, hasInputs: true }, { place: uri, callers });
  return left
    ? {
        ...found,
        reading: {
          ...reading,
          facts: { ...reading.facts, key: left.key },
          related: [...reading.related, ...left.related],
        },
      }
    : found;
}

/** What others, who import the class that makes a trail, do with what it shows them, counts for the trail too. */
async function openedElsewhere<R extends ReadingOfTrail>(
  found: Found<R>,
  framework: Framework<R>,
  around: Around,
): Promise<Found<R>> {
  const { reading, site } = found;
  const maker = classAround(site.owner);
  if (!maker || !framework.mayBeOpened?.(reading, maker)) {
    return found;
  }
  const { uri } = site.owner.file;
  for await (const file of importersOf(uri, maker.name ?? '', around)) {
    const files = filesOf(file);
    const own = files.find(one => one.uri === uri);
    const same = own?.outline.calls.find(one => isAt(one, site));
    const other = same && framework.read(same, files);
    if (other && framework.isOpened?.(other, file)) {
      return { ...found, reading: { ...reading, facts: other.facts } };
    }
  }
  return found;
}

function isAt(one: Site, other: Site): boolean {
  return one.owner.file.uri === other.owner.file.uri && one.call.range.start === other.call.range.start;
}

function callerOf<R extends ReadingOfTrail>({ reading, call }: Found<R>, framework: Framework<R>): Caller[] {
  return call
    ? [
        {
          place: undefined,
          callers: async function* () {},
          related: {
            kind: 'module-call',
            name: framework.nameOfCall(call),
            uri: call.owner.file.uri,
            range: headOf({ call: call.call, range: call.call.range }),
          },
          seen: [{ key: reading.facts.key, hasInputs: reading.dependsOnInputs }],
        },
      ]
    : [];
}

/** Files around one that import a class of it. */
async function* importersOf(
  uri: string,
  name: string,
  { programs, dialect, sources }: Around,
): AsyncGenerator<ProgramFile> {
  const folder = parentOf(uri);
  let files = 0;
  for await (const place of folder === undefined ? [] : await foldersAround(folder, sources)) {
    for (const other of place.files) {
      if (other === uri || dialectOf(other) !== dialect || files >= mostFiles) {
        continue;
      }
      files++;
      const document = await sources.read(other);
      if (document?.text.includes(name) && name !== '') {
        const file = await programs.load(document, dialect, sources);
        yield* filesOf(file).some(one => one.uri === uri) ? [file] : [];
      }
    }
  }
}

/** Objects of one file that are looked at. */
const mostObjects = 100;

/** What a call makes or runs represents its class or function. */
function standingFor(call: Site, maker: Owner, world: World): Standing | undefined {
  const [environment] = environmentsAt(call, world, oneTurn);
  const made = environment && madeBy(call, environment);
  return made && new Map([[maker, made]]);
}
