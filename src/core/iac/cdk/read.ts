import { TextLines } from '../../base/text.ts';
import { parentOf } from '../../base/uri.ts';
import type { Declaration, Related } from '../declaration.ts';
import { foldersAround, mostFiles, quietly } from '../foldersAround.ts';
import type { Expression } from '../formats/code/syntax.ts';
import type { Declared, GaveUp } from '../language.ts';
import { languageTable } from '../languageTable.ts';
import { environmentsAt, oneTurn, type Standing } from '../programs/callers.ts';
import { dialectOf } from '../programs/dialects.ts';
import { defaults } from '../programs/explore.ts';
import type { ProgramDialect, Programs } from '../programs/files.ts';
import { classAround, type Owner, type ProgramFile, type Site } from '../programs/outline.ts';
import { environmentOf, programEnvironment } from '../programs/owners.ts';
import type { World } from '../programs/world.ts';
import { spelled } from '../programs/write/code.ts';
import { styleOf } from '../programs/write/style.ts';
import type { SourceDocument, Sources } from '../sources.ts';
import { commentSuppressions } from '../suppression/index.ts';
import { type Caller, leftToCallers } from '../worlds/callers.ts';
import { constructId, headOf, trailClasses } from './constructs.ts';
import { cdk } from './library.ts';
import { classOf } from './names.ts';
import { suppressionsOf } from './silences.ts';
import { readTrail, type TrailReading } from './trail.ts';

/** A trail with where it was read from, so that a fix can go back there. */
export interface DeclaredTrail extends Found {
  readonly declaration: Declaration;
  readonly files: readonly ProgramFile[];
}

/** The trails that a program declares in one of its files. */
export async function readProgram(
  programs: Programs,
  document: SourceDocument,
  sources: Sources,
  signal?: AbortSignal,
): Promise<readonly DeclaredTrail[]> {
  const dialect = dialectOf(document.uri);
  if (!dialect || (await isCompiled(document.uri, sources))) {
    return [];
  }
  const file = await programs.load(document, dialect, sources, signal);
  const files = filesOf(file);
  const lines = new TextLines(document.text);
  const own = trailSites(file).flatMap((site): Found[] => {
    const reading = readTrail(site, files);
    return reading ? [{ reading, site }] : [];
  });
  const objects = trailsOfObjects(file, files);
  const decided: Found[] = [];
  for (const one of own) {
    decided.push(await leftToObjects(one, objects, { programs, dialect, sources: quietly(sources) }));
  }
  return [...decided, ...objects]
    .map(found => ({ ...found, declaration: declare(found, file, files, lines), files }))
    .sort((left, right) => left.declaration.header.start - right.declaration.header.start);
}

/** What a document declares, as the engine asks for it. */
export function declaredBy(trails: readonly DeclaredTrail[]): Declared {
  const gaveUp = trails.flatMap(({ declaration, reading }): GaveUp[] =>
    reading.gaveUp === undefined ? [] : [{ resource: declaration.resource, detail: reading.gaveUp }],
  );
  return { trails: trails.map(({ declaration }) => declaration), gaveUp };
}

/** A file that stands beside the source that it was compiled from. */
async function isCompiled(uri: string, sources: Sources): Promise<boolean> {
  const source = /^(.*)\.([cm]?)js(x?)$/i.exec(uri);
  const folder = source && parentOf(uri);
  return folder
    ? (await sources.list(folder, true)).includes(`${source[1]}.${source[2]}ts${source[3]}`)
    : false;
}

function filesOf(file: ProgramFile): readonly ProgramFile[] {
  const all = new Set([file]);
  for (const one of all) {
    for (const other of one.imported.values()) {
      all.add(other);
    }
  }
  return [...all];
}

/** The calls in a file that make a trail, whether of the CDK's class or of one that extends it. */
function trailSites(file: ProgramFile): readonly Site[] {
  const world = defaults(cdk);
  return classCalls(file).filter(({ call, owner }) => {
    const made = environmentOf(owner, programEnvironment(file, world)).evaluate(call);
    return trailClasses[classOf(made) ?? ''] !== undefined;
  });
}

/** The calls in a file that make an object of a class that is read. */
export function classCalls({ outline }: ProgramFile): readonly Site[] {
  return outline.calls.filter(({ call, owner }) => {
    const root = rootName(call.callee);
    return root !== undefined && mayNameClass(root, owner);
  });
}

function rootName(callee: Expression): string | undefined {
  return callee.kind === 'member'
    ? rootName(callee.object)
    : callee.kind === 'name'
      ? callee.name
      : undefined;
}

/** Whether a name is that of a class or module, by how it got its value. */
function mayNameClass(name: string, from: Owner): boolean {
  for (let owner: Owner | undefined = from; owner; owner = owner.parent) {
    const bindings = owner.kind === 'class' ? [] : (owner.names.get(name) ?? []);
    if (bindings.length > 0) {
      return bindings.some(
        binding =>
          binding.kind === 'import' ||
          binding.kind === 'class' ||
          (binding.kind === 'value' && /^(?:name|member)$/.test(binding.event.value?.kind ?? '')),
      );
    }
  }
  return false;
}

