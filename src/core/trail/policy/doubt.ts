/** Why it cannot be decided what a policy says of a request. */
export type Doubt =
  | { readonly kind: 'unreadable' }
  | { readonly kind: 'malformed'; readonly detail: string }
  | { readonly kind: 'unknown-operator'; readonly operator: string }
  /** A condition on something that AWS does not document for CloudTrail's requests. */
  | { readonly kind: 'unknown-key'; readonly key: string }
  /** Part of the document, or the trail's ARN, is decided outside the text that was read. */
  | { readonly kind: 'incomplete' };
