import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { canonicalIdentity } from '#events';
import { createTestDatabase, type TestDatabase } from '#test/support/clickhouse';
import { evidenceAt } from '../evidence/evidence-at.ts';
import { findingsAt } from '../findings/findings.ts';
import type { KpiId } from '../kpi.schema.ts';
import { kpiAt } from '../scorecard.ts';
import { exampleProgram } from '../testing/frame.ts';
import { moment } from '../testing/history.ts';
import { LogBook } from '../testing/log.ts';

const program = exampleProgram();
const id = program.program.id;
const [ACTIVITY = ''] = program.common.modules[0]?.activities ?? [];
const CMI5 = 'https://w3id.org/xapi/cmi5/context';
const VERBS = 'http://adlnet.gov/expapi/verbs/';

let database: TestDatabase;
afterAll(() => database.drop());

interface More {
  readonly result?: object;
  readonly recorded?: string;
  /** the publisher's id */
  readonly activity?: string;
  /** null: neither registration nor session is named */
  readonly session?: string | null;
  readonly launchMode?: string;
}

/** Something that an AU says in a session; each learner has a registration. */
function said(
  log: LogBook,
  learner: string,
  verb: string,
  at: string,
  { result, recorded = at, activity = ACTIVITY, session = `${learner} ${activity}`, launchMode }: More = {},
): void {
  const actor = { mbox: `mailto:${learner}@example.org` };
  log.add({
    type: 'plumbline.xapi.statement-stored',
    source: 'urn:plumbline:xapi',
    id: `${learner} ${verb} ${at}`,
    at,
    recorded,
    subject: canonicalIdentity(actor),
    identities: [canonicalIdentity(actor)],
    data: {
      actor,
      verb: { id: VERBS + verb },
      object: { id: `https://lms.example.org/au/${activity.split('/').at(-2)}` },
      ...(result === undefined ? {} : { result }),
      context: {
        ...(session === null ? {} : { registration: `registration-${learner}` }),
        contextActivities: {
          category: [{ id: `${CMI5}/categories/cmi5` }, { id: `${CMI5}/categories/moveon` }],
          grouping: [{ id: activity }],
        },
        extensions: {
          ...(session === null ? {} : { [`${CMI5}/extensions/sessionid`]: session }),
          ...(launchMode === undefined ? {} : { [`${CMI5}/extensions/launchmode`]: launchMode }),
          [`${CMI5}/extensions/masteryscore`]: 0.8,
        },
      },
    },
  });
}

const done = { completion: true, duration: 'PT30M' };
const end = { result: { duration: 'PT31M' } };

