import { describe, expect, it } from '@jest/globals';
import { editions, ownWindow } from '../calendar.ts';
import { roles } from '../plan.ts';
import { generateStory } from '../story.ts';

const { ledger } = generateStory({ seed: 'plumbline' });
const { learners, completions, scores, reviews, incidents, useCases } = ledger;
const { asOf } = editions.first;

describe('the ledger', () => {
  it('has about thirty learners in each role and ten and more whose role nobody knows', () => {
    for (const role of roles)
      expect(learners.filter((learner) => learner.enrolled.role === role).length).toBeGreaterThanOrEqual(26);
    const unknown = learners.filter(
      (learner) => learner.enrolled.role === null && learner.roleChanges.length === 0,
    );
    expect(unknown.length).toBeGreaterThanOrEqual(10);
  });

  it('excludes for every reason of the closed list, with an approver', () => {
    const excluded = learners.flatMap((learner) => learner.excluded ?? []);
    expect(new Set(excluded.map(({ reason }) => reason))).toEqual(
      new Set(['left-company', 'role-out-of-scope', 'duplicate-identity', 'long-leave']),
    );
    expect(excluded.every(({ approver }) => approver.length > 0)).toBe(true);
  });

  it('has late joiners until 20 July, and one whose first day is another in UTC', () => {
    const joined = learners.map((learner) => learner.enrolled.at.slice(0, 10)).toSorted();
    expect([joined[0], joined.at(-1)]).toEqual(['2026-07-01', '2026-07-20']);
    const border = learners.filter(
      ({ enrolled }) => enrolled.at > '2026-07-05T22' && enrolled.at < '2026-07-06',
    );
    expect(border.map(({ enrolled }) => ownWindow(enrolled.at).opens)).toEqual([
      '2026-07-05T22:00:00.000000Z',
    ]);
  });

  it('has completions before enrolment and after the own day 90', () => {
    const starts = new Map(learners.map((learner) => [learner.id, learner.enrolled.at]));
    const at = completions.map((one) => ({ ...one, start: starts.get(one.learner) ?? one.at }));
    expect(new Set(at.filter((one) => one.at < one.start).map((one) => one.module))).toEqual(
      new Set(['ai-literacy', 'guardrails']),
    );
    expect(
      at.filter((one) => one.at > ownWindow(one.start).closes && one.module === 'guardrails').length,
    ).toBe(3);
  });

  it('keeps every mark before the first module, or clearly after it', () => {
    for (const pre of scores.filter((one) => one.phase === 'pre')) {
      const shape = learners.find((learner) => learner.id === pre.learner)?.shape;
      const own = completions.filter((one) => one.learner === pre.learner).map((one) => one.at);
      expect((own.toSorted()[0] ?? '9') > pre.at).toBe(shape !== 'late-pre');
    }
  });

  it('rates at least twelve calibration items by the same three reviewers or more', () => {
    const items = Map.groupBy(
      reviews.filter((review) => review.calibration),
      (review) => review.item,
    );
    expect(items.size).toBeGreaterThanOrEqual(12);
    const groups = [...items.values()].map((own) =>
      own
        .map(({ reviewer }) => reviewer)
        .toSorted()
        .join(),
    );
    expect(new Set(groups).size).toBe(1);
    expect(groups[0]?.split(',').length).toBeGreaterThanOrEqual(3);
  });

  it('has incidents open at the end, undetected, of unknown start, backwards, and drills for every team', () => {
    const real = incidents.filter((incident) => !incident.drill);
    const open = real.filter(({ detected, mitigated, resolved }) => {
      const end = mitigated?.at ?? resolved?.at ?? '9';
      return detected !== null && end > asOf;
    });
    expect(open.length).toBe(2);
    expect(real.filter((incident) => incident.detected === null).length).toBe(1);
    expect(real.filter((incident) => incident.startedAt === null).length).toBeGreaterThanOrEqual(4);
    expect(
      real.filter(({ detected, mitigated }) => (mitigated?.at ?? '9') < (detected?.at ?? '')).length,
    ).toBe(1);
    expect(new Set(incidents.filter((one) => one.drill).map((one) => one.team)).size).toBe(6);
  });

  it('has high-risk cases expired, of an older version, overdue, excepted, retired, re-tiered, and unknown tiers', () => {
    expect(
      useCases.filter((one) => one.decisions.some(({ validUntil }) => (validUntil ?? '9') < asOf)).length,
    ).toBe(1);
    expect(useCases.filter((one) => one.changes.some(({ version }) => version !== '1')).length).toBe(2);
    expect(useCases.filter((one) => one.retiers.length > 0).length).toBeGreaterThanOrEqual(4);
    expect(useCases.filter((one) => one.retired !== null).length).toBe(2);
    expect(useCases.flatMap((one) => one.exceptions.map(({ closed }) => closed === null)).toSorted()).toEqual(
      [false, true],
    );
    expect(useCases.filter((one) => one.registered.tier === 'to-be-assessed').length).toBe(2);
  });
});