/** The trails that a file makes by making objects of a class whose inputs have a say in the key. */
function trailsOfObjects(file: ProgramFile, files: readonly ProgramFile[]): readonly Found[] {
  const makers = new Map<Owner, readonly Site[]>();
  for (const one of files) {
    for (const site of trailSites(one)) {
      const maker = classAround(site.owner);
      if (maker) {
        makers.set(maker, [...(makers.get(maker) ?? []), site]);
      }
    }
  }
  if (makers.size === 0) {
    return [];
  }
  const world = defaults(cdk);
  return classCalls(file)
    .flatMap(call => {
      const made = environmentOf(call.owner, programEnvironment(file, world)).evaluate(call.call);
      const sites = made.kind === 'object' ? (makers.get(made.instance.owner) ?? []) : [];
      return sites.map(site => ({
        call,
        site,
        owner: made.kind === 'object' ? made.instance.owner : site.owner,
      }));
    })
    .slice(0, mostObjects)
    .flatMap(({ call, site, owner }): Found[] => {
      if (!readTrail(site, files)?.dependsOnInputs) {
        return [];
      }
      const reading = readTrail(site, files, world => standingFor(call, owner, world));
      return reading ? [{ reading, site, call }] : [];
    });
}

interface Around {
  readonly programs: Programs;
  readonly dialect: ProgramDialect;
  readonly sources: Sources;
}

/** A trail whose own class leaves the key out by default, judged by those who make objects of the class. */
async function leftToObjects(found: Found, here: readonly Found[], around: Around): Promise<Found> {
  const { reading, site } = found;
  const { key } = reading.facts;
  const maker = classAround(site.owner);
  if (!maker || key.kind !== 'conditional' || !reading.dependsOnInputs) {
    return found;
  }
  const { uri } = site.owner.file;
  const callers = async function* () {
    yield* here.filter(one => isAt(one.site, site)).flatMap(callerOf);
    for await (const file of importersOf(uri, maker.name ?? '', around)) {
      yield* trailsOfObjects(file, filesOf(file))
        .filter(one => isAt(one.site, site))
        .flatMap(callerOf);
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

function isAt(one: Site, other: Site): boolean {
  return one.owner.file.uri === other.owner.file.uri && one.call.range.start === other.call.range.start;
}

function callerOf({ reading, call }: Found): Caller[] {
  return call
    ? [
        {
          place: undefined,
          callers: async function* () {},
          related: {
            kind: 'module-call',
            name: callId(call) ?? 'Construct',
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
  for await (const place of folder === undefined ? [] : foldersAround(folder, sources)) {
    for (const other of await sources.list(place)) {
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

/** The object that a call makes stands for its class. */
function standingFor(call: Site, owner: Owner, world: World): Standing | undefined {
  const [environment] = environmentsAt(call, world, oneTurn);
  const made = environment?.evaluate(call.call);
  return made?.kind === 'object' ? new Map([[owner, made.instance]]) : undefined;
}

interface Found {
  readonly reading: TrailReading;
  readonly site: Site;
  /** What makes the object that makes the trail. */
  readonly call?: Site;
}

function declare(
  { reading, call }: Found,
  file: ProgramFile,
  files: readonly ProgramFile[],
  lines: TextLines,
): Declaration {
  const { made, facts, name, property } = reading;
  const at = call?.call ?? made.call;
  const text = file.program.text;
  const whole = call ? call.call.range : made.range;
  const header = call ? headOf({ call: call.call, range: whole }) : headOf(made);
  const keyAttribute = !call && property?.file === file ? property.range : undefined;
  const misspelt = !call && reading.misspelt?.file === file ? reading.misspelt : undefined;
  const id = constructId(made) ?? 'Trail';
  const outer = call && callId(call);
  const scope = {
    language: 'cdk' as const,
    text,
    lines,
    comments: file.program.comments,
    header,
    whole,
    keyAttribute,
  };
  const declared: Related = { kind: 'module-declaration', name: id, uri: made.file.uri, range: headOf(made) };
  return {
    language: 'cdk',
    uri: file.uri,
    resource: call ? `${outer ?? 'Construct'}.${id}` : id,
    type: at ? text.slice(at.callee.range.start, at.callee.range.end) : 'Trail',
    name,
    header,
    whole,
    keyAttribute: keyAttribute ?? misspelt?.range,
    spelling: spellingIn(file, property?.name ?? trailClasses[classOf(made) ?? '']?.[0] ?? keyAttributeName),
    facts,
    related: [...(call ? [declared] : []), ...reading.related],
    suppressions: [...commentSuppressions(scope), ...suppressionsOf(made, files)],
    ...(misspelt && {
      misspelling: {
        written: misspelt.name,
        right: spelled(trailClasses[classOf(made) ?? '']?.[0] ?? keyAttributeName, styleOf(file)),
        range: misspelt.nameRange,
      },
    }),
  };
}

const { keyAttribute: keyAttributeName, rotationAttribute } = languageTable.cdk;

function spellingIn(file: ProgramFile, name: string): NonNullable<Declaration['spelling']> {
  const style = styleOf(file);
  return { key: spelled(name, style), rotation: spelled(rotationAttribute, style) };
}

function callId({ call }: Site): string | undefined {
  const named = call.args.find(({ name }) => name === 'id' || name === 'construct_id')?.value;
  const value = named ?? call.args[1]?.value;
  return value?.kind === 'literal' && typeof value.value === 'string' ? value.value : undefined;
}
