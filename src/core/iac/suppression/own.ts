import type { TextRange } from '../../base/text.ts';
import { type FindingCode, findingCodes } from '../findingCode.ts';
import type { Suppression } from '../suppression.ts';
import { type CommentLine, isAtTarget, isInside } from './commentLines.ts';
import { at, type JsonLike, listOf, type SuppressionReader, textOf, withReason } from './tool.ts';

/**
 * `cloudtrail-encryption:ignore [code[, code]] [reason]`, at the start of a comment: on the line of the resource, of
 * its key attribute or of the module call, directly above one of them, or anywhere inside the resource. Without a code
 * it silences everything at this trail. A Kubernetes object may say the same in its annotation
 * `cloudtrail-encryption/ignore`: JSON can hold no comments.
 */
export const own: SuppressionReader = {
  comments: lines =>
    lines.comments.filter(comment => isAtTarget(lines, comment) || isInside(lines, comment)).flatMap(read),
  metadata: (metadata, range, level) => (level === 'resource' ? readMetadata(metadata, range) : []),
  annotations: (annotations, range) => {
    const written = textOf(at(annotations, 'cloudtrail-encryption/ignore'));
    return written === undefined ? [] : told(written, range);
  },
};

/**
 * Where a text can hold no comments: `Metadata: { "cloudtrail-encryption": { ignore: [codes], reason } }` on the
 * resource; `true` in the place of the codes silences everything at it.
 */
function readMetadata(metadata: JsonLike, range: TextRange): Suppression[] {
  const ignore = at(metadata, 'cloudtrail-encryption', 'ignore');
  const codes = findingCodes.filter(code => listOf(ignore).includes(code));
  const reason = withReason(textOf(at(metadata, 'cloudtrail-encryption', 'reason')));
  return ignore === true || codes.length > 0
    ? [{ tool: 'cloudtrail-encryption', range, ...(ignore === true ? {} : { codes }), ...reason }]
    : [];
}

function read({ text, range }: CommentLine): Suppression[] {
  const rest = /^cloudtrail-encryption:ignore(?![\w-])(.*)$/i.exec(text)?.[1];
  return rest === undefined ? [] : told(rest, range);
}

function told(rest: string, range: TextRange): Suppression[] {
  const { codes, misspelt, reason } = parse(rest);
  return misspelt && codes.length === 0
    ? []
    : [
        {
          tool: 'cloudtrail-encryption',
          range,
          ...(codes.length > 0 ? { codes } : {}),
          ...withReason(reason),
        },
      ];
}

/**
 * Codes come first; the rest is the reason. A first word that looks like a code of ours but is none would silence
 * everything where one finding was meant: it silences nothing.
 */
function parse(rest: string) {
  const codes: FindingCode[] = [];
  let misspelt = false;
  let left = rest;
  for (;;) {
    const word = /^[\s,:]*((?:no-)?kms-[a-z-]*[a-z])(?![\w-])/.exec(left);
    if (!word?.[1]) {
      return { codes, misspelt, reason: left };
    }
    const code = findingCodes.find(one => one === word[1]);
    if (code) {
      codes.push(code);
    } else {
      misspelt = true;
    }
    left = left.slice(word[0].length);
  }
}
