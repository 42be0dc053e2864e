/**
 * The alias that a text names: `alias/name` itself, or at the end of its ARN. Undefined for keys by their ids, and for what
 * is none of it. KMS finds an alias by its name in the Region in which it is asked (KMS API Reference, AliasListEntry).
 */
export function aliasIn(name: string): string | undefined {
  return /(?:^|:)(alias\/.+)$/.exec(name)?.[1];
}
