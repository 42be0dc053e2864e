import { constants } from 'node:fs';
import { access, stat } from 'node:fs/promises';
import { delimiter, isAbsolute, join } from 'node:path';

/**
 * The file of a program on the PATH, or `undefined`. On Windows only an `.exe`: what ends in `.cmd` needs a shell. Folders
 * that are not absolute are passed over: what they hold depends on where the editor was started.
 */
export async function findProgram(
  name: string,
  path = process.env['PATH'] ?? '',
  platform: NodeJS.Platform = process.platform,
): Promise<string | undefined> {
  const file = platform === 'win32' ? `${name}.exe` : name;
  for (const folder of path.split(delimiter)) {
    if (isAbsolute(folder) && (await isProgram(join(folder, file)))) {
      return join(folder, file);
    }
  }
  return undefined;
}

async function isProgram(path: string): Promise<boolean> {
  try {
    await access(path, constants.X_OK);
    return (await stat(path)).isFile();
  } catch {
    return false;
  }
}
