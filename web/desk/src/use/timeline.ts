/// How a round filled, hour by hour, from what the server counted.
import { type Timeline, instant } from '@fangxian/core';

export interface Hour {
  at: number;
  onTime: number;
  late: number;
  /// Done until the end of this hour.
  total: number;
}
const hourMs = 3_600_000;
const filledMax = 24 * 45;

/// Every hour from the opening to the last one with something done, or to now while the round runs: an hour in which nothing was
/// done is a fact too. A round of months keeps only the hours with something.
export function hourly(timeline: Timeline, now: number): Hour[] {
  const done = new Map<number, { onTime: number; late: number }>();
  for (const point of timeline.points) {
    const at = instant(point.hour)!.getTime();
    const hour = done.get(at) ?? { onTime: 0, late: 0 };
    done.set(at, { onTime: hour.onTime + (point.on_time ?? 0), late: hour.late + (point.late ?? 0) });
  }
  if (done.size === 0) return [];
  const floor = (ms: number): number => Math.floor(ms / hourMs) * hourMs;
  const first = Math.min(floor(instant(timeline.period.opens_at)!.getTime()), ...done.keys());
  const due = instant(timeline.period.due_at)!.getTime();
  const running = timeline.period.closed_at ? due : Math.max(due, now);
  const last = Math.max(...done.keys(), floor(Math.min(now, running)));
  const filled = (last - first) / hourMs < filledMax;
  const hours = filled ? Array.from({ length: (last - first) / hourMs + 1 }, (_, n) => first + n * hourMs) : [...done.keys()].sort((a, b) => a - b);
  let total = 0;
  return hours.map((at) => {
    const { onTime, late } = done.get(at) ?? { onTime: 0, late: 0 };
    return { at, onTime, late, total: (total += onTime + late) };
  });
}
