import type { TextRange } from '../../../../base/text.ts';
import type {
  ClassDeclaration,
  Expression,
  FunctionDeclaration,
  Import,
  ImportedName,
  Pattern,
  Statement,
} from '../../../formats/code/syntax.ts';
import { camelCase } from '../spelling.ts';
import { namesOfBuilders } from './builderCalls.ts';
import { eachPart } from './expressionParts.ts';
import { Lookups } from './lookups.ts';
import { Marks } from './marks.ts';
import {
  type AliasSite,
  type AssignmentSite,
  calledName,
  classAround,
  type Event,
  type Guard,
  type Outline,
  type Owner,
  type ProgramFile,
  type Site,
} from './outline.ts';
import { Stretches } from './stretches.ts';
import { isWay } from './uses.ts';
import { add, DeclareEvent, declaringOwner, fieldOwnerOf, WalkedOwner } from './walkedOwner.ts';

/** What is looked for in a program. */
export interface Sought {
  /** Words without which a statement makes nothing that counts, and does nothing to what counts; global. */
  readonly words: RegExp;
  /** Names that files beside it declare. */
  readonly names: readonly string[];
  /** What its project imports for it. */
  readonly imports: readonly Import[];
  /** Whether an import may lead to a file that is read. */
  mayBeRead(module: string, name: string | undefined): boolean;
}

/**
 * Reads a program by its owners. Names and the ways of control are read on demand. Calls are looked for where they may
 * count: in statements that contain a searched word, or a name whose value contains one. Those of a framework are few in a
 * large program, and reading all its others would cost a keystroke as much as the program is long.
 */
export function outlineOf(file: ProgramFile, sought: Sought): Outline {
  return new Walk(file, sought).run();
}

class Walk {
  readonly #file: ProgramFile;
  readonly #sought: Sought;
  readonly #marks: Marks;
  readonly #stretches: Stretches;
  readonly #owners: Owner[] = [];
  readonly #calls: Site[] = [];
  readonly #assignments: AssignmentSite[] = [];
  readonly #imports: Import[] = [];
  readonly #functions = new Map<FunctionDeclaration, WalkedOwner>();
  readonly #aliases: AliasSite[] = [];
  /** Calls that are looked at on demand: those that are found by words depend on nothing that was asked. */
  readonly #others: Site[] = [];
  #isRun = false;
  readonly #names: string[] = [];
  #left = mostNodes;

  constructor(file: ProgramFile, sought: Sought) {
    this.#file = file;
    this.#sought = sought;
    this.#names.push(...sought.names, ...namesOfBuilders(file.program.text));
    this.#marks = new Marks(file.program.text, sought.words);
    this.#stretches = new Stretches(this.#marks);
  }

