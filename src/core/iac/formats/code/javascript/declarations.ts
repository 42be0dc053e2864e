import type { SyntaxNode } from '@lezer/common';
import { unknownAt } from '../expressions.ts';
import { LaterFunction, LaterType } from '../later.ts';
import { childAfter, childOf, childrenOf, groupsOf, hasCalls, rangeOf } from '../lezer.ts';
import type {
  ClassDeclaration,
  ClassMember,
  FunctionDeclaration,
  Parameter,
  Pattern,
  PatternPart,
  TypeDeclaration,
  TypeProperty,
  TypeShape,
} from '../syntax.ts';
import { Expressions } from './expressions.ts';

/** What TypeScript and JavaScript declare: functions, classes, types, and the patterns that take values. */
export abstract class Declarations extends Expressions {
  protected pattern(node: SyntaxNode): Pattern | undefined {
    if (node.name === 'VariableDefinition' || node.name === 'VariableName') {
      return { kind: 'name', name: this.written(node), range: rangeOf(node) };
    }
    if (node.name !== 'ObjectPattern' && node.name !== 'ArrayPattern') {
      return undefined;
    }
    const inner = childrenOf(node).slice(1, -1);
    if (node.name === 'ArrayPattern') {
      const items = groupsOf(inner).flatMap(group => {
        const index = inner.filter(one => one.name === ',' && one.to <= (group[0]?.from ?? 0)).length;
        const isRest = group[0]?.name === 'Spread';
        return this.patternPart(group).map(part => ({
          ...part,
          property: undefined,
          ...(!isRest && { index }),
        }));
      });
      return { kind: 'parts', parts: items };
    }
    const parts = groupsOf(inner).flatMap(group => {
      const [first] = group;
      return this.patternPart(first?.name === 'PatternProperty' ? childrenOf(first) : group);
    });
    return { kind: 'parts', parts };
  }

  protected patternPart(nodes: readonly SyntaxNode[]): PatternPart[] {
    const equals = nodes.findIndex(one => one.name === 'Equals');
    const byDefault = equals >= 0 ? nodes[equals + 1] : undefined;
    const local = nodes.findLast(
      (one, index) => one.name === 'VariableDefinition' && (equals < 0 || index < equals),
    );
    const named = equals < 0 ? nodes : nodes.slice(0, equals);
    const property = named.find(one => one.name === 'PropertyName' || one.name === 'String');
    const inner = named.find(one => one.name === 'ObjectPattern' || one.name === 'ArrayPattern');
    const nested = inner && this.pattern(inner);
    if (!local) {
      // Parts of a part are not known.
      return (nested?.kind === 'parts' ? nested.parts : []).map(({ index: _, ...part }) => ({
        ...part,
        property: undefined,
      }));
    }
    const isRest = nodes[0]?.name === 'Spread';
    const name = this.written(local);
    return [
      {
        property: isRest ? undefined : property ? this.nameIn(property) : name,
        name,
        byDefault: byDefault && this.expression(byDefault),
        range: rangeOf(local),
      },
    ];
  }

  protected functionIn(node: SyntaxNode): FunctionDeclaration {
    const parameters = () => {
      const list = childOf(node, 'ParamList');
      const lone = list ? undefined : childOf(node, 'VariableDefinition');
      return list ? this.parameters(list) : lone && childOf(node, 'Arrow') ? this.parameter([lone]) : [];
    };
    return new LaterFunction(rangeOf(node), parameters, () =>
      this.blockOf(childOf(node, 'Block'), childAfter(node, 'Arrow')),
    );
  }

  protected parameters(list: SyntaxNode): Parameter[] {
    const children = childrenOf(list).filter(one => one.name !== '(' && one.name !== ')');
    return groupsOf(children).flatMap(parts => this.parameter(parts));
  }

  protected parameter(parts: readonly SyntaxNode[]): Parameter[] {
    const target = parts.find(one => one.name === 'VariableDefinition' || /Pattern$/.test(one.name));
    const pattern = target && this.pattern(target);
    const equals = parts.findIndex(one => one.name === 'Equals');
    const byDefault = equals >= 0 ? parts[equals + 1] : undefined;
    const type = parts.find(one => one.name === 'TypeAnnotation');
    const [first] = parts;
    const last = parts.at(-1);
    return pattern && first && last
      ? [
          {
            target: pattern,
            ...(parts.some(one => one.name === 'Spread') && { rest: 'positional' as const }),
            isOptional: equals >= 0 || parts.some(one => one.name === 'Optional'),
            byDefault: byDefault && this.expression(byDefault),
            type: type && this.annotation(type),
            shape: type && this.shapeOf(type),
            isField: parts.some(one => one.name === 'Privacy' || one.name === 'readonly'),
            range: { start: first.from, end: last.to },
          },
        ]
      : [];
  }

