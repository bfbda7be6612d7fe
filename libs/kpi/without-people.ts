import type { BreakdownRow, Details, Kpi, Scorecard } from './kpi.schema.ts';
import { loaders } from './loaders.ts';
import type { PeopleInDetails } from './reading.ts';

/** Stands in a KPI's details beside what was left out of them. */
const REASON = 'People are named to keys with the scope people.';

/** The scorecard for a reader without the scope `people`: nobody's name or id, and where one was left out. */
export function scorecardWithoutPeople(scorecard: Scorecard): Scorecard {
  return { ...scorecard, kpis: scorecard.kpis.map(kpiWithoutPeople) };
}

/** A KPI for a reader without the scope `people`. Its owner stays: the program file names the owner to everyone. */
export function kpiWithoutPeople(kpi: Kpi): Kpi {
  const { people } = loaders[kpi.kpi];
  const without = (details: Details) => detailsWithout(people, details);
  return {
    ...kpi,
    details: without(kpi.details),
    breakdown: kpi.breakdown.map((row): BreakdownRow => ({ ...row, details: without(row.details) })),
  };
}

function detailsWithout(people: PeopleInDetails, details: Details): Details {
  const named = Object.entries(people).filter(([name]) => isFilled(details[name]));
  if (named.length === 0) return details;
  const shown = { ...details };
  for (const [name, property] of named) {
    const list = details[name];
    shown[name] =
      property === null || !Array.isArray(list) ? null : list.map((row) => rowWithout(property, row));
  }
  const places = named.map(([name, property]) => (property === null ? name : `${name}/*/${property}`));
  return { ...shown, withheld: { places, reason: REASON } };
}

function isFilled(detail: Details[string] | undefined): boolean {
  return Array.isArray(detail) && detail.length > 0;
}

function rowWithout(property: string, row: Details[string]): Details[string] {
  return typeof row === 'object' && row !== null && !Array.isArray(row) ? { ...row, [property]: null } : null;
}
