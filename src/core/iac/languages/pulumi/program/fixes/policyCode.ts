import { knownValue } from '../../../../../trail/fact.ts';
import {
  accessOfTrail,
  type CloudTrailAction,
  cloudTrailStatements,
  conditionsOfTrail,
  newKeyPolicy,
  type PolicyStatement,
  type TrailAccess,
} from '../../../../../trail/keyPolicy/index.ts';
import { unusedSid } from '../../../../declared/unusedSid.ts';
import type { Call } from '../../../../formats/code/syntax.ts';
import { propertyNamed } from '../../../programs/evaluation/properties.ts';
import type { Owner } from '../../../programs/outline/outline.ts';
import { type Code, dataOf, type Raw, raw } from '../../../programs/write/code.ts';
import { textAt, unusedName } from '../../../programs/write/refer.ts';
import { propertiesOf } from '../names.ts';
import { isNative } from '../resources.ts';
import { type Dialect, dialectOf, type Question, type Writing } from './dialect.ts';
import type { DocumentForm } from './documents/index.ts';
import { areSame, surroundingsOf } from './options.ts';
import type { Site } from './site.ts';

/** What a policy has to name of the place where a stack is deployed. */
type Place = Question['place'];

const questions: Readonly<Record<Place, Omit<Question, 'place'>>> = {
  account: { call: 'getCallerIdentity', member: 'accountId', variable: 'callerIdentity' },
  owner: {
    service: 'organizations',
    call: 'getOrganization',
    member: 'masterAccountId',
    variable: 'organization',
  },
  partition: { call: 'getPartition', member: 'partition', variable: 'partition' },
  // What newer versions call `region` and older ones `name` is the id in both.
  region: { call: 'getRegion', member: 'id', variable: 'region' },
};

const nativeCalls: Readonly<
  Record<Exclude<Place, 'owner'>, { readonly call: string; readonly member: string }>
> = {
  account: { call: 'getAccountId', member: 'accountId' },
  partition: { call: 'getPartition', member: 'partition' },
  region: { call: 'getRegion', member: 'region' },
};

/** A statement of a function. */
interface Front {
  readonly statement: Writing['statement'];
  readonly owner: Owner;
}

/** Parts of a policy as code, and the lines that ask for what they name. */
export class PolicyCode {
  readonly #writing: Writing;
  readonly #front: Front;
  readonly #site: Site;
  readonly #dialect: Dialect;
  readonly #values = new Map<Place, string>();
  readonly #lines: string[] = [];

  /** `front`: what the lines stand in front of, if that is not the statement that they are made for. */
  constructor(
    writing: Writing,
    front: Front = { statement: writing.statement, owner: writing.site.place.owner },
  ) {
    this.#writing = writing;
    this.#front = front;
    this.#site = writing.site;
    this.#dialect = dialectOf(writing.site);
  }

