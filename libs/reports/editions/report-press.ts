import { Problem, unavailable, type Clock, type IdSource, type Instant, type Logger } from '#platform';
import { BrowserMissingError } from '../pdf/browser-lookup.ts';
import { PrintDeadlineError } from '../pdf/pdf-renderer.ts';
import type { ReportSnapshot } from '../snapshot/report-snapshot.schema.ts';
import { changesBetween } from './changes-between.ts';
import { contentHashOf, type Edition, type GateCheck, type ReportRequest } from './edition.ts';
import type { EditionStore } from './edition-store.ts';

/** Which snapshot is wanted. */
export interface SnapshotRequest {
  readonly tenant: string;
  readonly program: string;
  readonly document: Edition['document'];
  readonly period: string;
  readonly format: Edition['format'];
  readonly names: boolean;
  /** an edition stands for what was known when it was ordered; a live page does not, and tells of groups as of a month end */
  readonly isEdition: boolean;
  readonly asOf: Instant;
  readonly knownBy: Instant;
  readonly runId: string;
  readonly generatedAt: Instant;
}

/** Reads the numbers of one report. */
export interface SnapshotSource {
  /**
   * The two clocks of a report: the period's end (or now, while it runs), and what was known by `knownBy` (null: by now).
   * Throws a 404 problem for an unknown program and a 400 for a period or moment that cannot be reported.
   */
  clocks(
    tenant: string,
    program: string,
    period: string,
    knownBy: string | null,
  ): Promise<{ asOf: Instant; knownBy: Instant }>;
  snapshot(request: SnapshotRequest): Promise<ReportSnapshot>;
}

/** A snapshot as bytes, and what the gate found. */
export interface ProducedReport {
  readonly pdf: Uint8Array;
  readonly sha256: string;
  readonly gate: { readonly passed: boolean; readonly checks: readonly GateCheck[] };
  readonly madeWith: Readonly<Record<string, string>>;
}

export interface ReportRenderer {
  produce(snapshot: ReportSnapshot): Promise<ProducedReport>;
}

/** Who asks for a report of which program. */
export interface ReportOrder {
  readonly tenant: string;
  readonly program: string;
  readonly keyId: string;
  /** Name learners where the document does. */
  readonly names: boolean;
}

/** Orders that may wait; more are answered 503, so that a runaway client cannot queue work for days. */
const MOST_WAITING = 500;

/** Makes editions one after the other, in the order they were asked for. What a process left unfinished is made by the next. */
export class ReportPress {
  private work: Promise<void> = Promise.resolve();
  private waiting = 0;
  private stopped = false;

  constructor(
    private readonly editions: EditionStore,
    private readonly source: SnapshotSource,
    private readonly renderer: ReportRenderer,
    private readonly clock: Clock,
    private readonly ids: IdSource,
    private readonly logger: Logger,
  ) {}

  /** Takes up the editions that were queued or under way when the last process ended. */
  async recover(): Promise<void> {
    for (const edition of await this.editions.unfinished()) this.enqueue({ ...edition, state: 'queued' });
  }

  /** Notes the order durably and returns the edition to come; its state tells when it is made. */
  async order({ tenant, program, keyId, names }: ReportOrder, request: ReportRequest): Promise<Edition> {
    if (this.waiting >= MOST_WAITING)
      throw unavailable(`${this.waiting} reports wait to be made; ask again later.`, 30);
    const { asOf, knownBy } = await this.source.clocks(
      tenant,
      program,
      request.period,
      request.knownBy ?? null,
    );
    const edition: Edition = {
      tenant,
      id: this.ids.uuid(),
      version: 0,
      program,
      document: request.document,
      period: request.period,
      format: request.format,
      names,
      state: 'queued',
      requestedBy: keyId,
      requestedAt: this.clock.now(),
      asOf,
      knownBy,
      number: 0,
      contentHash: '',
      sha256: '',
      gate: [],
      madeWith: {},
      failure: '',
    };
    await this.editions.write(edition);
    this.enqueue(edition);
    return edition;
  }