  run(): Outline {
    const { program } = this.#file;
    const range = { start: 0, end: program.text.length };
    const root = this.#owner('program', undefined, range, {}, owner =>
      this.#statements([...this.#sought.imports, ...program.statements], owner, []),
    );
    root.read();
    while (this.#stretches.mark(this.#names.splice(0))) {
      // What was looked at may have brought more names.
    }
    this.#isRun = true;
    this.#calls.sort(
      ({ call: { range: one } }, { call: { range: other } }) =>
        one.start - other.start || other.end - one.end,
    );
    const byName = new Map<string, Site[]>();
    for (const site of this.#calls) {
      const name = calledName(site.call);
      if (name !== undefined) {
        add(byName, camelCase(name), site);
      }
    }
    const lookups = new Lookups(program.text, this.#stretches, {
      assignments: this.#assignments,
      aliases: this.#aliases,
      sites: () => [...this.#calls, ...this.#others],
    });
    return {
      root,
      owners: this.#owners,
      calls: this.#calls,
      assignments: this.#assignments,
      imports: this.#imports,
      ownerOf: (declaration, around) =>
        this.#functions.get(declaration) ??
        (around instanceof WalkedOwner ? this.#function(declaration, around, {}) : undefined),
      callsOf: name => byName.get(camelCase(name)) ?? [],
      usesOf: (name, around) => lookups.usesOf(name, around),
      assignedTo: name => lookups.assignedTo(name),
    };
  }

  #owner(
    kind: Owner['kind'],
    parent: Owner | undefined,
    range: TextRange,
    more: ConstructorParameters<typeof WalkedOwner>[4],
    read: (owner: WalkedOwner) => void,
  ): WalkedOwner {
    const owner = new WalkedOwner(kind, this.#file, parent, range, more, read);
    this.#owners.push(owner);
    return owner;
  }

  /** Reads statements in their order; what follows one that may end the function is reached only if it did not. */
  #statements(statements: readonly Statement[], owner: WalkedOwner, outer: readonly Guard[]): void {
    let guards = outer;
    for (const statement of statements) {
      if (this.#left-- <= 0) {
        return;
      }
      this.#statement(statement, owner, guards);
      if (statement.kind === 'if') {
        const { test, whenTrue, whenFalse } = statement;
        if (ends(whenTrue)) {
          guards = [...guards, { kind: 'test', test, holds: false }];
        } else if (ends(whenFalse)) {
          guards = [...guards, { kind: 'test', test, holds: true }];
        }
      }
    }
  }

  #statement(statement: Statement, owner: WalkedOwner, guards: readonly Guard[]): void {
    switch (statement.kind) {
      case 'import':
        this.#imports.push(statement);
        for (const name of statement.names) {
          add(owner.own.names, name.local, { kind: 'import', statement, name });
          this.#trackImport(statement, name);
        }
        return;
      case 'declare': {
        const { target } = statement;
        // In C#, what `new(…)` makes stands in front of the name alone.
        const range = statement.type === undefined ? statement.range : statement.statement;
        const names = target.kind === 'name' ? [target] : target.parts;
        for (const one of names) {
          const part = 'property' in one ? one : undefined;
          add(owner.own.names, one.name, {
            kind: 'value',
            event: new DeclareEvent(statement, part, owner, guards),
          });
        }
        this.#stretches.when(range, () => {
          const { value } = statement;
          if (this.#marks.hasWord(range) || isAnotherName(value)) {
            this.#names.push(...names.map(({ name }) => name));
          }
          if (target.kind === 'name') {
            this.#alias(value, target.name, owner);
          }
          this.#defaults(target, owner, guards);
          this.#expression(value, owner, guards, target.kind === 'name' ? target.name : undefined);
        });
        return;
      }
      case 'assign':
        this.#assign(statement, owner, guards);
        return;
      case 'expression':
        this.#stretches.when(statement.withType ?? statement.range, () =>
          this.#expression(statement.expression, owner, guards),
        );
        return;
      case 'if': {
        const { test, whenTrue, whenFalse } = statement;
        this.#look(test, owner, guards);
        this.#statements(whenTrue, owner, [...guards, { kind: 'test', test, holds: true }]);
        this.#statements(whenFalse, owner, [...guards, { kind: 'test', test, holds: false }]);
        return;
      }
      case 'loop': {
        if (statement.variable !== undefined) {
          add(owner.own.names, statement.variable, { kind: 'item', loop: statement });
        }
        this.#look(statement.over, owner, guards);
        this.#aliasItems(statement.over, statement.variable, owner);
        this.#statements(statement.body, owner, [...guards, { kind: 'loop', loop: statement }]);
        return;
      }
      case 'return':
        owner.own.returns.push({ value: statement.value, others: statement.others ?? [], guards });
        this.#look(statement.value, owner, guards, statement.withType);
        return;
      case 'block': {
        const { body, isUncertain, range } = statement;
        this.#statements(body, owner, isUncertain ? [...guards, { kind: 'uncertain', range }] : guards);
        return;
      }
      case 'function-statement': {
        const { name, declaration } = statement;
        const inner = this.#function(declaration, owner, { name });
        add(owner.own.names, name, { kind: 'function', owner: inner, guards });
        return;
      }
      case 'class':
        this.#class(statement, owner, guards);
        return;
      case 'type':
        owner.own.types.set(statement.name, statement);
        return;
      case 'fail':
        return;
    }
  }

  #assign(
    { target, value, operator, range, withType = range }: Extract<Statement, { kind: 'assign' }>,
    owner: WalkedOwner,
    guards: readonly Guard[],
  ): void {
    const event: Event = { value, operator, owner, guards, range };
    const isWhole = operator === 'merges' || operator === 'appends';
    if (isWhole || target.kind === 'index') {
      const object = target.kind === 'index' && !isWhole ? target.object : target;
      const site = { owner, guards, object, name: undefined, value, range };
      this.#assignments.push({ ...site, operator: isWhole ? operator : 'other' });
    } else if (target.kind === 'name') {
      // Where it is declared further out, the assignment is one of that name there.
      const declaring = declaringOwner(owner, target.name);
      const fieldOwner = declaring ? undefined : fieldOwnerOf(owner, target.name);
      if (fieldOwner) {
        add(fieldOwner.own.fields, target.name, event);
      } else {
        add((declaring ?? owner).own.names, target.name, { kind: 'value', event });
      }
    } else if (target.kind === 'member') {
      const fieldOwner = target.object.kind === 'self' ? classAround(owner) : undefined;
      if (fieldOwner instanceof WalkedOwner) {
        add(fieldOwner.own.fields, target.name, event);
      } else {
        const { object, name } = target;
        this.#assignments.push({ owner, guards, object, name, operator, value, range });
      }
    }
    this.#stretches.when(withType, () => {
      if (target.kind === 'member' && this.#marks.hasWord(range)) {
        this.#names.push(target.name);
      }
      this.#expression(target, owner, guards);
      this.#expression(value, owner, guards);
    });
  }

  /** What the parts of an object are where it has none. */
  #defaults(target: Pattern, owner: WalkedOwner, guards: readonly Guard[]): void {
    for (const { byDefault } of target.kind === 'parts' ? target.parts : []) {
      this.#look(byDefault, owner, guards);
    }
  }

  #alias(object: Expression | undefined, name: string, owner: Owner): void {
    if (object && isWay(object)) {
      this.#aliases.push({ owner, object, name });
    }
  }

  /** The item of a loop is each of a list that is written out. */
  #aliasItems(list: Expression | undefined, name: string | undefined, owner: Owner): void {
    for (const item of list?.kind === 'list' && name !== undefined ? list.items : []) {
      this.#alias(item.kind === 'spread' ? undefined : item, name ?? '', owner);
    }
  }

  #look(
    expression: Expression | undefined,
    owner: WalkedOwner,
    guards: readonly Guard[],
    range = expression?.range,
  ): void {
    if (expression && range) {
      this.#stretches.when(range, () => this.#expression(expression, owner, guards));
    }
  }

  #trackImport({ module }: Import, { imported, local }: ImportedName): void {
    const { words, mayBeRead } = this.#sought;
    if (isFoundIn(`${module} ${imported ?? ''}`, words) || mayBeRead(module, imported)) {
      this.#names.push(local);
    }
  }

  #function(
    declaration: FunctionDeclaration,
    parent: Owner,
    more: Pick<Partial<Owner>, 'name' | 'member' | 'handedTo'>,
  ): WalkedOwner {
    const known = this.#functions.get(declaration);
    if (known) {
      return known;
    }
    const { range } = declaration;
    const owner = this.#owner('function', parent, range, { ...more, declaration }, one => {
      declaration.parameters.forEach((parameter, index) => {
        if (parameter.target.kind === 'name') {
          add(one.own.names, parameter.target.name, { kind: 'parameter', parameter, index });
        } else {
          for (const part of parameter.target.parts) {
            add(one.own.names, part.name, { kind: 'parameter', parameter, index, part });
          }
        }
        this.#look(parameter.byDefault, one, []);
        this.#defaults(parameter.target, one, []);
      });
      this.#statements(declaration.body, one, []);
    });
    this.#functions.set(declaration, owner);
    this.#stretches.when(range, () => {
      if (owner.name !== undefined && owner.name !== 'constructor') {
        this.#names.push(owner.name);
      }
      owner.read();
    });
    return owner;
  }

  #class(declaration: ClassDeclaration, parent: WalkedOwner, guards: readonly Guard[]): void {
    const { name, range } = declaration;
    const more = { name, classDeclaration: declaration };
    const owner = this.#owner('class', parent, range, more, one => this.#members(declaration, one));
    add(parent.own.names, name, { kind: 'class', owner, guards });
    this.#look(declaration.base, parent, guards);
    this.#stretches.when(range, () => {
      this.#names.push(name);
      owner.read();
    });
  }

  /** What its methods give to its fields belongs to the class. */
  #members(declaration: ClassDeclaration, owner: WalkedOwner): void {
    const methods: WalkedOwner[] = [];
    for (const member of declaration.members) {
      if (member.kind === 'field') {
        const { value, range } = member;
        if (value) {
          add(owner.own.fields, member.name, { value, operator: '=', owner, guards: [], range });
        }
        this.#stretches.when(range, () => {
          if (this.#marks.hasWord(range)) {
            this.#names.push(member.name);
          }
          this.#expression(value, owner, []);
        });
      } else {
        const method = this.#function(member.declaration, owner, { name: member.name, member });
        methods.push(method);
        owner.own.methods.set(member.name, method);
        for (const parameter of member.declaration.parameters) {
          if (parameter.isField && parameter.target.kind === 'name') {
            const { range } = parameter;
            const given = {
              value: undefined,
              operator: '=' as const,
              owner: method,
              guards: [],
              range,
              parameter,
            };
            add(owner.own.fields, parameter.target.name, given);
          }
        }
      }
    }
    for (const method of methods) {
      method.read();
    }
  }

  /** Looks through an expression for calls and functions. */
  #expression(
    expression: Expression | undefined,
    owner: WalkedOwner,
    guards: readonly Guard[],
    name?: string,
    handedTo?: Site,
  ): void {
    if (!expression || this.#left-- <= 0) {
      return;
    }
    if (expression.kind === 'function') {
      const { declaration } = expression;
      const inner = this.#function(declaration, owner, {
        ...(name !== undefined && { name }),
        ...(handedTo && { handedTo }),
      });
      const [item] = declaration.parameters;
      if (handedTo?.call.callee.kind === 'member' && item?.target.kind === 'name') {
        this.#aliasItems(handedTo.call.callee.object, item.target.name, inner);
      }
      return;
    }
    if (expression.kind === 'class-expression') {
      this.#class(expression.declaration, owner, guards);
      return;
    }
    const site: Site | undefined =
      expression.kind === 'call' ? { owner, guards, call: expression } : undefined;
    if (site) {
      (this.#isRun ? this.#others : this.#calls).push(site);
      if (site.call.body) {
        this.#class(site.call.body, owner, guards);
      }
    }
    eachPart(expression, (part, guard) => {
      const isArgument = site !== undefined && part !== site.call.callee;
      this.#expression(
        part,
        owner,
        guard ? [...guards, guard] : guards,
        undefined,
        isArgument ? site : undefined,
      );
    });
  }
}

/** Statements and expressions that are looked through in one file; more than any real program holds. */
const mostNodes = 400_000;

/** Whether nothing behind these statements is reached. */
function ends(statements: readonly Statement[]): boolean {
  const last = statements.at(-1);
  return (
    last?.kind === 'return' ||
    last?.kind === 'fail' ||
    (last?.kind === 'block' && !last.isUncertain && ends(last.body))
  );
}

/** A value by another name, or a function that is given one. */
function isAnotherName(value: Expression | undefined): boolean {
  return value?.kind === 'name' || value?.kind === 'member' || value?.kind === 'function';
}

function isFoundIn(text: string, words: RegExp): boolean {
  return text.search(words) >= 0;
}
