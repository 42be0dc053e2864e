/** Whether a bucket has an S3 Bucket Key, by what each rule of its encryption says: undefined is what is not known. */
export function anyBucketKey(rules: readonly (boolean | undefined)[]): boolean | undefined {
  return rules.includes(true) ? true : rules.includes(undefined) ? undefined : false;
}
