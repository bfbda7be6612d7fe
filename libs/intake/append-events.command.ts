import { Inject } from '@nestjs/common';
import { Command, CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import { EVENT_LOG, type AppendOutcome, type EventLog } from '#event-log';
import { readCloudEvent, type IncomingEvent } from '#events';
import {
  CLOCK,
  boundedDetails,
  jsonPointer,
  type Clock,
  type Principal,
  type ProblemDetail,
} from '#platform';
import { ADMISSION_CHECKS, type AdmissionCheck } from './admission/admission.ts';
import { TENANT_TURNS, type TenantTurns } from './tenant-turns.ts';

/** One event that was not taken: which, where and why. */
export interface RejectedEvent {
  readonly index: number;
  readonly id: string | null;
  readonly pointer: string;
  readonly reason: string;
  /** `conflict`: an event with this source and id is stored with other content. */
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
    @Inject(TENANT_TURNS) private readonly turns: TenantTurns,
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
    // An identity is claimed by one event at a time: its check and its append are one turn of the tenant.
    const claims = candidates.some(({ event }) => event.identities.length > 0);
    const appended = claims
      ? await this.turns.run(principal.tenant, () => this.admitOneByOne(principal, candidates, rejected))
      : await this.admitTogether(principal, candidates, rejected);
    return {
      accepted: appended.filter(({ outcome }) => outcome === 'stored').length,
      duplicates: appended.filter(({ outcome }) => outcome === 'duplicate').length,
      rejected: rejected.toSorted((a, b) => a.index - b.index),
    };
  }

  private async admitTogether(
    principal: Principal,
    candidates: readonly Candidate[],
    rejected: RejectedEvent[],
  ): Promise<AppendOutcome[]> {
    const admitted: Candidate[] = [];
    for (const candidate of candidates)
      if (await this.isAdmitted(principal, candidate, rejected)) admitted.push(candidate);
    return this.append(principal, admitted, rejected);
  }

  /** Runs of events without identities go in together; each claim is stored before the next is checked. */
  private async admitOneByOne(
    principal: Principal,
    candidates: readonly Candidate[],
    rejected: RejectedEvent[],
  ): Promise<AppendOutcome[]> {
    const outcomes: AppendOutcome[] = [];
    const waiting: Candidate[] = [];
    const claimed = new Set<string>();
    for (const candidate of candidates) {
      if (candidate.event.identities.some((identity) => claimed.has(identity))) {
        outcomes.push(...(await this.append(principal, waiting.splice(0), rejected)));
        claimed.clear();
      }
      if (!(await this.isAdmitted(principal, candidate, rejected))) continue;
      waiting.push(candidate);
      for (const identity of candidate.event.identities) claimed.add(identity);
    }
    outcomes.push(...(await this.append(principal, waiting, rejected)));
    return outcomes;
  }

  private async isAdmitted(
    principal: Principal,
    { index, event }: Candidate,
    rejected: RejectedEvent[],
  ): Promise<boolean> {
    for (const check of this.checks) {
      if (!check.types.has(event.type)) continue;
      const faults = await check.check(principal, event);
      if (faults.length === 0) continue;
      rejected.push(...faults.map((fault) => rejection(index, event.id, fault, 'refused')));
      return false;
    }
    return true;
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
