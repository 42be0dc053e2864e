import { onceFor } from '../../../base/onceFor.ts';
import { judgeKeyPolicy, type PolicyValue } from '../../../trail/keyPolicy/index.ts';
import type { ProgramFile } from '../programs/outline/outline.ts';
import { grants, type PolicyReader } from './policy.ts';

/** Whether a statement lets CloudTrail do anything with a key, as far as it is known. */
export function mayAdmit(statement: PolicyValue, { name }: PolicyReader): boolean {
  const missing = (statements: readonly PolicyValue[]) => {
    const policy = { Version: '2012-10-17', Statement: statements };
    const asked = { trailArn: undefined, trail: { name }, bucketKey: undefined };
    const verdict = judgeKeyPolicy(policy, asked);
    return verdict.answer === 'does-not-admit' ? verdict.missing.length : 0;
  };
  return missing([statement]) < missing([]);
}

/** Whether a method that grants is handed on or kept, to be called by another name: `statements.forEach(key::addToResourcePolicy)`. */
export const isGrantHandedOn = onceFor(({ program: { text, comments } }: ProgramFile) =>
  [...text.matchAll(grantAsValue)].some(
    ({ index }) => !comments.some(({ range }) => range.start <= index && index < range.end),
  ),
);

const methods = [
  'grant',
  'addToResourcePolicy',
  ...Object.keys(grants).filter(name => name.startsWith('grant')),
];

/** The name of one as any language spells it, where nothing is called; `iam.Grant` is a class. */
const grantAsValue = new RegExp(
  `(?<!iam)(?:\\.|::)(?:${methods.map(name => name.replace(/(?=[A-Z])/g, '_?')).join('|')})\\b(?!\\s*!?(?:\\?\\.)?\\s*[(<])`,
  'gi',
);
