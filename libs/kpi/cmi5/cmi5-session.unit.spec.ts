import { describe, expect, it } from '@jest/globals';
import { noteGrowth } from '#facts';
import * as fc from 'fast-check';
import { byOccurrence } from '../evidence/evidence.ts';
import { cmi5Statement as said } from '../testing/cmi5.ts';
import { moment } from '../testing/history.ts';
import { reviewCmi5 } from './cmi5-review.ts';
import { cmi5Violations } from './cmi5-session.ts';
import type { Cmi5Statement, Cmi5Verb } from './cmi5-statement.ts';

const broken = (...statements: Cmi5Statement[]) =>
  cmi5Violations(statements).map(({ rule, statement }) => [statement.id, rule]);
const score = (scaled: number | null) => ({ scaled, raw: null, min: null, max: null });
const opened = [said('launched', '2026-07-01T08:00'), said('initialized', '2026-07-01T08:01')];

describe('a session', () => {
  it('that keeps the rules has no violation, launched or not, and a waiver and a satisfied course need no AU', () => {
    const rest = [
      said('completed', '2026-07-01T08:30'),
      said('passed', '2026-07-01T08:30', { masteryScore: 0.8, score: score(0.8) }),
      said('terminated', '2026-07-01T08:31'),
    ];
    expect(broken(...opened, ...rest)).toEqual([]);
    expect(broken(...opened.slice(1), ...rest)).toEqual([]);
    expect(broken(said('waived', '2026-07-01', { session: 'w' }), said('satisfied', '2026-07-01'))).toEqual(
      [],
    );
  });

  it('begins with initialized and ends with terminated, each once', () => {
    expect(
      broken(
        said('completed', '2026-07-01T07:59'),
        ...opened,
        said('initialized', '2026-07-01T08:02'),
        said('terminated', '2026-07-01T08:03'),
        said('passed', '2026-07-01T08:04'),
        said('terminated', '2026-07-01T08:05'),
      ),
    ).toEqual([
      ['completed 2026-07-01T07:59', 'cmi5-not-initialized'],
      ['launched 2026-07-01T08:00', 'cmi5-launched-not-first'],
      ['initialized 2026-07-01T08:02', 'cmi5-second-initialized'],
      ['passed 2026-07-01T08:04', 'cmi5-after-terminated'],
      ['terminated 2026-07-01T08:05', 'cmi5-after-terminated'],
    ]);
  });

  it('is over when the LMS abandons it, and when terminated lacks its duration', () => {
    const late = said('completed', '2026-07-01T09:01');
    expect(broken(...opened, said('abandoned', '2026-07-01T09:00'), late)).toEqual([
      ['completed 2026-07-01T09:01', 'cmi5-after-abandoned'],
    ]);
    expect(broken(...opened, said('terminated', '2026-07-01T09:00', { hasDuration: false }), late)).toEqual([
      ['terminated 2026-07-01T09:00', 'cmi5-duration-missing'],
      ['completed 2026-07-01T09:01', 'cmi5-after-terminated'],
    ]);
  });

  it('was launched first when that was recorded first, though the clock of its AU is behind', () => {
    const behind = said('initialized', '2026-07-01T07:58', { recordedAt: moment('2026-07-01T08:01') });
    const launched = said('launched', '2026-07-01T08:00');
    expect(broken(behind, launched)).toEqual([]);
    expect(broken(behind, { ...launched, recordedAt: moment('2026-07-01T08:02') })).toEqual([
      [launched.id, 'cmi5-launched-not-first'],
    ]);
  });

  it('of one moment goes by the order in which it was recorded', () => {
    const at = '2026-07-01T08:00';
    const initialized = said('initialized', at, { recordedAt: moment('2026-07-01T08:10') });
    const completed = said('completed', at, { recordedAt: moment('2026-07-01T08:11') });
    expect(broken(completed, initialized)).toEqual([]);
    expect(broken({ ...completed, recordedAt: moment('2026-07-01T08:09') }, initialized)).toEqual([
      [completed.id, 'cmi5-not-initialized'],
    ]);
  });
});

