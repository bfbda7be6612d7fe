import { ByIdentity, compareInstants, cutKey, type FactOrigin } from '#facts';
import type { Instant } from '#platform';
import type { Program } from '#program';
import { compareText } from '../evidence/evidence.ts';
import type { Feed } from '../freshness/feed.ts';
import { SubjectEvents } from '../freshness/subject-events.ts';
import type { Frame } from './frame.ts';

/** The facts of each thing, all of them in a row, and what they tell of the sources. */
export interface Histories<Row> {
  /** in the order of the things' ids; the same array for as long as nothing more of a thing is known */
  readonly all: readonly (readonly Row[])[];
  readonly feed: readonly Row[];
  readonly told: Feed;
}

/** Reads rows as the histories of things. */
export type HistoryReader<Row> = (rows: readonly Row[], frame: Frame) => Histories<Row>;

/** All that is known of one thing, whenever it occurred. */
interface Thing<Row> {
  readonly id: string;
  readonly rows: readonly Row[];
  readonly last: Instant;
}

interface Known<Row> {
  readonly things: ReadonlyMap<string, Thing<Row>>;
  readonly events: SubjectEvents;
}

/**
 * The facts of each thing that happened by a frame's moment, for things that are the program's: one of the facts names the
 * program (rows of other programs are not read), or none names any and the thing is in scope. The same rows are read once.
 */
export function historyReader<Row extends FactOrigin & { readonly program: string }>(
  idOf: (row: Row) => string,
  isInScope: (program: Program, history: readonly Row[]) => boolean,
): HistoryReader<Row> {
  const known = new ByIdentity<Known<Row>>();
  const histories = new ByIdentity<Histories<Row>>();
  return (rows, { program, clocks: { asOf } }) =>
    histories.of([rows, program], cutKey(asOf, rows), () => {
      const { things, events } = known.of([rows], '', () => read(rows, idOf));
      const ownBy = (thing: Thing<Row>) => {
        const history = historyBy(thing, asOf);
        const isOwn = history.some((row) => row.program !== '') || isInScope(program, history);
        return history.length > 0 && isOwn ? history : null;
      };
      const all = [...things.values()].flatMap((thing) => {
        const own = ownBy(thing);
        return own === null ? [] : [own];
      });
      const isOwn = (id: string) => {
        const thing = things.get(id);
        return thing !== undefined && ownBy(thing) !== null;
      };
      return { all, feed: all.flat(), told: events.feedOf(isOwn, asOf) };
    });
}

function read<Row extends FactOrigin>(rows: readonly Row[], idOf: (row: Row) => string): Known<Row> {
  const groups = [...Map.groupBy(rows, idOf)].sort(([a], [b]) => compareText(a, b));
  return {
    things: new Map(groups.map(([id, own]) => [id, { id, rows: own, last: lastOf(own) }])),
    events: new SubjectEvents(rows.map((event) => ({ subject: idOf(event), event }))),
  };
}

/** Of at least one fact. */
function lastOf(rows: readonly FactOrigin[]): Instant {
  return rows.map(({ occurredAt }) => occurredAt).reduce((a, b) => (compareInstants(a, b) < 0 ? b : a));
}

function historyBy<Row extends FactOrigin>({ rows, last }: Thing<Row>, asOf: Instant): readonly Row[] {
  return last <= asOf ? rows : rows.filter(({ occurredAt }) => occurredAt <= asOf);
}
