import type { TextRange } from '../../../../base/text.ts';
import { withOneConstructor } from '../constructors.ts';
import { LaterClass } from '../later.ts';
import type {
  ClassDeclaration,
  ClassMember,
  FunctionDeclaration,
  Statement,
  TypeDeclaration,
  TypeProperty,
} from '../syntax.ts';
import { asType } from './functions.ts';
import type { Stretch, TypeHead } from './heads.ts';
import { type Member, Members } from './members.ts';
import { Scope } from './scope.ts';

/** What C# declares: classes, structs, records and interfaces, with the types that their properties make. */
export abstract class Declarations extends Members {
  /** Adds a class with the types that its properties make, and the classes in it, which are seen from outside, too. */
  protected declareType(head: TypeHead, range: TextRange, into: Statement[], depth = 0): void {
    const { source } = this;
    const name = source.at(head.name);
    if (head.word === 'enum') {
      return;
    }
    this.within(new Scope(this.scope, true), () => this.#declareIn(head, name, range, into, depth));
  }

  #declareIn(head: TypeHead, name: string, range: TextRange, into: Statement[], depth: number): void {
    const { source } = this;
    const members = this.membersIn(head.body);
    const bases = head.bases.map(([from, to]) => source.written(from, to));
    const own = [
      ...(head.word === 'record' && head.parameters ? this.#componentsIn(head.parameters) : []),
      ...members.flatMap(({ property }) => property ?? []),
    ];
    if (own.length > 0 || head.word === 'interface') {
      into.push({ kind: 'type', name, bases, properties: own, range } satisfies TypeDeclaration);
    }
    if (head.word !== 'interface') {
      into.push(this.#classOf(head, range, members));
    }
    for (const { nested } of members) {
      if (nested && depth < deepest) {
        this.declareType(nested.head, nested.range, into, depth + 1);
      }
    }
  }

  #classOf(head: TypeHead, range: TextRange, members: readonly Member[]): ClassDeclaration {
    const { source } = this;
    const { parameters } = head;
    const [base] = head.bases;
    const open = base && source.find(openingBracket, ...base);
    const isCalled = base !== undefined && open !== undefined && open < base[1];
    const primary: ClassMember[] = parameters
      ? [this.#primary(head, parameters, isCalled ? open : undefined)]
      : [];
    const nameRange = source.range(head.name, head.name + 1);
    const written = {
      name: source.at(head.name),
      nameRange,
      base: base && asType(this.expression(base[0], isCalled ? open : base[1])),
      range,
      isScope: true as const,
    };
    const { scope } = this;
    return new LaterClass(written, () => {
      const all = this.within(scope, () => members.flatMap(({ read }) => read?.() ?? []));
      const others = all.filter(one => one.kind !== 'method' || one.name !== 'constructor');
      return primary.length > 0 ? [...primary, ...others] : withOneConstructor(all);
    });
  }

  /** What follows the name of a class: its constructor, whose parameters all of its members see. */
  #primary(head: TypeHead, parameters: Stretch, open: number | undefined): ClassMember {
    const { source } = this;
    const range = source.range(head.name, source.afterClosing(parameters[0] - 1));
    const given = this.parameters(...parameters).map(one => ({ ...one, isField: true as const }));
    const body: Statement[] = open === undefined ? [] : [this.handOn(open, true)];
    const declaration: FunctionDeclaration = { parameters: given, body, range };
    return { kind: 'method', name: 'constructor', declaration, isGetter: false, isStatic: false, range };
  }

  #componentsIn(parameters: Stretch): TypeProperty[] {
    return this.parameters(...parameters).flatMap(({ target, isOptional, type, byDefault, range }) =>
      target.kind === 'name' ? [{ name: target.name, isOptional, type, byDefault, range }] : [],
    );
  }
}

/** Classes in each other. */
const deepest = 20;

const openingBracket = new Set(['(']);
