import { addDays, isCalendarDate } from '#platform';
import type { FileFault } from '../file-fault.ts';
import type { Skeleton, SkeletonWindow } from '../skeleton.ts';
import { dangling, namesOf } from './unique.ts';

const DEFAULT_DAYS = 90;
const DEFAULT_TIERS = ['minimal', 'limited', 'high'];

/** Phases and minimum capability against the days of the calendar; cohorts against the program's start. */
export function calendarFaults(file: Skeleton): FileFault[] {
  const days = file.calendar.days ?? DEFAULT_DAYS;
  const { start } = file.program;
  return [
    ...file.calendar.phases.flatMap(({ fromDay, toDay }, index): FileFault[] => {
      const path = ['calendar', 'phases', index, 'toDay'];
      if (toDay === undefined) return [];
      if (fromDay !== undefined && toDay < fromDay) return [{ path, reason: 'Must not be before fromDay.' }];
      return toDay > days ? [{ path, reason: `The calendar has ${days} days.` }] : [];
    }),
    ...file.calendar.minimumCapability.flatMap(({ day }, index): FileFault[] =>
      day !== undefined && day > days
        ? [
            {
              path: ['calendar', 'minimumCapability', index, 'day'],
              reason: `The calendar has ${days} days.`,
            },
          ]
        : [],
    ),
    ...dangling(
      file.calendar.minimumCapability.map(({ role }, index) => ({
        name: role,
        path: ['calendar', 'minimumCapability', index, 'role'],
      })),
      namesOf(file.roles),
      'role',
    ),
    ...file.cohorts.flatMap((cohort, index): FileFault[] =>
      start !== undefined && cohort.start !== undefined && cohort.start < start
        ? [{ path: ['cohorts', index, 'start'], reason: `Must not be before the program's start, ${start}.` }]
        : [],
    ),
  ];
}

/** Windows in order, baselines before what is compared with them, high-risk tiers among the tiers. */
export function windowFaults(file: Skeleton): FileFault[] {
  const tiers = new Set(file.governance.tiers ?? DEFAULT_TIERS);
  return [
    ...comparedFaults(file, 'prompt-review'),
    ...comparedFaults(file, 'incidents'),
    ...orderFaults(file.governance.period, ['governance', 'period']),
    ...file.governance.highRisk.flatMap((tier, index): FileFault[] =>
      tier === undefined || tiers.has(tier)
        ? []
        : [{ path: ['governance', 'highRisk', index], reason: `There is no tier ${tier} in tiers.` }],
    ),
  ];
}

function comparedFaults(file: Skeleton, section: 'prompt-review' | 'incidents'): FileFault[] {
  const { baseline, current } = file[section];
  const faults = [
    ...orderFaults(baseline, [section, 'baseline']),
    ...orderFaults(current, [section, 'current']),
  ];
  if (faults.length > 0 || baseline.end === undefined) return faults;
  const { start } = file.program;
  if (current.start !== undefined) {
    return current.start <= baseline.end
      ? [
          {
            path: [section, 'current', 'start'],
            reason: `Must be after the end of the baseline, ${baseline.end}.`,
          },
        ]
      : [];
  }
  const last = lastDay(start, file.calendar.days ?? DEFAULT_DAYS);
  // Without a current window it begins after the baseline (reviews) or at the program's start (incidents).
  const limit = section === 'incidents' ? start : last;
  return limit !== undefined && limit <= baseline.end
    ? [
        {
          path: [section, 'baseline', 'end'],
          reason: `Must be before ${limit}, or name a current window after it.`,
        },
      ]
    : [];
}

function lastDay(start: string | undefined, days: number): string | undefined {
  return start !== undefined && isCalendarDate(start) && Number.isInteger(days) && Math.abs(days) < 10_000
    ? addDays(start, days - 1)
    : undefined;
}

function orderFaults(window: SkeletonWindow, path: readonly PropertyKey[]): FileFault[] {
  return window.start !== undefined && window.end !== undefined && window.end < window.start
    ? [{ path: [...path, 'end'], reason: 'Must not be before start.' }]
    : [];
}
