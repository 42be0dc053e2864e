import { statementsBySid } from '../../../declared/statementsBySid.ts';
import { isItems, literalOf, type Structure, text, unknownValue } from '../../manifests/value.ts';

/** The policy that `aws:iam:getPolicyDocument` prints (Pulumi Registry, "aws.iam.getPolicyDocument"). */
export function policyDocument(argument: Structure): Structure {
  const all = [
    ...statementsIn(field(argument, 'sourcePolicyDocuments')),
    ...itemsOf(field(argument, 'statements')).map(statementOf),
    ...statementsIn(field(argument, 'overridePolicyDocuments')),
  ];
  return fields([
    ['Version', field(argument, 'version') ?? text('2012-10-17')],
    ['Statement', statementsBySid(all, statement => word(field(statement, 'Sid')))],
  ]);
}

/** The statements of documents that are merged in; what is not known of them is a statement of which nothing is known. */
function statementsIn(documents: Structure | undefined): readonly Structure[] {
  if (documents === undefined) {
    return [];
  }
  return isItems(documents)
    ? documents.flatMap(one => {
        const statements = field(one, 'Statement');
        return statements && isItems(statements) ? statements : [statements ?? unknownValue()];
      })
    : [unknownValue()];
}

function statementOf(written: Structure): Structure {
  const named: readonly (readonly [string, string])[] = [
    ['Sid', 'sid'],
    ['Effect', 'effect'],
    ['Action', 'actions'],
    ['NotAction', 'notActions'],
    ['Resource', 'resources'],
    ['NotResource', 'notResources'],
  ];
  const own = named.flatMap(([name, argument]) => {
    const value = field(written, argument);
    return value ? [[name, value] as const] : [];
  });
  const effect = field(written, 'effect') ? [] : [['Effect', text('Allow')] as const];
  const conditions = itemsOf(field(written, 'conditions'));
  return fields([
    ...effect,
    ...own,
    ...principals('Principal', itemsOf(field(written, 'principals'))),
    ...principals('NotPrincipal', itemsOf(field(written, 'notPrincipals'))),
    ...(conditions.length > 0 ? [['Condition', conditionsOf(conditions)] as const] : []),
  ]);
}

function principals(name: string, written: readonly Structure[]): readonly (readonly [string, Structure])[] {
  if (written.length === 0) {
    return [];
  }
  const entries = written.map(one => [word(field(one, 'type')), field(one, 'identifiers') ?? []] as const);
  const everybody = entries.find(([type]) => type === '*');
  return [[name, everybody ? text('*') : fields(entries)]];
}

function conditionsOf(written: readonly Structure[]): Structure {
  const tests = new Map<string, (readonly [string, Structure])[]>();
  for (const one of written) {
    const test = word(field(one, 'test'));
    const entry = [word(field(one, 'variable')), field(one, 'values') ?? []] as const;
    tests.set(test, [...(tests.get(test) ?? []), entry]);
  }
  return fields([...tests].map(([test, entries]) => [test, fields(entries)] as const));
}

function fields(entries: readonly (readonly [string, Structure])[]): Structure {
  return { kind: 'fields', fields: new Map(entries) };
}

function field(structure: Structure | undefined, name: string): Structure | undefined {
  const written =
    structure && !isItems(structure) && structure.kind === 'structure' ? structure.value : structure;
  return written && !isItems(written) && written.kind === 'fields' ? written.fields.get(name) : undefined;
}

function itemsOf(structure: Structure | undefined): readonly Structure[] {
  return structure && isItems(structure) ? structure : [];
}

function word(structure: Structure | undefined): string {
  return (
    (structure && !isItems(structure) && structure.kind === 'text' ? literalOf(structure) : undefined) ?? ''
  );
}
