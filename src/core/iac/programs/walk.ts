import type { TextRange } from '../../base/text.ts';
import type {
  ClassDeclaration,
  Expression,
  FunctionDeclaration,
  Import,
  Statement,
} from '../formats/code/syntax.ts';
import {
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
import { camelCase } from './spelling.ts';

type Growing<T> = {
  -readonly [K in keyof T]: T[K] extends ReadonlyMap<infer A, infer B>
    ? Map<A, B>
    : T[K] extends readonly (infer A)[]
      ? A[]
      : T[K];
};
type GrowingOwner = Growing<Owner>;

/** Reads a program by its owners. */
export function outlineOf(file: ProgramFile): Outline {
  const walk = new Walk(file);
  return walk.run();
}

class Walk {
  readonly #file: ProgramFile;
  readonly #owners: Owner[] = [];
  readonly #calls: Site[] = [];
  readonly #assignments: AssignmentSite[] = [];
  readonly #imports: Import[] = [];
  readonly #functions = new Map<FunctionDeclaration, Owner>();
  #left = mostNodes;

  constructor(file: ProgramFile) {
    this.#file = file;
  }

  run(): Outline {
    const { program } = this.#file;
    const root = this.#owner('program', undefined, { start: 0, end: program.text.length });
    this.#statements(program.statements, root, []);
    const byName = new Map<string, Site[]>();
    for (const site of this.#calls) {
      const name = calledName(site.call);
      if (name !== undefined) {
        add(byName, camelCase(name), site);
      }
    }
    return {
      root,
      owners: this.#owners,
      calls: this.#calls,
      assignments: this.#assignments,
      imports: this.#imports,
      ownerOf: declaration => this.#functions.get(declaration),
      callsOf: name => byName.get(camelCase(name)) ?? [],
    };
  }

  #owner(
    kind: Owner['kind'],
    parent: Owner | undefined,
    range: TextRange,
    more: Partial<Owner> = {},
  ): GrowingOwner {
    const owner: GrowingOwner = {
      kind,
      file: this.#file,
      parent,
      range,
      name: undefined,
      declaration: undefined,
      classDeclaration: undefined,
      member: undefined,
      handedTo: undefined,
      ...more,
      names: new Map(),
      fields: new Map(),
      methods: new Map(),
      returns: [],
      types: new Map(),
    };
    this.#owners.push(owner);
    return owner;
  }

  /** Reads statements in their order; what follows one that may end the function is reached only if it did not. */
  #statements(statements: readonly Statement[], owner: GrowingOwner, outer: readonly Guard[]): void {
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

  #statement(statement: Statement, owner: GrowingOwner, guards: readonly Guard[]): void {
    switch (statement.kind) {
      case 'import':
        this.#imports.push(statement);
        for (const name of statement.names) {
          add(owner.names, name.local, { kind: 'import', statement, name });
        }
        return;
      case 'declare': {
        const { target, value, range } = statement;
        const event = { value, operator: '=' as const, owner, guards, range };
        if (target.kind === 'name') {
          add(owner.names, target.name, { kind: 'value', event });
        } else {
          for (const part of target.parts) {
            add(owner.names, part.name, { kind: 'value', event: { ...event, part } });
          }
        }
        this.#expression(value, owner, guards, target.kind === 'name' ? target.name : undefined);
        return;
      }
      case 'assign':
        this.#assign(statement, owner, guards);
        return;
      case 'expression':
        this.#expression(statement.expression, owner, guards);
        return;
      case 'if': {
        const { test, whenTrue, whenFalse } = statement;
        this.#expression(test, owner, guards);
        this.#statements(whenTrue, owner, [...guards, { kind: 'test', test, holds: true }]);
        this.#statements(whenFalse, owner, [...guards, { kind: 'test', test, holds: false }]);
        return;
      }
      case 'loop': {
        if (statement.variable !== undefined) {
          add(owner.names, statement.variable, { kind: 'item', loop: statement });
        }
        this.#expression(statement.over, owner, guards);
        this.#statements(statement.body, owner, [...guards, { kind: 'loop', loop: statement }]);
        return;
      }
      case 'return':
        owner.returns.push({ value: statement.value, guards });
        this.#expression(statement.value, owner, guards);
        return;
      case 'block': {
        const { body, isUncertain, range } = statement;
        this.#statements(body, owner, isUncertain ? [...guards, { kind: 'uncertain', range }] : guards);
        return;
      }
      case 'function-statement': {
        const { name, declaration } = statement;
        const inner = this.#function(declaration, owner, { name });
        add(owner.names, name, { kind: 'function', owner: inner, guards });
        return;
      }
      case 'class':
        this.#class(statement, owner, guards);
        return;
      case 'type':
        owner.types.set(statement.name, statement);
        return;
      case 'fail':
        return;
    }
  }

  #assign(
    { target, value, operator, range }: Extract<Statement, { kind: 'assign' }>,
    owner: GrowingOwner,
    guards: readonly Guard[],
  ): void {
    const event: Event = { value, operator, owner, guards, range };
    if (target.kind === 'name') {
      // Where it is declared further out, the assignment is one of that name there.
      const declaring = declaringOwner(owner, target.name) ?? owner;
      add(declaring.names as GrowingOwner['names'], target.name, { kind: 'value', event });
    } else if (target.kind === 'member') {
      const fieldOwner = target.object.kind === 'self' ? classAround(owner) : undefined;
      if (fieldOwner) {
        add(fieldOwner.fields as GrowingOwner['fields'], target.name, event);
      } else {
        const { object, name } = target;
        this.#assignments.push({ owner, guards, object, name, value, range });
      }
    }
    this.#expression(target, owner, guards);
    this.#expression(value, owner, guards);
  }

  #function(declaration: FunctionDeclaration, parent: Owner, more: Partial<Owner>): GrowingOwner {
    const owner = this.#owner('function', parent, declaration.range, { ...more, declaration });
    this.#functions.set(declaration, owner);
    declaration.parameters.forEach((parameter, index) => {
      if (parameter.target.kind === 'name') {
        add(owner.names, parameter.target.name, { kind: 'parameter', parameter, index });
      } else {
        for (const part of parameter.target.parts) {
          add(owner.names, part.name, { kind: 'parameter', parameter, index, part });
        }
      }
      this.#expression(parameter.byDefault, owner, []);
    });
    this.#statements(declaration.body, owner, []);
    return owner;
  }

  #class(declaration: ClassDeclaration, parent: GrowingOwner, guards: readonly Guard[]): void {
    const { name, range } = declaration;
    const owner = this.#owner('class', parent, range, { name, classDeclaration: declaration });
    add(parent.names, name, { kind: 'class', owner, guards });
    this.#expression(declaration.base, parent, guards);
    for (const member of declaration.members) {
      if (member.kind === 'field') {
        const { value, range } = member;
        if (value) {
          add(owner.fields, member.name, { value, operator: '=', owner, guards: [], range });
        }
        this.#expression(value, owner, []);
      } else {
        const method = this.#function(member.declaration, owner, { name: member.name, member });
        owner.methods.set(member.name, method);
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
            add(owner.fields, parameter.target.name, given);
          }
        }
      }
    }
  }

  /** Looks through an expression for calls and functions. */
  #expression(
    expression: Expression | undefined,
    owner: GrowingOwner,
    guards: readonly Guard[],
    name?: string,
    handedTo?: Site,
  ): void {
    if (!expression || this.#left-- <= 0) {
      return;
    }
    const inside = (one: Expression | undefined) => this.#expression(one, owner, guards);
    switch (expression.kind) {
      case 'literal':
      case 'name':
      case 'self':
        return;
      case 'template':
        inside(expression.tag);
        for (const part of expression.parts) {
          inside(typeof part === 'string' ? undefined : part);
        }
        return;
      case 'list':
        for (const item of expression.items) {
          inside(item.kind === 'spread' ? item.value : item);
        }
        return;
      case 'object':
        inside(expression.type);
        for (const entry of expression.entries) {
          if (entry.kind === 'spread' || entry.hasCalls) {
            inside(entry.value);
          }
        }
        return;
      case 'member':
        inside(expression.object);
        return;
      case 'index':
        inside(expression.object);
        inside(expression.index);
        return;
      case 'call': {
        const site: Site = { owner, guards, call: expression };
        this.#calls.push(site);
        inside(expression.callee);
        for (const argument of expression.args) {
          if (argument.hasCalls) {
            this.#expression(argument.value, owner, guards, undefined, site);
          }
        }
        return;
      }
      case 'conditional': {
        const { test, yes, no } = expression;
        inside(test);
        this.#expression(yes, owner, [...guards, { kind: 'test', test, holds: true }]);
        this.#expression(no, owner, [...guards, { kind: 'test', test, holds: false }]);
        return;
      }
      case 'operation': {
        const { left, right, operator } = expression;
        inside(left);
        const isGate = operator === '&&' || operator === '||';
        const guard: Guard = { kind: 'test', test: left, holds: operator === '&&' };
        this.#expression(right, owner, isGate ? [...guards, guard] : guards);
        return;
      }
      case 'not':
        inside(expression.operand);
        return;
      case 'function':
        this.#function(expression.declaration, owner, {
          ...(name !== undefined && { name }),
          ...(handedTo && { handedTo }),
        });
        return;
      case 'unknown':
        expression.inside.forEach(inside);
        return;
    }
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

function declaringOwner(owner: Owner, name: string): Owner | undefined {
  for (let one: Owner | undefined = owner; one; one = one.parent) {
    if (one.kind !== 'class' && one.names.has(name)) {
      return one;
    }
  }
  return undefined;
}

function add<T>(map: Map<string, T[]> | Map<string, readonly T[]>, name: string, one: T): void {
  const growing = map as Map<string, T[]>;
  const all = growing.get(name);
  if (all) {
    all.push(one);
  } else {
    growing.set(name, [one]);
  }
}
