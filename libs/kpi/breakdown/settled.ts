import { recallProgram, type Clocks } from '#program';
import type { Frame } from '../frame/frame.ts';
import type { Store } from '../frame/frame-at.ts';
import { inquire, type Inquiry } from '../inquiry.ts';
import type { KpiLoader } from '../reading.ts';
import { monthEndBy } from '../trend/month-ends.ts';
import type { RowSource } from './hidden-rows.ts';

/** What a breakdown is dated by: an edition stands for what was known when it was ordered, everything else for a month end. */
export type Settling = 'month' | 'edition';

/**
 * Where the groups of people come from for readers who may not see people, so that answers of one day and the next do not
 * differ by one person: as of the last month end, as known by the last month end (of an edition: by its own clock).
 * A program that was defined since, with events of months before, has no month end to go back to in what was known; its
 * groups are as known now until there is one.
 * @returns null when no month of the program has ended
 */
export async function settledInquiry(
  store: Store,
  live: Inquiry,
  settling: Settling,
): Promise<Inquiry | null> {
  const { now } = live;
  const clocks = await settledClocks(store, now, settling);
  if (clocks === null) return null;
  if (clocks.asOf === now.clocks.asOf && clocks.knownBy === now.clocks.knownBy) return live;
  return inquire(store, now.program.program.id, clocks, true);
}

async function settledClocks(
  { clickhouse, tenant, context }: Store,
  { program, clocks }: Frame,
  settling: Settling,
): Promise<Clocks | null> {
  const { id, start, timeZone } = program.program;
  const asOf = monthEndBy(clocks.asOf, start, timeZone);
  if (asOf === null) return null;
  const ended = settling === 'edition' ? null : monthEndBy(clocks.knownBy, start, timeZone);
  const candidates = [...(ended === null ? [] : [ended]), clocks.knownBy].map((knownBy) => ({
    asOf,
    knownBy,
  }));
  for (const candidate of candidates) {
    if ((await recallProgram(clickhouse, tenant, id, candidate, context)) !== null) return candidate;
  }
  return null;
}

/** What a KPI's rows are made of, from what was inquired. */
export async function rowSource(loader: KpiLoader, { now, past, reader }: Inquiry): Promise<RowSource> {
  const loaded = await loader.load(reader);
  return { now: { frame: now, loaded }, past: past.map((frame) => ({ frame, loaded })) };
}
