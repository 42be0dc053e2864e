import { parseTree } from '../../../formats/text.ts';
import { type MapNode, mapOf } from '../../../formats/tree.ts';
import type { Sources } from '../../../sources/sources.ts';

/** What a file in JSON or YAML has to say of a program, which may be there or not. */
export async function manifestAt(uri: string, sources: Sources): Promise<MapNode | undefined> {
  const document = await sources.read(uri, undefined, true);
  return document && mapOf(parseTree(document.text).documents[0]?.root);
}
