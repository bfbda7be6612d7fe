import type { Instant } from '#platform';
import { z } from 'zod';

/** Where an event came from and when: what every fact carries. */
export interface FactOrigin {
  readonly source: string;
  readonly id: string;
  readonly occurredAt: Instant;
  readonly recordedAt: Instant;
}

const INSTANT = /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}\.\d{6}Z$/;

/** A DateTime64(6) column: ClickHouse writes it in the form that Instant has. */
export const instantColumn = z.custom<Instant>((value) => typeof value === 'string' && INSTANT.test(value));

/** The columns that every fact has, as ClickHouse writes them. */
export const originColumns = {
  source: z.string(),
  id: z.string(),
  occurred_at: instantColumn,
  recorded_at: instantColumn,
};

export function originOf(row: {
  source: string;
  id: string;
  occurred_at: Instant;
  recorded_at: Instant;
}): FactOrigin {
  return { source: row.source, id: row.id, occurredAt: row.occurred_at, recordedAt: row.recorded_at };
}
