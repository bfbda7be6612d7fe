import type { Instant } from '#platform';
import type { Clocks } from '../calendar.ts';
import { minutesBetween } from '../calendar.ts';
import type { Incident, Ledger } from '../ledger/ledger.ts';
import type { PeriodOfPlan } from '../plan.ts';
import { minimums, periods } from '../plan.ts';
import { tally } from './cohort.ts';
import type { KpiTruth, Status } from './row.ts';

interface Time {
  readonly severity: Incident['severity'];
  /** Seconds from detection to mitigation, or to `asOf` while open. */
  readonly seconds: number;
  readonly ended: boolean;
}

/** Median time from detection to mitigation of the real incidents detected in the program, open ones censored. */
export function incidentResponseTruth(ledger: Ledger, { asOf }: Clocks): KpiTruth {
  const real = ledger.incidents.filter((incident) => !incident.drill);
  const then = timesIn(real, periods.incidentBaseline, asOf);
  const now = timesIn(real, periods.incidentCurrent, asOf);
  const good = now.filter((time) => time.seconds >= 0);
  const undetected = real.filter(
    ({ detected, opened }) =>
      detected === null &&
      opened.at >= periods.incidentCurrent.from &&
      opened.at <= periods.incidentCurrent.to,
  );
  return {
    value: median(good),
    numerator: null,
    denominator: null,
    n: good.length,
    excluded: tally(undetected.map(() => 'never-detected')),
    unmatched: 0,
    censored: good.filter((time) => !time.ended).length,
    status: statusOf(then, good),
    baseline: { value: median(then), n: then.length },
    byRole: null,
    details: {
      drills: ledger.incidents.length - real.length,
      negativeDurations: now.length - good.length,
    },
  };
}

/** An incident belongs to the period that it was detected in. */
function timesIn(incidents: readonly Incident[], period: PeriodOfPlan, asOf: Instant): Time[] {
  return incidents.flatMap(({ detected, mitigated, resolved, severity }) => {
    if (detected === null || detected.at < period.from || detected.at > period.to) return [];
    const ends = [mitigated, resolved].flatMap((end) => (end === null ? [] : [end.at])).toSorted();
    const end = ends[0];
    return [{ severity, seconds: minutesBetween(detected.at, end ?? asOf) * 60, ended: end !== undefined }];
  });
}

/**
 * The first time at which the product of the shares left, event time by event time, is one half or less; null when it
 * is never reached, or when the curve rests at one half, where conventions of the median differ.
 */
function median(times: readonly Time[]): number | null {
  let left = 1;
  for (const seconds of [...new Set(times.map((time) => time.seconds))].toSorted((a, b) => a - b)) {
    const atRisk = times.filter((time) => time.seconds >= seconds).length;
    const events = times.filter((time) => time.seconds === seconds && time.ended).length;
    left *= 1 - events / atRisk;
    if (Math.abs(left - 0.5) < 1e-9) return null;
    if (left < 0.5) return seconds;
  }
  return null;
}

/**
 * Improved beyond doubt: with open incidents taken as the worst they can be, the mean up to a common time, severity by
 * severity, is smaller by five standard errors, for each of three such times.
 */
function statusOf(then: readonly Time[], now: readonly Time[]): Status | null {
  const ended = (times: readonly Time[]) => times.filter((time) => time.ended).map((time) => time.seconds);
  if (Math.min(ended(then).length, ended(now).length) < minimums.mitigatedPerPeriod) return 'cannot-say';
  const longest = Math.max(...ended(then));
  const taus = [Math.max(...ended(now)), longest, (Math.max(...ended(now)) + longest) / 2];
  return taus.every((tau) => difference(then, now, tau) > 5) ? 'improved' : null;
}

function difference(then: readonly Time[], now: readonly Time[], tau: number): number {
  let [weighted, variance] = [0, 0];
  for (const severity of ['sev1', 'sev2', 'sev3']) {
    const part = (times: readonly Time[]) =>
      times
        .filter((time) => time.severity === severity)
        .map((time) => (time.ended ? Math.min(time.seconds, tau) : tau));
    const [a, b] = [part(then), part(now)];
    if (a.length < 3 || b.length < 3) return 0;
    const weight = a.length + b.length;
    weighted += weight * (mean(a) - mean(b));
    variance += weight ** 2 * (spread(a) / a.length + spread(b) / b.length);
  }
  return weighted / Math.sqrt(variance);
}

const spread = (list: readonly number[]) =>
  list.reduce((sum, one) => sum + (one - mean(list)) ** 2, 0) / (list.length - 1);

function mean(list: readonly number[]): number {
  return list.reduce((sum, one) => sum + one, 0) / list.length;
}