  /** What the next edition would say if it were made now. Nothing is stored. */
  async preview(request: SnapshotRequest): Promise<ReportSnapshot> {
    const facts = await this.source.snapshot(request);
    const [latest] = await this.editions.ofReport(request);
    return this.asNext(facts, latest);
  }

  /** Finishes the edition under way; those that wait are made after the next start. */
  async stop(): Promise<void> {
    this.stopped = true;
    await this.work;
  }

  private enqueue(edition: Edition): void {
    this.waiting += 1;
    this.work = this.work.then(async () => {
      if (!this.stopped) await this.make(edition);
      this.waiting -= 1;
    });
  }

  private async make(queued: Edition): Promise<void> {
    try {
      await this.editions.write({ ...queued, version: queued.version + 1, state: 'rendering' });
      await this.makeEdition({ ...queued, version: queued.version + 2 });
    } catch (error) {
      this.logger.error({ err: error, edition: queued.id }, 'a report was not made');
      await this.editions
        .write({ ...queued, version: queued.version + 3, state: 'failed', failure: failureOf(error) })
        .catch((unwritten: unknown) =>
          this.logger.error({ err: unwritten, edition: queued.id }, 'a failed report was not noted'),
        );
    }
  }

  private async makeEdition(edition: Edition): Promise<void> {
    const { tenant, program, document, period, format, names, asOf, knownBy } = edition;
    const facts = await this.source.snapshot({
      tenant,
      program,
      document,
      period,
      format,
      names,
      isEdition: true,
      asOf,
      knownBy,
      runId: edition.id,
      generatedAt: this.clock.now(),
    });
    const contentHash = contentHashOf(facts);
    const earlier = await this.editions.ofReport(edition);
    const same = earlier.find((other) => other.contentHash === contentHash);
    if (same) return this.repeat(edition, same);
    const snapshot = await this.asNext(facts, earlier[0]);
    const { pdf, sha256, gate, madeWith } = await this.renderer.produce(snapshot);
    const made = {
      ...edition,
      asOf: snapshot.asOf,
      knownBy: snapshot.knownBy,
      number: snapshot.edition,
      contentHash,
      gate: gate.checks,
      madeWith,
    };
    if (!gate.passed) {
      const stopped = gate.checks
        .filter(({ outcome }) => outcome !== 'passed')
        .map(({ name, outcome, detail }) => `${name} ${outcome}: ${detail}`);
      await this.editions.write({
        ...made,
        state: 'failed',
        failure: `The gate stopped it: ${stopped.join('; ')}`,
      });
      return;
    }
    await this.editions.write(
      { ...made, state: 'done', sha256 },
      { snapshot: JSON.stringify(snapshot), pdf },
    );
  }

  /** Nothing changed since: the edition that was asked for is the one there is, with its very bytes. */
  private async repeat(edition: Edition, same: Edition): Promise<void> {
    const { asOf, knownBy, number, contentHash, sha256, gate, madeWith } = same;
    await this.editions.write({
      ...edition,
      state: 'done',
      asOf,
      knownBy,
      number,
      contentHash,
      sha256,
      gate,
      madeWith,
    });
  }

  /** The facts as the edition after the latest, with what changed since that one. */
  private async asNext(facts: ReportSnapshot, latest: Edition | undefined): Promise<ReportSnapshot> {
    const previous = latest ? await this.previousOf(latest, facts) : null;
    return { ...facts, edition: (latest?.number ?? 0) + 1, previous };
  }

  private async previousOf(latest: Edition, now: ReportSnapshot): Promise<ReportSnapshot['previous']> {
    const content = await this.editions.content(latest);
    if (!content) throw new Error(`The edition ${latest.id} has no content.`);
    return {
      edition: latest.number,
      knownBy: latest.knownBy,
      changes: changesBetween(content.snapshot, now),
    };
  }
}

/** What the client is told of a failure; what nobody foresaw is for the log alone. */
function failureOf(error: unknown): string {
  const told =
    error instanceof Problem || error instanceof BrowserMissingError || error instanceof PrintDeadlineError;
  return told
    ? error.message
    : 'It failed inside; the log tells the operator why, under the id of this report.';
}
