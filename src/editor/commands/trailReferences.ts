import type { TrailReference } from '../../core/wizard/index.ts';
import { type CommandContext, type Row, rowsOf } from './context.ts';

/** The trails that a command was called on, with or without a key; none from the palette: then the wizard asks. */
export function trailReferences(
  { view }: CommandContext,
  node: Row | undefined,
  selected: readonly Row[] | undefined,
  wanted: 'with-key' | 'without-key' | 'any',
): readonly TrailReference[] {
  const references = new Map<string, TrailReference>();
  for (const row of rowsOf(node, selected)) {
    if (row.kind !== 'trail' && row.kind !== 'detail') {
      continue;
    }
    const shown = view.tree.trail(row);
    const fits = wanted === 'any' || (wanted === 'with-key') === (shown?.key !== undefined);
    if (shown && fits && !references.has(row.arn)) {
      references.set(row.arn, { profile: row.profile, arn: row.arn });
    }
  }
  return [...references.values()];
}
