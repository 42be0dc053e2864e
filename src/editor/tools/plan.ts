import { readKmsArn } from '../../core/trail/arn.ts';
import { type Tool, textOf } from './tool.ts';

/** What *Enable SSE-KMS* would do for a trail that was read in this window. AWS is not asked, and nothing is done. */
export const plan: Tool = {
  async answer({ view, wizard }, input) {
    const name = textOf(input['trail']);
    const keyArn = textOf(input['kmsKeyArn']);
    await view.listed();
    const known = view.tree.shown.seen;
    const found = known.filter(({ trail }) => trail.arn === name || trail.name === name);
    const [only] = found;
    if (!only || found.length > 1) {
      return {
        error: only
          ? 'Several trails have this name. Give the ARN.'
          : 'No trail with this name or ARN was read.',
        trails: (only ? found : known).slice(0, 100).map(({ trail }) => trail.arn),
      };
    }
    if (keyArn !== undefined && !readKmsArn(keyArn)) {
      return { error: 'kmsKeyArn is not the ARN of a KMS key.' };
    }
    const text = (await wizard()).planAsText(only.acting, keyArn);
    return `${text}\nThis is what would be done by what was read. The wizard reads everything again before it shows its plan: "Enable SSE-KMS on Trail…" in the Command Palette.`;
  },
};
