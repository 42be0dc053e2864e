/*
 * Addresses of files as strings, as VS Code prints them: `file:///c%3A/infra/main.tf`,
 * `vscode-vfs://github/acme/infra/main.tf`, `untitled:Untitled-1`. Nothing is read here; an address that has no
 * folder has no parent. What is percent-encoded stays as it is, and what a text names (`./key policies`)
 * is encoded in VS Code's way, so that equal files have equal addresses.
 */

/** The folder of an address, without a slash at its end; undefined for a root and for an address outside any folder. */
export function parentOf(uri: string): string | undefined {
  return plainParentOf(uri) ?? parentByParts(uri);
}

/** The same for an address in which nothing has to be left out, as most are; undefined for others, and near the root. */
function plainParentOf(uri: string): string | undefined {
  const scheme = uri.indexOf('/') - 1;
  const path = scheme > 0 && uri.startsWith('://', scheme) ? uri.indexOf('/', scheme + 3) : -1;
  const last = uri.lastIndexOf('/');
  const isPlainPath =
    path > 0 && last > path && last < uri.length - 1 && !uri.includes('//', path) && !/[?#]/.test(uri);
  return isPlainPath ? uri.slice(0, last) : undefined;
}

function parentByParts(uri: string): string | undefined {
  const { root, segments } = split(uri);
  return root === undefined || segments.length === 0 ? undefined : assemble(root, segments.slice(0, -1));
}

/**
 * The address of a path as a text writes it, relative to a folder: `../modules/audit`, `./a b.json`. Both kinds of
 * slash separate; a path from the root (`/etc/x`, `C:\x`) starts at the root of the folder's address. Undefined when
 * the path leads above the root, or the folder is none.
 */
export function join(folderUri: string, relative: string): string | undefined {
  const { root, segments } = split(folderUri);
  if (root === undefined) {
    return undefined;
  }
  const path = relative.replaceAll('\\', '/');
  const absolute = path.startsWith('/') || /^[A-Za-z]:\//.test(path);
  const result = absolute ? [] : [...segments];
  for (const part of path.split('/')) {
    if (part === '..') {
      if (result.length === 0) {
        return undefined;
      }
      result.pop();
    } else if (part !== '' && part !== '.') {
      result.push(encode(part, absolute && result.length === 0));
    }
  }
  return assemble(root, result);
}

/** An address from its start (`file: `) and the names on the way, as the file system spells them. */
export function fromNames(root: string, names: readonly string[]): string {
  return assemble(
    root,
    names.map((name, index) => encode(name, index === 0)),
  );
}

/** The last part of an address, decoded: the name a person sees. Asked of every file, so the plain case comes first. */
export function nameOf(uri: string): string {
  const slash = uri.lastIndexOf('/');
  const plain = uri.slice(slash + 1);
  if (slash > 0 && uri[slash - 1] !== '/' && isPlain(plain) && !/[?#]/.test(uri)) {
    return plain;
  }
  const { root, segments } = split(uri);
  const last = root === undefined ? uri.slice(uri.lastIndexOf(':') + 1) : segments.at(-1);
  return decode(last ?? '');
}

/** The end of the path of a folder, decoded, as far as it is needed to tell it from others: `payments/infra`. */
export function endingBeside(folderUri: string, others: readonly string[]): string {
  const { segments } = split(folderUri);
  const ends = others.map(other => split(other).segments);
  const endOf = (path: readonly string[], count: number) => path.slice(-count).join('/');
  let count = 1;
  while (count < segments.length && ends.some(end => endOf(end, count) === endOf(segments, count))) {
    count++;
  }
  return segments.slice(-count).map(decode).join('/');
}

/**
 * The relative path from a folder to an address below it, decoded: `modules/audit/main.tf`; undefined if it is not
 * below, empty for the folder itself.
 */
export function pathBelow(folderUri: string, uri: string): string | undefined {
  const folder = split(folderUri);
  const inside = split(uri);
  const below =
    folder.root !== undefined &&
    folder.root === inside.root &&
    folder.segments.every((segment, index) => segment === inside.segments[index]);
  return below ? inside.segments.slice(folder.segments.length).map(decode).join('/') : undefined;
}

/** Whether an address is a folder or below it. Called for every file, so the plain case comes first. */
export function isBelow(folderUri: string, uri: string): boolean {
  const isPlainlyBelow =
    uri.startsWith(folderUri) &&
    (uri.length === folderUri.length || uri[folderUri.length] === '/') &&
    folderUri.includes('://');
  return isPlainlyBelow || pathBelow(folderUri, uri) !== undefined;
}

/** `root` ends before the slash of the path: `file://`, `vscode-vfs://github`; undefined where the path has no slash in front. */
interface Parts {
  readonly root: string | undefined;
  readonly segments: readonly string[];
}

function split(uri: string): Parts {
  const match = /^([A-Za-z][\w+.-]*:(?:\/\/[^/?#]*)?)(\/[^?#]*)?/.exec(uri);
  const [, root, path] = match ?? [];
  if (root === undefined || (path === undefined && !root.includes('//'))) {
    return { root: undefined, segments: [] };
  }
  return { root, segments: (path ?? '').split('/').filter(segment => segment !== '') };
}

function assemble(root: string, segments: readonly string[]): string {
  return `${root}/${segments.join('/')}`;
}

/** As VS Code's `Uri.toString()` does: everything but the unreserved characters, and a drive letter in lower case. */
function encode(part: string, mayBeDrive: boolean): string {
  if (isPlain(part)) {
    return part;
  }
  const name = mayBeDrive && /^[A-Za-z]:$/.test(part) ? part.toLowerCase() : part;
  return encodeURIComponent(name.replace(/\p{Cs}/gu, '\uFFFD')).replace(
    /[!'()*]/g,
    character => `%${character.charCodeAt(0).toString(16).toUpperCase()}`,
  );
}

/** Most names are spelled the same everywhere. */
function isPlain(name: string): boolean {
  return /^[\w.~-]+$/.test(name);
}

function decode(part: string): string {
  if (!part.includes('%')) {
    return part;
  }
  try {
    return decodeURIComponent(part);
  } catch {
    return part;
  }
}
