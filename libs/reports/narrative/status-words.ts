import type { Status } from '#kpi';

/** How a status is drawn besides its word, so that it reads without colour. */
export type StatusShape = 'full' | 'half' | 'ring' | 'cross' | 'rise' | 'level' | 'fall' | 'query';

/** Side of the target the status stands on. */
export type StatusSide = 'good' | 'bad' | 'open';

const words: Record<Status, { word: string; shape: StatusShape; side: StatusSide }> = {
  met: { word: 'met', shape: 'full', side: 'good' },
  'reached-not-certain': { word: 'reached, not certain', shape: 'half', side: 'open' },
  'below-not-certain': { word: 'below, not certain', shape: 'ring', side: 'open' },
  missed: { word: 'missed', shape: 'cross', side: 'bad' },
  improved: { word: 'improved', shape: 'rise', side: 'good' },
  'no-clear-change': { word: 'no clear change', shape: 'level', side: 'open' },
  worsened: { word: 'worsened', shape: 'fall', side: 'bad' },
  'cannot-say': { word: 'cannot say', shape: 'query', side: 'open' },
};

export function statusWord(status: Status): string {
  return words[status].word;
}

export function statusShape(status: Status): StatusShape {
  return words[status].shape;
}

export function statusSide(status: Status): StatusSide {
  return words[status].side;
}
