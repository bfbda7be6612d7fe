import { ByIdentity, compareInstants, lastBy, type FactOrigin } from '#facts';
import type { Instant } from '#platform';
import { compareText } from '../evidence/evidence.ts';

/** What tells that the sources still speak. */
export interface Feed {
  /** when the last event that had occurred by a moment did; null: none had */
  lastBy(moment: Instant): Instant | null;
  /** who had sent something by a moment, by name */
  sourcesBy(moment: Instant): readonly string[];
}

const feeds = new ByIdentity<Feed>();
const firsts = new ByIdentity<ReadonlyMap<string, Instant>>();

/** Every one of some events. */
export function feedOf(events: readonly FactOrigin[]): Feed {
  return feeds.of([events], '', () => ({
    lastBy: (moment) => lastBy(events, moment),
    sourcesBy: (moment) =>
      [...firsts.of([events], '', () => firstOfEach(events))]
        .filter(([, first]) => first <= moment)
        .map(([source]) => source)
        .sort(compareText),
  }));
}

/** Events that are asked for once: looked through as they are. */
export function scanOf(events: readonly FactOrigin[]): Feed {
  return {
    lastBy: (moment) => {
      let last: Instant | null = null;
      for (const { occurredAt } of events)
        if (occurredAt <= moment && (last === null || occurredAt > last)) last = occurredAt;
      return last;
    },
    sourcesBy: (moment) => {
      const sources = new Set<string>();
      for (const { source, occurredAt } of events)
        if (!sources.has(source) && occurredAt <= moment) sources.add(source);
      return [...sources].sort(compareText);
    },
  };
}

/** Some feeds as one. */
export function joinedFeeds(...parts: readonly Feed[]): Feed {
  return {
    lastBy: (moment) => latest(parts.map((part) => part.lastBy(moment))),
    sourcesBy: (moment) => [...new Set(parts.flatMap((part) => part.sourcesBy(moment)))].sort(compareText),
  };
}

function firstOfEach(events: readonly FactOrigin[]): Map<string, Instant> {
  const first = new Map<string, Instant>();
  for (const { source, occurredAt } of events) {
    const known = first.get(source);
    if (known === undefined || occurredAt < known) first.set(source, occurredAt);
  }
  return first;
}

function latest(moments: readonly (Instant | null)[]): Instant | null {
  return (
    moments
      .filter((moment) => moment !== null)
      .sort(compareInstants)
      .at(-1) ?? null
  );
}