describe('a registration', () => {
  const again = (verb: Cmi5Verb, more: Partial<Cmi5Statement> = {}) => [
    said('initialized', '2026-07-02T08:00', { session: 'two' }),
    said(verb, '2026-07-02T08:30', { session: 'two', ...more }),
  ];
  it('has one completed and one passed of an AU over all its sessions, and no failed after passed', () => {
    const first = [...opened, said('completed', '2026-07-01T08:30'), said('passed', '2026-07-01T08:31')];
    const second = (verb: Cmi5Verb) => broken(...first, ...again(verb)).map(([, rule]) => rule);
    expect(second('completed')).toEqual(['cmi5-second-completed']);
    expect(second('passed')).toEqual(['cmi5-second-passed']);
    expect(second('failed')).toEqual(['cmi5-failed-after-passed']);
    expect(broken(...opened, said('failed', '2026-07-01T08:31'), ...again('passed'))).toEqual([]);
  });

  it('has these of each of its AUs', () => {
    const other = { activity: 'https://lms.example.org/au/2', session: 'two' };
    const ofBoth = [{}, other].flatMap((more) => [
      said('initialized', '2026-07-01T08:01', more),
      said('completed', '2026-07-01T08:30', more),
      said('passed', '2026-07-01T08:31', more),
    ]);
    expect(reviewCmi5(ofBoth).violations()).toEqual([]);
  });

  it('has not had what breaks a rule: the next that breaks none is the first', () => {
    const low = said('passed', '2026-07-01T08:31', { masteryScore: 0.8, score: score(0.5) });
    expect(broken(...opened, low, ...again('passed', { masteryScore: 0.8, score: score(0.9) }))).toEqual([
      [low.id, 'cmi5-passed-below-mastery'],
    ]);
  });
});

describe('a session to browse or to review', () => {
  const as = (launchMode: string) => [
    said('launched', '2026-07-01T08:00', { launchMode }),
    said('initialized', '2026-07-01T08:01'),
  ];
  it.each(['Browse', 'Review'])('launched as %s has no completed, passed or failed', (mode) => {
    const judged = (['completed', 'failed', 'passed'] as const).map((verb, minute) =>
      said(verb, `2026-07-01T08:3${minute}`),
    );
    const terminated = said('terminated', '2026-07-01T08:40');
    expect(broken(...as(mode), ...judged, terminated)).toEqual(
      judged.map(({ id }) => [id, 'cmi5-browse-or-review']),
    );
    expect(broken(...as('Normal'), ...judged, terminated)).toEqual([]);
  });

  it('is what the LMS says when it launches it, first, whatever its AU says', () => {
    const normal = said('completed', '2026-07-01T08:30', { launchMode: 'Normal' });
    const browse = said('completed', '2026-07-01T08:30', { launchMode: 'Browse' });
    expect(broken(...as('Review'), normal)).toEqual([[normal.id, 'cmi5-browse-or-review']]);
    expect(broken(...as('Normal'), browse)).toEqual([]);
    const again = said('launched', '2026-07-01T08:02', { launchMode: 'Review' });
    expect(broken(...as('Normal'), again, normal)).toEqual([[again.id, 'cmi5-launched-not-first']]);
  });

  it('takes nothing from the registration: what is said in an ordinary session counts', () => {
    const looked = said('completed', '2026-07-01T08:30');
    const inEarnest = { session: 'two', launchMode: null };
    const ordinary = [
      said('launched', '2026-07-02T08:00', { ...inEarnest, launchMode: 'Normal' }),
      said('initialized', '2026-07-02T08:01', inEarnest),
      said('completed', '2026-07-02T08:30', inEarnest),
    ];
    expect(broken(...as('Browse'), looked, ...ordinary)).toEqual([[looked.id, 'cmi5-browse-or-review']]);
    // once completed, saying it in a review again is wrong for being a review
    const review = [
      said('launched', '2026-07-03T08:00', { session: 'three', launchMode: 'Review' }),
      said('initialized', '2026-07-03T08:01', { session: 'three' }),
      said('completed', '2026-07-03T08:30', { session: 'three' }),
    ];
    expect(broken(...ordinary, ...review)).toEqual([[review.at(-1)?.id, 'cmi5-browse-or-review']]);
  });
});

