import type { ClickHouse } from '#clickhouse';
import type { Principal, Watermark } from '#platform';
import { askedProgram, type Clocks, type ClocksQuery } from '#program';

/** The two clocks that a request means. Throws as `askedProgram` does. */
export async function clocksOf(
  clickhouse: ClickHouse,
  watermark: Watermark,
  { tenant }: Principal,
  program: string,
  { asOf, knownBy }: { readonly [name in keyof ClocksQuery]: string | undefined },
): Promise<Clocks> {
  const asked = { ...(asOf === undefined ? {} : { asOf }), ...(knownBy === undefined ? {} : { knownBy }) };
  const known = await watermark.consistentThrough();
  const { clocks } = await askedProgram(clickhouse, tenant, program, asked, known);
  return clocks;
}
