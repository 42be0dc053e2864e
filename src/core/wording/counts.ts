import type { TrailCounts } from '../account/counts.ts';
import { type Message, message } from './message.ts';

/** What there is to act on among trails; where there is nothing, how many trails there are. */
export function countsInBrief(counts: TrailCounts): Message {
  return countsToActOn(counts) ?? trailCount(counts.all);
}

/** Both numbers of what there is to act on; nothing where both are zero. */
export function countsToActOn({ withoutKey, needAttention }: TrailCounts): Message | undefined {
  const without = withoutKey > 0 ? message('{0} without SSE-KMS', withoutKey) : undefined;
  const attention =
    needAttention === 1
      ? message('1 needs attention')
      : needAttention > 1
        ? message('{0} need attention', needAttention)
        : undefined;
  return without && attention ? message('{0}, {1}', without, attention) : (without ?? attention);
}

export function trailCount(count: number): Message {
  switch (count) {
    case 0:
      return message('no trails');
    case 1:
      return message('1 trail');
    default:
      return message('{0} trails', count);
  }
}

export function findingCount(count: number): Message {
  return count === 1 ? message('1 finding') : message('{0} findings', count);
}

export function fileCount(count: number): Message {
  return count === 1 ? message('1 file') : message('{0} files', count);
}

/** The same of trails of which a filter leaves a part: how many there are is then said with that part, once. */
export function countsUnderFilter(counts: TrailCounts, left: number): readonly Message[] {
  if (left === counts.all) {
    return [countsInBrief(counts)];
  }
  const { all } = counts;
  const toActOn = countsToActOn(counts);
  const part = all === 1 ? message('{0} of 1 trail', left) : message('{0} of {1} trails', left, all);
  return toActOn ? [toActOn, part] : [part];
}
