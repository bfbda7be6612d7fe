import { Inject } from '@nestjs/common';
import { Command, CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import { ClickHouse } from '#clickhouse';
import { EVENT_LOG, WATERMARK, type EventLog, type Watermark } from '#event-log';
import { readCloudEvent, type IncomingEvent } from '#events';
import {
  CLOCK,
  Problem,
  badRequest,
  jsonPointer,
  type Clock,
  type Principal,
  LATEST_INSTANT,
  type Instant,
  type Turns,
} from '#platform';
import type { Preconditions } from '#platform/http';
import {
  parseProgramFile,
  planApplication,
  standingBefore,
  storedDefinition,
  definitionVersion,
  type ProgramFileFormat,
  effectiveFrom,
  programAt,
  type ProgramInForce,
} from '#program';
import { IdentityAdmission } from '../admission/identity.admission.ts';
import { NO_TARGETS } from '../admission/void-targets.ts';
import { TENANT_TURNS } from '../tenant-turns.ts';
import { expectPreconditions } from './preconditions.ts';

/** What applying a program file did. */
export interface DefinedProgram {
  readonly program: string;
  /** SHA-256 of the definition: its ETag. */
  readonly version: string;
  /** Events that were new; none when the file was applied before. */
  readonly events: number;
}

/** A program file, applied: its definition and the learners it lists become events. */
export class DefineProgramCommand extends Command<DefinedProgram> {
  constructor(
    readonly principal: Principal,
    readonly program: string,
    readonly text: string,
    readonly format: ProgramFileFormat,
    readonly preconditions: Preconditions,
  ) {
    super();
  }
}

@CommandHandler(DefineProgramCommand)
export class DefineProgramHandler implements ICommandHandler<DefineProgramCommand> {
  private readonly identities: IdentityAdmission;

  constructor(
    @Inject(EVENT_LOG) private readonly log: EventLog,
    @Inject(WATERMARK) private readonly watermark: Watermark,
    @Inject(CLOCK) private readonly clock: Clock,
    @Inject(ClickHouse) private readonly clickhouse: ClickHouse,
    @Inject(TENANT_TURNS) private readonly turns: Turns,
  ) {
    this.identities = new IdentityAdmission(clickhouse);
  }

  async execute(command: DefineProgramCommand): Promise<DefinedProgram> {
    const parsed = parseProgramFile(command.text, command.format);
    if (!parsed.ok) {
      throw badRequest(
        `The program file has ${parsed.errors.length} ${parsed.errors.length === 1 ? 'error' : 'errors'}.`,
        // Of JSON the lines are not the sender's: it was read at the edge. The pointer is.
        parsed.errors.map(({ line, column, pointer, reason }) => ({
          pointer,
          reason: command.format === 'yaml' ? `line ${line}, column ${column}: ${reason}` : reason,
        })),
        'invalid-program',
      );
    }
    if (parsed.program.program.id !== command.program) {
      throw badRequest(
        `The file defines the program ${JSON.stringify(parsed.program.program.id)}, the path names ${JSON.stringify(command.program)}.`,
        [{ pointer: '/program/id', reason: 'Must be the id in the path.' }],
      );
    }
    return this.turns.run(command.principal.tenant, () => this.apply(command, parsed.program));
  }

  private async apply(
    { principal, preconditions }: DefineProgramCommand,
    program: Parameters<typeof planApplication>[0],
  ): Promise<DefinedProgram> {
    const now = this.clock.now();
    const standing = await standingBefore(
      this.clickhouse,
      principal.tenant,
      program,
      await this.watermark.consistentThrough(),
    );
    const clocks = { asOf: LATEST_INSTANT, knownBy: await this.watermark.consistentThrough() };
    const latest = await programAt(this.clickhouse, principal.tenant, program.program.id, clocks);
    expectPreconditions(preconditions, latest?.version ?? null, program.program.id);
    expectNotHidden(latest, effectiveFrom(program));
    const events = planApplication(program, standing, now).map((planned, index) => {
      const read = readCloudEvent(planned, { now, internal: true });
      if (!read.ok)
        throw badRequest(
          'The program file turns into an event that is not valid.',
          read.errors.map((error) => ({ ...error, pointer: `/${index}${error.pointer}` })),
        );
      return read.event;
    });
    await this.refuseTakenIdentities(principal, events);
    const result = await this.log.append({
      tenant: principal.tenant,
      recordedBy: principal.keyId,
      events,
      atomic: true,
    });
    if (!result.stored)
      throw new Problem({
        status: 409,
        type: 'conflict',
        title: 'Conflict',
        detail: 'The program was changed at the same time; read it and apply the file again.',
      });
    return {
      program: program.program.id,
      version: definitionVersion(storedDefinition(program)),
      events: result.outcomes.filter(({ outcome }) => outcome === 'stored').length,
    };
  }

  private async refuseTakenIdentities(principal: Principal, events: readonly IncomingEvent[]): Promise<void> {
    const claimed = new Map<string, string>();
    const judge = await this.identities.prepare({ principal, events, targets: NO_TARGETS });
    for (const event of events) {
      const faults = this.identities.types.has(event.type) ? [...judge(event)] : [];
      for (const identity of event.identities) {
        const other = claimed.get(identity);
        if (other !== undefined && other !== event.subject)
          faults.push({
            pointer: '/cohorts',
            reason: `The identity ${identity} is given to two learners: ${other} and ${event.subject}.`,
          });
        claimed.set(identity, event.subject);
      }
      if (faults.length > 0)
        throw badRequest(
          `The learner ${event.subject} cannot be enrolled as listed.`,
          faults.map(({ reason }) => ({ pointer: jsonPointer(['cohorts']), reason })),
        );
    }
  }
}

/** A definition that begins before the latest one would be acknowledged and never be in force: that is refused. */
function expectNotHidden(latest: ProgramInForce | null, from: Instant): void {
  if (latest === null || latest.effectiveFrom <= from) return;
  throw new Problem({
    status: 409,
    type: 'hidden-definition',
    title: 'Conflict',
    detail: `This definition begins at ${from}, before the one in force from ${latest.effectiveFrom}, which would hide it.`,
    errors: [{ pointer: '/program/effectiveFrom', reason: `Set it to ${latest.effectiveFrom} or later.` }],
  });
}