  protected classIn(node: SyntaxNode, variable?: SyntaxNode): ClassDeclaration {
    const children = childrenOf(node);
    const name = variable ?? children.find(one => one.name === 'VariableDefinition');
    const heritage = children.findIndex(one => one.name === 'extends');
    const base = heritage >= 0 ? children[heritage + 1] : undefined;
    const body = childOf(node, 'ClassBody');
    return this.classOf(node, name, base && this.expression(base), () =>
      body
        ? childrenOf(body).flatMap(member => [...this.classMember(member), ...this.decorating(member)])
        : [],
    );
  }

  /** What the decorators of a member are passed is worked out when the class is made. */
  protected decorating(member: SyntaxNode): ClassMember[] {
    const all = [member, childOf(member, 'ParamList')]
      .flatMap(one => (one ? childrenOf(one) : []))
      .filter(one => one.name === 'Decorator' && hasCalls(this.text, one))
      .flatMap(one => childrenOf(one).slice(1));
    const [first] = all;
    const range = first && { start: first.from, end: (all.at(-1) ?? first).to };
    return range ? [this.initializer(range, true, into => this.beside(all, into))] : [];
  }

  protected classMember(node: SyntaxNode): ClassMember[] {
    const children = childrenOf(node);
    const range = rangeOf(node);
    if (node.name === 'StaticBlock') {
      const block = childOf(node, 'Block') ?? node;
      return [this.initializer(range, true, into => this.statementsInto(childrenOf(block), into))];
    }
    const written = children.find(one => /^(?:Private)?PropertyDefinition$|^String$/.test(one.name));
    // The name of a member may be an expression.
    const name = written ? this.nameIn(written) : '';
    const isStatic = children.some(one => one.name === 'static');
    if (node.name === 'PropertyDeclaration') {
      const equals = children.findIndex(one => one.name === 'Equals');
      const value = equals >= 0 ? children[equals + 1] : undefined;
      const type = children.find(one => one.name === 'TypeAnnotation');
      return [
        {
          kind: 'field',
          name,
          value: value && this.expression(value),
          type: type && this.annotation(type),
          isStatic,
          range,
        },
      ];
    }
    return node.name === 'MethodDeclaration'
      ? [
          {
            kind: 'method',
            name,
            declaration: this.functionIn(node),
            isGetter: children.some(one => one.name === 'get'),
            isStatic,
            range,
          },
        ]
      : [];
  }

  /** Its members are values of its own. */
  protected enumIn(node: SyntaxNode): ClassDeclaration {
    const body = childOf(node, 'EnumBody');
    return this.classOf(node, childOf(node, 'TypeDefinition'), undefined, () =>
      groupsOf(body ? childrenOf(body).slice(1, -1) : []).flatMap(([name, equals, value]): ClassMember[] =>
        name
          ? [
              {
                kind: 'field',
                name: this.nameIn(name),
                value: equals && value ? this.expression(value) : unknownAt(name),
                type: undefined,
                isStatic: true,
                range: { start: name.from, end: (value ?? name).to },
              },
            ]
          : [],
      ),
    );
  }

  protected type(node: SyntaxNode): TypeDeclaration {
    const name = childOf(node, 'TypeDefinition');
    return new LaterType(name ? this.written(name) : '', rangeOf(node), () =>
      this.shape(childrenOf(node).filter(one => one.name !== 'TypeDefinition')),
    );
  }

  protected shape(parts: readonly SyntaxNode[]): TypeShape {
    const bases: string[] = [];
    const properties: TypeProperty[] = [];
    const look = (part: SyntaxNode): void => {
      const list = part.name === 'ParameterizedType' ? childOf(part, 'TypeArgList') : undefined;
      const written = list && childOf(list, 'ObjectType', 'IntersectionType');
      if (part.name === 'ObjectType') {
        properties.push(...childrenOf(part).flatMap(one => this.typeProperty(one)));
      } else if (part.name === 'IntersectionType' || part.name === 'ParenthesizedType') {
        childrenOf(part).forEach(look);
      } else if (written && /^Readonly\b/.test(this.written(part))) {
        look(written);
      } else if (/Type|TypeName/.test(part.name)) {
        bases.push(this.written(part));
      }
    };
    parts.forEach(look);
    return { bases, properties };
  }

  /** Of a type that is written out; undefined where it is a name. */
  protected shapeOf(annotation: SyntaxNode): TypeShape | undefined {
    const shape = this.shape(childrenOf(annotation));
    return shape.properties.length > 0 ? shape : undefined;
  }

  protected typeProperty(node: SyntaxNode): TypeProperty[] {
    const name = node.name === 'PropertyType' ? childOf(node, 'PropertyDefinition', 'String') : undefined;
    const mark = childOf(node, 'Optional');
    const type = childOf(node, 'TypeAnnotation');
    return name
      ? [
          {
            name: this.nameIn(name),
            isOptional: mark !== undefined,
            type: type && this.annotation(type),
            shape: type && this.shapeOf(type),
            range: rangeOf(node),
            ...(mark && { markRange: rangeOf(mark) }),
          },
        ]
      : [];
  }
}
