import { programFigures, type ProgramFigures } from '#kpi';
import type { ClickHouse } from '#clickhouse';
import type { Watermark } from '#platform';
import { askedProgram, type Clocks } from '#program';
import type { SnapshotRequest, SnapshotSource } from '../editions/report-press.ts';
import { ReportFormat } from '../format/report-format.ts';
import { proposedDecisions } from '../narrative/proposed-decisions.ts';
import { reportSnapshotSchema, type ReportSnapshot } from '../snapshot/report-snapshot.schema.ts';
import { figuresWithoutPeople } from './figures-without-people.ts';
import { printedGainDetails } from './kpi-details.ts';
import { RecentFigures } from './recent-figures.ts';
import { reportClocks } from './report-clocks.ts';

/** Reads what a report says from the KPIs of its program. */
export class SnapshotLoader implements SnapshotSource {
  private readonly recent = new RecentFigures();

  constructor(
    private readonly clickhouse: ClickHouse,
    private readonly watermark: Watermark,
  ) {}

  async clocks(tenant: string, program: string, period: string, knownBy: string | null): Promise<Clocks> {
    const watermark = await this.watermark.consistentThrough();
    const asked = await askedProgram(
      this.clickhouse,
      tenant,
      program,
      knownBy === null ? {} : { knownBy },
      watermark,
    );
    const clocks = reportClocks(asked.inForce.program, period, asked.clocks.knownBy);
    // the definition may not have been in force yet at the month's end: refused here, before anything is queued
    await askedProgram(this.clickhouse, tenant, program, clocks, watermark);
    return clocks;
  }

  /** With `edition` 1 and no earlier edition: the press knows those. */
  async snapshot(request: SnapshotRequest): Promise<ReportSnapshot> {
    const { tenant, program, asOf, knownBy } = request;
    const settling = settlingOf(request);
    const figures = await this.recent.of([tenant, program, asOf, knownBy, settling ?? 'live'], () =>
      programFigures(this.clickhouse, tenant, program, { asOf, knownBy, settling }),
    );
    return snapshotOf(figures, request);
  }
}

/** Only a document that names people is for readers who may see them. */
function settlingOf({ names, isEdition }: SnapshotRequest): 'month' | 'edition' | undefined {
  if (names) return undefined;
  return isEdition ? 'edition' : 'month';
}

/** A document's snapshot from its program's figures. People are named in it only when the request says so. */
export function snapshotOf(figures: ProgramFigures, request: SnapshotRequest): ReportSnapshot {
  const { program } = figures.program;
  const shown = request.names ? figures : figuresWithoutPeople(figures);
  const snapshot = reportSnapshotSchema.parse({
    schemaVersion: 1,
    program: { id: program.id, title: program.title, locale: program.locale, timeZone: program.timeZone },
    cohort: cohortOf(figures),
    document: request.document,
    period: request.period,
    format: request.format,
    edition: 1,
    runId: request.runId,
    asOf: request.asOf,
    knownBy: request.knownBy,
    generatedAt: request.generatedAt,
    kpis: shown.scorecard.kpis.map((kpi) =>
      kpi.kpi === 'skills-gain' && !kpi.suppressed ? { ...kpi, details: printedGainDetails(kpi) } : kpi,
    ),
    staleSources: figures.staleSources,
    groupsAt: figures.groupsAt,
    byTrack: figures.byTrack,
    previous: null,
    decisions: [],
    learning: { ...figures.learning, certificates: null, skills: null, feedback: null },
    prompts: { ...shown.prompts, reuse: null },
    incidents: { ...figures.incidents, evaluation: null },
    governance: shown.governance,
    work: { use: null, returns: [] },
    people: shown.stuckLearners,
  });
  return { ...snapshot, decisions: proposedDecisions(snapshot, new ReportFormat(snapshot.program)) };
}

function cohortOf({ program, learners }: ProgramFigures): ReportSnapshot['cohort'] {
  const [only] = program.cohorts;
  return program.cohorts.length === 1 && only !== undefined
    ? { id: only.id, title: only.title, learners }
    : { id: 'all', title: 'All cohorts', learners };
}
