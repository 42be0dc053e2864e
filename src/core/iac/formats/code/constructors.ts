import { LaterFunction } from './later.ts';
import type { ClassMember, Expression, Parameter, Statement } from './syntax.ts';

/**
 * Of several constructors, the one that the others call. What one of them passes a literal for may be left out, and is that
 * then.
 */
export function withOneConstructor(members: readonly ClassMember[]): readonly ClassMember[] {
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
      ? [{ ...one, declaration: new LaterFunction(range, parameters, () => declaration.body) }]
      : [];
  });
}

/** `this(scope, id, null)`. */
function callOfOther(body: readonly Statement[]): Extract<Expression, { kind: 'call' }> | undefined {
  const [first] = body;
  const call = first?.kind === 'expression' ? first.expression : undefined;
  return call?.kind === 'call' && call.callee.kind === 'self' && !call.callee.isBase ? call : undefined;
}
