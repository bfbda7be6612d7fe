import { Inject } from '@nestjs/common';
import { Command, CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import { ClickHouse } from '#clickhouse';
import { EVENT_LOG, type AppendOutcome, type EventLog } from '#event-log';
import { eventVoided, readCloudEvent, type IncomingEvent } from '#events';
import {
  CLOCK,
  boundedDetails,
  jsonPointer,
  type Clock,
  type Principal,
  type ProblemDetail,
  type Turns,
} from '#platform';
import { ADMISSION_CHECKS, type AdmissionCheck, type Batch } from './admission/admission.ts';
import { runsOf } from './admission/runs.ts';
import { voidTargets } from './admission/void-targets.ts';
import { TENANT_TURNS } from './tenant-turns.ts';

/** One event that was not taken: which, where and why. */
export interface RejectedEvent {
  readonly index: number;
  readonly id: string | null;
  readonly pointer: string;
  readonly reason: string;
  /** `conflict`: it is at odds with what is stored; an event with its source and id has other content, for instance. */
  readonly kind: 'invalid' | 'refused' | 'conflict';
}

export interface AppendEventsResult {
  readonly accepted: number;
  readonly duplicates: number;
  readonly rejected: readonly RejectedEvent[];
}

/** Events as received, each to be checked for itself; the good ones are kept. */
export class AppendEventsCommand extends Command<AppendEventsResult> {
  constructor(
    readonly principal: Principal,
    readonly events: readonly unknown[],
  ) {
    super();
  }
}

/** Faults told of one event; the rest follow from a look at the event. */
const MOST_FAULTS = 10;
const VOIDED = eventVoided.type;

interface Candidate {
  readonly index: number;
  readonly event: IncomingEvent;
}

@CommandHandler(AppendEventsCommand)
export class AppendEventsHandler implements ICommandHandler<AppendEventsCommand> {
  constructor(
    @Inject(EVENT_LOG) private readonly log: EventLog,
    @Inject(CLOCK) private readonly clock: Clock,
    @Inject(ADMISSION_CHECKS) private readonly checks: readonly AdmissionCheck[],
    @Inject(TENANT_TURNS) private readonly turns: Turns,
    @Inject(ClickHouse) private readonly clickhouse: ClickHouse,
  ) {}

  async execute({ principal, events }: AppendEventsCommand): Promise<AppendEventsResult> {
    const rejected: RejectedEvent[] = [];
    const candidates: Candidate[] = [];
    const now = this.clock.now();
    events.forEach((value, index) => {
      const read = readCloudEvent(value, { now });
      if (read.ok) candidates.push({ index, event: read.event });
      else
        rejected.push(
          ...boundedDetails(read.errors.slice(0, MOST_FAULTS)).map((error) =>
            rejection(index, read.id ?? null, error, 'invalid'),
          ),
        );
    });
    // An identity is claimed by one event at a time: its check and its append are one turn of the tenant. So is a void,
    // which may give an identity back.
    const inTurn = candidates.some(({ event }) => event.identities.length > 0 || event.type === VOIDED);
    const admit = () => this.admit(principal, candidates, rejected);
    const appended = inTurn ? await this.turns.run(principal.tenant, admit) : await admit();
    return {
      accepted: appended.filter(({ outcome }) => outcome === 'stored').length,
      duplicates: appended.filter(({ outcome }) => outcome === 'duplicate').length,
      rejected: rejected.toSorted((a, b) => a.index - b.index),
    };
  }

  /** Each run is judged, and what is good of it stored, before the next is judged. */
  private async admit(
    principal: Principal,
    candidates: readonly Candidate[],
    rejected: RejectedEvent[],
  ): Promise<AppendOutcome[]> {
    const events = candidates.map(({ event }) => event);
    const targets = await voidTargets(this.clickhouse, principal.tenant, events);
    const touched = ({ event }: Candidate) => targets.get(event)?.identities ?? event.identities;
    const outcomes: AppendOutcome[] = [];
    for (const run of runsOf(candidates, touched)) {
      const batch = { principal, events: run.map(({ event }) => event), targets };
      outcomes.push(...(await this.append(principal, await this.admitted(batch, run, rejected), rejected)));
    }
    return outcomes;
  }

  private async admitted(
    batch: Batch,
    run: readonly Candidate[],
    rejected: RejectedEvent[],
  ): Promise<Candidate[]> {
    let admitted = [...run];
    for (const check of this.checks) {
      const events = admitted.map(({ event }) => event).filter(({ type }) => check.types.has(type));
      if (events.length === 0) continue;
      const judge = await check.prepare({ ...batch, events });
      admitted = admitted.filter(({ index, event }) => {
        const faults = check.types.has(event.type) ? judge(event) : [];
        rejected.push(
          ...faults.map((fault) =>
            rejection(index, event.id, fault, fault.conflict ? 'conflict' : 'refused'),
          ),
        );
        return faults.length === 0;
      });
    }
    return admitted;
  }

  private async append(
    principal: Principal,
    candidates: readonly Candidate[],
    rejected: RejectedEvent[],
  ): Promise<AppendOutcome[]> {
    if (candidates.length === 0) return [];
    const result = await this.log.append({
      tenant: principal.tenant,
      recordedBy: principal.keyId,
      events: candidates.map(({ event }) => event),
      atomic: false,
    });
    if (!result.stored) throw new Error('A batch that is not atomic was refused as a whole.');
    result.outcomes.forEach(({ outcome, recordedAt }, position) => {
      const candidate = candidates[position];
      if (outcome !== 'conflict' || !candidate) return;
      const reason = `An event with this source and id was recorded at ${recordedAt} with other content, and stands. Send a correction under a new id.`;
      rejected.push({
        index: candidate.index,
        id: candidate.event.id,
        pointer: jsonPointer(['id']),
        reason,
        kind: 'conflict',
      });
    });
    return [...result.outcomes];
  }
}

function rejection(
  index: number,
  id: string | null,
  { pointer, reason }: ProblemDetail,
  kind: RejectedEvent['kind'],
): RejectedEvent {
  return { index, id, pointer, reason, kind };
}
