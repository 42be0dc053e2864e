/**
 * Whether a text tells a secret. A code of a few digits counts where it stands alone: ids and times hold any digits by
 * chance.
 */
export function tells(text: string, secret: string): boolean {
  return /^\d+$/.test(secret) ? new RegExp(`(?<!\\w)${secret}(?!\\w)`).test(text) : text.includes(secret);
}
