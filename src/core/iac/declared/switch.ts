/**
 * What a word says where a switch belongs, in the spellings of YAML 1.1, which CloudFormation and the clients of Kubernetes
 * read; undefined for any other text.
 */
export function switchOf(word: string): boolean | undefined {
  return /^(?:true|yes|on|y)$/i.test(word) ? true : /^(?:false|no|off|n)$/i.test(word) ? false : undefined;
}
