import { occurredBy } from '#facts';
import { groupMembers } from '../../breakdown/member-groups.ts';
import {
  certificatesAt,
  type Certificate,
  type CertificateState,
  type CertificationFact,
} from '../../certification/certificate.ts';
import { adjusted, cohortPeriod, type Member } from '../../cohort/member.ts';
import { evidenceOf } from '../../evidence/evidence.ts';
import { tally } from '../../figure.ts';
import type { Frame } from '../../frame/frame.ts';
import { scanOf } from '../../freshness/feed.ts';
import type { Dimension } from '../../kpi.schema.ts';
import type { Measure, MeasureFigure, MeasureRow, MeasureValue } from '../measure.ts';
import { shareValue } from '../values/share-value.ts';

export const certificates: Measure = {
  id: 'certificates',
  title: 'Certificates',
  definition:
    'The share of the adjusted cohort with a live certificate: ' +
    'awarded, not revoked since, and not past its expiry (the one it names, else the validity that the program file gives its level). ' +
    'Rows are levels, or groups with a column for each level; ' +
    'details count live, due (live, and ending within 30 days), lapsed and revoked. ' +
    'A learner counts once, by the best certificate asked about.',
  definitionVersion: '1.0',
  unit: 'share',
  selfReported: false,
  dimensions: ['role', 'track', 'team', 'cohort'],
  reveals: 'counts',
  scope: 'read',
  names: [],
  async figure(reader, frame, by) {
    return certificatesFigure(await reader.certifications(), frame, by);
  },
};

/** Learners with a live certificate of any level; of each level, by group in columns of levels. */
export function certificatesFigure(
  facts: readonly CertificationFact[],
  frame: Frame,
  by: Dimension | null,
): MeasureFigure {
  const { program, clocks, members } = frame;
  const cohort = adjusted(members);
  const learners = new Set(cohort.map(({ learner }) => learner));
  const enrolled = new Set(members.map(({ learner }) => learner));
  const feed = occurredBy(facts, clocks.asOf);
  const all = certificatesAt(feed, program, clocks.asOf);
  const known = all.filter(({ learner }) => learners.has(learner));
  const strangers = all.filter(({ learner }) => !enrolled.has(learner));
  const excluded = members.flatMap(({ learner, exclusion }) =>
    exclusion === null ? [] : [evidenceOf('excluded', learner, exclusion, exclusion.reason)],
  );
  const held = Map.groupBy(known, ({ level }) => level);
  const levels = [
    ...program.certification.levels.map(({ id, title }) => ({ key: id, title })),
    ...[...held.keys()]
      .filter((level) => program.certification.levels.every(({ id }) => id !== level))
      .sort()
      .map((level) => ({ key: level, title: level })),
  ];
  const whole = valueOf(cohort, known);
  return {
    ...whole,
    evidence: [
      ...whole.evidence,
      ...excluded,
      ...strangers.map(({ learner, event }) =>
        evidenceOf('unmatched', learner, event, 'no learner of the cohort'),
      ),
    ],
    period: cohortPeriod(members, clocks.asOf),
    excluded: tally(excluded.flatMap(({ reason }) => reason ?? [])),
    unmatched: strangers.length,
    rows: by === null ? levels.map((level) => levelRow(level, cohort)) : groupRows(by),
    notes: [],
    feed: scanOf(feed),
  };

  function levelRow(
    level: { readonly key: string; readonly title: string },
    own: readonly Member[],
  ): MeasureRow {
    return { ...level, column: null, ...valueOf(own, held.get(level.key) ?? []) };
  }

  function groupRows(dimension: Dimension): MeasureRow[] {
    return groupMembers(frame, dimension).flatMap(({ key, title, members: group }) =>
      levels.map((level) => ({ ...levelRow(level, adjusted(group)), key, title, column: level })),
    );
  }
}

/** A learner counts once, by the best of the certificates asked about. */
function valueOf(members: readonly Member[], certificates: readonly Certificate[]): MeasureValue {
  const own = Map.groupBy(certificates, ({ learner }) => learner);
  const best = members.flatMap(({ learner }) => bestOf(own.get(learner) ?? []) ?? []);
  const count = (...states: CertificateState[]) => best.filter(({ state }) => states.includes(state)).length;
  return shareValue(
    [
      ...best
        .filter(({ state }) => isLive(state))
        .map(({ learner, level, event }) => evidenceOf('numerator', learner, event, level)),
      ...members.map(({ learner, enrolled }) => evidenceOf('denominator', learner, enrolled)),
    ],
    'Nobody is enrolled.',
    { live: count('live', 'due'), due: count('due'), lapsed: count('lapsed'), revoked: count('revoked') },
  );
}

const ORDER: readonly CertificateState[] = ['live', 'due', 'lapsed', 'revoked'];

function bestOf(certificates: readonly Certificate[]): Certificate | undefined {
  return certificates.toSorted((a, b) => ORDER.indexOf(a.state) - ORDER.indexOf(b.state)).at(0);
}

function isLive(state: CertificateState): boolean {
  return state === 'live' || state === 'due';
}
