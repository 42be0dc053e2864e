import { type FindingCode, findingCodes } from '../finding.ts';
import { type CommentLine, isAtTarget, isInside } from './scope.ts';
import { type SuppressionReader, withReason } from './tool.ts';

/**
 * `cloudtrail-encryption:ignore [code[, code]] [reason]`, at the beginning of a comment: on the line of the resource,
 * of its key attribute or of the module call, directly above one of them, or anywhere inside the resource. Without a
 * code it silences everything at this trail.
 */
export const own: SuppressionReader = {
  comments: lines =>
    lines.comments
      .filter(comment => isAtTarget(lines, comment) || isInside(lines, comment))
      .flatMap(read)
      .map(entry => ({ tool: 'cloudtrail-encryption' as const, ...entry })),
};

function read(comment: CommentLine) {
  const rest = /^cloudtrail-encryption:ignore(?![\w-])(.*)$/i.exec(comment.text)?.[1];
  if (rest === undefined) {
    return [];
  }
  const { codes, misspelt, reason } = parse(rest);
  if (misspelt && codes.length === 0) {
    return [];
  }
  return [{ range: comment.range, ...(codes.length > 0 ? { codes } : {}), ...withReason(reason) }];
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
