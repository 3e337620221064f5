// The texts below an axis of time.

import type { ScaleTime } from 'd3-scale';
import { DAY } from './times';

/** Days where days are enough; where they are not, what d3 thinks best. */
export function tickFormat(x: ScaleTime<number, number>): (date: Date) => string {
  const [from, to] = x.domain();
  const days = from && to ? (to.getTime() - from.getTime()) / DAY : 0;
  if (days > 500) return x.tickFormat(10, '%b %Y');
  return days > 6 ? x.tickFormat(10, '%-d %b') : x.tickFormat();
}