describe('a statement', () => {
  const alone = (verb: Cmi5Verb, more: Partial<Cmi5Statement>) =>
    broken(...opened, said(verb, '2026-07-01T08:30', more)).map(([, rule]) => rule);
  const mastery = { masteryScore: 0.8 };
  it.each<[Cmi5Verb, Partial<Cmi5Statement>, string[]]>([
    ['completed', { hasDuration: false }, ['cmi5-duration-missing']],
    ['passed', { hasDuration: false }, ['cmi5-duration-missing']],
    ['failed', { hasDuration: false }, ['cmi5-duration-missing']],
    ['abandoned', { hasDuration: false }, ['cmi5-duration-missing']],
    ['completed', { completion: false }, ['cmi5-completion-wrong']],
    ['completed', { completion: null }, ['cmi5-completion-wrong']],
    ['passed', { success: false }, ['cmi5-success-wrong']],
    ['failed', { success: true }, ['cmi5-success-wrong']],
    ['completed', { score: score(0.9) }, ['cmi5-score-not-judged']],
    ['terminated', { score: { ...score(0.9), scaled: null, raw: 7 } }, ['cmi5-score-not-judged']],
    ['passed', { ...mastery, score: score(0.79) }, ['cmi5-passed-below-mastery']],
    [
      'passed',
      { ...mastery, score: { scaled: null, raw: 12, min: 10, max: 20 } },
      ['cmi5-passed-below-mastery'],
    ],
    ['passed', mastery, []],
    ['failed', { ...mastery, score: score(0.8) }, ['cmi5-failed-at-mastery']],
    ['failed', { ...mastery, score: score(0.79) }, []],
    ['passed', { movesOn: false }, ['cmi5-move-on-missing']],
    ['completed', { session: '' }, ['cmi5-session-missing']],
    ['passed', { registration: '' }, ['cmi5-registration-missing']],
    ['completed', { registration: '', session: '' }, ['cmi5-registration-missing', 'cmi5-session-missing']],
    ['waived', { session: '' }, ['cmi5-session-missing']],
    ['satisfied', { registration: '' }, ['cmi5-registration-missing']],
    ['launched', { session: '' }, ['cmi5-session-missing']],
    ['completed', { launchMode: 'Browse' }, ['cmi5-browse-or-review']],
    ['passed', { launchMode: 'Review', movesOn: false }, ['cmi5-browse-or-review', 'cmi5-move-on-missing']],
    ['failed', { launchMode: 'Review' }, ['cmi5-browse-or-review']],
    ['completed', { launchMode: 'Normal' }, []],
    ['terminated', { launchMode: 'Browse' }, []],
    ['abandoned', { launchMode: 'Browse' }, []],
    ['waived', { launchMode: 'Review' }, []],
    ['satisfied', { launchMode: 'Browse' }, []],
  ])('%s with %j breaks %j', (verb, more, rules) => {
    expect(alone(verb, more)).toEqual(rules);
  });

  it('is judged by the mastery score of its launch where it tells none itself', () => {
    const launched = said('launched', '2026-07-01T08:00', mastery);
    const passed = said('passed', '2026-07-01T08:30', { score: score(0.5) });
    const initialized = said('initialized', '2026-07-01T08:01');
    expect(broken(launched, initialized, passed)).toEqual([[passed.id, 'cmi5-passed-below-mastery']]);
  });

  it('of no verb of cmi5 breaks the category', () => {
    expect(alone('completed', { verb: null })).toEqual(['cmi5-verb-unknown']);
  });

  it('of no launch is nothing to others of its AU, whether they are judged together or as they come', () => {
    const nowhere = { registration: '', session: '' };
    const first = [...opened, said('completed', '2026-07-01T08:10', nowhere)];
    const all = [
      ...first,
      said('terminated', '2026-07-01T08:20', nowhere),
      said('completed', '2026-07-01T08:30'),
    ];
    const rules = (statements: readonly Cmi5Statement[]) =>
      reviewCmi5(statements)
        .violations()
        .map(({ statement, rule }) => `${statement.id} ${rule}`);
    reviewCmi5(first);
    noteGrowth(all, first);
    expect(rules(all)).toEqual(cmi5Violations(all).map(({ statement, rule }) => `${statement.id} ${rule}`));
    expect(rules(all)).toEqual([
      'completed 2026-07-01T08:10 cmi5-registration-missing',
      'completed 2026-07-01T08:10 cmi5-session-missing',
      'terminated 2026-07-01T08:20 cmi5-registration-missing',
      'terminated 2026-07-01T08:20 cmi5-session-missing',
    ]);
  });
});

