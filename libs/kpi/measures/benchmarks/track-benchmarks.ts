import type { ProgramTrack } from '#program';
import { windowInstants } from '#program';
import type { FactReader } from '../../facts/fact-reader.ts';
import type { Frame } from '../../frame/frame.ts';
import { feedOf, joinedFeeds, type Feed } from '../../freshness/feed.ts';
import type { Measure, MeasureFigure, MeasureRow, MeasureValue } from '../measure.ts';
import type { Benchmark } from './benchmark.ts';
import { consistencyOnTestSet } from './consistency-on-test-set.ts';
import { controlPlanShare } from './control-plan-share.ts';
import { detectDegradation } from './detect-degradation.ts';

const benchmarks: readonly Benchmark[] = [detectDegradation, consistencyOnTestSet, controlPlanShare];

export const trackBenchmarks: Measure = {
  id: 'track-benchmarks',
  title: 'Benchmarks of the tracks',
  definition:
    'The benchmark that the program file names for each track, a row each, in a unit of its own. ' +
    'detect-degradation: the median time from the start of a real incident of the current period to its detection, of those whose start is known; drills stand beside it in the details. ' +
    'consistency-on-test-set: the chance that k runs of a test item on a prompt version all pass every criterion of the rubric (pass^k; k and the pass mark are the program file’s), from the production reviews of the current period. ' +
    'control-plan-share: the share of high-risk cases in use whose current version has a control plan, as in control-plans.',
  definitionVersion: '1.0',
  unit: 'count',
  selfReported: false,
  dimensions: [],
  reveals: null,
  scope: 'read',
  names: [],
  figure: trackBenchmarksFigure,
};

async function trackBenchmarksFigure(reader: FactReader, frame: Frame): Promise<MeasureFigure> {
  const { program, clocks } = frame;
  const tracks = await Promise.all(program.tracks.map((track) => rowOf(track, reader, frame)));
  const rows = tracks.map(({ row }) => row);
  const period = windowInstants(program, program.incidents.current);
  return {
    ...nothing('Each track has a benchmark of its own: the rows have them.'),
    n: rows.length,
    period: { ...period, closed: clocks.asOf >= period.end },
    excluded: {},
    unmatched: 0,
    evidence: rows.flatMap(({ evidence }) => evidence),
    rows,
    notes: [],
    feed: joinedFeeds(...tracks.map(({ feed }) => feed)),
  };
}

async function rowOf(
  { id, title, benchmark }: ProgramTrack,
  reader: FactReader,
  frame: Frame,
): Promise<{ row: MeasureRow; feed: Feed }> {
  const named = { key: id, column: null };
  if (benchmark === undefined)
    return { row: { ...named, title, ...nothing('The program file names no benchmark.') }, feed: feedOf([]) };
  const rule = benchmarks.find((one) => one.id === benchmark.id);
  if (rule === undefined) {
    const known = benchmarks.map((one) => one.id).join(', ');
    const reason = `No rule computes the benchmark ${benchmark.id}; there are rules for ${known}.`;
    return { row: { ...named, title: benchmark.title, ...nothing(reason) }, feed: feedOf([]) };
  }
  const { value, numerator, denominator, n, interval, reason, evidence, ...more } = await rule.value(
    reader,
    frame,
  );
  const numbers = { value, numerator, denominator, n, interval, reason, evidence };
  const details = { ...more.details, benchmark: benchmark.id, track: title };
  return { row: { ...named, title: benchmark.title, unit: rule.unit, ...numbers, details }, feed: more.feed };
}

function nothing(reason: string): MeasureValue {
  const numbers = { value: null, numerator: null, denominator: null, n: 0, interval: null };
  return { ...numbers, reason, details: {}, evidence: [] };
}