  /** What it needs that is known at deployment only, in the order in which it was asked for. */
  get values(): readonly string[] {
    return [...this.#values.values()];
  }

  /** In front of what uses them. */
  get lines(): readonly string[] {
    return this.#lines;
  }

  /** A whole policy, as the key takes it. */
  whole(): Code {
    const { account, partition } = this.#marks;
    const policy = this.#code(newKeyPolicy({ ...this.#access, partition, keyAccount: account }));
    return this.#dialect.policy(policy, this.values, this.#writing);
  }

  statements(missing: readonly CloudTrailAction[]): readonly Code[] {
    return cloudTrailStatements(this.#access, missing).map(one => this.#code(one));
  }

  /** The same for a call of `getPolicyDocument`, whose statements have ids that are `taken` already. */
  documentStatements(
    missing: readonly CloudTrailAction[],
    form: DocumentForm,
    taken: ReadonlySet<string>,
  ): readonly Code[] {
    return cloudTrailStatements(this.#access, missing).map(one => this.#documentStatement(one, form, taken));
  }

  #documentStatement(
    { Sid, Principal, Action, Resource, Condition = {} }: PolicyStatement,
    form: DocumentForm,
    taken: ReadonlySet<string>,
  ): Code {
    const texts = (values: string | readonly string[]) =>
      form.texts([values].flat().map(one => this.#text(one, value => value)));
    const plain = (value: string) => this.#text(value, one => one);
    const principals = Object.entries(Principal).map(([type, identifiers]) =>
      form.part('StatementPrincipal', [
        ['type', plain(type)],
        ['identifiers', texts(identifiers)],
      ]),
    );
    const conditions = Object.entries(Condition).flatMap(([test, keys]) =>
      Object.entries(keys).map(([variable, values]) =>
        form.part('StatementCondition', [
          ['test', plain(test)],
          ['variable', plain(variable)],
          ['values', texts(values)],
        ]),
      ),
    );
    return form.part('Statement', [
      ['sid', form.optional(unusedSid(Sid, taken))],
      ['principals', form.parts('StatementPrincipal', principals)],
      ['actions', texts(Action)],
      ['resources', texts(Resource)],
      ...(conditions.length > 0
        ? [['conditions', form.parts('StatementCondition', conditions)] as const]
        : []),
    ]);
  }

  /** What a statement that admits other trails has to take besides, by the key of its condition. */
  conditions(): ReadonlyMap<string, Code> {
    return new Map([...conditionsOfTrail(this.#access)].map(([key, value]) => [key, this.#code(value)]));
  }

  get #marks(): Readonly<Record<Place, string>> {
    return {
      account: '\uE000account\uE001',
      owner: '\uE000owner\uE001',
      partition: '\uE000partition\uE001',
      region: '\uE000region\uE001',
    };
  }

  get #access(): TrailAccess {
    const { account: own, owner, partition, region: here } = this.#marks;
    const { reading, call } = this.#site.trail;
    const account = this.#asksForOwner ? owner : own;
    const { name, region = here, bucketKey } = reading.trail;
    const isPlaced = region !== here || this.#isBesideTrail;
    const isKnown = typeof name === 'string' && reading.isAlwaysNamedSo && !call && isPlaced;
    return accessOfTrail({ partition, region, account, name: isKnown ? name : undefined, bucketKey });
  }

  /**
   * Whether the trail is one of an organization, which belongs to its management account, and a function tells that one: there is
   * none for Cloud Control, and what it takes with options differs between versions of the provider where these follow arguments.
   */
  get #asksForOwner(): boolean {
    const { trail, style } = this.#site;
    const { provider, parent } = this.#writing.around;
    const takesOptions = ['python', 'go'].includes(style.writer.language);
    return (
      knownValue(trail.reading.facts.organization) === true &&
      !isNative(trail.reading.made) &&
      (takesOptions || (provider === undefined && parent === undefined))
    );
  }

  /** Whether the provider that is asked for a Region answers with that of the trail. */
  get #isBesideTrail(): boolean {
    const { made } = this.#site.trail.reading;
    const own = surroundingsOf(made, this.#site.style);
    return (
      own !== undefined &&
      areSame(own, this.#writing.around) &&
      propertyNamed(propertiesOf(made), 'region') === undefined
    );
  }

  #code(value: unknown): Code {
    const inPolicy = (one: string, index: number) => this.#dialect.inPolicy(one, index);
    return this.#dialect.data(dataOf(value, written => this.#text(written, inPolicy)));
  }

  /** `named`: how a value that it needs is named in it, the one of some index. */
  #text(written: string, named: (value: string, index: number) => string): Code {
    const parts = written.split(/[\uE000\uE001]/).map((part, index): string | Raw => {
      return index % 2 === 0 ? part : { raw: named(...this.#value(part as Place)) };
    });
    const filled = parts.filter(part => part !== '');
    const [only, ...others] = filled;
    return only !== undefined && typeof only !== 'string' && others.length === 0
      ? raw(only.raw)
      : {
          kind: 'text',
          parts: filled,
          ...(filled.length > 1 && { tag: this.#dialect.tag(this.#writing) }),
        };
  }

  #value(place: Place): readonly [value: string, index: number] {
    const index = [...this.#values.keys()].indexOf(place);
    if (index >= 0) {
      return [this.values[index] ?? '', index];
    }
    const native = isNative(this.#site.trail.reading.made);
    const { variable, ...usual } = questions[place];
    const wanted = { ...usual, ...(native && place !== 'owner' && nativeCalls[place]) };
    const asked = this.#dialect.asking({ ...wanted, place, variable }, this.#writing);
    const present = this.#present(asked);
    const name = unusedName(this.#site, this.#site.style.writer.variable(variable));
    const { lines, value } = this.#dialect.ask({ ...wanted, place, variable: name }, this.#writing, present);
    this.#lines.push(...lines);
    this.#values.set(place, value);
    return [value, this.#values.size - 1];
  }

  /** A variable of the program that asks already, in front of the place. */
  #present(asked: string): string | undefined {
    const { site, around } = this.#writing;
    const { statement, owner: from } = this.#front;
    if (around.provider !== undefined || around.parent !== undefined) {
      // What is asked for by another provider may be said of another account.
      return undefined;
    }
    for (let owner: Owner | undefined = from; owner; owner = owner.parent) {
      for (const [name, bindings] of owner.kind === 'class' ? [] : owner.names) {
        const [only, ...others] = bindings;
        const value =
          only?.kind === 'value' && others.length === 0 && !only.event.part ? only.event.value : undefined;
        const isHere = value?.kind === 'call' && value.range.end < statement.range.start;
        if (isHere && isAsked(value) && textAt(site.file, value.callee) === asked) {
          return name;
        }
      }
    }
    return undefined;
  }
}

/** Whether a call asks for what is so without further conditions: in Go, of what the program runs with. */
function isAsked({ args }: Call): boolean {
  return args.every(
    ({ value }) =>
      value.kind === 'name' ||
      (value.kind === 'literal' && value.value === null) ||
      (value.kind === 'object' && value.entries.length === 0),
  );
}
