import type { SyntaxNode } from '@lezer/common';
import { childOf, childrenOf, groupsOf, lazily, rangeOf } from '../lezer.ts';
import type {
  ClassDeclaration,
  ClassMember,
  Expression,
  FunctionDeclaration,
  Parameter,
  Statement,
  TypeDeclaration,
} from '../syntax.ts';
import { Expressions, propertyOf } from './expressions.ts';

/** What Java declares: classes with their fields, methods and constructors, records, and lambdas. */
export abstract class Declarations extends Expressions {
  protected functionIn(node: SyntaxNode): FunctionDeclaration {
    const children = childrenOf(node);
    const list = childOf(node, 'FormalParameters', 'InferredParameters');
    const block = childOf(node, 'Block', 'ConstructorBody');
    const short = node.name === 'LambdaExpression' && !block ? children.at(-1) : undefined;
    const lone = node.name === 'LambdaExpression' ? childOf(node, 'Definition') : undefined;
    const parameters = list ? this.#parameters(list) : lone ? [this.#named(lone, lone)] : [];
    return this.functionOf(node, parameters, block, short);
  }

  #parameters(list: SyntaxNode): Parameter[] {
    const children = childrenOf(list).filter(({ name }) => name !== '(' && name !== ')');
    return groupsOf(children).flatMap(([one]): Parameter[] => {
      if (!one) {
        return [];
      }
      if (one.name === 'SpreadParameter') {
        const name = childOf(childOf(one, 'VariableDeclarator') ?? one, 'Definition');
        return name ? [{ ...this.#named(name, one), rest: 'positional' }] : [];
      }
      const name = one.name === 'FormalParameter' ? childOf(one, 'Definition') : one;
      return name ? [this.#named(name, one)] : [];
    });
  }

  #named(name: SyntaxNode, whole: SyntaxNode): Parameter {
    return {
      target: { kind: 'name', name: this.written(name), range: rangeOf(name) },
      // Optional parameters are marked so.
      isOptional: /@Nullable\b/.test(this.written(whole)),
      type: this.#typeIn(whole),
      range: rangeOf(whole),
    };
  }

  #typeIn(node: SyntaxNode): string | undefined {
    const type = childOf(node, 'TypeName', 'ScopedTypeName', 'GenericType', 'PrimitiveType', 'ArrayType');
    return type && this.written(type);
  }

  protected classIn(node: SyntaxNode): ClassDeclaration {
    const superclass = childOf(node, 'Superclass');
    const base = superclass && childrenOf(superclass)[1];
    const body = childOf(node, 'ClassBody');
    const declared = this.classOf(node, childOf(node, 'Definition'), base && this.expression(base), () =>
      body ? withOneConstructor(childrenOf(body).flatMap(member => this.#member(member))) : [],
    );
    return Object.assign(declared, { isScope: true as const });
  }

  #member(node: SyntaxNode): ClassMember[] {
    const range = rangeOf(node);
    const modifiers = childOf(node, 'Modifiers');
    const isStatic = modifiers !== undefined && /\bstatic\b/.test(this.written(modifiers));
    switch (node.name) {
      case 'FieldDeclaration':
        return childrenOf(node)
          .filter(({ name }) => name === 'VariableDeclarator')
          .flatMap((declarator): ClassMember[] => {
            const [name, , value] = childrenOf(declarator);
            return name
              ? [
                  {
                    kind: 'field',
                    name: this.written(name),
                    value: value && this.expression(value),
                    type: this.#typeIn(node),
                    isStatic,
                    range,
                  },
                ]
              : [];
          });
      case 'ConstructorDeclaration':
      case 'MethodDeclaration': {
        const name = childOf(node, 'Definition');
        const written = node.name === 'ConstructorDeclaration' || !name ? 'constructor' : this.written(name);
        const declaration = this.functionIn(node);
        const getter = declaration.parameters.length === 0 ? propertyOf(written) : undefined;
        return [
          {
            kind: 'method',
            name: getter ?? written,
            declaration,
            isGetter: getter !== undefined,
            isStatic,
            range,
          },
        ];
      }
      default:
        return [];
    }
  }

  /** Classes inside of another one are seen from outside, too, mostly by their own names. */
  protected innerClasses(node: SyntaxNode, into: Statement[]): void {
    const body = childOf(node, 'ClassBody');
    for (const child of body ? childrenOf(body) : []) {
      if (/^(?:Class|Record)Declaration$/.test(child.name)) {
        this.statement(child, into);
      }
    }
  }

  protected record(node: SyntaxNode): TypeDeclaration {
    const name = childOf(node, 'Definition');
    const header = childOf(node, 'RecordHeader');
    const components = header ? childrenOf(header).filter(one => one.name === 'RecordComponent') : [];
    return {
      kind: 'type',
      name: name ? this.written(name) : '',
      bases: [],
      properties: components.flatMap(one => {
        const own = childOf(one, 'Definition');
        const isOptional = /@Nullable\b/.test(this.written(one));
        return own
          ? [{ name: this.written(own), isOptional, type: this.#typeIn(one), range: rangeOf(one) }]
          : [];
      }),
      range: rangeOf(node),
    };
  }
}

/**
 * Of several constructors, the one that the others call. What one of them passes a literal for may be left out, and is that
 * then.
 */
function withOneConstructor(members: readonly ClassMember[]): readonly ClassMember[] {
  const makers = members.flatMap(one => (one.kind === 'method' && one.name === 'constructor' ? [one] : []));
  if (makers.length < 2) {
    return members;
  }
  const handedOn = makers.map(({ declaration }) => callOfOther(declaration.body));
  const whole = makers[handedOn.indexOf(undefined)] ?? makers.at(-1);
  const usual = new Map(
    handedOn.flatMap(call =>
      (call?.args ?? []).flatMap(({ value }, index) =>
        value.kind === 'literal' ? [[index, value] as const] : [],
      ),
    ),
  );
  return members.flatMap((one): readonly ClassMember[] => {
    if (one.kind !== 'method' || one.name !== 'constructor') {
      return [one];
    }
    const { declaration } = one;
    const { range } = declaration;
    const parameters = declaration.parameters.map((parameter, index): Parameter => {
      const value = usual.get(index);
      return value
        ? { ...parameter, isOptional: true, ...(value.value !== null && { byDefault: value }) }
        : parameter;
    });
    return one === whole
      ? [{ ...one, declaration: lazily({ parameters, range }, 'body', () => declaration.body) }]
      : [];
  });
}

/** `this(scope, id, null)`. */
function callOfOther(body: readonly Statement[]): Extract<Expression, { kind: 'call' }> | undefined {
  const [first] = body;
  const call = first?.kind === 'expression' ? first.expression : undefined;
  return call?.kind === 'call' && call.callee.kind === 'self' && !call.callee.isBase ? call : undefined;
}
