import { Argument, Option, type Command } from 'commander';
import { DEFAULT_TENANT } from '#access';
import { dimensions, kpiIds, kpiSchema, scorecardSchema, type Dimension, type Kpi, type KpiId } from '#kpi';
import { settingsOfThisProcess } from '#platform';
import { print, table } from './print.ts';
import { withServer } from './server-client.ts';

interface KpiOptions {
  readonly asOf?: string;
  readonly knownBy?: string;
  readonly by?: Dimension;
  readonly tenant: string;
  readonly json: boolean;
}

type Row = Omit<Kpi, 'breakdown'>;

export function addKpi(program: Command): void {
  program
    .command('kpi')
    .description('The five KPIs of a program, or one of them, as of one moment and as known by another.')
    .argument('<program>', 'id of the program')
    .addArgument(new Argument('[kpi]', 'only this one').choices(kpiIds))
    .option('--as-of <moment>', 'what had happened by then: 2026-10-31, or 2026-10-31T18:00:00Z')
    .option('--known-by <moment>', 'what was recorded by then; absent: what is known now')
    .addOption(new Option('--by <dimension>', 'a row for each').choices(dimensions))
    .option('--tenant <tenant>', 'whose program', DEFAULT_TENANT)
    .option('--json', 'print the JSON of GET /v1/programs/{program}/scorecard or …/kpis/{kpi}', false)
    .addHelpText(
      'after',
      '\nA day means its end in the time zone of the program.\nExample: plumbline kpi ai-reskilling-90-days training-completion --by role',
    )
    .action(async (id: string, kpi: KpiId | undefined, options: KpiOptions) => {
      const answer = await withServer(settingsOfThisProcess(), options.tenant, (client) =>
        client.json('GET', pathOf(id, kpi, options)),
      );
      print(options.json, answer, (value) => {
        const kpis = kpi === undefined ? scorecardSchema.parse(value).kpis : [kpiSchema.parse(value)];
        return kpiTable(kpis);
      });
    });
}

function pathOf(program: string, kpi: KpiId | undefined, { asOf, knownBy, by }: KpiOptions): string {
  const asked = Object.entries({ asOf, knownBy, by }).filter(
    (entry): entry is [string, string] => entry[1] !== undefined,
  );
  const place = kpi === undefined ? 'scorecard' : `kpis/${kpi}`;
  return `/v1/programs/${encodeURIComponent(program)}/${place}?${new URLSearchParams(asked).toString()}`;
}

/** For people: rounded as far as it can be read; `--json` rounds nothing. */
export function kpiTable(kpis: readonly Kpi[]): string {
  const [first] = kpis;
  const head = first ? `As of ${first.asOf}, as known by ${first.knownBy}.\n\n` : '';
  return `${head}${table([
    ['KPI', 'value', 'interval', 'n', 'target', 'status', 'first reason'],
    ...kpis.flatMap((kpi) => [
      cells(kpi.title, kpi),
      ...kpi.breakdown.map((row) => cells(`  ${row.title}`, row)),
    ]),
  ])}`;
}

function cells(name: string, row: Row): string[] {
  const { interval, target, unit } = row;
  const bound = (value: number | null) => (value === null ? '?' : amount(value, unit));
  return [
    name,
    row.suppressed ? 'withheld' : row.value === null ? '-' : amount(row.value, unit),
    interval
      ? `${bound(interval.low)} to ${bound(interval.high)} (${Math.round(interval.level * 100)} %)`
      : '-',
    row.n === null ? '-' : String(row.n),
    target ? `${target.comparison}${target.value === null ? '' : ` ${amount(target.value, unit)}`}` : '-',
    row.status,
    row.reasons[0] ?? '',
  ];
}

function amount(value: number, unit: Row['unit']): string {
  switch (unit) {
    case 'share':
      return `${(value * 100).toFixed(1)} %`;
    case 'ratio':
      return `${value < 0 ? '' : '+'}${(value * 100).toFixed(1)} %`;
    case 'seconds':
      return duration(value);
  }
}

function duration(seconds: number): string {
  if (seconds < 60) return `${Math.round(seconds)} s`;
  const minutes = Math.round(seconds / 60);
  return minutes < 60
    ? `${minutes} min`
    : `${Math.floor(minutes / 60)} h ${String(minutes % 60).padStart(2, '0')} min`;
}
