import type { SyntaxNode } from '@lezer/common';
import { withOneConstructor } from '../constructors.ts';
import { unknownAt } from '../expressions.ts';
import { LaterFunction } from '../later.ts';
import { childOf, childrenOf, groupsOf, rangeOf } from '../lezer.ts';
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
    const isLambda = node.name === 'LambdaExpression';
    const parameters = () => {
      const list = childOf(node, 'FormalParameters', 'InferredParameters');
      const lone = isLambda ? childOf(node, 'Definition') : undefined;
      return list ? this.#parameters(list) : lone ? [this.#named(lone, lone)] : [];
    };
    const body = () =>
      this.blockOf(childOf(node, 'Block', 'ConstructorBody'), isLambda ? childrenOf(node).at(-1) : undefined);
    return new LaterFunction(rangeOf(node), parameters, body);
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
      type: this.typeIn(whole),
      range: rangeOf(whole),
    };
  }

  protected typeIn(node: SyntaxNode): string | undefined {
    const type = childOf(node, 'TypeName', 'ScopedTypeName', 'GenericType', 'PrimitiveType', 'ArrayType');
    return type && this.written(type);
  }

  protected classIn(node: SyntaxNode): ClassDeclaration {
    const superclass = childOf(node, 'Superclass');
    const base = superclass && childrenOf(superclass)[1];
    const body = childOf(node, 'ClassBody');
    return this.classOf(node, childOf(node, 'Definition'), base && this.expression(base), () =>
      body ? withOneConstructor(childrenOf(body).flatMap(member => this.#member(member))) : [],
    );
  }

  protected override classOf(
    node: SyntaxNode,
    name: SyntaxNode | undefined,
    base: Expression | undefined,
    members: () => readonly ClassMember[],
  ): ClassDeclaration {
    return super.classOf(node, name, base, members, true);
  }

  #member(node: SyntaxNode): ClassMember[] {
    const range = rangeOf(node);
    const modifiers = childOf(node, 'Modifiers');
    const words = modifiers ? this.written(modifiers) : '';
    const isStatic = /\bstatic\b/.test(words) || node.name === 'ConstantDeclaration';
    switch (node.name) {
      case 'Block':
      case 'StaticInitializer': {
        const isWithClass = node.name === 'StaticInitializer';
        const block = childOf(node, 'Block') ?? node;
        return [this.initializer(range, isWithClass, into => this.statementsInto(childrenOf(block), into))];
      }
      case 'FieldDeclaration':
      case 'ConstantDeclaration':
        return childrenOf(node)
          .filter(({ name }) => name === 'VariableDeclarator')
          .flatMap((declarator): ClassMember[] => {
            const [name] = childrenOf(declarator);
            const value = givenTo(declarator);
            return name
              ? [
                  {
                    kind: 'field',
                    name: this.written(name),
                    value: value && this.expression(value),
                    type: this.typeIn(node),
                    isStatic,
                    isPrivate: /\bprivate\b/.test(words),
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

  /** Its constants are objects of it, each made with what is in its brackets. What one of them has, another may not have. */
  protected enumIn(node: SyntaxNode): ClassDeclaration {
    const name = childOf(node, 'Definition');
    return this.classOf(node, name, undefined, () =>
      withOneConstructor([
        ...constantsOf(node).flatMap(one => this.#constant(one, name)),
        ...membersOf(node)
          .flatMap(member => this.#member(member))
          .map(one => (one.kind === 'field' && !one.isStatic ? { ...one, type: undefined } : one)),
      ]),
    );
  }

  #constant(node: SyntaxNode, type: SyntaxNode | undefined): ClassMember[] {
    const name = childOf(node, 'Definition');
    const list = childOf(node, 'ArgumentList');
    const body = childOf(node, 'ClassBody');
    const range = rangeOf(node);
    const made: Expression = type
      ? {
          kind: 'call',
          callee: { kind: 'name', name: this.written(type), isType: true, range: rangeOf(type) },
          isNew: true,
          args: this.argumentsIn(list),
          argsRange: rangeOf(list ?? node),
          ...(body && { body: this.bodyOf(body) }),
          range,
        }
      : unknownAt(node);
    // With a body of its own, it is an object of another class.
    const value: Expression = body ? { kind: 'unknown', inside: [made], range } : made;
    return name
      ? [{ kind: 'field', name: this.written(name), value, type: undefined, isStatic: true, range }]
      : [];
  }

  /** Classes inside of another one are seen from outside, too, mostly by their own names. */
  protected innerClasses(node: SyntaxNode, into: Statement[]): void {
    for (const child of membersOf(node)) {
      if (/^(?:Class|Record|Enum|Interface|AnnotationType)Declaration$/.test(child.name)) {
        this.statement(child, into);
      }
    }
  }

  /** Of an interface, what it does itself: what others do for it is not known. */
  protected interfaceIn(node: SyntaxNode): ClassDeclaration {
    const name = childOf(node, 'Definition', 'Identifier');
    return this.classOf(node, name, undefined, () =>
      membersOf(node)
        .filter(one => one.name === 'ConstantDeclaration' || childOf(one, 'Block'))
        .flatMap(member => this.#member(member)),
    );
  }

  protected bodyOf(body: SyntaxNode): ClassDeclaration {
    return this.classOf(body, undefined, undefined, () =>
      childrenOf(body).flatMap(member => this.#member(member)),
    );
  }

  /** What makes an object of a record is passed its components. */
  protected classOfRecord(node: SyntaxNode): ClassDeclaration {
    const range = rangeOf(node);
    const { properties } = this.record(node);
    const parameters = properties.map(
      ({ name, isOptional, type, range }): Parameter => ({
        target: { kind: 'name', name, range },
        isOptional,
        type,
        range,
        isField: true,
      }),
    );
    const members = membersOf(node);
    const compact = members.find(one => one.name === 'CompactConstructorDeclaration');
    const block = compact && childOf(compact, 'Block');
    const made: ClassMember = {
      kind: 'method',
      name: 'constructor',
      declaration: new LaterFunction(range, parameters, () => this.blockOf(block)),
      isGetter: false,
      isStatic: false,
      range,
    };
    return this.classOf(node, childOf(node, 'Definition'), undefined, () =>
      withOneConstructor([made, ...members.flatMap(member => this.#member(member))]),
    );
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
          ? [{ name: this.written(own), isOptional, type: this.typeIn(one), range: rangeOf(one) }]
          : [];
      }),
      range: rangeOf(node),
    };
  }
}

/** What a variable or a field is given, behind its name and the brackets of an array. */
export function givenTo(declarator: SyntaxNode): SyntaxNode | undefined {
  const children = childrenOf(declarator);
  const sign = children.findIndex(({ name }) => name === 'AssignOp');
  return sign >= 0 ? children[sign + 1] : undefined;
}

function constantsOf(node: SyntaxNode): readonly SyntaxNode[] {
  const body = childOf(node, 'EnumBody');
  return body ? childrenOf(body).filter(({ name }) => name === 'EnumConstant') : [];
}

const bodies = ['ClassBody', 'EnumBodyDeclarations', 'RecordBody', 'InterfaceBody', 'AnnotationTypeBody'];

function membersOf(node: SyntaxNode): readonly SyntaxNode[] {
  const body = childOf(childOf(node, 'EnumBody') ?? node, ...bodies);
  return body ? childrenOf(body) : [];
}
