import type { Instant } from '#platform';
import { moment, plusMinutes } from '../calendar.ts';
import { teams } from '../plan.ts';
import type { Random } from '../random.ts';
import { known } from './learners.ts';
import type { Incident } from './ledger.ts';

type Severity = Incident['severity'];
const severities: readonly Severity[] = ['sev1', 'sev2', 'sev3'];

/** Minutes from detection to mitigation: within a severity the slowest of now is faster than the fastest of the spring. */
const spring: Record<Severity, readonly [number, number]> = {
  sev1: [90, 140],
  sev2: [130, 200],
  sev3: [190, 290],
};
const now: Record<Severity, readonly [number, number]> = { sev1: [18, 42], sev2: [34, 68], sev3: [58, 96] };

/**
 * 27 incidents of the spring and 31 of the program, both odd, so that no survival curve rests at one half; one never
 * detected, one mitigated before it was detected, two open at the end, and two drills for each team.
 */
export function makeIncidents(random: Random): Incident[] {
  return [
    ...Array.from({ length: 27 }, (_, index) => regular(random, 'b', index, springDay(index), spring)),
    ...Array.from({ length: 28 }, (_, index) => regular(random, 'c', index, programDay(index), now)),
    ...open(random),
    nightOfTheStart(random),
    neverDetected(random),
    negative(random),
    ...teams.flatMap((team, index) => drills(random, team, index)),
  ];
}

const springDay = (index: number) => day(4 + Math.floor(index / 9), 2 + (index % 9) * 3);

/** Seven a month from 3 July; the last four fall into 25-28 October. */
const programDay = (index: number) =>
  index < 24 ? day(7 + Math.floor(index / 7), 3 + (index % 7) * 3) : day(10, index + 1);

function day(month: number, ofMonth: number): string {
  return `2026-${String(month).padStart(2, '0')}-${String(ofMonth).padStart(2, '0')}`;
}

function regular(random: Random, series: string, index: number, date: string, times: typeof now): Incident {
  const stream = random.fork(`incident/${series}/${index}`);
  const severity = severities[index % severities.length] ?? 'sev3';
  const detected = moment(`${date}T${String(stream.between(6, 12)).padStart(2, '0')}:${minute(stream)}:00Z`);
  const [low, high] = times[severity];
  return incident(stream, {
    id: `inc-${series}${String(index + 1).padStart(2, '0')}`,
    severity,
    detected,
    minutes: stream.between(low, high),
    unknownStart: index % 8 === 5,
    resolvedOnly: index % 7 === 3,
  });
}

const minute = (random: Random) => String(random.between(10, 59));

/** Still open when the period ends; both are mitigated on 1 November. */
function open(random: Random): Incident[] {
  const made = (index: number): Incident => {
    const stream = random.fork(`incident/open/${index}`);
    const regular = incident(stream, {
      id: `inc-o${index + 1}`,
      severity: index === 0 ? 'sev2' : 'sev3',
      detected: moment(`2026-10-31T1${4 + index}:15:00Z`),
      minutes: 0,
    });
    return { ...regular, mitigated: known(moment(`2026-11-01T0${6 + index}:30:00Z`)), resolved: null };
  };
  return [0, 1].map(made);
}

/** Began on the last evening of the spring, was detected on the first morning of the program: it belongs to now. */
function nightOfTheStart(random: Random): Incident {
  const made = incident(random.fork('incident/night'), {
    id: 'inc-n1',
    severity: 'sev3',
    detected: moment('2026-07-01T04:20:00Z'),
    minutes: 84,
  });
  return { ...made, startedAt: moment('2026-06-30T20:40:00Z') };
}

function neverDetected(random: Random): Incident {
  const made = incident(random.fork('incident/never'), {
    id: 'inc-x1',
    severity: 'sev3',
    detected: moment('2026-08-20T10:00:00Z'),
    minutes: 60,
  });
  return { ...made, detected: null, acknowledged: null, mitigated: null, resolved: null };
}

function negative(random: Random): Incident {
  const made = incident(random.fork('incident/negative'), {
    id: 'inc-q1',
    severity: 'sev2',
    detected: moment('2026-09-16T10:00:00Z'),
    minutes: -25,
  });
  return { ...made, resolved: null };
}

/** Exercises mend the same faults in the spring's pace, so that taking them for real incidents shows. */
function drills(random: Random, team: string, index: number): Incident[] {
  const made = (date: string, round: number): Incident => {
    const stream = random.fork(`drill/${team}/${round}`);
    const exercise = incident(stream, {
      id: `drill-${team}-${round + 1}`,
      severity: severities[index % severities.length] ?? 'sev3',
      detected: moment(`${date}T08:${10 + index}:00Z`),
      minutes: round === 0 ? stream.between(150, 220) : stream.between(100, 140),
    });
    return { ...exercise, team, drill: true };
  };
  return ['2026-07-14', '2026-10-13'].map(made);
}

interface Making {
  readonly id: string;
  readonly severity: Severity;
  readonly detected: Instant;
  readonly minutes: number;
  readonly unknownStart?: boolean;
  readonly resolvedOnly?: boolean;
}

function incident(random: Random, making: Making): Incident {
  const { detected, minutes } = making;
  const end = plusMinutes(detected, minutes);
  const notesScore = random.between(2, 5);
  const lead = random.between(8, 190);
  const later = plusMinutes(end, random.between(30, 600));
  return {
    id: making.id,
    model: random.pick(['claims-triage', 'payment-screening', 'answer-desk']),
    severity: making.severity,
    team: random.pick(teams),
    drill: false,
    startedAt: making.unknownStart === true ? null : plusMinutes(detected, -lead),
    opened: known(plusMinutes(detected, -2)),
    detected: known(detected),
    acknowledged: known(plusMinutes(detected, random.between(2, 9))),
    mitigated: making.resolvedOnly === true ? null : known(end),
    resolved: { ...known(making.resolvedOnly === true ? end : later), notesScore },
  };
}