describe('cmi5 in the answers', () => {
  beforeAll(async () => {
    database = await createTestDatabase();
    const log = new LogBook();
    log.event('program.defined', id, '2026-06-15', { definition: { ...program } });
    for (const learner of ['kept', 'broke', 'late', 'voided'])
      log.event(
        'learner.enrolled',
        id,
        '2026-07-01T08:00',
        { learner, cohort: 'summer-2026', role: 'change-champion' },
        { identities: [`mbox:mailto:${learner}@example.org`] },
      );
    // everybody has the other module; what cmi5 says decides
    for (const learner of ['kept', 'broke', 'late', 'voided'])
      for (const module of program.common.modules.slice(1))
        log.event('module.completed', id, '2026-07-08', { learner, module: module.id });
    said(log, 'kept', 'initialized', '2026-07-10T08:00');
    said(log, 'kept', 'completed', '2026-07-10T08:30', { result: done });
    said(log, 'kept', 'terminated', '2026-07-10T08:31', end);
    // no duration; and once more after the end
    said(log, 'broke', 'initialized', '2026-07-10T08:00');
    said(log, 'broke', 'completed', '2026-07-10T08:30', { result: { completion: true } });
    said(log, 'broke', 'terminated', '2026-07-10T08:31', end);
    said(log, 'broke', 'completed', '2026-07-10T08:32', { result: done });
    // completed arrives first, and its beginning three days later
    said(log, 'late', 'completed', '2026-07-10T08:30', { result: done, recorded: '2026-07-10T09:00' });
    said(log, 'late', 'initialized', '2026-07-10T08:00', { recorded: '2026-07-13T09:00' });
    // what began the session is taken back
    said(log, 'voided', 'initialized', '2026-07-10T08:00', { recorded: '2026-07-10T08:00' });
    said(log, 'voided', 'completed', '2026-07-10T08:30', { result: done });
    await log.write(database.clickhouse);
  });

  const ask = (kpi: KpiId, known: string, asOf = '2026-07-20') =>
    kpiAt(database.clickhouse, 'default', id, kpi, { asOf: moment(asOf), knownBy: moment(known) });
  const kinds = async (known: string) => {
    const clocks = { asOf: moment(known), knownBy: moment(known) };
    const found = await findingsAt(database.clickhouse, 'default', clocks);
    return found.map(({ kind, part, kpi, count }) => [kind, part, kpi, count]);
  };
  const both = (kind: string, count = 1) => [
    [kind, 'cmi5', null, count],
    [kind, 'quarantined', 'training-completion', count],
  ];

  it('counts the session that keeps the rules, and what breaks them nowhere, late beginnings by what is known', async () => {
    expect(await ask('training-completion', '2026-07-12')).toMatchObject({ numerator: 2, denominator: 4 });
    const later = await ask('training-completion', '2026-07-14');
    expect(later).toMatchObject({ numerator: 3, denominator: 4 });
    expect(later.details['quarantined']).toEqual({ 'cmi5-duration-missing': 1, 'cmi5-after-terminated': 1 });
    // what was known on the 12th is known of the 12th for ever, whatever was answered meanwhile
    expect(await ask('training-completion', '2026-07-12')).toMatchObject({ numerator: 2 });
  });

  it('sets a violation aside with its reason, and findings name the rule, the clause and the launch', async () => {
    const clocks = { asOf: moment('2026-07-14'), knownBy: moment('2026-07-14') };
    const aside = await evidenceAt(database.clickhouse, 'default', id, 'training-completion', {
      ...clocks,
      part: 'quarantined',
    });
    expect(aside.entries.map(({ subject, reason }) => [subject, reason])).toEqual([
      ['broke', expect.stringMatching(/^cmi5-duration-missing: .*\(cmi5 9\.5\.4\)$/)],
      ['broke', expect.stringMatching(/^cmi5-after-terminated: .*\(cmi5 9\.3\.8\)$/)],
    ]);
    expect((await kinds('2026-07-14')).toSorted()).toEqual(
      [...both('cmi5-after-terminated'), ...both('cmi5-duration-missing')].toSorted(),
    );
    expect(await kinds('2026-07-12')).toContainEqual(['cmi5-not-initialized', 'cmi5', null, 1]);
    const found = await findingsAt(database.clickhouse, 'default', clocks);
    expect(found.find(({ kind, part }) => kind === 'cmi5-after-terminated' && part === 'cmi5')).toMatchObject(
      {
        example: { source: 'urn:plumbline:xapi', id: aside.entries.at(-1)?.id },
        cmi5: {
          clause: '9.3.8',
          registration: 'registration-broke',
          session: `broke ${ACTIVITY}`,
          activity: 'https://lms.example.org/au/course',
        },
      },
    );
  });

  it('does not see a voided statement: without its beginning a session has none', async () => {
    expect(await ask('training-completion', '2026-07-14')).toMatchObject({ numerator: 3 });
    const target = { source: 'urn:plumbline:xapi', id: 'voided initialized 2026-07-10T08:00' };
    const log = new LogBook();
    log.event('event.voided', '', '2026-07-15', { ...target, reason: 'a mistake' }, { id: 'void' });
    await log.write(database.clickhouse);
    expect(await ask('training-completion', '2026-07-16')).toMatchObject({ numerator: 2 });
    expect(await ask('training-completion', '2026-07-14')).toMatchObject({ numerator: 3 });
    expect(await kinds('2026-07-16')).toContainEqual(['cmi5-not-initialized', 'cmi5', null, 1]);
  });

  it('does not count what is said to browse, nor what names no registration and no session', async () => {
    const log = new LogBook();
    const session = 'a look around';
    said(log, 'voided', 'launched', '2026-07-16T08:00', { session, launchMode: 'Browse' });
    said(log, 'voided', 'initialized', '2026-07-16T08:01', { session });
    said(log, 'voided', 'completed', '2026-07-16T08:30', { session, result: done });
    said(log, 'voided', 'completed', '2026-07-16T09:00', { session: null, result: done });
    await log.write(database.clickhouse);
    const completion = await ask('training-completion', '2026-07-16T10:00');
    expect(completion).toMatchObject({ numerator: 2, denominator: 4 });
    expect(completion.details['quarantined']).toMatchObject({
      'cmi5-browse-or-review': 1,
      'cmi5-registration-missing': 1,
    });
    const found = await kinds('2026-07-16T10:00');
    expect(found).toEqual(expect.arrayContaining(both('cmi5-browse-or-review')));
    expect(found).toContainEqual(['cmi5-session-missing', 'cmi5', null, 1]);
    // in a session that is not to browse the same counts
    const ordinary = new LogBook();
    said(ordinary, 'voided', 'launched', '2026-07-16T11:00', { session: 'at work', launchMode: 'Normal' });
    said(ordinary, 'voided', 'initialized', '2026-07-16T11:01', { session: 'at work' });
    said(ordinary, 'voided', 'completed', '2026-07-16T11:30', { session: 'at work', result: done });
    await ordinary.write(database.clickhouse);
    expect(await ask('training-completion', '2026-07-16T12:00')).toMatchObject({ numerator: 3 });
  });

  it('has a score that breaks the rule of mastery in no skills gain', async () => {
    const check = 'https://lms.example.org/assessment/skills-a';
    const log = new LogBook();
    for (const learner of ['kept', 'broke']) {
      const raw = learner === 'kept' ? 45 : 30;
      const score = { score: { raw, min: 0, max: 50 }, success: true, duration: 'PT20M' };
      const before = { result: { score: { raw: 20 } } };
      const mail = `${learner}@example.org`;
      log.statement(mail, `${VERBS}scored`, `${check}/pre`, '2026-07-02T08:00', before, '2026-07-17');
      said(log, learner, 'initialized', '2026-07-18T08:00', { activity: `${check}/post` });
      said(log, learner, 'passed', '2026-07-18T08:20', { activity: `${check}/post`, result: score });
    }
    await log.write(database.clickhouse);
    const gain = await ask('skills-gain', '2026-07-20');
    expect(gain).toMatchObject({ n: 1, numerator: 90, denominator: 40 });
    expect(gain.details['quarantined']).toEqual({ 'cmi5-passed-below-mastery': 1 });
    expect(await kinds('2026-07-20')).toContainEqual([
      'cmi5-passed-below-mastery',
      'quarantined',
      'skills-gain',
      1,
    ]);
  });
});
