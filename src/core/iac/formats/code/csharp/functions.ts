import type { TextRange } from '../../../../base/text.ts';
import { LaterFunction } from '../later.ts';
import type { Argument, Call, Expression, FunctionDeclaration, Parameter, Statement } from '../syntax.ts';
import { endOfType } from './cursor.ts';
import { Heads, type Stretch } from './heads.ts';
import { Scope, type Type } from './scope.ts';
import { awaited, returning, targeted, typeOfItems } from './targets.ts';

/** Functions of C#: their parameters, their bodies, and what they return. */
export abstract class Functions extends Heads {
  protected functionOf(
    parameters: Stretch | number | undefined,
    body: () => readonly Statement[],
    range: TextRange,
  ): FunctionDeclaration {
    const { source } = this;
    const named = () =>
      typeof parameters === 'number'
        ? [parameterNamed(source.at(parameters), source.range(parameters, parameters + 1))]
        : parameters
          ? this.parameters(...parameters)
          : [];
    const scope = new Scope(this.scope);
    return this.within(scope, () => {
      const declaration = new LaterFunction(range, this.later(named), this.later(body));
      scope.declaredBy(() => declaration.parameters);
      return declaration;
    });
  }

  protected parameters(from: number, to: number): Parameter[] {
    return this.source.parts(from, to).flatMap(part => this.#parameter(...part));
  }

  #parameter(begin: number, end: number): Parameter[] {
    const { source } = this;
    let from = this.afterAttributes(begin, end);
    const first = from;
    while (/^(?:this|ref|out|in|params|scoped|readonly)$/.test(source.at(from)) && from < end - 1) {
      from++;
    }
    const isRest = source.written(first, from).includes('params');
    const type = endOfType(source, from);
    const sign = source.find(equals, from, end);
    const name = type !== undefined && type < sign && source.isName(type) ? type : sign - 1;
    if (!source.isName(name) || name < from) {
      return [];
    }
    const range = source.range(begin, end);
    const written = name > from ? source.written(from, name) : undefined;
    const value = sign < end ? this.expression(sign + 1, end) : undefined;
    const isNothing = value?.kind === 'literal' && value.value === null;
    if (written !== undefined) {
      this.scope.declare(source.at(name), [from, name]);
    }
    return [
      {
        ...parameterNamed(source.at(name), source.range(name, name + 1)),
        ...(isRest && { rest: 'positional' as const }),
        isOptional: value !== undefined || (written?.endsWith('?') ?? false),
        ...(value && !isNothing && { byDefault: value }),
        type: written,
        range,
      },
    ];
  }

  /** What the function that is read gives one after the other. */
  protected yielded: Type | undefined;

  /** A block, or an expression: what a function of some type returns, or all that a constructor does. */
  protected bodyAt(at: number, end: number, type: Stretch | undefined): Statement[] {
    const { source } = this;
    if (source.at(at) === '{') {
      const before = this.yielded;
      this.yielded = type && typeOfItems(type, source);
      const statements = this.statements(at + 1, source.partner(at));
      this.yielded = before;
      const { start, end: stop } = source.range(at, end);
      const isTargeted = type && /\bnew\s*\(/.test(source.text.slice(start, stop));
      return isTargeted
        ? returning(statements, (value, range) => this.#typed(value, type, range))
        : statements;
    }
    const body: Stretch = [at + 1, end - 1];
    return source.at(at) !== '=>' ? [] : type ? [this.result(body, type)] : this.statements(...body);
  }

  protected result(body: Stretch, type: Stretch): Statement {
    return this.#typed(this.expression(...body), type, this.source.range(...body));
  }

  #typed(value: Expression, type: Stretch, range: TextRange): Statement {
    const withType = this.withType(type, range);
    return { kind: 'return', value: this.ofType(value, awaited(type, this.source)), withType, range };
  }

  protected withType([from, to]: Type, { start, end }: TextRange): TextRange {
    const type = this.source.range(from, to);
    return { start: Math.min(type.start, start), end: Math.max(type.end, end) };
  }

  /** A value where its type is known: `new(this, "K")` makes an object of it. */
  protected valueOfType([from, to]: Stretch, type: Stretch): Expression {
    return this.ofType(this.expression(from, to), type);
  }

  protected ofType(value: Expression, type: Stretch): Expression {
    return targeted(value, type, this.source, one => asType(this.expression(...one)));
  }

  /** `: base(…)` and `: this(…)` are the first thing that a constructor does. */
  protected handOn(open: number, isBase: boolean): Statement {
    const { source } = this;
    const range = source.range(open - 1, source.afterClosing(open));
    const args: readonly Argument[] = this.arguments(open);
    const call: Call = {
      kind: 'call',
      callee: { kind: 'self', isBase, range: source.range(open - 1, open) },
      isNew: false,
      args,
      argsRange: source.range(open, source.afterClosing(open)),
      range,
    };
    return { kind: 'expression', expression: call, range };
  }
}

export function asType(expression: Expression): Expression {
  return expression.kind === 'name' ? { ...expression, isType: true } : expression;
}

function parameterNamed(name: string, range: TextRange): Parameter {
  return { target: { kind: 'name', name: name.replace(/^@/, ''), range }, isOptional: false, range };
}

const equals = new Set(['=']);
