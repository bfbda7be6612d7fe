import { describe, expect, it } from '@jest/globals';
import { askedAt } from '../testing/asked.ts';
import { frameOf } from '../testing/frame.ts';
import { memberOf } from '../testing/history.ts';
import { figureOf as figure, measureOf as measure, rowOf as row } from '../testing/made-up-measure.ts';
import { assembleMeasure } from './assemble-measure.ts';
import type { Dimension } from '../kpi.schema.ts';
import type { Measure, MeasureFigure } from './measure.ts';
import { measureSchema } from './measure.schema.ts';

const frame = frameOf([], '2026-08-01');
const assembled = async (of: Measure, made: MeasureFigure, by: Dimension | null = null) =>
  assembleMeasure(of, await askedAt(of, made, frame, by), frame, by);
const hiddenKeys = async (of: Measure, made: MeasureFigure, by: Dimension | null = null) =>
  (await assembled(of, made, by)).rows
    .filter(({ suppressed }) => suppressed)
    .map(({ key, column }) => `${key}${column === null ? '' : ` ${column.key}`}`);

describe('assembleMeasure', () => {
  it('has the published shape, and tells who spoke by the asked moment', async () => {
    const json = await assembled(measure({}), figure(20, [row('a', 20)]));
    expect(measureSchema.parse(json)).toEqual(json);
    expect(json.freshness).toEqual({ lastEventAt: '2026-07-05T00:00:00.000000Z', sources: ['urn:lms'] });
  });

  it('hides a small row and the one that would give it away', async () => {
    const made = figure(40, [row('a', 3), row('b', 12), row('c', 25)]);
    expect(await hiddenKeys(measure({}), made)).toEqual(['a', 'b']);
    expect((await assembled(measure({}), made)).rows[0]).toMatchObject({
      value: null,
      n: null,
      interval: null,
      details: {},
      reason: 'Hidden to protect the people in small groups.',
    });
  });

  it('hides a large row too whose share would tell that of small ones, and no details beside a hidden row', async () => {
    // of 42 answered 30: shown with its 30 of 30, the large row says that nobody of the others did
    const all = [row('a', 4), row('b', 8), row('c', 30, null, 30)];
    expect(await hiddenKeys(measure({}), figure(42, all))).toEqual(['a', 'b', 'c']);
    const kept = [row('a', 4, null, 2), row('b', 8, null, 4), row('e', 9, null, 5), row('d', 30, null, 15)];
    const shown = (await assembled(measure({}), figure(51, kept))).rows.filter(
      ({ suppressed }) => !suppressed,
    );
    expect(shown.length).toBeGreaterThan(0);
    for (const { details } of shown) expect(details).toEqual({});
  });

  it('hides all of a measure of a program of too few people, whoever it counts', async () => {
    const few = frameOf([memberOf('ada', '2026-07-01', {}), memberOf('ben', '2026-07-01', {})], '2026-08-01');
    const none = assembleMeasure(measure({}), await askedAt(measure({}), figure(0, []), few), few, null);
    expect(none).toMatchObject({ suppressed: true, excluded: {} });
  });

  it('asks for more people where scores are shown, and for none where no people are', async () => {
    const made = figure(40, [row('a', 8), row('b', 12), row('c', 20)]);
    expect(await hiddenKeys(measure({}), made)).toEqual([]);
    expect(await hiddenKeys(measure({ reveals: 'scores' }), made)).toEqual(['a', 'b']);
    expect(await hiddenKeys(measure({ reveals: null }), figure(1, [row('a', 1)]))).toEqual([]);
  });

  it('takes each column of a breakdown for a table of its own, as its total is a row elsewhere', async () => {
    const made = figure(40, [row('a', 3, 'x'), row('b', 37, 'x'), row('a', 20, 'y'), row('b', 20, 'y')]);
    const byTeam = measure({ dimensions: ['team'] });
    expect(await hiddenKeys(byTeam, made, 'team')).toEqual(['a x', 'b x']);
    expect(await hiddenKeys({ ...byTeam, nestedColumns: true }, made, 'team')).toEqual([
      'a x',
      'b x',
      'a y',
      'b y',
    ]);
  });

  it('takes all rows of the measure itself for one table, as they add up to its headline', async () => {
    // 73 less the 69 that are shown would be the four
    const labs = figure(73, [row('lab1', 69, '1'), row('lab2', 4, '2')]);
    expect(await hiddenKeys(measure({}), labs)).toEqual(['lab1 1', 'lab2 2']);
    const more = figure(93, [...labs.rows, row('lab3', 20, '1')]);
    expect(await hiddenKeys(measure({}), more)).toEqual(['lab2 2', 'lab3 1']);
  });

  it('shows no interval beside a hidden row where it would tell of parts that nobody audits', async () => {
    const interval = { low: -0.1, high: 0.2, level: 0.95, method: 'Newcombe' };
    const rows = [row('a', 3), row('b', 12), row('c', 25)].map((one) => ({
      ...one,
      numerator: null,
      interval,
    }));
    const shown = (await assembled(measure({}), figure(40, rows))).rows;
    expect(shown.map(({ interval: own, suppressed }) => [own, suppressed])).toEqual([
      [null, true],
      [null, true],
      [null, false],
    ]);
    const [large] = (await assembled(measure({}), figure(25, rows.slice(2)))).rows;
    expect(large).toMatchObject({ interval });
  });

  it('hides all of a measure of too few people, and nothing of one that is for the scope people', async () => {
    const made = figure(4, [row('a', 4)]);
    expect(await assembled(measure({}), made)).toMatchObject({ suppressed: true, value: null, excluded: {} });
    expect(await hiddenKeys(measure({}), made)).toEqual(['a']);
    expect(await assembled(measure({ scope: 'people' }), made)).toMatchObject({ suppressed: false, n: 4 });
  });
});
