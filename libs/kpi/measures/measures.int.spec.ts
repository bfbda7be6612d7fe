import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { createTestDatabase, type TestDatabase } from '../../../test/support/clickhouse.ts';
import { exampleProgram } from '../testing/frame.ts';
import { moment } from '../testing/history.ts';
import { LogBook } from '../testing/log.ts';
import { measureOf, measures } from './catalogue.ts';
import { measureAt } from './measure-at.ts';
import { measureEvidenceAt } from './measure-evidence.ts';
import type { Measure } from './measure.ts';

const program = 'ai-reskilling-2026';
const clocks = { asOf: moment('2026-10-31T22:00'), knownBy: moment('2026-11-05') };
const later = { ...clocks, knownBy: moment('2026-11-20') };

let database: TestDatabase;

/** Six champions: both common modules of `complete`, one of the others. */
function learners(log: LogBook, complete: number): void {
  for (let number = 1; number <= 6; number += 1) {
    const learner = `champion-${number}`;
    const enrolment = { learner, cohort: 'summer-2026', role: 'change-champion', team: 'claims' };
    log.event('learner.enrolled', program, '2026-07-01T08:00', enrolment);
    log.event('module.completed', program, '2026-07-10', { learner, module: 'ai-literacy' });
    if (number <= complete)
      log.event('module.completed', program, '2026-07-11', { learner, module: 'guardrails' });
  }
}

function work(log: LogBook, name: string, recorded?: string): void {
  const more = recorded === undefined ? {} : { recorded };
  const tell = (noun: string, at: string, data: Record<string, unknown>) =>
    log.event(noun, program, at, data, { ...more, id: `${name}-${noun}`, source: 'urn:tools' });
  tell('incident.opened', '2026-08-01T10:00', {
    incident: name,
    severity: 'sev1',
    team: 'claims',
    startedAt: '2026-08-01T09:00:00Z',
  });
  tell('incident.detected', '2026-08-01T10:00', { incident: name });
  tell('incident.acknowledged', '2026-08-01T10:10', { incident: name });
  tell('incident.resolved', '2026-08-01T11:00', { incident: name, notesScore: recorded ? 2 : 4 });
  tell('use-case.registered', '2026-07-01', { useCase: name, version: '1', tier: 'high', owner: 'Olu' });
  tell('exception.granted', '2026-10-01', {
    useCase: name,
    exception: name,
    approver: 'Henrik Sand',
    reason: 'waits for the board',
    expires: '2026-12-01T00:00:00Z',
  });
}

beforeAll(async () => {
  database = await createTestDatabase();
  const log = new LogBook();
  log.event('program.defined', program, '2026-06-15', { definition: { ...exampleProgram() } });
  learners(log, 4);
  work(log, 'first');
  await log.write(database.clickhouse);
});
afterAll(() => database.drop());

const ask = (measure: Measure, at: typeof clocks) =>
  measureAt(database.clickhouse, 'default', program, measure, at);

function called(id: string): Measure {
  const measure = measureOf(id);
  if (measure === null) throw new Error(`There is no measure ${id}.`);
  return measure;
}

