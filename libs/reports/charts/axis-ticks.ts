import type { ReportFormat } from '../format/report-format.ts';

/** Axis positions and what is printed at them; the spec takes both as parameters `ticks` and `labels`. */
export interface Ticks {
  ticks: number[];
  labels: string[];
}

const MINUTE = 60;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;
const steps = [10, 30, MINUTE, 5, 10, 15, 30].map((step, index) => (index < 3 ? step : step * MINUTE));
const durationSteps = [
  ...steps,
  HOUR,
  2 * HOUR,
  4 * HOUR,
  6 * HOUR,
  12 * HOUR,
  DAY,
  2 * DAY,
  5 * DAY,
  10 * DAY,
  30 * DAY,
];
const logDurations = [
  1,
  10,
  MINUTE,
  5 * MINUTE,
  15 * MINUTE,
  HOUR,
  4 * HOUR,
  12 * HOUR,
  DAY,
  3 * DAY,
  10 * DAY,
  30 * DAY,
  100 * DAY,
  1000 * DAY,
];

/** 0 to `end` seconds in at most six round steps. */
export function durationTicks(end: number, format: ReportFormat): Ticks {
  const step = durationSteps.find((candidate) => end / candidate <= 5) ?? Math.ceil(end / 5 / DAY) * DAY;
  const ticks = Array.from({ length: Math.floor(end / step) + 1 }, (_, index) => index * step);
  return { ticks, labels: ticks.map((tick) => (tick === 0 ? '0' : format.duration(tick))) };
}

/** Round durations between two positive ends, every other one left out when there are more than six. */
export function logDurationTicks(low: number, high: number, format: ReportFormat): Ticks {
  const inside = logDurations.filter((tick) => tick >= low && tick <= high);
  const ticks = inside.length > 6 ? inside.filter((_, index) => index % 2 === 0) : inside;
  return { ticks, labels: ticks.map((tick) => format.duration(tick)) };
}

/** 0% to 100% in quarters. */
export function shareTicks(format: ReportFormat): Ticks {
  const ticks = [0, 0.25, 0.5, 0.75, 1];
  return { ticks, labels: ticks.map((tick) => format.percent(tick)) };
}

/** 0 to `end` in at most five round steps of 1, 2 or 5 times a power of ten. */
export function numberTicks(end: number, format: ReportFormat): Ticks {
  if (end <= 0) return { ticks: [0], labels: ['0'] };
  const power = 10 ** Math.floor(Math.log10(end / 4));
  const step =
    [1, 2, 5, 10].map((factor) => factor * power).find((candidate) => end / candidate <= 4.5) ?? power * 10;
  const digits = Math.max(0, -Math.floor(Math.log10(step) + 1e-9));
  const ticks = Array.from({ length: Math.floor(end / step + 1e-9) + 1 }, (_, index) => index * step);
  return { ticks, labels: ticks.map((tick) => format.decimal(tick, Math.min(digits, 4))) };
}
