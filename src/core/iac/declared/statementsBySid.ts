/**
 * The statements of documents that are merged, in their order: each in place of an earlier one with its Sid, as far as that is
 * known (Terraform Registry, "aws_iam_policy_document"; Pulumi Registry, "aws.iam.getPolicyDocument").
 */
export function statementsBySid<T>(
  statements: readonly T[],
  sidOf: (statement: T) => string | undefined,
): readonly T[] {
  const merged: T[] = [];
  const places = new Map<string, number>();
  for (const statement of statements) {
    const sid = sidOf(statement) || undefined;
    const place = (sid === undefined ? undefined : places.get(sid)) ?? merged.length;
    merged[place] = statement;
    if (sid !== undefined) {
      places.set(sid, place);
    }
  }
  return merged;
}