describe('measures over ClickHouse', () => {
  it('give the same answer for a past pair of clocks for ever, and a later one takes late events in', async () => {
    const before = await Promise.all(measures.map((measure) => ask(measure, clocks)));
    const log = new LogBook();
    for (const learner of ['champion-5', 'champion-6'])
      log.event(
        'module.completed',
        program,
        '2026-07-12',
        { learner, module: 'guardrails' },
        { recorded: '2026-11-10', id: `late-${learner}`, source: 'urn:tools' },
      );
    work(log, 'second', '2026-11-10');
    log.event(
      'event.voided',
      program,
      '2026-11-10',
      { source: 'urn:tools', id: 'first-exception.granted', reason: 'never granted' },
      { id: 'void', source: 'urn:tools' },
    );
    await log.write(database.clickhouse);
    expect(await Promise.all(measures.map((measure) => ask(measure, clocks)))).toEqual(before);

    const values = async (id: string, at: typeof clocks) => {
      const { value, n } = await ask(called(id), at);
      return [value, n];
    };
    expect(await values('completion-by-track', clocks)).toEqual([4 / 6, 6]);
    expect(await values('completion-by-track', later)).toEqual([1, 6]);
    expect(await values('module-drop-off', clocks)).toEqual([2 / 6, 6]);
    expect(await values('module-drop-off', later)).toEqual([0, 6]);
    expect(await values('not-complete', later)).toEqual([0, 0]);
    expect(await values('incident-notes', clocks)).toEqual([4, 1]);
    expect(await values('incident-notes', later)).toEqual([3, 2]);
    expect(await values('log-completeness', later)).toEqual([1, 2]);
    const open = await ask(called('exceptions'), later);
    expect(open.rows.map(({ key }) => key)).toEqual(['second']);
  });

  it('pages through evidence once, the same while events arrive', async () => {
    const measure = called('completion-by-track');
    const page = (cursor?: string) =>
      measureEvidenceAt(database.clickhouse, 'default', program, measure, { ...later, limit: 5, cursor });
    const first = await page();
    await new LogBook()
      .event(
        'learner.enrolled',
        program,
        '2026-07-01',
        { learner: 'unheard-of', cohort: 'summer-2026' },
        {
          recorded: '2026-11-21',
          id: 'unheard-of',
          source: 'urn:tools',
        },
      )
      .write(database.clickhouse);
    const seen = [...first.entries];
    for (let { next } = first; next !== null;) {
      const following = await page(next);
      seen.push(...following.entries);
      next = following.next;
    }
    expect(first.counts).toEqual({ numerator: 6, denominator: 6 });
    expect(new Set(seen.map(({ part, subject }) => `${part} ${subject}`)).size).toBe(12);
  });

  it('refuse a cursor of another measure, of what is not known yet, and a breakdown there is not', async () => {
    const evidence = (id: string, more: object) =>
      measureEvidenceAt(database.clickhouse, 'default', program, called(id), { ...clocks, ...more });
    const { next } = await evidence('completion-by-track', { limit: 1 });
    await expect(evidence('module-drop-off', { cursor: next })).rejects.toMatchObject({
      status: 400,
      errors: [{ pointer: 'cursor' }],
    });
    const known = Buffer.from(next ?? '', 'base64url').toString();
    const ahead = Buffer.from(known.replaceAll('2026-11-05', '2027-11-05')).toString('base64url');
    await expect(evidence('completion-by-track', { cursor: ahead })).rejects.toMatchObject({ status: 400 });
    await expect(evidence('completion-by-track', { by: 'team' })).rejects.toMatchObject({
      status: 400,
      errors: [{ pointer: 'by' }],
    });
  });

  it('hide the groups that training completion hides, whatever their own count', async () => {
    const second = 'second-program';
    const example = exampleProgram();
    const log = new LogBook();
    const definition = { ...example, program: { ...example.program, id: second } };
    const more = { source: 'urn:second' };
    log.event('program.defined', second, '2026-06-15', { definition }, { ...more, id: 'definition' });
    // of the twenty of the large team six have begun: by those alone it would be hidden beside the small one; the middle one is enough
    for (const [team, size, begun] of [
      ['small', 3, 3],
      ['middle', 8, 8],
      ['large', 20, 6],
    ] as const)
      for (let number = 1; number <= size; number += 1) {
        const learner = `${team}-${number}`;
        const enrolment = { learner, cohort: 'summer-2026', role: 'change-champion', team };
        log.event('learner.enrolled', second, '2026-07-01T08:00', enrolment, { ...more, id: learner });
        const done = { learner, module: 'ai-literacy' };
        if (number <= begun)
          log.event('module.completed', second, '2026-07-10', done, { ...more, id: `${learner}-done` });
      }
    await log.write(database.clickhouse);
    const { rows } = await measureAt(database.clickhouse, 'default', second, called('module-drop-off'), {
      ...clocks,
      by: 'team',
    });
    const hidden = rows.filter(({ suppressed }) => suppressed).map(({ key }) => key);
    expect(new Set(hidden)).toEqual(new Set(['middle', 'small']));
  });

  it('know no program of another tenant', async () => {
    for (const measure of measures)
      await expect(measureAt(database.clickhouse, 'other', program, measure, clocks)).rejects.toMatchObject({
        status: 404,
      });
  });
});
