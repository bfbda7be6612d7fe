import { z } from 'zod';
import type { Instant } from '#platform';
import type { FactOrigin } from '../evidence/evidence.ts';

const INSTANT = /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}\.\d{6}Z$/;

/** A DateTime64(6) column: ClickHouse writes it in the form that Instant has. */
export const instantColumn = z.custom<Instant>((value) => typeof value === 'string' && INSTANT.test(value));

/** The columns that every fact has. */
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

/** What the views of program facts take. */
export const programParameters = z.object({ program: z.string(), as_of: z.string(), known_by: z.string() });

/** What the view of learning facts takes, and which activities to read. */
export const activityParameters = z.object({
  activities: z.array(z.string()),
  as_of: z.string(),
  known_by: z.string(),
});

export type ActivityParameters = z.infer<typeof activityParameters>;