const verbs: Cmi5Verb[] = [
  'launched',
  'initialized',
  'completed',
  'passed',
  'failed',
  'terminated',
  'abandoned',
];
const MARKS: ReadonlySet<Cmi5Verb> = new Set(['launched', 'initialized', 'terminated', 'abandoned']);
const history = fc
  .array(
    fc.record({
      verb: fc.constantFrom(...verbs, 'initialized', 'completed', 'terminated'),
      minute: fc.nat({ max: 9 }),
      session: fc.constantFrom('one', 'one', 'one', 'two', 'two', 'two', ''),
      launchMode: fc.constantFrom(null, null, 'Normal', 'Review'),
      hasDuration: fc.boolean(),
      scaled: fc.constantFrom(null, 0.5, 0.9),
    }),
    { maxLength: 14 },
  )
  .map((list) =>
    list.map(({ verb, minute, session, launchMode, hasDuration, scaled }, index) =>
      said(verb, `2026-07-01T08:0${minute}`, {
        id: `s-${index}`,
        recordedAt: moment(`2026-07-02T08:${String(index).padStart(2, '0')}`),
        session,
        launchMode: verb === 'launched' ? launchMode : null,
        // what opens or ends a session does so whatever else is wrong with it
        ...(MARKS.has(verb) ? {} : { hasDuration, masteryScore: 0.8, score: score(scaled) }),
      }),
    ),
  );

describe('any history', () => {
  it('is judged the same in whatever order it arrives, at once or piece by piece', () => {
    fc.assert(
      fc.property(
        history.chain((all) =>
          fc.tuple(fc.constant(all), fc.shuffledSubarray(all, { minLength: all.length })),
        ),
        fc.nat({ max: 14 }),
        ([all, shuffled], cut) => {
          const once = cmi5Violations(all);
          expect(cmi5Violations(shuffled)).toEqual(once);
          const first = shuffled.slice(0, cut);
          const before = reviewCmi5(first).setAside;
          noteGrowth(shuffled, first);
          expect(reviewCmi5(shuffled).violations()).toEqual(once);
          expect([...reviewCmi5(shuffled).setAside.keys()].sort()).toEqual(
            [...new Set(once.map(({ statement }) => statement.id))].sort(),
          );
          expect(reviewCmi5(first).setAside).toBe(before);
        },
      ),
      { numRuns: 500 },
    );
  });

  it('is judged as of a moment as it is judged later, so that answers of the past stay', () => {
    fc.assert(
      fc.property(history, fc.nat({ max: 9 }), (all, minute) => {
        const asOf = moment(`2026-07-01T08:0${minute}`);
        const had = cmi5Violations(all.filter(({ occurredAt }) => occurredAt <= asOf));
        expect(cmi5Violations(all).filter(({ statement }) => statement.occurredAt <= asOf)).toEqual(had);
      }),
      { numRuns: 500 },
    );
  });

  it('keeps the rules once what breaks them is left out', () => {
    fc.assert(
      fc.property(history, (all) => {
        const out = new Set(cmi5Violations(all).map(({ statement }) => statement));
        const left = all.filter((statement) => !out.has(statement)).toSorted(byOccurrence);
        const of = (verb: Cmi5Verb) => left.filter((statement) => statement.verb === verb);
        expect([of('completed').length, of('passed').length].every((count) => count <= 1)).toBe(true);
        const passed = of('passed')[0];
        expect(of('failed').filter((failed) => passed && byOccurrence(failed, passed) > 0)).toEqual([]);
        for (const session of ['one', 'two']) {
          const own = left.filter((one) => one.session === session && one.verb !== 'launched');
          const spoken = own.filter(({ verb }) => verb !== 'abandoned').map(({ verb }) => verb);
          expect(spoken.lastIndexOf('initialized')).toBeLessThanOrEqual(0);
          expect(['initialized', undefined]).toContain(spoken[0]);
          const end = own.findIndex(({ verb }) => verb === 'terminated' || verb === 'abandoned');
          expect([-1, own.length - 1]).toContain(end);
        }
      }),
      { numRuns: 500 },
    );
  });
});
