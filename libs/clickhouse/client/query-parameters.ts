const DATE_TIME = /\{\s*(\w+)\s*:\s*(?:Array\(|Nullable\()*DateTime(?:64)?\b/g;

/**
 * Parameters as ClickHouse reads them: a placeholder of a DateTime type takes a moment without the `Z` that RFC 3339 has.
 * Every query runs with `session_timezone = 'UTC'`, so dropping it changes nothing.
 */
export function clickHouseParameters(
  sql: string,
  params: Readonly<Record<string, unknown>>,
): Record<string, unknown> {
  const dateTimes = new Set([...sql.matchAll(DATE_TIME)].map((match) => match[1]));
  return Object.fromEntries(
    Object.entries(params).map(([name, value]) => [name, dateTimes.has(name) ? withoutZone(value) : value]),
  );
}

function withoutZone(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(withoutZone);
  return typeof value === 'string' && value.endsWith('Z') ? value.slice(0, -1) : value;
}
