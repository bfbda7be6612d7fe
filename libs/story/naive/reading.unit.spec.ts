import { describe, expect, it } from '@jest/globals';
import { editions } from '../calendar.ts';
import type { DirtName } from '../dirt/kinds.ts';
import { dirtKinds } from '../dirt/kinds.ts';
import { generateStory } from '../story.ts';
import type { Truth } from '../truth/truth.ts';
import { kpiIds } from '../truth/truth.ts';
import { naiveReading } from './reading.ts';

type Edition = keyof typeof editions;
const both: readonly Edition[] = ['first', 'second'];

/** Counts and statuses as they are, numbers to nine digits: what the demo compares. */
function compared(truth: Truth): unknown {
  return kpiIds.map((kpi) => {
    const row = { ...truth[kpi], details: null };
    return JSON.parse(JSON.stringify(row), (_, value: unknown) =>
      typeof value === 'number' ? Number(value.toPrecision(9)) : value,
    );
  });
}

function readings(story: ReturnType<typeof generateStory>, ignore: DirtName | null): unknown {
  return both.map((edition) => compared(naiveReading(story.pushes, editions[edition], { ignore })));
}

const truths = (story: ReturnType<typeof generateStory>) =>
  both.map((edition) => compared(story.truth[edition]));

describe('reading the pushes of a story', () => {
  const story = generateStory({ seed: 'plumbline' });

  it('finds the truth when every kind of dirt is handled', () => {
    expect(readings(story, null)).toEqual(truths(story));
  });

  it.each(dirtKinds.map((kind) => [kind.name]))('misses the truth when it ignores %s', (name) => {
    expect(readings(story, name)).not.toEqual(truths(story));
  });

  // what the ledger holds of these kinds comes with another kind
  const alsoWithout: Partial<Record<DirtName, readonly DirtName[]>> = {
    voids: ['late'],
    strangers: ['late'],
  };
  const alsoInLedger = new Set<DirtName>(['other-versions']);

  it.each(
    dirtKinds
      .filter((kind) => kind.part === 'messages' && !alsoInLedger.has(kind.name))
      .map((kind) => [kind.name]),
  )('may ignore %s in a story that goes without it', (name) => {
    const clean = generateStory({ seed: 'plumbline', without: [name, ...(alsoWithout[name] ?? [])] });
    expect(readings(clean, null)).toEqual(truths(clean));
    expect(readings(clean, name)).toEqual(truths(clean));
  });

  it.each([[1], [2], ['2026']])('finds the truth of the story of seed %s', (seed) => {
    const other = generateStory({ seed });
    expect(readings(other, null)).toEqual(truths(other));
  });
});
