/**
 * The text of a file as VS Code shows it, so that offsets mean the same in both: a byte order mark is not part of the
 * text, UTF-16 is recognised by its mark or by the places of its zero bytes, and everything else is read as UTF-8.
 * Undefined for a binary file: one with zero bytes near its start that is not UTF-16.
 */
export function decode(bytes: Buffer): string | undefined {
  switch (encodingOf(bytes)) {
    case 'utf-8-marked':
      return bytes.toString('utf8', 3);
    case 'utf-16-le-marked':
      return bytes.toString('utf16le', 2);
    case 'utf-16-le':
      return bytes.toString('utf16le');
    case 'utf-16-be-marked':
      return swapped(bytes.subarray(2));
    case 'utf-16-be':
      return swapped(bytes);
    case 'utf-8':
      return bytes.toString('utf8');
    case 'binary':
      return undefined;
  }
}

export type Encoding =
  | 'utf-8'
  | 'utf-8-marked'
  | 'utf-16-le'
  | 'utf-16-le-marked'
  | 'utf-16-be'
  | 'utf-16-be-marked'
  | 'binary';

export function encodingOf(bytes: Buffer): Encoding {
  if (bytes[0] === 0xef && bytes[1] === 0xbb && bytes[2] === 0xbf) {
    return 'utf-8-marked';
  }
  if (bytes[0] === 0xff && bytes[1] === 0xfe) {
    return 'utf-16-le-marked';
  }
  if (bytes[0] === 0xfe && bytes[1] === 0xff) {
    return 'utf-16-be-marked';
  }
  const zero = bytes.indexOf(0);
  return zero < 0 || zero >= looked ? 'utf-8' : guess(bytes.subarray(0, looked));
}

/** So many bytes tell how a text without a mark is encoded. */
const looked = 512;

/** Of a text with zero bytes: those at odd places only are the upper halves of little-endian Latin text, at even places of big-endian. */
function guess(beginning: Buffer): Encoding {
  let zerosAtEven = 0;
  let zerosAtOdd = 0;
  for (let index = 0; index < beginning.length; index++) {
    if (beginning[index] === 0) {
      if (index % 2 === 0) {
        zerosAtEven++;
      } else {
        zerosAtOdd++;
      }
    }
  }
  const most = beginning.length / 4;
  if (zerosAtEven === 0 && zerosAtOdd > most) {
    return 'utf-16-le';
  }
  return zerosAtOdd === 0 && zerosAtEven > most ? 'utf-16-be' : 'binary';
}

function swapped(bytes: Buffer): string {
  return Buffer.from(bytes.subarray(0, bytes.length & ~1))
    .swap16()
    .toString('utf16le');
}
