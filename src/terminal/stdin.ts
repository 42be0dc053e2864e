import { addAbortSignal } from 'node:stream';
import { sizeLimit } from '../files/boundedFile.ts';
import { decode } from '../files/decode.ts';

/** The text of standard input, up to the size of the largest file that is read. Throws when the signal comes. */
export async function readStdin(
  signal: AbortSignal,
): Promise<{ readonly text: string } | { readonly fault: string }> {
  const chunks: Buffer[] = [];
  let length = 0;
  for await (const chunk of addAbortSignal(signal, process.stdin)) {
    chunks.push(chunk);
    length += chunk.length;
    if (length > sizeLimit) {
      process.stdin.destroy();
      return { fault: `larger than ${sizeLimit / 1024 / 1024} MB` };
    }
  }
  const text = decode(Buffer.concat(chunks));
  return text === undefined ? { fault: 'not text' } : { text };
}
