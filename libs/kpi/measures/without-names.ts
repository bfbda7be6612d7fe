import type { Measure } from './measure.ts';
import type { MeasureJson } from './measure.schema.ts';

/** A measure for a reader without the scope `people`: nobody is named in the details of its rows, and a note says so. */
export function measureWithoutNames({ names }: Measure, json: MeasureJson): MeasureJson {
  const isNamed = json.rows.some(({ details }) => names.some((name) => (details[name] ?? null) !== null));
  if (!isNamed) return json;
  return {
    ...json,
    rows: json.rows.map((row) => ({
      ...row,
      details: Object.fromEntries(
        Object.entries(row.details).map(([name, detail]) => [name, names.includes(name) ? null : detail]),
      ),
    })),
    notes: [...json.notes, 'People are named to keys with the scope people.'],
  };
}
